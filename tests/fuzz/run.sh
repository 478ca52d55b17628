#!/bin/sh
# Fuzzes each target for SECONDS (20): hostile bytes must be read or refused, never break anything.
# What breaks one is left in build-fuzz, and named.
#
#   sh tests/fuzz/run.sh [SECONDS]
set -eu
cd "$(dirname "$0")/../.."
seconds=${1-20}

if ! command -v clang++ > /dev/null; then
  echo 'fuzz: SKIPPED, there is no clang++ here (packages.txt names it under [ci])' >&2
  exit 0
fi

cmake -S . -B build-fuzz -G Ninja -DSMSFLOW_FUZZ=ON -DBUILD_TESTING=ON \
  -DCMAKE_CXX_COMPILER=clang++ > /dev/null
cmake --build build-fuzz --target fuzz_classify fuzz_form fuzz_request fuzz_twilio

# The messages of the tests are where mutation starts for the classifier.
seeds=build-fuzz/seeds
rm -rf "$seeds"
mkdir -p "$seeds/classify" "$seeds/form" "$seeds/request" "$seeds/twilio"
grep -hv '^#' testdata/classify/*.tsv | cut -f 2- | split -l 1 -a 4 - "$seeds/classify/"
cp -r testdata/webhooks/. "$seeds/request/"
cp -r testdata/fuzz/. "$seeds/"

for target in classify form request twilio; do
  found=build-fuzz/found-$target
  mkdir -p "$found"
  if ! build-fuzz/tests/fuzz/fuzz_$target -max_total_time="$seconds" -timeout=5 \
    -rss_limit_mb=2048 -artifact_prefix="build-fuzz/$target-" "$found" "$seeds/$target" \
    > "build-fuzz/$target.log" 2>&1; then
    tail -40 "build-fuzz/$target.log" >&2
    echo "fuzz: $target broke; the input is build-fuzz/$target-*" >&2
    exit 1
  fi
  echo "fuzz $target: $(sed -n 's/^Done \([0-9]*\) runs in \([0-9]*\) second(s)/\1 inputs in \2 s/p' \
    "build-fuzz/$target.log"), nothing broke"
done
