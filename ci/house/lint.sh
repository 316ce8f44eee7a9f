#!/bin/sh
# lint.sh BUILD - the rules of the house that a program can judge: floors, sizes, first lines, banned names, clang-tidy, cppcheck.
# Prints file:line: what is wrong, for all of it at once; exit 1 where there is anything. QUICK=1 leaves out clang-tidy and cppcheck.
set -eu
export LC_ALL=C
cd "$(dirname "$0")/../.."
build=${1:?usage: lint.sh BUILD}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
found=$work/found
: >"$found"

# The map: each folder of src and its floor. Folders on one floor are strangers.
floors='base 0
model 1
text 2
git 3
languages 3
hosts 3
formats 3
stores 3
checks 4
policy 5
gate 6
process 7
commands 8
programs 9'

# A foreign header lives in one folder. Headers of C, POSIX and the kernel that any folder may use stand without one;
# what is in neither list (sockets, processes, threads ...) is an error until somebody gives it a home here.
headers='git2.h git
libdeflate.h git
pcre2.h text
cjson/cJSON.h text
mbedtls/sha256.h base
sqlite3.h stores
libpq-fe.h stores
emmintrin.h text
pwd.h base
pthread.h base
sched.h base
poll.h stores
signal.h base
math.h process
spawn.h process
sys/wait.h process
sys/mman.h base
sys/prctl.h base
sys/random.h base
sys/resource.h base
sys/time.h base
ctype.h -
dirent.h -
errno.h -
fcntl.h -
inttypes.h -
limits.h -
stdalign.h -
stdarg.h -
stdbool.h -
stddef.h -
stdint.h -
stdio.h -
stdlib.h -
string.h -
sys/stat.h -
sys/types.h -
time.h -
unistd.h -'

# What may stand all the same: rule or check, file, name (of a banned name). An entry that covers nothing is an error.
#   cppcheck forgets that a callee only borrows an address.
#   clang-analyzer does not know what a map promises: an id that it finds has its place in the array.
waivers='HOUSE-FREE src/base/arena.c calloc
HOUSE-FREE src/base/arena.c malloc
HOUSE-FREE src/base/arena.c free
HOUSE-EXIT src/base/last_word.c _exit
HOUSE-PROCESS src/process/signature.c posix_spawn
HOUSE-PROCESS src/process/signature.c posix_spawn_file_actions_init
HOUSE-PROCESS src/process/signature.c posix_spawn_file_actions_addchdir_np
HOUSE-PROCESS src/process/signature.c posix_spawn_file_actions_addopen
HOUSE-PROCESS src/process/signature.c posix_spawn_file_actions_destroy'
waivers_tools='clang-analyzer-core.NullDereference src/gate/scope.c
clang-analyzer-core.NullDereference src/text/build_flags.c
readability-non-const-parameter src/text/build_text.c
constParameter src/process/audit_reports.c
unusedStructMember src/process/problem_import.c
autoVariables src/text/c_uses.c
clang-analyzer-core.NullDereference src/git/changes.c
clang-analyzer-core.NullDereference src/policy/rules.c
returnDanglingLifetime src/commands/ledger.c
returnDanglingLifetime src/policy/people.c
returnDanglingLifetime src/process/ledger.c
returnDanglingLifetime src/stores/postgres.c
returnDanglingLifetime src/stores/sqlite.c'

# --- top level -------------------------------------------------------------------------------------------------------------
expected='LICENSE Makefile README.md ci hooks policies src tests'
there=$(ls | tr '\n' ' ' | sed 's/ $//')
[ "$there" = "$expected" ] || echo ".: the top level holds \"$there\", and must hold \"$expected\"" >>"$found"

# --- floors ----------------------------------------------------------------------------------------------------------------
printf '%s\n' "$floors" >"$work/floors"
printf '%s\n' "$headers" >"$work/headers"
for each in src/*; do
	name=${each#src/}
	[ "$each" = src/README.md ] && continue
	[ -d "$each" ] || { echo "$each: no file lies in src itself" >>"$found"; continue; }
	grep -q "^$name " "$work/floors" || echo "$each: the folder is not on the map (ci/house/lint.sh)" >>"$found"
	for inner in "$each"/*; do
		case $inner in
		*.c | *.h | */README.md) ;;
		*) echo "$inner: a folder of src holds .c, .h and README.md" >>"$found" ;;
		esac
	done
