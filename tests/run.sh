#!/bin/sh
# SPDX-License-Identifier: MIT
# run.sh BUILD - every test, one after the other; the last line counts them. Exit 1 where one failed.
set -u
export LC_ALL=C
build=${1:?usage: run.sh BUILD}
here=$(cd "$(dirname "$0")" && pwd)
PORTCULLIS_ROOT=$(cd "$here/.." && pwd)
export PORTCULLIS_ROOT
cd "$PORTCULLIS_ROOT" || exit 1
build=$(cd "$build" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT

# Nothing of the person who runs the tests may change them.
for variable in $(env | sed -n 's/^\(GIT_[A-Z_0-9]*\)=.*/\1/p; s/^\(GITHUB_[A-Z_]*\)=.*/\1/p; s/^\(GITLAB_CI\)=.*/\1/p; s/^\(CI_[A-Z_]*\)=.*/\1/p'); do
	unset "$variable"
done
unset NO_COLOR REMOTE_USER GL_USER GL_USERNAME XDG_CONFIG_HOME
HOME=$work/home
mkdir "$HOME"
export HOME GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0

# Leaks are looked for nowhere: the hook forbids to be traced, and what lives in an arena ends with the process. A sanitizer's
# finding ends a program with 99, a status that no test expects.
case $build in
*san*)
	export ASAN_OPTIONS=detect_leaks=0:detect_stack_use_after_return=1:strict_string_checks=1:exitcode=99
	export UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1:exitcode=99
	;;
esac

passed=0 failed=0 skipped=0

# What a cmocka program says about itself; one that ends otherwise failed as a whole.
unit()
{
	"$1" >"$work/out" 2>&1
	status=$?
	bad=$(sed -n 's/^\[  FAILED  \].* \([0-9][0-9]*\) test(s).*/\1/p' "$work/out" | head -1)
	good=$(sed -n 's/^\[  PASSED  \] \([0-9][0-9]*\) test(s).*/\1/p' "$work/out" | head -1)
	left=$(sed -n 's/^\[  SKIPPED \].* \([0-9][0-9]*\) test(s).*/\1/p' "$work/out" | head -1)
	if [ $status -ne 0 ] && [ "${bad:-0}" -eq 0 ] || [ -z "$good" ]; then
		bad=1
	fi
	passed=$((passed + ${good:-0})) failed=$((failed + ${bad:-0})) skipped=$((skipped + ${left:-0}))
	if [ "${bad:-0}" -eq 0 ]; then
		echo "unit: ${1##*/}: ${good:-0} passed"
	else
		echo "unit: ${1##*/}: $bad FAILED, status $status"
		grep -vE '^\[ RUN |^\[       OK ' "$work/out" | tail -40
	fi
}

# A script whose last line counts: `N passed, N failed` and perhaps a third number, of those left out.
counted()
{
	name=$1
	shift
	echo "$name:"
	"$@" >"$work/out" 2>&1
	status=$?
	sed '$d' "$work/out"
	last=$(tail -1 "$work/out")
	case $last in
	[0-9]*' passed, '[0-9]*' failed'*) ;;
	*)
		printf '%s\n%s: ended with status %s and without a count\n' "$last" "$name" "$status"
		failed=$((failed + 1))
		return
		;;
	esac
	echo "$name: $last"
	# shellcheck disable=SC2046
	set -- $(echo "$last" | tr -c '0-9\n' ' ')
	passed=$((passed + $1)) failed=$((failed + $2)) skipped=$((skipped + ${3:-0}))
	[ $status -eq 0 ] || [ "$2" -gt 0 ] || failed=$((failed + 1))
}

# A script that is one test: its status tells, and a first word `skipped:` says that it could not run here.
single()
{
	name=$1
	shift
	"$@" >"$work/out" 2>&1
	status=$?
	sed "s/^/$name: /" "$work/out"
	if [ $status -ne 0 ]; then
		echo "$name: FAILED, status $status"
		failed=$((failed + 1))
	elif grep -q '^skipped:' "$work/out"; then
		skipped=$((skipped + 1))
	else
		passed=$((passed + 1))
	fi
}

any=
for program in "$build"/unit/test_*; do
	[ -x "$program" ] && [ -f "$program" ] || continue
	[ -f "tests/unit/${program##*/}.c" ] || continue
	any=1
	unit "$program"
done
[ "$any" ] || { echo "unit: no test program in $build/unit"; failed=$((failed + 1)); }

[ ! -f tests/scenes/run.sh ] || counted scenes bash tests/scenes/run.sh "$build/bin"
[ ! -f tests/scenes/run.sh ] || counted scenes-in-packs env PACKS=1 bash tests/scenes/run.sh "$build/bin" 'merge-*' 'ref-t*' 'trailer-m*' 'tree-m*'
for script in tests/diff/*.sh; do
	name=${script##*/}
	case $name in
	lexer_against_clang.sh)
		mkdir -p "$build/diff/lexer"
		single lexer_against_clang env BUILD="$build/diff/lexer" NASTY=20 sh "$script"
		;;
	*) single "${name%.sh}" sh "$script" "$build/diff" ;;
	esac
done
counted bad-input bash tests/bad_input.sh "$build/bin"
counted check-step sh tests/check_step.sh "$build/bin"
counted long-range sh tests/long_range.sh "$build/bin"
counted privilege sh tests/privilege.sh "$build/bin"
counted ledger sh tests/ledger.sh "$build/bin"
counted problems sh tests/problems.sh "$build/bin"
counted install sh tests/install.sh "$build"
counted review sh tests/review.sh "$build/bin"
counted audit sh tests/audit.sh "$build/bin"
counted story sh tests/story.sh "$build/bin"

if [ $skipped -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
