#!/bin/sh
# The steps that demo.sh and run.sh share. Each says in a line what it does; what it prints besides
# goes to $log, whose end is shown when the step fails.
#
#   log=build/demo-log.txt
#   . tests/steps.sh
#   install_packages build
#   build_targets -DBUILD_TESTING=OFF smsflow

mkdir -p build
: >"${log:?}"

say() {
  printf '%-9s %s\n' "$1" "$2"
}

# $1: the step that failed.
give_up() {
  echo
  tail -n 40 "$log"
  echo
  say "$1" "failed; the whole of its output is in $log"
  exit 1
}

install_packages() {
  missing=$(sh tests/setup.sh --missing "$@") || give_up packages
  if [ -z "$missing" ]; then
    say packages 'all installed'
    return
  fi
  say packages "installing $(echo "$missing" | wc -w)"
  sh tests/setup.sh "$@" >>"$log" 2>&1 || give_up packages
}

# Copies lines to the log and shows how far the step $1 is: in place on a terminal, else every
# quarter. Lines begin with "42%" (ninja) or "12/150" (ctest).
show_progress() {
  shown=0
  while IFS= read -r line; do
    printf '%s\n' "$line" >>"$log"
    done_of=${line%%[ %]*}
    case $done_of in
      '' | *[!0-9/]* | */*/*) continue ;;
      */*) percent=$((100 * ${done_of%/*} / ${done_of#*/})) ;;
      *) percent=$done_of ;;
    esac
    if [ -t 1 ]; then
      printf '\r%-9s %s %%' "$1" "$percent"
    elif [ $((percent - shown)) -ge 25 ]; then
      shown=$percent
      say "$1" "$percent %"
    fi
  done
  [ ! -t 1 ] || printf '\r\033[K'
}

# $1: an option of cmake; the rest: targets. A folder made here compiles several files at once,
# which is faster from scratch; one that is there already stays as it was configured.
build_targets() {
  started=$(date +%s)
  unity=-DSMSFLOW_UNITY=ON
  [ ! -f build/CMakeCache.txt ] || unity=
  # shellcheck disable=SC2086
  cmake -S . -B build -G Ninja -DCMAKE_BUILD_TYPE=Release $unity "$1" >>"$log" 2>&1 ||
    give_up build
  shift
  say build 'compiling (some minutes from scratch)'
  rm -f build/failed
  {
    NINJA_STATUS='%p ' cmake --build build --target "$@" 2>&1 || touch build/failed
  } | sed -u 's/^ *//' | show_progress build
  [ ! -f build/failed ] || give_up build
  say build "done in $(($(date +%s) - started)) s"
}