done
find src -name '*.[ch]' | sort >"$work/sources"
xargs awk -v floors="$work/floors" -v headers="$work/headers" '
	BEGIN {
		while ((getline line <floors) > 0) { split(line, w, " "); floor[w[1]] = w[2] }
		while ((getline line <headers) > 0) { split(line, w, " "); home[w[1]] = w[2] }
	}
	FNR == 1 { split(FILENAME, part, "/"); own = part[2] }
	/^[ \t]*#[ \t]*include/ {
		where = FILENAME ":" FNR ": "
		if (match($0, /<[^>]*>/)) {
			name = substr($0, RSTART + 1, RLENGTH - 2)
			if (!(name in home)) print where "<" name "> has no home folder (ci/house/lint.sh)"
			else if (home[name] != "-" && home[name] != own) print where "<" name "> is at home in " home[name] "/, not here"
		} else if (match($0, /"[^"]*"/)) {
			name = substr($0, RSTART + 1, RLENGTH - 2)
			n = split(name, to, "/")
			if (n != 2 || !(to[1] in floor)) print where "\"" name "\" is not FOLDER/FILE of a folder on the map"
			else if (to[1] != own && floor[to[1]] == floor[own]) print where own " and " to[1] " are strangers: both are on floor " floor[own]
			else if (floor[to[1]] > floor[own]) print where own " (floor " floor[own] ") reaches up to " to[1] " (floor " floor[to[1]] ")"
		}
	}' <"$work/sources" >>"$found"

# --- sizes -----------------------------------------------------------------------------------------------------------------
# A function runs from the line of its name, behind which a brace stands alone, to the brace that closes it.
{ cat "$work/sources"; find tests -name '*.c' | sort; } >"$work/sized"
xargs awk '
	function end_file() { if (file != "" && lines > most) printf "%s:%d: %d lines; at most %d\n", file, lines, lines, most }
	FNR == 1 {
		end_file()
		file = FILENAME; head = 0; open = 0; most = 500
		if (file ~ /^src\/programs\//) most = 60
		if (file ~ /\/model\.h$/) most = 150
	}
	{ lines = FNR }
	!open && /^[A-Za-z_]/ && !head { head = FNR }
	!open && (/^$/ || /;[ \t]*$/ || /^}/ || /^#/) { head = 0 }
	!open && /^{/ { open = 1; if (!head) head = FNR }
	open && /^}/ { if (FNR - head + 1 > 60) printf "%s:%d: a function of %d lines; at most 60\n", file, head, FNR - head + 1; open = 0; head = 0 }
	END { end_file() }' <"$work/sized" >>"$found"

# --- first lines -----------------------------------------------------------------------------------------------------------
xargs awk '
	FNR == 1 && $0 != "/* SPDX-License-Identifier: MIT */" { print FILENAME ":1: the licence tag is missing: /* SPDX-License-Identifier: MIT */" }
	FNR == 2 {
		n = split(FILENAME, part, "/"); name = part[n]
		if (index($0, "/* " name " - ") != 1 || $0 !~ /\.[)]? \*\/$/) print FILENAME ":2: one sentence is missing: /* " name " - what it is. */"
	}' <"$work/sources" >>"$found"

# --- banned names: our own scanner, with the core pack and the rules of the house ------------------------------------------
cat >"$work/policy.json" <<'END'
{"portcullis": 1, "name": "The house", "include": ["c/core"], "protect": [{"refs": ["refs/heads/main"]}],
 "rules": [
  {"id": "HOUSE-FREE", "check": "banned-function", "languages": ["c"], "match": "name", "names": ["malloc", "calloc", "realloc", "free", "strdup", "asprintf"]},
  {"id": "HOUSE-PRINT", "check": "banned-function", "languages": ["c"], "match": "call",
   "names": ["printf", "fprintf", "vprintf", "vfprintf", "dprintf", "puts", "fputs", "putchar", "fwrite", "perror"]},
  {"id": "HOUSE-EXIT", "check": "banned-function", "languages": ["c"], "match": "call", "names": ["exit", "_exit", "_Exit", "quick_exit", "abort"]},
  {"id": "HOUSE-PROCESS", "check": "banned-function", "languages": ["c"], "match": "call",
   "names": ["fork", "vfork", "exec*", "posix_spawn*", "popen", "system", "socket", "connect", "dlopen"]}]}
