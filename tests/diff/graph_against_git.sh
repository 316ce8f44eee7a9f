#!/bin/sh
# SPDX-License-Identifier: MIT
# graph_against_git.sh - our reader of commit-graphs against `git rev-list`, and our common ancestors against `git merge-base --octopus --all`.
#
# usage: graph_against_git.sh BIN [GRAPHS [SEED [GITDIR:MERGES ...]]]
#   BIN holds graph_print and graph_maker. GRAPHS is how many histories to generate for each way to date them (1), SEED where to begin (1).
#   Of each GITDIR the last so many merges are asked about, as it is. Exit 1 where an answer differs.
set -eu
export LC_ALL=C GIT_CONFIG_NOSYSTEM=1
bin=${1:?usage: graph_against_git.sh BIN [GRAPHS [SEED [GITDIR:MERGES ...]]]}
graphs=${2:-1}
seed=${3:-1}
if [ $# -gt 3 ]; then shift 3; else shift $#; fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0 commits=0 questions=0

# read_graph GITDIR WHAT: parents, dates, and levels that rise.
read_graph() {
	git --git-dir="$1" rev-list --all --timestamp --parents | awk '{ line = $2 " " $1; for (i = 3; i <= NF; i++) line = line " " $i; print line }' | sort >"$work/theirs"
	cut -d' ' -f1 "$work/theirs" | "$bin/graph_print" "$1" graph >"$work/told"
	awk '{ $3 = ""; $0 = $0; $1 = $1; print }' "$work/told" | sort | diff - "$work/theirs" >"$work/differences" ||
		{ failed=1; echo "$2: the graph is read otherwise than the objects:"; head -5 "$work/differences"; }
	awk '{ level[$1] = $3; line[NR] = $0 }
		END { for (n = 1; n <= NR; n++) { k = split(line[n], w, " "); for (i = 4; i <= k; i++) if (level[w[i]] + 0 >= w[3] + 0) exit 1 } }' "$work/told" ||
		{ failed=1; echo "$2: a level is not above its parent's"; }
	commits=$((commits + $(wc -l <"$work/told")))
}

# ask GITDIR WHAT: the questions in $work/questions.
ask() {
	"$bin/graph_print" "$1" bases <"$work/questions" >"$work/ours"
	while read -r question; do
		# shellcheck disable=SC2086
		git --git-dir="$1" merge-base --octopus --all $question | awk '{ last = $1 } END { print NR == 0 ? "none" : NR == 1 ? last : "several" }'
	done <"$work/questions" >"$work/theirs"
	questions=$((questions + $(wc -l <"$work/questions")))
	paste -d' ' "$work/ours" "$work/theirs" "$work/questions" | awk '$1 != $2' >"$work/differences"
	[ ! -s "$work/differences" ] || { failed=1; echo "$2: other common ancestors than git's (ours, git's, of):"; head -5 "$work/differences"; }
}

# Two to four commits, often near each other.
made_questions() {
	git --git-dir="$1" rev-list --all | awk -v seed="$2" '
		{ id[++n] = $1 }
		END {
			srand(seed)
			for (q = 0; q < 40; q++) {
				at = 1 + int(rand() * n); line = id[at]; more = 1 + int(rand() * 1.6)
				for (i = 0; i < more; i++) { to = rand() < 0.8 ? at + int((rand() - 0.5) * 30) : 1 + int(rand() * n); line = line " " id[to < 1 ? 1 : to > n ? n : to] }
				print line
			}
		}' >"$work/questions"
}

for dates in sane equal backwards some wild; do
	i=0
	while [ $i -lt "$graphs" ]; do
		rm -rf "$work/made"
		git init -q --bare "$work/made"
		"$bin/graph_maker" $((seed + i)) 300 $dates | git --git-dir="$work/made" fast-import --quiet --date-format=raw-permissive
		made_questions "$work/made" $((seed + i))
		ask "$work/made" "$dates dates, no graph"
		for version in 1 2; do
			rm -rf "$work/made/objects/info"
			git --git-dir="$work/made" -c commitGraph.generationVersion=$version commit-graph write --no-progress --reachable
			read_graph "$work/made" "$dates dates, version $version"
			ask "$work/made" "$dates dates, version $version"
		done
		rm -rf "$work/made/objects/info"
		for below in 60 200 300; do
			git --git-dir="$work/made" for-each-ref --format='%(objectname) %(refname:lstrip=2)' | awk -v below=$below '$2 <= below { print $1 }' |
				git --git-dir="$work/made" -c commitGraph.generationVersion=2 commit-graph write --no-progress --stdin-commits --split=no-merge
		done
		read_graph "$work/made" "$dates dates, chain"
		ask "$work/made" "$dates dates, chain"
		i=$((i + 1))
	done
done

for what; do
	gitdir=$(git -C "${what%:*}" rev-parse --absolute-git-dir)
	git --git-dir="$gitdir" rev-list --all --merges --parents -n "${what##*:}" | cut -d' ' -f2- >"$work/questions"
	ask "$gitdir" "$what"
	[ ! -e "$gitdir/objects/info/commit-graph" ] || read_graph "$gitdir" "$what"
done
echo "$commits commits of graphs read as git reads them, $questions questions about common ancestors answered as git answers them"
exit $failed
