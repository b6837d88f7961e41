# SPDX-License-Identifier: MIT
# The names of sqitch.plan's changes as PostgreSQL's text form of an array, in a C header.
/^[a-z]/ { list = list (list == "" ? "" : ",") $1 }
END {
    print "/* Generated from sql/sqitch.plan by sql/changes.awk. */"
    print "#pragma once"
    print "#define ACCORD_CHANGES \"{" list "}\""
}
