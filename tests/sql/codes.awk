# Prints "list,code" for every code of client/values/codes.h and include/accord/findings.def: the lists that
# the SQL domains repeat. A list is a macro of X(PREFIX, NAME, …); PLAIN_CODE_LISTS says which domain it is.
# Findings are LAYER(NAME, …) and the like, whose domain is the macro's name.
/^#define [A-Z_]+\(X\)/ {
    macro = $2
    sub(/\(.*/, "", macro)
}
/^    L\([a-z_]+, [A-Z_]+\)/ {
    split(substr($1 $2, 3), pair, /[,)]/)
    domain[pair[2]] = pair[1]
}
macro != "" {
    rest = $0
    while (match(rest, /X\([A-Z_]+, [A-Za-z_]+,/)) {
        split(substr(rest, RSTART + 2, RLENGTH - 3), pair, ", ")
        code[++count] = pair[2]
        list[count] = macro
        rest = substr(rest, RSTART + RLENGTH)
    }
    if ($0 !~ /\\$/) {
        macro = ""
    }
}
/^(RULE|LAYER|VERDICT|OUTCOME)\(/ {
    split($0, pair, /[(,]/)
    print tolower(pair[1]) "," pair[2]
}
END {
    for (i = 1; i <= count; i++) {
        print domain[list[i]] "," code[i]
    }
}
