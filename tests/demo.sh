#!/bin/sh
# Builds smsflow and runs its main job once: appointment texts for sample records, replies from a
# script, and a report on what came of them. Nothing leaves this machine.
set -eu
cd "$(dirname "$0")/.."

sh tests/setup.sh build
cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release -DBUILD_TESTING=OFF
cmake --build build --target smsflow

log=build/demo.db
rm -f "$log" "$log"-* "$log".*
show() {
  printf '\n$ smsflow %s\n\n' "$*"
  build/smsflow "$@"
}
show simulate testdata/scripts/demo.txt --log "$log"
show report --log "$log" --source simulated
