# Everything that can find a fault, one step each: `make check`. Ends with `N passed, N failed`.
# The environment gives LUA, MAKE and FUZZ_SECONDS.
cd "$(dirname "$0")/../.." || exit 2
source spec/support/steps.sh

lua=${LUA:-lua5.4}
make=${MAKE:-make}
cores=$(nproc)

# A build from nothing in which every warning is an error, with the compiler named.
strict() {
    rm -rf "build/$1"
    $make -s -j"$cores" VARIANT="$1" CC="$2" WERROR=-Werror
}

# No C file may differ from what clang-format makes of it.
formatted() {
    clang-format --dry-run --Werror csrc/*.h csrc/*/*.[ch] spec/support/*.c
}

# Debian's luacheck runs under whichever Lua it was packaged for; what it looks for is in .luacheckrc.
lint() {
    luacheck --no-color lua spec .luacheckrc
}

# The annotations that editors read are those that the model gives now.
annotated() {
    LUA_PATH='lua/?.lua;lua/?/init.lua;;' LUA_CPATH='build/?.so;;' "$lua" lua/policy/annotations.lua |
        diff lua/policy/library.lua -
}

# The whole suite with AddressSanitizer and UBSan in core and interpreter. LuaRocks builds without them: left out.
sanitized() {
    POLICY_BUILD=build/sanitize POLICY_LUA="$PWD/build/sanitize/bin/lua" UBSAN_OPTIONS=print_stacktrace=1 \
        build/sanitize/bin/lua spec/support/busted.lua --cpath='build/sanitize/?.so' --exclude-tags=installation
}

# The whole suite under valgrind; the commands that it starts run on their own.
valgrinded() {
    valgrind --quiet --leak-check=full --show-leak-kinds=definite,indirect,possible \
        --errors-for-leak-kinds=definite,indirect,possible --keep-debuginfo=yes --error-exitcode=9 \
        "$lua" spec/support/busted.lua --cpath='build/?.so' --exclude-tags=installation
}

# Each allocation fails in turn.
allocation() {
    ASAN_OPTIONS=allocator_may_return_null=1 LUA_PATH='lua/?.lua;lua/?/init.lua;spec/support/?.lua;;' \
        LUA_CPATH='build/allocation/?.so;;' build/allocation/bin/lua spec/support/failing_allocation.lua
}

# libFuzzer starts from the seeds and what earlier runs found; a find is left in build/fuzz.
fuzz() {
    mkdir -p build/fuzz/found
    LEXICON=build/fuzz/lexicon.tsv build/fuzz/document -max_total_time="${FUZZ_SECONDS:-120}" -timeout=10 \
        -rss_limit_mb=4096 -max_len=16384 -artifact_prefix=build/fuzz/ -dict=build/fuzz/words.dict \
        build/fuzz/found spec/support/seeds
}

begin=$SECONDS
step warnings strict strict gcc
step warnings-clang strict strict-clang clang
step lint lint
step format formatted
step annotations annotated
step variants $make -s -j"$cores" all build/fuzz/document build/fuzz/lexicon.tsv
step sanitize-build $make -s -j"$cores" VARIANT=sanitize all host
step allocation-build $make -s -j"$cores" VARIANT=allocation all host
start fuzz fuzz
step sanitizers sanitized
step allocation allocation
step kill $make -s kill RUNS=10
step valgrind valgrinded
join
printf 'make check took %d s\n' $((SECONDS - begin))
finish
