#!/bin/sh
# SPDX-License-Identifier: MIT
# replay.sh - a real history judged commit by commit, and every finding and non-finding held against an independent oracle.
#
# usage: replay.sh BIN [ORACLE NAMES REPOSITORY [COMMITS [KEEP]]]
#   Without an oracle it says so and leaves. BIN holds commits_judge and replay_windows. ORACLE is the program made from the
#   corpora's oracle.cc, NAMES the banned names, one per line. Of REPOSITORY (a git directory) the first COMMITS commits of HEAD
#   are judged (all), the oldest first. KEEP is a folder for what is made on the way; a `found` that stands there already is taken
#   instead of judging again.
# For each commit with at most one parent, and each name, the findings must be at least the new uses that the oracle calls POS and
# at most the new uses that it calls POS or leaves open; new by judgement.md 1.6, over the files that the commit changes. Files
# are those whose suffix the oracle knows; spellings that it does not (__builtin_memcpy) are counted and left out, and so are the
# findings of merges, for which newness_against_law.sh has the law. Exit 1: a difference.
set -eu
export LC_ALL=C

bin=${1:?usage: replay.sh BIN [ORACLE NAMES REPOSITORY [COMMITS [KEEP]]]}
oracle=${2:-oracle}
names=${3:-names}
repository=${4:-repository}
commits=${5:-4000000}
work=${6:-}
for needed in "$oracle" "$names"; do
	[ -e "$needed" ] || { echo "skipped: $needed is not here"; exit 0; }
done
gitdir=$(git -C "$repository" rev-parse --absolute-git-dir 2>/dev/null) || { echo "skipped: $repository is not here"; exit 0; }
if [ -z "$work" ]; then
	work=$(mktemp -d)
	trap 'rm -rf "$work"' EXIT INT TERM
fi
mkdir -p "$work/files"
names=$(cd "$(dirname "$names")" && pwd)/$(basename "$names")

git --git-dir="$gitdir" rev-list --topo-order --reverse --parents HEAD | head -n "$commits" >"$work/parents"
cut -d' ' -f1 "$work/parents" >"$work/ids"

