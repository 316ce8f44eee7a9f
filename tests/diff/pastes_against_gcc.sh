#!/bin/sh
# SPDX-License-Identifier: MIT
# pastes_against_gcc.sh - where macros make a banned name, gcc -E sees it as well, and only there: pastes_against_gcc.sh TOOLS [CASES] [SEED]
#
# A line of code counts where what it is expanded to holds the name; a body counts where it makes the name by itself, from words that mean
# nothing or from none (all of them none, so __VA_OPT__ in it is not compared). Where gcc refuses the line, as for a paste that makes no token, we may tell more than it shows.
# What a body makes by itself is told there, and not again where it is used.
set -eu
tools=$1
cases=${2:-2000}
seed=${3:-1}
chunk=1000
if ! command -v gcc >/dev/null 2>&1; then
	echo "skipped: gcc is not here"
	exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
printf 'strcpy\ngets\n' >"$work/names"
export LC_ALL=C
done=0
differences=0
held=0
left=0
while [ "$done" -lt "$cases" ]; do
	"$tools/paste_maker" "$seed" "$chunk" >"$work/a.c"
	gcc -E -P -w -std=gnu17 -ftrack-macro-expansion=0 -fno-diagnostics-show-caret "$work/a.c" >"$work/a.i" 2>"$work/errors" || status=$?
	# 1 is a finding of its own; more is a gcc that broke down, as gcc 12 does over a line of 60 MB.
	if [ "${status:-0}" -gt 1 ]; then
		echo "left out: gcc breaks down over seed $seed"
		cases=$((cases + chunk)) done=$((done + chunk)) left=$((left + chunk)) seed=$((seed + 1)) status=0
		continue
	fi
	sed -n "s/^[^:]*a\.c:\([0-9]*\):[0-9]*: error: .*/\1/p" "$work/errors" >"$work/refused"
	echo a.c | "$tools/uses_report" certain "$work/names" "$work" >"$work/uses"
	# Four files: what gcc made, what we told, the lines that gcc refuses, the source; then the two are compared line by line.
	awk -v first="$work/a.i" -v second="$work/uses" -v third="$work/refused" '
		BEGIN { name[1] = first; name[2] = second; name[3] = third }
		FNR == 1 { file++; while (file < 4 && FILENAME != name[file]) file++ }
		file == 1 {
			gsub(/"([^"\\]|\\.)*"/, " ")
			n = split($0, word, /[^A-Za-z0-9_]+/)
			for (i = 1; i <= n; i++) {
				if (word[i] ~ /^(code|probe)_[0-9]+_[0-9]+$/) { at = word[i]; split(at, part, "_"); number = part[2] }
				if (word[i] == "strcpy" || word[i] == "gets") { theirs[at] = 1; if (at ~ /^probe/) probed[number] = 1 }
			}
		}
		file == 2 { ours[$2] = 1 }
		file == 3 { refused[$1] = 1 }
		file == 4 {
			if ((FNR in refused) && !/^#define/) { split($1, part, "_"); broken[$1] = 1; if (/^probe/) doubtful[part[2]] = 1 }
			if (/^#define/) { split($2, part, /[_(]/); number = part[2]; if (FNR in ours) { body[number] = 1; if (!/__VA_OPT__/) where[number] = $0 } }
			else { split($1, part, "_"); number = part[2]; if (FNR in ours) told[$1] = 1; text[$1] = $0 }
			seen[number] = 1
		}
		END {
			for (at in text) {
				split(at, part, "_"); number = part[2]
				held += at in theirs
				if ((at in theirs) && !(at in told) && !(number in body)) { differences++; print "missed: " text[at] > "/dev/stderr" }
				if (!(at in theirs) && (at in told) && !(at in broken)) { differences++; print "none: " text[at] > "/dev/stderr" }
			}
			for (number in where)
				if (!(number in probed) && !(number in doubtful)) { differences++; print "none: " where[number] > "/dev/stderr" }
			print differences + 0, held + 0
		}' "$work/a.i" "$work/uses" "$work/refused" "$work/a.c" >"$work/counts"
	read -r more holding <"$work/counts"
	if [ "$more" -gt 0 ]; then
		echo "differs: seed $seed, $more lines"
		[ -z "${KEEP:-}" ] || cp "$work/a.c" "$work/a.i" "$work/uses" "$KEEP"
	fi
	differences=$((differences + more))
	held=$((held + holding))
	done=$((done + chunk))
	seed=$((seed + 1))
done
echo "generated: $((done - left)) cases, $held lines that hold a name, $differences differ"
[ "$differences" -eq 0 ]
