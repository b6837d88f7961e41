#!/bin/sh
# SPDX-License-Identifier: MIT
# A folder includes itself and what its line allows; each outside library stays behind the folders that may see it.
set -eu
cd "$(dirname "$0")/../.."
bad=0

# folder: folders that it may include
allow() {
    folder=$1
    own=$(basename "$folder")
    shift
    for included in $(grep -hoE '^#include "[a-z0-9_]+/' "$folder"/*.[ch] | sed 's/.*"//; s,/,,' | sort -u); do
        case " $own $* " in
        *" $included "*) ;;
        *) echo "$folder must not include $included/"; bad=1 ;;
        esac
    done
}
allow client/values accord
allow client/wire values accord
allow client/lib wire values accord
allow client/cli wire values accord
allow server/base values
allow server/rules accord values base
allow server/store base wire values
allow server/flow store base wire values
allow server/resources flow store rules base wire values
allow server/http flow base wire values
allow server/mail base wire values
allow server base mail flow store http resources wire values

# header (as a pattern): the folders that may include it
confine() {
    header=$1
    shift
    for file in $(grep -rlE "^#include <$header" client server --include='*.[ch]'); do
        case " $* " in
        *" $(dirname "$file") "*) ;;
        *) echo "$file must not include <$header>"; bad=1 ;;
        esac
    done
}
confine 'libpq-fe' server/store
confine 'jansson' client/wire
confine 'openssl/' server/base client/cli
confine 'csv\.h' client/cli
confine 'ini\.h' server/base client/cli
confine 'curl/' client/lib server/mail
confine 'event2/(buffer|bufferevent|listener)' server/http
confine 'event2/' server/http server/store server/flow server
exit $bad
