# SPDX-License-Identifier: MIT
# Prints a PREPARE for each query of the files given: name(types) AS its text, its parameters numbered.
/^-- [a-z_]+\(.*\)$/ {
    split(substr($0, 4), header, /[(), ]+/)
    types = ""
    delete number
    for (i = 2; header[i] != ""; i += 2) {
        number[header[i]] = i / 2
        types = types (i > 2 ? ", " : "") header[i + 1]
    }
    print "PREPARE " header[1] (types == "" ? "" : "(" types ")") " AS"
    next
}
/^--/ { next }
{
    while (match($0, /\$[a-z_]+/))
        $0 = substr($0, 1, RSTART) number[substr($0, RSTART + 1, RLENGTH - 1)] substr($0, RSTART + RLENGTH)
    print
}
