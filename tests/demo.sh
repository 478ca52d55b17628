#!/bin/sh
# Builds smsflow and runs its main job once: appointment texts for sample records, replies from a
# script, and a report on what came of them. Nothing leaves this machine.
set -eu
cd "$(dirname "$0")/.."

log=build/demo-log.txt
. tests/steps.sh
install_packages build
build_targets -DBUILD_TESTING=OFF smsflow

demo=build/demo.db
rm -f "$demo" "$demo"-* "$demo".*
show() {
  printf '\n$ smsflow %s\n\n' "$*"
  build/smsflow "$@"
}
show simulate testdata/scripts/demo.txt --log "$demo"
show report --log "$demo" --source simulated
