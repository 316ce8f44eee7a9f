#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD SECONDS TARGET... - each fuzz target so many seconds, two at a time; what it finds stays in BUILD/found.
set -u
export LC_ALL=C
build=${1:?usage: run.sh BUILD SECONDS TARGET...} seconds=$2
shift 2
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$build" && pwd) || exit 2
cd "$here/../.." || exit 2
mkdir -p "$build/found" "$build/grown" "$build/log"

# What a target says goes to its log.
one()
{
	mkdir -p "$build/grown/$1"
	ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1 UBSAN_OPTIONS=print_stacktrace=1 \
		"$build/targets/$1" -max_total_time="$seconds" -max_len="$(most "$1")" -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$build/found/$1-" "$build/grown/$1" "$here/corpus/$1" >"$build/log/$1" 2>&1
	echo $? >"$build/log/$1.status"
}

# Longest input in bytes: what is quadratic on purpose, or slow under the sanitizer, gets less.
most()
{
	case $1 in
	options | dates | glob) echo 256 ;;
	uses | lexer) echo 1024 ;;
	*) echo 4096 ;;
	esac
}

for target; do
	echo "$target"
done >"$build/log/.queue"
while read -r first; do
	read -r second || second=
	one "$first" &
	a=$!
	[ -z "$second" ] || one "$second"
	wait "$a"
done <"$build/log/.queue"

passed=0 failed=0
for target; do
	runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$build/log/$target")
	if [ "$(cat "$build/log/$target.status")" = 0 ]; then
		passed=$((passed + 1))
		printf 'fuzz: %s: %s executions in %s s\n' "$target" "${runs:-?}" "$seconds"
	else
		failed=$((failed + 1))
		printf 'fuzz: %s: FAILED; see %s and %s\n' "$target" "$build/log/$target" "$build/found"
		grep -m 3 -E 'does not hold|ERROR: |runtime error' "$build/log/$target" | sed 's/^/    /'
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
