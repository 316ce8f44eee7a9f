#!/bin/sh
# SPDX-License-Identifier: MIT
# trailers_against_git.sh - our trailers against git's own, message by message, on generated messages and on real history.
#
# usage: trailers_against_git.sh BIN [MESSAGES [SEED [REPOSITORY[:COMMITS] ...]]]
#   BIN holds message_maker and trailers_print. MESSAGES is how many to generate (3000), SEED where to begin (1).
#   Of each REPOSITORY (a git directory) at most COMMITS commits of all its refs are compared (all of them).
# Exit 0: not one difference. Each difference is printed with the message's name and both readings.
set -eu
export LC_ALL=C

bin=${1:?usage: trailers_against_git.sh BIN [MESSAGES [SEED [REPOSITORY[:COMMITS] ...]]]}
messages=${2:-3000}
seed=${3:-1}
if [ $# -gt 3 ]; then shift 3; else shift $#; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
mkdir "$work/home" "$work/messages"
marker=$work/marker
printf 'marker\n\nPortcullis-next: message\n' >"$marker"

# No trailer.* and no core.commentChar from anywhere: no repository, no home, no system file, no environment.
git_alone() {
	(cd "$work/home" && env -i PATH="$PATH" HOME="$work/home" GIT_CONFIG_NOSYSTEM=1 GIT_CONFIG_GLOBAL=/dev/null \
		GIT_CEILING_DIRECTORIES="$work" LC_ALL=C "$@")
}

# One process of git reads 500 messages, a marker behind each.
git_reads() {
	wc -l <"$work/messages/names" | awk -v dir="$work/messages" -v marker="$marker" \
		'{ for (i = 1; i <= $1; i++) printf "%s/%d\n%s\n", dir, i, marker }' >"$work/list"
	git_alone xargs -n 1000 git interpret-trailers --parse --no-divider <"$work/list" >"$work/theirs"
}

# Prints the messages on which the two readings differ, by name and with both.
differences() {
	awk -v names="$work/messages/names" '
		BEGIN {
			while ((getline line <names) > 0) {
				split(line, w, " ")
				name[w[1]] = w[2]
			}
		}
		FNR == 1 { file++; n = 1 }
		$0 == "Portcullis-next: message" { n++; next }
		{ text[file, n] = text[file, n] "\n    " $0; if (n > most) most = n }
		END {
			for (i = 1; i <= most; i++)
				if (text[1, i] != text[2, i])
					printf "%s differs\n  ours:%s\n  git:%s\n", name[i], text[1, i], text[2, i]
		}' "$work/ours" "$work/theirs"
}

# Compares the stream on standard input, of at most 20000 messages.
compare() {
	"$bin/trailers_print" "$work/messages" >"$work/ours"
	git_reads
	if ! cmp -s "$work/ours" "$work/theirs"; then
		differences
		cmp "$work/ours" "$work/theirs" || true
		bad=1
	fi
	count=$((count + $(wc -l <"$work/messages/names")))
	with=$((with + $(awk '$0 == "Portcullis-next: message" { n += any; any = 0; next } { any = 1 } END { print n + 0 }' \
		"$work/theirs")))
}

begin() {
	count=0 with=0 bad=0
}

finish() {
	echo "$1: $count messages, $with with trailers, $([ $bad -eq 0 ] && echo 'no difference' || echo 'DIFFERENCES')"
	[ $bad -eq 0 ] || failed=1
}

failed=0
begin
left=$messages
while [ "$left" -gt 0 ]; do
	part=$((left > 20000 ? 20000 : left))
	"$bin/message_maker" "$seed" "$part" >"$work/stream"
	compare <"$work/stream"
	left=$((left - part)) seed=$((seed + 1))
done
finish generated

for repository; do
	limit=${repository##*:}
	[ "$limit" = "$repository" ] && limit=-1
	repository=${repository%:*}
	begin
	git --git-dir="$repository" rev-list --all --max-count="$limit" >"$work/ids"
	split -l 20000 "$work/ids" "$work/part."
	for part in "$work"/part.*; do
		[ -e "$part" ] || continue
		git --git-dir="$repository" cat-file --batch <"$part" >"$work/stream"
		compare <"$work/stream"
		rm "$part"
	done
	finish "$(basename "$(dirname "$repository")")"
done
exit $failed
