# SPDX-License-Identifier: MIT
# fish completion of accord, which is asked itself.
function __accord_offers
    set -l words (commandline -opc)
    set -e words[1]
    accord __complete $words (commandline -ct) 2>/dev/null
end
complete -c accord -a '(__accord_offers)'
