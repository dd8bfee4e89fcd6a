# Steps of a longer run, each with its time, its log and its count; to be sourced by bash.
#   step NAME COMMAND...        runs it now          start NAME COMMAND...   runs it beside the others
#   finish                      waits, prints `N passed, N failed`; its status tells whether all is well
# A step counts one, or what it counted itself: busted's summary, or a last line `N passed, N failed`.
# Logs stand in build/log/NAME; a step that fails shows the end of its log.

passed=0
failed=0
started=()
mkdir -p build/log

# now: seconds, with fractions
now() { date +%s.%N; }

# log_counts LOG STATUS: prints "passed failed" as the log and the exit status tell
log_counts() {
    local summary good bad
    summary=$(grep -aoE '^[0-9]+ passed, [0-9]+ failed' "$1" | tail -n 1)
    [ -n "$summary" ] || summary=$(grep -aoE '^[0-9]+ success(es)? / [0-9]+ failures? / [0-9]+ errors?' "$1" | tail -n 1)
    read -r good bad <<<"$(awk '{ gsub(/[^0-9]+/, " "); print $1, $2 + $3 }' <<<"$summary")"
    good=${good:-0} bad=${bad:-0}
    if [ "${2:-1}" -ne 0 ] && [ "$bad" -eq 0 ]; then bad=1; fi
    if [ "${2:-1}" -eq 0 ] && [ "$good" -eq 0 ]; then good=1; fi
    echo "$good $bad"
}

# report NAME STATUS SECONDS [LINES]: adds the step up and says how it went, with the last LINES of the log of a failed one
report() {
    local name=$1 status=$2 lines=${4:-60} good bad
    read -r good bad <<<"$(log_counts "build/log/$name" "$status")"
    passed=$((passed + good))
    failed=$((failed + bad))
    if [ "$bad" -eq 0 ]; then
        printf '   ok      %-16s %6.1f s  %s\n' "$name" "$3" "$good passed"
    else
        printf '   FAILED  %-16s %6.1f s  %s\n' "$name" "$3" "$good passed, $bad failed; see build/log/$name"
        tail -n "$lines" "build/log/$name" | sed 's/^/        /'
    fi
}

# timed NAME COMMAND...: runs it with its output in the log; leaves status and seconds beside the log
timed() {
    local name=$1 begin status
    shift
    begin=$(now)
    "$@" >"build/log/$name" 2>&1 </dev/null
    status=$?
    echo "$status $(awk -v a="$begin" -v b="$(now)" 'BEGIN { print b - a }')" >"build/log/.$name"
}

# settle NAME: reports a step that has ended
settle() {
    local status=1 seconds=0
    read -r status seconds <"build/log/.$1"
    report "$1" "$status" "$seconds"
}

step() {
    printf '...  %s\n' "$1"
    timed "$@"
    settle "$1"
}

start() {
    printf '...  %s (beside the others)\n' "$1"
    timed "$@" &
    started+=("$1:$!")
}

# join: waits for the steps that were started and reports them
join() {
    local entry
    for entry in "${started[@]}"; do
        wait "${entry#*:}"
        settle "${entry%%:*}"
    done
    started=()
}

finish() {
    join
    printf '%d passed, %d failed\n' "$passed" "$failed"
    [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
}
