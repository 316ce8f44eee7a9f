#!/bin/sh
# SPDX-License-Identifier: MIT
# changes_against_git.sh - what we say a commit changes against git's own diff-tree: every commit and every parent, merges included.
#
# usage: changes_against_git.sh BIN [REPOSITORY[:COMMITS] ...]
#   BIN holds changes_print. Of each REPOSITORY (a git directory; the project's own unless told) at most COMMITS commits of all
#   its refs are compared (all of them).
# Compares each commit with each parent (`git diff-tree -r -m --root --no-renames --raw`), then merges with all parents at once
# (`git diff-tree -r -c --raw`: what differs from all of them). Exit 0: not one byte differs.
set -eu
export LC_ALL=C

bin=${1:?usage: changes_against_git.sh BIN [REPOSITORY[:COMMITS] ...]}
shift
own=$(cd "$(dirname "$0")/../.." && pwd)
[ $# -gt 0 ] || set -- "$own:500"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0

# differ MODE PART GIT-OPTION...: both answers on the commits of a file; the first difference is printed.
differ() {
	mode=$1 part=$2
	shift 2
	git --git-dir="$gitdir" -c core.quotePath=false diff-tree --stdin -r --root --raw -z --no-renames --no-abbrev "$@" \
		<"$part" >"$work/theirs"
	"$bin/changes_print" "$mode" "$gitdir" <"$part" >"$work/ours" 2>"$work/count" || cat "$work/count"
	tail -n 1 "$work/count" >>"$work/counts.$mode"
	cmp -s "$work/ours" "$work/theirs" && return
	failed=1
	for side in ours theirs; do
		tr '\0' '\n' <"$work/$side" >"$work/$side.lines"
	done
	diff "$work/theirs.lines" "$work/ours.lines" | head -n 20 || true
}

sum() {
	awk -v text="$2" '{ a += $1; b += $2; c += $3; d += $4 }
		END { printf text, b, c; if (d) printf " (%d more in bits of the mode that git does not read)", d }' "$work/counts.$1"
}

for repository; do
	limit=${repository##*:}
	[ "$limit" = "$repository" ] && limit=-1
	repository=${repository%:*}
	if ! gitdir=$(git -C "$repository" rev-parse --absolute-git-dir 2>"$work/why"); then
		echo "skipped: $repository is no repository here"
		continue
	fi
	rm -f "$work"/part.* "$work"/counts.*
	git --git-dir="$gitdir" rev-list --all --max-count="$limit" >"$work/ids"
	split -a 4 -l 2000 "$work/ids" "$work/part."
	before=$failed failed=0
	for part in "$work"/part.*; do
		[ -e "$part" ] || continue
		differ m "$part" -m
		git --git-dir="$gitdir" rev-list --no-walk=unsorted --min-parents=2 --stdin <"$part" >"$work/merges"
		differ c "$work/merges" -c
	done
	[ -e "$work/counts.m" ] || { echo "skipped: $repository has no commit"; continue; }
	echo "$repository: $(wc -l <"$work/ids") commits, $(sum m '%d pairs, %d entries'), of $(sum c '%d merges %d entries differ from all parents'):" \
		"$([ $failed -eq 0 ] && echo 'no difference' || echo DIFFERENCES)"
	[ $before -eq 0 ] || failed=1
done
exit $failed
