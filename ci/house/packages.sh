#!/bin/sh
# packages.sh PACKAGE... - installs the Debian packages that are missing; says so, and does nothing where all are there.
set -eu
missing=
for p in "$@"; do
	dpkg-query -W -f '${Status}' "$p" 2>/dev/null | grep -q 'install ok installed' || missing="$missing $p"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null || { echo "missing packages:$missing (no apt-get here: install their like by hand)" >&2; exit 1; }
root=
[ "$(id -u)" = 0 ] || root=sudo
echo "installing:$missing"
export DEBIAN_FRONTEND=noninteractive
# shellcheck disable=SC2086
$root apt-get install -y -q --no-install-recommends $missing >/dev/null 2>&1 || {
	$root apt-get update -q >/dev/null
	$root apt-get install -y -q --no-install-recommends $missing >/dev/null
}
