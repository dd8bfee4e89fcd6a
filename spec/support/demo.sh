#!/bin/sh
# Shows what policy is for: folder of documents in, outline and search out.
#   demo.sh COMMAND CORPUS
set -e
command=$1
corpus=$2
run() {
    printf '\n$ policy'
    printf ' %s' "$@"
    printf '\n'
    "$command" "$@"
}
rm -f "$corpus" "$corpus-wal" "$corpus-shm"
run import "$corpus" data
run list "$corpus" documents --format table
first=$("$command" sql "$corpus" "select file from document order by characters limit 1" --format tsv | tail -n 1)
run show "$corpus" "$first"
run search "$corpus" 数字经济 --format table
printf '\nThe corpus is %s. Go on with: build/bin/policy repl %s\n' "$corpus" "$corpus"
