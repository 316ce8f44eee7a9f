#!/bin/sh
# SPDX-License-Identifier: MIT
# growth.sh BIN [CURVE...] - how the cost of one push grows: instructions of the hook, counted by callgrind, in repositories made for it.
#
# Counted is gate_receive without the start of libgit2; the kernel's share is not. Each curve is a row of repositories and pushes that differ
# in one number. A flat curve may cost most of its points 1.2 times what its least one costs; of a straight one this holds for the cost of each
# further unit. Prints a table; exit 1 where a curve bends. A curve is a function `curve_NAME` below that calls `point` once for each number
# and ends with `flat` or `straight`.
set -eu
export LC_ALL=C GIT_CONFIG_NOSYSTEM=1 GIT_AUTHOR_NAME=J GIT_AUTHOR_EMAIL=j@example.org GIT_COMMITTER_NAME=J GIT_COMMITTER_EMAIL=j@example.org
bin=$(cd "${1:?usage: growth.sh BIN [CURVE...]}" && pwd)
shift
[ $# -gt 0 ] || set -- $(sed -n 's/^curve_\([a-z_]*\)().*/\1/p' "$0")
most=1.2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077
cd "$work"
export HOME="$work"
zero=0000000000000000000000000000000000000000
now=1700000000
failed=0

# server COMMITS: a repository with so many commits on main, 60 seconds apart, the last one at `now`.
server()
{
	rm -rf server
	git init -q --bare server
	awk -v n="$1" -v now=$now 'BEGIN {
		for (i = 1; i <= n; i++) {
			printf "commit refs/heads/main\nmark :%d\ncommitter J <j@example.org> %d +0000\ndata 2\nm\n", i, now - 60 * (n - i)
			if (i > 1) printf "from :%d\n", i - 1
			printf "M 644 inline a.c\ndata <<.\nint a%d;\n.\n\n", i
		}
	}' | git --git-dir=server fast-import --quiet
	git --git-dir=server config portcullis.policy "$work/policy.json"
	git --git-dir=server config portcullis.spool "$work/spool"
	mkdir -p spool
	policy '"refs/heads/main", "refs/heads/release/**", "refs/tags/v*"'
}

# policy REFS [RULES]
policy()
{
	printf '{"portcullis": 1, "name": "growth", "protect": [{"refs": [%s]}], "rules": [%s]}' "$1" "${2-}" >policy.json
}

on_server()
{
	git --git-dir=server "$@"
}

# refs COUNT FOLDER: so many packed refs in it, all at the first commit of main.
refs()
{
	first=$(on_server rev-list --max-parents=0 main)
	awk -v n="$1" -v folder="$2" -v id="$first" 'BEGIN {
		print "# pack-refs with: peeled fully-peeled sorted "
		for (i = 1; i <= n; i++) printf "%s %s/%06d\n", id, folder, i
	}' >server/packed-refs
	[ "$(on_server for-each-ref "$2" | wc -l)" -eq "$1" ]
}

graph()
{
	on_server -c commitGraph.generationVersion=2 commit-graph write --reachable --no-progress
}

# made DATE PARENT...: a commit with one changed file, in the quarantine as git makes it for a push; prints its id.
made()
{
	date=$1
	shift
	(
		unset parents
		for parent; do parents="${parents-} -p $parent"; done
		export GIT_DIR=server GIT_AUTHOR_DATE="@$date +0000" GIT_COMMITTER_DATE="@$date +0000"
		[ "${STORED-}" ] || export GIT_OBJECT_DIRECTORY="$work/server/objects/incoming" GIT_ALTERNATE_OBJECT_DIRECTORIES="$work/server/objects"
		mkdir -p server/objects/incoming
		[ -f content ] || printf 'int b;\n' >content
		blob=$(git hash-object -w content)
		tree=$(printf '100644 blob %s\ta.c\n' "$blob" | git mktree)
		# shellcheck disable=SC2086
		echo "m $# $*" | git commit-tree ${parents-} "$tree"
	)
}

# point NUMBER OLD NEW [STATUS]: pushes NEW to main and notes the cost; the hook must end with that status (0).
point()
{
	status=0
	(
		cd server
		export GIT_DIR=. GIT_QUARANTINE_PATH="$work/server/objects/incoming" GIT_OBJECT_DIRECTORY="$work/server/objects/incoming" \
			GIT_ALTERNATE_OBJECT_DIRECTORIES="$work/server/objects"
		mkdir -p objects/incoming
		echo "$2 $3 refs/heads/main" | valgrind --tool=callgrind --callgrind-out-file=/dev/null --toggle-collect=gate_receive \
			--toggle-collect=git_libgit2_init "$bin/portcullis-receive" >"$work/said" 2>&1
	) || status=$?
	if [ $status -ne "${4:-0}" ]; then
		cat said
		echo "growth.sh: the hook ended with $status" >&2
		exit 2
	fi
	rm -rf server/objects/incoming
	cost=$(sed -n 's/.*Collected : *\([0-9]*\).*/\1/p' said)
	[ "${cost:-0}" -gt 0 ] || { cat said; exit 2; }
	echo "$1 $cost" >>points
}