awk 'BEGIN {
		printf "{\"portcullis\": 1, \"name\": \"replay\", \"process\": {\"title\": \"x\", \"document\": \"x\"}, \"submodules\": \"allow\", "
		printf "\"protect\": [{\"refs\": [\"refs/heads/**\"]}], \"rules\": ["
	}
	{ sub(/#.*/, ""); sub(/[ \t]+$/, "") }
	$0 != "" {
		printf "%s{\"id\": \"N-%s\", \"title\": \"t\", \"clause\": \"c\", \"why\": \"w\", \"instead\": \"i\", ", n++ ? ", " : "", $0
		printf "\"check\": \"banned-function\", \"languages\": [\"c\", \"c++\"], \"names\": [\"%s\"]}", $0
	}
	END { print "]}" }' "$names" >"$work/policy.json"

if [ ! -e "$work/found" ]; then
	status=0
	"$bin/commits_judge" "$work/policy.json" "$gitdir" <"$work/ids" >"$work/found" || status=$?
	[ $status -eq 0 ] || echo "commits_judge ended with status $status"
fi

# What changed, in files that the oracle reads: `+commit`, then `old new suffix`.
if [ ! -e "$work/changes" ]; then
	awk 'NF < 3 { print $1 }' "$work/parents" |
		git --git-dir="$gitdir" diff-tree --stdin -r --root --raw --no-renames --no-abbrev |
		awk -F '\t' '
			NF == 1 { print "+" $1; next }
			{
				if ($2 !~ /\.(c|h|cc|cpp|cxx|hpp|hh|hxx)"?$/) next
				suffix = $2; sub(/"$/, "", suffix); sub(/.*\./, "", suffix); split($1, w, " ")
				print (w[1] ~ /^:100/ ? w[3] "." suffix : "-"), (w[2] ~ /^100/ ? w[4] "." suffix : "-")
			}' >"$work/changes.new"
	mv "$work/changes.new" "$work/changes"
fi

# The oracle looks at each distinct blob once.
if [ ! -e "$work/windows" ]; then
	awk '!/^\+/ { for (i = 1; i <= 2; i++) if ($i != "-" && !seen[$i]++) print $i }' "$work/changes" >"$work/blobs"
	rm -f "$work"/part.*
	split -a 4 -l 4000 "$work/blobs" "$work/part."
	: >"$work/windows.new"
	for part in "$work"/part.*; do
		[ -e "$part" ] || continue
		sed 's/\..*//' "$part" | git --git-dir="$gitdir" cat-file --batch | "$bin/replay_windows" unpack "$work/files" "$part" >"$work/there"
		(cd "$work/files" && "$oracle" --no-ast --names "$names" --root "$work/files" <"$work/there" 2>/dev/null) >"$work/rows"
		"$bin/replay_windows" rows "$work/files" <"$work/rows" >>"$work/windows.new"
		(cd "$work/files" && xargs rm -f <"$work/there")
		awk 'NR == FNR { there[$1] = 1; next } !($1 in there) { print }' "$work/there" "$part" >>"$work/lacking"
	done
	mv "$work/windows.new" "$work/windows"
fi
touch "$work/lacking"

awk -F '\t' -v name="$repository" -v limit="${LIMIT:-40}" '
	function settle(  k, p, now, any, f) {
		if (commit == "") return
		for (k in touched) {
			split(k, p, SUBSEP)
			now = now_pos[k] - was_any[k]; any = now_any[k] - was_pos[k]
			if (now > 0) least[p[1]] += now
			if (any > 0) most[p[1]] += any
		}
		for (k in least) seen_names[k] = 1
		for (k in seen_names) {
			f = found[commit, k] + 0; total += f; owed += least[k] + 0; allowed += most[k] + 0
			if (f < least[k] + 0) { bad++; missed += least[k] - f } else if (f > most[k] + 0) { bad++; more += f - most[k] } else continue
			if (bad <= limit) printf "differs: %s %s: least %d, most %d, found %d\n", commit, k, least[k], most[k], f
		}
		delete touched; delete now_pos; delete now_any; delete was_pos; delete was_any; delete least; delete most; delete seen_names
	}
	FILENAME ~ /lacking$/ { lacking[$1] = 1; next }
	FILENAME ~ /windows$/ {
		if ($3 == "LOST") { lost++; next }
		list[$1, ++hits[$1]] = $2 SUBSEP $4; sure[$1, hits[$1]] = ($3 == "POS")
		if ($3 == "POS") npos++; else ngrey++
		next
	}
	FILENAME ~ /parents$/ { n = split($0, w, " "); judged++; merge[w[1]] = n > 2; merges += n > 2; next }
	FILENAME ~ /found$/ {
		if ($2 == "!") { undecided[$1] = $3; next }
		if (NF < 7 || $2 !~ /^N-/) next
		if (merge[$1]) { in_merges++; next }
		if ($3 !~ /\.(c|h|cc|cpp|cxx|hpp|hh|hxx)$/) { elsewhere++; next }
		rule = substr($2, 3); symbol = $6; gsub(/[\\ ]/, "", symbol)
		if (symbol != rule) { otherwise++; next }
		found[$1, rule]++; names_of[$1] = names_of[$1] " " rule
		next
	}
	/^\+/ {
		settle(); commit = substr($0, 2)
		if (commit in undecided) { commit = ""; next }
		n = split(names_of[commit], w, " ")
		for (i = 1; i <= n; i++) seen_names[w[i]] = 1
		next
	}
	commit != "" {
		split($0, w, " ")
		for (i = 1; i <= hits[w[2]]; i++) { k = list[w[2], i]; touched[k] = 1; now_any[k]++; now_pos[k] += sure[w[2], i] }
		for (i = 1; i <= hits[w[1]]; i++) { k = list[w[1], i]; touched[k] = 1; was_any[k]++; was_pos[k] += sure[w[1], i] }
	}
	END {
		settle()
		for (c in undecided) { nundecided++; print "undecided: " c " " undecided[c] }
		printf "%s: %d commits judged, %d of them merges; %d undecided; of the others %d findings (the oracle: at least %d, at most %d), %d of merges, %d in files that it does not read, %d spelled otherwise; %d differences (%d missed, %d too many)\n",
			name, judged, merges, nundecided, total, owed, allowed, in_merges, elsewhere, otherwise, bad, missed, more
		printf "%s: the oracle saw %d uses and %d that it leaves open in distinct files; %d places lost\n", name, npos, ngrey, lost
		exit bad > 0
	}' "$work/lacking" "$work/windows" "$work/parents" "$work/found" "$work/changes"
