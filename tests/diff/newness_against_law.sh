#!/bin/sh
# SPDX-License-Identifier: MIT
# newness_against_law.sh - what the judge calls new against judgement.md 1.6 word by word, counted over whole trees.
#
# usage: newness_against_law.sh BIN [HISTORIES [SEED [REPOSITORY:RANGE[:NAMES] ...]]]
#   BIN holds commits_judge, newness_law and merge_maker. HISTORIES of 300 commits are generated (3), from SEED (6). RANGE is what
#   `git rev-list` understands (HEAD~9..HEAD); NAMES a file with one banned name per line.
# Placeless: own hits of a merge by 1.6 that stand only where a parent had as many; 1.5 lets them pass.
# Each difference is printed: commit, rule, path, what the law allows (least, most), what was found. Exit 1 where there is one.
set -eu
export LC_ALL=C

bin=${1:?usage: newness_against_law.sh BIN [HISTORIES [SEED [REPOSITORY:RANGE[:NAMES] ...]]]}
histories=${2:-3}
seed=${3:-6}
if [ $# -gt 3 ]; then shift 3; else shift $#; fi

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0

# One rule per name; what stands below exempt/ is not looked at by the first one.
policy() {
	awk 'BEGIN {
			printf "{\"portcullis\": 1, \"name\": \"law\", \"process\": {\"title\": \"x\", \"document\": \"x\"}, \"submodules\": \"allow\", "
			printf "\"paths\": {\"exempt\": [\"exempt/**\"]}, \"protect\": [{\"refs\": [\"refs/heads/**\"]}], \"rules\": ["
		}
		{ sub(/#.*/, ""); sub(/[ \t]+$/, "") }
		$0 != "" {
			printf "%s{\"id\": \"N-%s\", \"title\": \"t\", \"clause\": \"c\", \"why\": \"w\", \"instead\": \"i\", ", n++ ? ", " : "", $0
			printf "\"check\": \"banned-function\", \"languages\": [\"c\", \"c++\"], \"names\": [\"%s\"]%s}", $0, n == 1 ? ", \"except\": [\"exempt\"]" : ""
		}
		END { print "]}" }' >"$work/policy.json"
}

# compare GITDIR NAME: the commits in `ids`.
compare() {
	"$bin/commits_judge" "$work/policy.json" "$1" <"$work/ids" >"$work/found"
	git --git-dir="$1" rev-list --no-walk=unsorted --parents --stdin <"$work/ids" >"$work/parents"
	while read -r commit parents; do
		case $parents in
		*' '*' '*) echo "$commit $parents | $(git --git-dir="$1" merge-base --octopus --all $parents | tr '\n' ' ')" ;;
		*' '*) echo "$commit $parents | $(git --git-dir="$1" merge-base --all $parents | tr '\n' ' ')" ;;
		*) echo "$commit $parents" ;;
		esac
	done <"$work/parents" >"$work/questions"
	"$bin/newness_law" "$work/policy.json" "$1" <"$work/questions" >"$work/law"
	# Findings about entries and objects are no hits.
	awk -F '\t' -v name="$2" '
		FILENAME ~ /parents$/ { n = split($0, w, " "); kind[w[1]] = (n > 2 ? "merge" : "commit"); commits++; merges += n > 2; next }
		FILENAME ~ /found$/ && $2 == "!" { undecided[$1] = 1; print name ": not judged: " $1 " " $3; left++; next }
		FILENAME ~ /found$/ && NF > 3 && $2 !~ /^GP-/ {
			found[$1, $2, $3]++; found[$1, $2, "-"]++; findings++; in_merges += kind[$1] == "merge"
			next
		}
		FILENAME ~ /law$/ { least[$1, $2, $3] += $4; most[$1, $2, $3] += $5; key[$1, $2, $3] = 1; placeless += $6 }
		END {
			for (k in found) key[k] = 1
			for (k in key) {
				split(k, p, SUBSEP)
				if (p[1] in undecided || (found[k] >= least[k] && found[k] <= most[k])) continue
				bad++
				if (bad <= 40) printf "differs: %s %s %s %s: least %d, most %d, found %d\n", kind[p[1]], p[1], p[2], p[3], least[k], most[k], found[k]
			}
			printf "%s: %d commits, %d of them merges, %d findings, %d of them of merges, %d placeless, %d not judged, %d differences\n", name, commits, merges, findings, in_merges, placeless, left, bad
			exit bad > 0
		}' "$work/parents" "$work/found" "$work/law" || failed=1
}

printf 'strcpy\ngets\n' | policy
i=0
while [ $i -lt "$histories" ]; do
	rm -rf "$work/made"
	git init -q --bare "$work/made"
	"$bin/merge_maker" $((seed + i)) 300 | git --git-dir="$work/made" fast-import --quiet
	git --git-dir="$work/made" rev-list --all >"$work/ids"
	compare "$work/made" "generated $((seed + i))"
	i=$((i + 1))
done

for what; do
	repository=${what%%:*}
	rest=${what#*:}
	range=${rest%%:*}
	names=${rest#"$range"}
	names=${names#:}
	if ! gitdir=$(git -C "$repository" rev-parse --absolute-git-dir 2>/dev/null); then
		echo "skipped: $repository is no repository here"
		continue
	fi
	if [ -n "$names" ]; then
		policy <"$names"
	else
		printf 'strcpy\nsprintf\nmemcpy\nsystem\ngetenv\nstrlen\n' | policy
	fi
	git --git-dir="$gitdir" rev-list $range >"$work/ids"
	compare "$gitdir" "$repository $range"
done
exit $failed
