#!/bin/sh
# Builds everything and passes all tests; ends with a line of how many passed and failed.
set -eu
cd "$(dirname "$0")/.."

log=build/test-log.txt
. tests/steps.sh
install_packages build test
build_targets -DBUILD_TESTING=ON all

results=build/test-results.txt
rm -f "$results"
say tests 'running'
{
  ctest --test-dir build -j2 --output-on-failure --no-tests=error \
    --output-log "$PWD/$results" 2>&1 || true
} | sed -u 's/^ *//' | show_progress tests

# "98% tests passed, 2 tests failed out of 100"
summary=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' \
  "$results")
[ -n "$summary" ] || give_up tests
failed=${summary% *}
total=${summary#* }
# What failed, with all it printed.
[ "$failed" = 0 ] || grep -v -e ' Passed ' -e '^ *Start ' "$results" | tail -n 300
skipped=$(grep -c ' (Skipped)$' "$results" || true)
[ "$skipped" = 0 ] || more=", $skipped skipped"
echo "$((total - failed - skipped)) passed, $failed failed${more-}"
[ "$failed" = 0 ]
