#!/bin/sh
# Installs the packages of the named groups of packages.txt that are missing.
#
#   sh tests/setup.sh build test
#   sh tests/setup.sh --missing build    only prints their names
set -eu

here=$(dirname "$0")
only_print=
if [ "$1" = --missing ]; then
  only_print=yes
  shift
fi
missing=
for group in "$@"; do
  for package in $(sed -n "/^\[$group\]/,/^\[/{/^[^[#]/p;}" "$here/packages.txt"); do
    # ${...} is dpkg-query's, not the shell's.
    # shellcheck disable=SC2016
    case $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null || true) in
      'install ok installed') ;;
      *) missing="$missing $package" ;;
    esac
  done
done
if [ -n "$only_print" ]; then
  echo "$missing"
  exit 0
fi
[ -n "$missing" ] || exit 0

as_root=
if [ "$(id -u)" != 0 ]; then
  command -v sudo >/dev/null || {
    echo "setup: these packages are missing, and installing them needs root:$missing" >&2
    exit 1
  }
  as_root=sudo
fi
echo "setup: installing$missing" >&2
$as_root apt-get -qq update
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get -qq -y --no-install-recommends install $missing >&2
