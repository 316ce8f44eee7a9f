#!/bin/sh
# SPDX-License-Identifier: MIT
# objects_against_libgit2.sh - every object of a repository through our own reader of packs against libgit2: kind and bytes.
#
# usage: objects_against_libgit2.sh BIN [REPOSITORY ...]
#   BIN holds objects_read. Without a REPOSITORY one is made, and packed in every way that git has.
# Exit 0: no object differs, and our reader read those that lie in packs, but for the one that is too large.
set -eu
export LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=A GIT_AUTHOR_EMAIL=a@example.org GIT_COMMITTER_NAME=A GIT_COMMITTER_EMAIL=a@example.org

bin=${1:?usage: objects_against_libgit2.sh BIN [REPOSITORY ...]}
shift
bin=$(cd "$bin" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0

# compare WHAT REPOSITORY ALONE: so many objects at least must be read by our reader without libgit2.
compare() {
	git --git-dir="$2" cat-file --batch-all-objects --batch-check='%(objectname)' >"$work/ids"
	status=0
	"$bin/objects_read" both "$2" <"$work/ids" >"$work/said" 2>&1 || status=$?
	alone=$(sed -n 's/.*bytes, \([0-9]*\) by our.*/\1/p' "$work/said")
	if [ $status -ne 0 ] || [ "${alone:-0}" -lt "$3" ]; then
		failed=1
		echo "$1: status $status; our reader alone should have read $3 objects"
	fi
	echo "$1: $(tail -n 3 "$work/said")"
}

for repository; do
	compare "$repository" "$(git -C "$repository" rev-parse --absolute-git-dir)" 0
done
[ $# -eq 0 ] || exit $failed

# Three hundred versions of a growing file in folders, binary files, an empty one, a tag of a tag, one file larger than our reader takes.
git init -q "$work/made"
cd "$work/made"
git config gc.auto 0
mkdir -p deep/deeper
i=0
while [ $i -lt 300 ]; do
	echo "line $i of a file that grows" >>deep/deeper/text
	[ $((i % 7)) -ne 0 ] || sed -i "s/line $((i / 2)) /LINE $((i / 2)) /" deep/deeper/text
	[ $((i % 50)) -ne 0 ] || head -c $((70000 + i * 31)) /dev/urandom >"binary$((i % 100))"
	: >"empty$((i % 3))"
	git add -A
	git commit -q -m "Version $i"
	i=$((i + 1))
done
head -c 26000000 /dev/zero | tr '\0' x >large
git add large
git commit -q -m 'A large file'
git tag -a -m one one
git -c advice.nestedTag=false tag -a -m two two one
made=$work/made/.git
all=$(($(git cat-file --batch-all-objects --batch-check | wc -l) - 1))

compare 'loose objects' "$made" 0
git repack -q -a -d
compare 'one pack' "$made" "$all"
git repack -q -a -d -f --depth=250 --window=50
compare 'deep deltas' "$made" "$all"
git -c repack.useDeltaBaseOffset=false repack -q -a -d -f
compare 'bases by id' "$made" "$all"
for pack in "$made"/objects/pack/*.pack; do
	rm -f "${pack%.pack}.idx"
	git index-pack --index-version=2,0x100 "$pack" >/dev/null
done
compare 'offsets in 64 bits' "$made" "$all"
for pack in "$made"/objects/pack/*.pack; do
	rm -f "${pack%.pack}.idx"
	git index-pack --index-version=1 "$pack" >/dev/null
done
compare 'an index of version 1' "$made" 0
git repack -q -a -d
echo more >>deep/deeper/text
git commit -q -a -m 'Loose beside the pack'
compare 'a pack and loose objects' "$made" "$all"
git repack -q -d
git repack -q --geometric=2 -d --write-midx 2>/dev/null || git multi-pack-index write
compare 'several packs and an index of all' "$made" "$all"
git clone -q --bare --shared "$made" "$work/shared.git"
compare 'alternates' "$work/shared.git" 0
: >"$made/objects/pack/pack-stray.idx"
compare 'a stray index' "$made" "$all"
exit $failed
