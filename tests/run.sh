#!/bin/sh
# Builds everything and passes all tests; ends with a line of how many passed and failed.
set -eu
cd "$(dirname "$0")/.."

sh tests/setup.sh build test
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=ON
cmake --build build

results=build/test-results.txt
status=0
rm -f "$results"
ctest --test-dir build -j2 --output-on-failure --no-tests=error \
  --output-log "$PWD/$results" || status=1

# "98% tests passed, 2 tests failed out of 100"
summary=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' \
  "$results")
[ -n "$summary" ] || summary='1 1'
failed=${summary% *}
total=${summary#* }
[ "$failed" = 0 ] || status=1
skipped=$(grep -c ' (Skipped)$' "$results" || true)
[ "$skipped" = 0 ] || more=", $skipped skipped"
echo "$((total - failed - skipped)) passed, $failed failed${more-}"
exit "$status"
