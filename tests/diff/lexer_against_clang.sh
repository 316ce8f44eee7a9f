#!/bin/sh
# SPDX-License-Identifier: MIT
# lexer_against_clang.sh - our identifiers must be those of clang 14's raw lexer: lexer_against_clang.sh [TREE...]
#
# Compares generated text (NASTY files of it, 300 unless told) in three readings, then every C and C++ file of the trees.
# Says so and leaves where clang is absent. BUILD holds what is compiled.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/../.." && pwd)
build=${BUILD:-$root/.build/diff}
clang=${CLANG:-clang-14}
if ! command -v "$clang" >/dev/null 2>&1; then
	echo "skipped: $clang is not here"
	exit 0
fi
mkdir -p "$build"
cc=${CC:-cc}
"$cc" -std=c17 -D_GNU_SOURCE -O2 -o "$build/nasty_c" "$here/nasty_c.c"
"$cc" -std=c17 -D_GNU_SOURCE -O2 -I"$root/src" -o "$build/lex_words" "$here/lex_words.c" \
	"$root/src/text/c_letters.c" "$root"/src/text/c_literals.c "$root"/src/text/c_tokens.c "$root"/src/text/c_short_ways.c "$root/src/base/arena.c" "$root/src/base/last_word.c" "$root/src/base/span.c" "$root/src/base/unicode.c"
export LC_ALL=C

# theirs LANGUAGE STANDARD FILE NAMES: `line column name` of every identifier, or its name alone. clang prints the bytes, splices too.
theirs()
{
	"$clang" -cc1 -dump-raw-tokens -x "$1" -std="$2" "$3" 2>&1 | awk -v names="$4" '
		!open && /^raw_identifier \047/ { open = 1; token = "" }
		open { token = token (token == "" ? "" : "\n") $0 }
		open && /Loc=<[^>]*>$/ {
			open = 0
			name = token; sub(/^raw_identifier \047/, "", name)
			gsub(/(\\|\?\?\/)[ \t\f\v]*(\r\n|\n\r|\n|\r)/, "", name); sub(/\047\t.*/, "", name)
			n = split(token, part, /[:<>]/)
			if (names) print name; else print part[n - 2], part[n - 1], name
		}'
}

ours()
{
	"$build/lex_words" "$1" "$2" | awk -v names="$3" '{ if (names) print $4; else print $2, $3, $4 }'
}

differences=0
files=0
compare()
{
	[ "${5:-}" = again ] || files=$((files + 1))
	theirs "$1" "$2" "$3" "$4" >"$build/theirs"
	ours "$2" "$3" "$4" >"$build/ours"
	# C99 has no u, U and u8 literals: clang sees names there.
	if [ "$2" = c99 ]; then
		for side in theirs ours; do
			grep -vE '(^| )(u|U|u8)$' "$build/$side" >"$build/$side.c99" || true
			mv "$build/$side.c99" "$build/$side"
		done
	fi
	cmp -s "$build/theirs" "$build/ours" && return
	# A splice in front of a name is part of it for clang, and not for us: then the places differ, and the names must not.
	if [ -z "$4" ]; then
		compare "$1" "$2" "$3" 1 again
		return
	fi
	differences=$((differences + 1))
	echo "differs: $3 as $2"
	diff "$build/theirs" "$build/ours" | head -5 || true
}

seed=1
while [ "$seed" -le "${NASTY:-300}" ]; do
	"$build/nasty_c" "$seed" 400 >"$build/nasty.$seed.c"
	"$build/nasty_c" "$seed" 400 trigraphs >"$build/nasty.$seed.t.c"
	before=$differences
	compare c gnu17 "$build/nasty.$seed.c" 1
	compare c++ c++17 "$build/nasty.$seed.c" 1
	compare c c99 "$build/nasty.$seed.t.c" 1
	[ "$before" -ne "$differences" ] || rm -f "$build/nasty.$seed.c" "$build/nasty.$seed.t.c"
	seed=$((seed + 1))
done
echo "generated: $files readings, $differences differ"

for tree in "$@"; do
	if [ ! -d "$tree" ]; then
		echo "skipped: $tree is not here"
		continue
	fi
	files=0
	before=$differences
	find "$tree" -type f \( -name '*.[ch]' -o -name '*.cc' -o -name '*.cpp' -o -name '*.hpp' -o -name '*.cxx' \) >"$build/list"
	while IFS= read -r path; do
		case $path in
		*.c | *.h) compare c gnu17 "$path" "" ;;
		*) compare c++ c++17 "$path" "" ;;
		esac
	done <"$build/list"
	echo "$tree: $files files, $((differences - before)) differ"
done
[ "$differences" -eq 0 ]