# flat WHAT; straight WHAT: the row of the table, and the judgement.
flat()
{
	told=$(awk -v what="$1" -v most=$most '
		{ list = list (NR > 1 ? ", " : "") $1 ": " $2; if (NR == 1 || $2 < low) low = $2; if ($2 > high) high = $2 }
		END { printf "| %s | %s | %.2f | %s |", what, list, high / low, (high / low > most ? "BENDS" : "flat") }' points)
	rm points
	echo "$told"
	case $told in *BENDS*) failed=1 ;; esac
}
straight()
{
	told=$(awk -v what="$1" -v most=$most '
		{ list = list (NR > 1 ? ", " : "") $1 ": " $2; n[NR] = $1; c[NR] = $2 }
		END {
			first = (c[2] - c[1]) / (n[2] - n[1]); last = (c[NR] - c[NR - 1]) / (n[NR] - n[NR - 1]); ratio = first > 0 ? last / first : 1
			printf "| %s | %s | %.2f | %s |", what, list, ratio, (ratio > most ? "BENDS" : "straight") }' points)
	rm points
	echo "$told"
	case $told in *BENDS*) failed=1 ;; esac
}

# --- the curves ------------------------------------------------------------------------------------------------------------

curve_refs()
{
	for count in 10 4000 50000 200000; do
		server 100
		refs $count refs/heads/topic
		point $count "$(on_server rev-parse main)" "$(made $now "$(on_server rev-parse main)")"
	done
	flat 'refs that are not protected'
}

curve_tips()
{
	for count in 1000 2000 4000; do
		server 100
		policy '"refs/heads/**"'
		refs $count refs/heads/topic
		point $count "$(on_server rev-parse main)" "$(made $now "$(on_server rev-parse main)")"
	done
	straight 'protected refs'
}

curve_history()
{
	for count in 1000 40000; do
		server $count
		point $count "$(on_server rev-parse main)" "$(made $now "$(on_server rev-parse main)")"
	done
	flat 'history behind the push'
}

# The pushed commit was stored before, on a branch that nobody judged.
curve_history_of_stored()
{
	for count in 1000 40000; do
		server $count
		stored=$(STORED=1 made $now "$(on_server rev-parse main~10)")
		on_server update-ref refs/heads/topic "$stored"
		graph
		point $count "$(on_server rev-parse main)" "$(made $now "$(on_server rev-parse main)" "$stored")"
	done
	flat 'history behind a stored branch, with commit-graph'
}

# 2100 is the date of what lies behind, as a push of it is a finding.
curve_dates()
{
	server 20000
	tip=$(on_server rev-parse main)
	for date in 0 $now; do
		point $date "$tip" "$(made $date "$tip")"
	done
	tip=$(STORED=1 made 4102444800 "$tip")
	on_server update-ref refs/heads/main "$tip"
	point 4102444800 "$tip" "$(made $now "$tip")"
	flat 'date of the pushed commit or of the one behind it'
}

curve_dates_of_stored()
{
	server 20000
	tip=$(on_server rev-parse main)
	for date in 0 86400 $now; do
		stored=$(STORED=1 made $date "$(on_server rev-parse main~10)")
		on_server update-ref refs/heads/topic "$stored"
		graph
		point $date "$tip" "$(made $now "$tip" "$stored")"
	done
	flat 'date of a stored commit, with commit-graph'
}

curve_commits()
{
	for count in 100 200 400; do
		server 100
		tip=$(on_server rev-parse main) new=$tip
		i=0
		while [ $i -lt $count ]; do
			i=$((i + 1))
			printf 'int c%d;\n' $i >content
			new=$(made $((now + i)) "$new")
		done
		point $count "$tip" "$new"
	done
	straight 'pushed commits'
}

# Each merges a commit of its own that forks off where main stood before the push.
curve_merges()
{
	for count in 100 200 400; do
		server 100
		tip=$(on_server rev-parse main) new=$tip
		i=0
		while [ $i -lt $count ]; do
			i=$((i + 1))
			side=$(made $((now + i)) "$tip")
			new=$(made $((now + i)) "$new" "$side")
		done
		point $count "$tip" "$new"
	done
	straight 'pushed merges from one old commit'
}

curve_parents()
{
	for count in 32 64 128; do
		server 100
		tip=$(on_server rev-parse main) sides=
		i=0
		while [ $i -lt $count ]; do
			i=$((i + 1))
			sides="$sides $(made $((now + i)) "$tip")"
		done
		# shellcheck disable=SC2086
		point $count "$tip" "$(made $((now + 99)) "$tip" $sides)"
	done
	straight 'parents of one merge'
}

curve_rules()
{
	for count in 1 4000; do
		server 100
		policy '"refs/heads/main"' "$(awk -v n=$count 'BEGIN {
			printf "{\"id\": \"X-001\", \"check\": \"banned-function\", \"languages\": [\"c\"], \"match\": \"name\", \"title\": \"x\", \"why\": \"x\", \"names\": ["
			for (i = 1; i <= n; i++) printf "%s\"banned_%d\"", (i > 1 ? ", " : ""), i
			printf "]}" }')"
		awk 'BEGIN { for (i = 0; i < 200000; i++) printf "int v%d = f(%d);\n", i, i }' >content
		point $count "$(on_server rev-parse main)" "$(made $now "$(on_server rev-parse main)")"
	done
	flat 'banned names, one file of 4 MB pushed'
}

curve_bytes()
{
	for count in 50000 100000 200000; do
		server 100
		awk -v n=$count 'BEGIN { for (i = 0; i < n; i++) printf "int v%d = f(%d);\n", i, i }' >content
		policy '"refs/heads/main"' '{"id": "X-001", "check": "banned-function", "languages": ["c"], "match": "name", "title": "x", "why": "x", "names": ["strcpy"]}'
		point $count "$(on_server rev-parse main)" "$(made $now "$(on_server rev-parse main)")"
	done
	straight 'pushed lines of C'
}

echo '| curve | instructions | ratio | |'
echo '|---|---|--:|---|'
for curve; do
	rm -f points content
	"curve_$curve"
done
exit $failed
