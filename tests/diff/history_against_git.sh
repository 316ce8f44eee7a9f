#!/bin/sh
# SPDX-License-Identifier: MIT
# history_against_git.sh - the commits that we call new against `git rev-list NEW --not KNOWN...` and against a plain walk.
#
# usage: history_against_git.sh BIN [GRAPHS [SEED [REPOSITORY:QUERIES[:ASKED] ...]]]
#   BIN holds history_print and graph_maker. GRAPHS is how many histories to generate for each way to date them (2), SEED where to
#   begin (1). Of each REPOSITORY (a git directory) that many random questions are put; git is asked ASKED of them (all).
# No commit that is new may be missing in our list, and none may stand before its parent: exit 1 where one does. Commits that we
# list and that are known are counted; they come from dates that run backwards, and with sane dates there are none, nor with a commit-graph
# that holds every commit. Each generated history is asked about without one, with one of either version, with one that holds some of the
# commits, with a chain, and with one that is garbled.
set -eu
export LC_ALL=C

bin=${1:?usage: history_against_git.sh BIN [GRAPHS [SEED [REPOSITORY:QUERIES[:ASKED] ...]]]}
graphs=${2:-2}
seed=${3:-1}
if [ $# -gt 3 ]; then shift 3; else shift $#; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0

# questions COUNT SEED: starts and known commits; often near each other, now and then anywhere, now and then many known ones.
questions() {
	awk -v count="$1" -v seed="$2" '
		function any() { return id[1 + int(rand() * n)] }
		function near(at, far) { at += int((rand() - 0.3) * far); return id[at < 1 ? 1 : at > n ? n : at] }
		{ id[++n] = $1 }
		END {
			srand(seed)
			for (q = 1; q <= count; q++) {
				at = 1 + int(rand() * n); far = rand() < 0.5 ? 40 : 400; line = id[at]
				for (i = int(rand() * 3); i > 0; i--) line = line " " (rand() < 0.8 ? near(at, far) : any())
				known = rand() < 0.1 ? 30 : int(rand() * 5)
				for (i = 0; i < known; i++) line = line " ^" (rand() < 0.8 ? near(at, far) : any())
				print line
			}
		}' "$work/graph"
}

# put GITDIR COUNT SEED ASKED: puts the questions to all three and adds the counts up in `result`.
put() {
	git --git-dir="$1" rev-list --all --parents >"$work/graph"
	questions "$2" "$3" >"$work/questions"
	"$bin/history_print" "$1" "$work/graph" <"$work/questions" >"$work/ours"
	rm -rf "$work/lists"
	mkdir "$work/lists"
	awk -v to="$work/lists" -v asked="$4" '
		/^=/ { if (q) close(to "/" q); q++; print > (to "/counts"); next }
		q <= asked { print > (to "/" q) }' "$work/ours"
	git_missing=0 git_extra=0 q=0
	while [ $q -lt "$4" ] && read -r question; do
		q=$((q + 1))
		echo "$question" | tr ' ' '\n' | git --git-dir="$1" rev-list --stdin 2>/dev/null | sort >"$work/theirs"
		[ -e "$work/lists/$q" ] || : >"$work/lists/$q"
		sort "$work/lists/$q" >"$work/sorted"
		cmp -s "$work/sorted" "$work/theirs" && continue
		git_missing=$((git_missing + $(comm -13 "$work/sorted" "$work/theirs" | wc -l)))
		git_extra=$((git_extra + $(comm -23 "$work/sorted" "$work/theirs" | wc -l)))
	done <"$work/questions"
	awk -v asked="$q" -v gm=$git_missing -v ge=$git_extra '
		{ listed += $2; missing += $3; extra += $4; wrong += $5; with += $4 > 0 }
		END { print NR, listed, missing, wrong, extra, with, asked, gm, ge }' "$work/lists/counts" >>"$work/result"
}

# tell NAME SANE: one line; what is missing or misplaced fails, and with sane dates what is listed beyond.
tell() {
	awk -v name="$1" -v sane="$2" '
		{ for (i = 1; i <= 9; i++) n[i] += $i }
		END {
			printf "%s: %d questions, %d commits listed, %d missing, %d misplaced, %d known ones listed (in %d answers);", name, n[1], n[2], n[3], n[4], n[5], n[6]
			printf " git, asked %d times, lists %d that we do not, and not %d that we do\n", n[7], n[8], n[9]
			exit n[3] + n[4] > 0 || (sane && n[5] > 0)
		}' "$work/result" || failed=1
	rm -f "$work/result"
}

# graph HOW: gives the made history a commit-graph.
graph() {
	write="git --git-dir=$work/made -c core.commitGraph=true -c commitGraph.generationVersion=2 commit-graph write --no-progress"
	rm -rf "$work/made/objects/info"
	case $1 in
	none) ;;
	version-1) git --git-dir="$work/made" -c commitGraph.generationVersion=1 commit-graph write --no-progress --reachable ;;
	version-2) $write --reachable ;;
	garbled) # all levels are alike
		git --git-dir="$work/made" -c commitGraph.generationVersion=1 commit-graph write --no-progress --reachable
		chmod u+w "$work/made/objects/info/commit-graph"
		python3 - "$work/made/objects/info/commit-graph" <<'END'