END
chmod 600 "$work/policy.json"
if [ -x "$build/bin/portcullis" ] && "$build/bin/portcullis" scan --policy "$work/policy.json" src >"$work/hits"; then
	printf '%s\n' "$waivers" >"$work/waivers"
	awk -v waivers="$work/waivers" '
		BEGIN { while ((getline line <waivers) > 0) waived[line] = 0 }
		{
			split($1, at, ":"); rule = $2; name = $3; path = "src/" at[1]
			if (path ~ /^src\/(programs|commands)\// && rule ~ /^HOUSE-(EXIT|PRINT)$/) next
			key = rule " " path " " name
			if (key in waived) { waived[key]++; next }
			printf "%s:%s: %s may not stand here (%s)\n", path, at[2], name, rule
		}
		END { for (w in waived) if (!waived[w]) printf "ci/house/lint.sh: the waiver \"%s\" covers nothing; take it out\n", w }' "$work/hits" >>"$found"
else
	echo "$build/bin/portcullis: our own scan did not run (make programs first)" >>"$found"
fi

# --- programs of others ----------------------------------------------------------------------------------------------------
flags="-std=c17 -D_GNU_SOURCE -Isrc $(pkg-config --cflags libpq)"
skipped=
if [ "${QUICK-}" ]; then
	skipped=' (without clang-tidy and cppcheck)'
else
	# One process per file: clang-tidy 14 forgets va_start() behind the first file of a process.
	# shellcheck disable=SC2016
	{ grep '\.c$' "$work/sources"; ls "$build"/gen/*.c; } |
		xargs -P "$(nproc)" -n 1 sh -c 'clang-tidy --quiet "$1" -- '"$flags"' >"$0/tidy.$(echo "$1" | tr / _)" 2>/dev/null || :' "$work"
	cat "$work"/tidy.* | sed "s#$PWD/##; s/,-warnings-as-errors//" | grep -E '^[^ ]+:[0-9]+:[0-9]+: (warning|error)' | sort -u >"$work/tools" || :
	# cppcheck 2.10 takes `x < y ? x : y` for a constant, hence no knownConditionTrueFalse; the compilers see true ones.
	# shellcheck disable=SC2086
	cppcheck --std=c11 --enable=warning,performance,portability,style --quiet -D_GNU_SOURCE -Isrc -j "$(nproc)" --suppress=missingIncludeSystem \
		--suppress=knownConditionTrueFalse '-D_Noreturn=__attribute__((noreturn))' \
		--template='{file}:{line}: {message} [{id}]' --template-location='' src "$build/gen" 2>>"$work/tools" || echo "src: cppcheck did not run" >>"$found"
	printf '%s\n' "$waivers_tools" >"$work/waivers"
	awk -v waivers="$work/waivers" '
		BEGIN { while ((getline line <waivers) > 0) waived[line] = 0 }
		/^[ \t]*$/ { next }
		{
			path = $1; sub(/:.*/, "", path); check = $NF; gsub(/[][]/, "", check)
			key = check " " path
			if (key in waived) waived[key]++; else print
		}
		END { for (w in waived) if (!waived[w]) printf "ci/house/lint.sh: the waiver \"%s\" covers nothing; take it out\n", w }' "$work/tools" >>"$found"
fi

cat "$found"
files=$(wc -l <"$work/sources")
if [ -s "$found" ]; then
	echo "lint: $files files, $(wc -l <"$found") findings$skipped"
	exit 1
fi
echo "lint: $files files, no finding$skipped"
