#!/bin/sh
# Builds everything and passes all tests; ends with a line of how many passed and failed.
set -eu
cd "$(dirname "$0")/.."

sh tests/setup.sh build test
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=ON
cmake --build build

results=build/test-results.txt
status=0
{ ctest --test-dir build -j2 --output-on-failure --no-tests=error 2>&1; echo "exit $?"; } |
  tee "$results" | grep --line-buffered -v '^exit [0-9]*$' || true
[ "$(tail -n 1 "$results")" = 'exit 0' ] || status=1

# "98% tests passed, 2 tests failed out of 100"
summary=$(sed -n 's/^[0-9]*% tests passed, \([0-9]*\) tests failed out of \([0-9]*\)$/\1 \2/p' \
  "$results")
failed=${summary% *}
total=${summary#* }
[ -n "$summary" ] || { failed=1 total=1; }
[ "$failed" = 0 ] || status=1
echo "$((total - failed)) passed, $failed failed"
exit "$status"
