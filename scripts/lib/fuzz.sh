# libFuzzer over what reads mail, with the address sanitizer below it. Built in a folder of its own: the instruments of both
# would slow everything else down.

fuzz_folder=.build-fuzz

# fuzz_readers SECONDS: fails where a mail ends the process, takes more than two seconds, or eats the memory. What it found is
# left in $fuzz_folder/found, and its corpus in $fuzz_folder/corpus, for the next time to begin where this one ends.
fuzz_readers() {
    local seconds=$1 fuzzer
    OPSTRACKER_FUZZ=1 swift build --scratch-path "$fuzz_folder" --product Fuzzing || return
    fuzzer=$(OPSTRACKER_FUZZ=1 swift build --scratch-path "$fuzz_folder" --show-bin-path)/Fuzzing
    python3 Tests/Fuzzing/seeds.py "$fuzz_folder/seeds"
    mkdir -p "$fuzz_folder/corpus" "$fuzz_folder/found"
    ASAN_OPTIONS=quarantine_size_mb=32 "$fuzzer" "$fuzz_folder/corpus" "$fuzz_folder/seeds" -dict=Tests/Fuzzing/words.dict -max_len=32768 \
        -max_total_time="$seconds" -timeout=2 -rss_limit_mb=2048 -artifact_prefix="$fuzz_folder/found/" \
        -print_final_stats=1 >"$fuzz_folder/log" 2>&1 || { tail -n 40 "$fuzz_folder/log" && return 1; }
    grep stat::number_of_executed_units "$fuzz_folder/log"
}