import sys
graph = bytearray(open(sys.argv[1], "rb").read())
table = [graph[8 + 12 * i:20 + 12 * i] for i in range(graph[6] + 1)]
begin, end = next((int.from_bytes(a[4:], "big"), int.from_bytes(b[4:], "big")) for a, b in zip(table, table[1:]) if a[:4] == b"CDAT")
for at in range(begin, end, 36):
    graph[at + 28:at + 32] = (5 << 2).to_bytes(4, "big")
open(sys.argv[1], "wb").write(graph)
END
		;;
	some) git --git-dir="$work/made" rev-parse refs/heads/150 refs/heads/70 | $write --stdin-commits ;;
	chain)
		for below in 100 250 400; do
			git --git-dir="$work/made" for-each-ref --format='%(objectname) %(refname:lstrip=2)' | awk -v below=$below '$2 <= below { print $1 }' |
				$write --stdin-commits --split=no-merge
		done
		[ "$(wc -l <"$work/made/objects/info/commit-graphs/commit-graph-chain")" -eq 3 ]
		;;
	esac
}

for dates in sane equal backwards some wild; do
	rm -f "$work"/result.*
	i=0
	while [ $i -lt "$graphs" ]; do
		rm -rf "$work/made"
		git init -q --bare "$work/made"
		"$bin/graph_maker" $((seed + i)) 400 $dates | git --git-dir="$work/made" fast-import --quiet --date-format=raw-permissive
		for how in none version-1 version-2 some chain garbled; do
			graph $how
			put "$work/made" "${QUESTIONS:-60}" $((seed + i)) "$([ $how = none ] && echo 20 || echo 0)"
			cat "$work/result" >>"$work/result.$how"
			rm "$work/result"
		done
		i=$((i + 1))
	done
	for how in none version-1 version-2 some chain garbled; do
		[ "$graphs" -gt 0 ] || continue
		mv "$work/result.$how" "$work/result"
		tell "generated, $dates dates, commit-graph: $how" "$(case $dates,$how in sane,* | *,version* | *,chain) echo 1 ;; *) echo 0 ;; esac)"
	done
done

for what; do
	repository=${what%%:*}
	rest=${what#*:}
	count=${rest%%:*}
	asked=${rest##*:}
	if ! gitdir=$(git -C "$repository" rev-parse --absolute-git-dir 2>/dev/null); then
		echo "skipped: $repository is no repository here"
		continue
	fi
	put "$gitdir" "$count" "$seed" "$asked"
	tell "$repository" 0
done
exit $failed
