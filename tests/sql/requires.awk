# Prints each name that require() raises in the SQL files given: its last argument.
{ text = text " " $0 }
END {
    while (match(text, /require\(/)) {
        text = substr(text, RSTART + RLENGTH)
        if (match(text, /, *'[a-z_]+'\)/)) {
            name = substr(text, RSTART, RLENGTH)
            gsub(/[^a-z_]/, "", name)
            print name
        }
    }
}
