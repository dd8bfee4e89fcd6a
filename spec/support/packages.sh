#!/bin/sh
# Installs the Debian packages named that are missing; where there is no apt, says what to install by other means.
#   packages.sh PACKAGE...
if ! command -v apt-get >/dev/null 2>&1; then
    echo "There is no apt-get here. Please install what these Debian packages hold, by your system's means or luarocks:"
    echo "  $*"
    exit 0
fi

missing=
for package in "$@"; do
    dpkg-query -W -f='${Status}\n' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
[ -n "$missing" ] || exit 0

elevate=
if [ "$(id -u)" -ne 0 ]; then
    if ! command -v sudo >/dev/null 2>&1; then
        echo "These packages are missing, and only root can install them: $missing" >&2
        exit 1
    fi
    elevate=sudo
fi
echo "Installing:$missing"
export DEBIAN_FRONTEND=noninteractive
$elevate apt-get update -qq && $elevate apt-get install -y -qq --no-install-recommends $missing
