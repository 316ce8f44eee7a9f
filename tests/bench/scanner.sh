#!/bin/sh
# SPDX-License-Identifier: MIT
# scanner.sh TOOL NAMES [TREE...] - what the reader of C costs. First how it grows, counted in instructions: twice the hostile text may cost
# no more than 2.2 times as much, 4,000 names no more than 1.2 times one. Then its speed over the trees' files, beside the plain reader's.
set -eu
export LC_ALL=C
tool=${1:?usage: scanner.sh TOOL NAMES [TREE...]} names=${2:?usage: scanner.sh TOOL NAMES [TREE...]}
shift 2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failed=0

# The instructions of one run, in millions of which a tenth is kept.
cost()
{
	valgrind --tool=callgrind --callgrind-out-file=/dev/null "$@" 2>&1 >/dev/null | sed -n 's/^==[0-9]*== Collected : \([0-9]*\).*/\1/p'
}

# WHAT ONCE TWICE LIMIT: the limit is in hundredths.
holds()
{
	share=$((100 * $3 / $2))
	[ "$share" -le "$4" ] && mark=ok || mark="TOO MUCH, $4 is the most" failed=1
	printf '  %-34s %11d to %11d instructions, %d %% %s\n' "$1" "$2" "$3" "$share" "$mark"
}

if command -v valgrind >/dev/null; then
	empty=$(cost "$tool" grow ';' 0)
	echo "twice the text:"
	for piece in '*/(' "1'a" '"' "'" '(' '{' '{\n' '{\n#if /*' '{\n"' 'strcpy(' 'strcpy;' '#if 1\n' '#i' 's,/*' 's,//' 's\n#if a\n' 's,\n' '/*' '\\ ' 'str,' \
		'#define a s##y\n' '#define a b##c ' 'a ## s ' '__builtin_' ' ' '_' '\u0073' '#include <a/*b>\n' 'strcpy;\n{\n' 'int strcpy;{\n' '???' '"\n'; do
		once=$(($(cost "$tool" grow "$piece" 200000) - empty)) twice=$(($(cost "$tool" grow "$piece" 400000) - empty))
		holds "$piece" "$once" "$twice" 220
	done
	echo "1 name, 150, 1000 and 4000, less what making their table costs:"
	for count in 150 1000 4000; do
		one=$(($(cost "$tool" names 1 src/text/c_walk.c) - $(cost "$tool" names 1 LICENSE)))
		more=$(($(cost "$tool" names "$count" src/text/c_walk.c) - $(cost "$tool" names "$count" LICENSE)))
		holds "$count names" "$one" "$more" 120
	done
else
	echo "valgrind is missing: how the cost grows was not counted"
fi
for tree; do
	echo "$tree:"
	find "$tree" -type f \( -name '*.c' -o -name '*.h' \) | sort >"$work/paths"
	head -n 1 "$names" >"$work/one"
	"$tool" speed "$work/one" <"$work/paths"
	"$tool" speed "$names" <"$work/paths"
done
exit "$failed"
