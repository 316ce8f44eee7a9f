#!/bin/bash
# SPDX-License-Identifier: MIT
# bad_input.sh BIN [write] - feeds the hook what no honest pusher sends; each line of the table in README.md is made here and compared.
# With `write` the table in README.md is made anew. The last line counts.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
bin=$(cd "${1:?usage: bad_input.sh BIN [write]}" && pwd) || exit 1
mode=${2-}
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
chmod 700 "$work"
umask 022
for variable in $(env | sed -n 's/^\(GIT_[A-Z_0-9]*\)=.*/\1/p'); do unset "$variable"; done
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 TZ=UTC
export GIT_AUTHOR_NAME='J. Doe' GIT_AUTHOR_EMAIL=doe@example.org GIT_AUTHOR_DATE='1700000000 +0000'
export GIT_COMMITTER_NAME='J. Doe' GIT_COMMITTER_EMAIL=doe@example.org GIT_COMMITTER_DATE='1700000000 +0000'
passed=0 failed=0
table=$work/table

mkdir "$work/spool" "$work/law"
git init -q --bare -b main "$work/server"
export GIT_DIR=$work/server
git config portcullis.spool "$work/spool"
law=$work/law
minimal='{"portcullis": 1, "name": "Minimal", "include": ["c/core"], "protect": [{"refs": ["refs/heads/main", "refs/tags/v*"]}],
 "rules": [{"id": "RV-001", "check": "review"}]}'
zero=0000000000000000000000000000000000000000
tree=$(git mktree </dev/null)
base=$(git commit-tree "$tree" -m 'Begin')
git update-ref refs/heads/main "$base"

# What the answer begins with: the failure, or the first finding with its place; no folder of this run, no verdict id.
answer()
{
	sed "s#$work/##g; s#$root/##g; s/VRD-[0-9]*-[0-9A-Z]*/VRD-.../g" "$work/said" | awk '
		/^  --> / && !finding { sub(/^  --> /, ""); print; exit }
		/^error\[/ { finding = 1; line = $0; next }
		finding && /^  --> / { sub(/^  --> /, ""); line = line " at " $0 }
		finding { print line; finding = 2; exit }
		/^error: Portcullis could not decide/ { sub(/^error: /, ""); print; exit }' | cut -c 1-200 | sed 's/\\/\\\\/g; s/|/\\|/g; s/</\\</g'
}

# row STATUS WHAT: the hook's input lies in $work/input.
row()
{
	timeout 60 "$bin/portcullis-receive" <"$work/input" >"$work/said" 2>&1
	local status=$?
	printf '| %s | %s | %s |\n' "$2" "$status" "$(answer)" >>"$table"
	if [ $status -eq "$1" ]; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $2: status $status, and not $1"
		sed 's/^/    /' "$work/said" | head -20
	fi
}

heading() { printf '\n### %s\n\n| fed | status | answer |\n|---|--:|---|\n' "$1" >>"$table"; }

lines() # STATUS WHAT FORMAT
{
	printf "$3" >"$work/input"
	row "$1" "$2"
}

policy() # STATUS WHAT TEXT
{
	printf '%s' "$3" >"$law/policy.json"
	printf '%s %s refs/heads/main\n' "$base" "$base" >"$work/input"
	row "$1" "$2"
}

tip() # STATUS WHAT ID
{
	printf '%s %s refs/heads/main\n' "$base" "$3" >"$work/input"
	row "$1" "$2"
}

message() # STATUS WHAT FORMAT: a commit whose message is what printf makes
{
	tip "$1" "$2" "$( (printf 'tree %s\nparent %s\nauthor J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000\n\n' "$tree" "$base"
		printf "$3") | git hash-object -t commit -w --stdin --literally)"
}

header() # STATUS WHAT FORMAT: a commit whose header is what printf makes
{
	tip "$1" "$2" "$( (printf "$3"; printf '\n\nChange\n\nReviewed-by: R. Roe <roe@example.org>\n') | git hash-object -t commit -w --stdin --literally)"
}

file() # STATUS WHAT MODE PATH FORMAT: a commit with that file
{
	local id
	id=$(printf "$5" | git hash-object -w --stdin)
	export GIT_INDEX_FILE=$work/index
	rm -f "$GIT_INDEX_FILE"
	git update-index --add --cacheinfo "$3,$id,$4"
	tip "$1" "$2" "$(git commit-tree "$(git write-tree)" -p "$base" -m 'Change' -m 'Reviewed-by: R. Roe <roe@example.org>')"
}

raw_tree() # STATUS WHAT FORMAT
{
	local id
	id=$(printf "$3" | git hash-object -t tree -w --stdin --literally)
	tip "$1" "$2" "$(printf 'tree %s\nparent %s\nauthor J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000\n\nChange\n\nReviewed-by: R. Roe <roe@example.org>\n' "$id" "$base" | git hash-object -t commit -w --stdin --literally)"
}

: >"$table"
heading 'Server and policy'
printf '%s %s refs/heads/main\n' "$base" "$base" >"$work/input"
row 2 'no policy configured'
git config portcullis.policy "$law/policy.json"
row 2 'a policy file that is not there'
policy 2 'an empty file' ''
policy 2 'text that is no JSON' 'portcullis = 1'
policy 2 'a key given twice' '{"portcullis": 1, "name": "a", "name": "b", "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a key given twice, once by an escape' '{"portcullis": 1, "name": "a", "n\u0061me": "b", "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a number with a leading zero' '{"portcullis": 01, "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a comment' '{"portcullis": 1 /* now */, "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a trailing comma' '{"portcullis": 1, "protect": [{"refs": ["refs/heads/main"]}],}'
policy 2 'text behind the end' '{"portcullis": 1, "protect": [{"refs": ["refs/heads/main"]}]} {}'
policy 2 'ill-formed UTF-8' "$(printf '{"portcullis": 1, "name": "\300\200", "protect": [{"refs": ["refs/heads/main"]}]}')"
policy 2 'a byte order mark' "$(printf '\357\273\277{"portcullis": 1, "protect": [{"refs": ["refs/heads/main"]}]}')"
policy 2 '40 brackets inside each other' "{\"portcullis\": $(printf '%40s' '' | tr ' ' '[')"
policy 2 'two megabytes of blanks' "$(printf '%2000000s' '')"
policy 2 'a key in another case' '{"portcullis": 1, "Protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a misspelt key' '{"portcullis": 1, "include": ["c/core"], "protect": [{"refs": ["refs/heads/main"]}], "rules": [{"id": "BF-C-002", "actoin": "off"}]}'
policy 2 'a number where a text belongs' '{"portcullis": 1, "name": 7, "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'nothing protected' '{"portcullis": 1, "protect": []}'
policy 2 'a short ref name' '{"portcullis": 1, "protect": [{"refs": ["main"]}]}'
policy 2 'a pack that is not there' '{"portcullis": 1, "include": ["c/nothing"], "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a pack by a path' '{"portcullis": 1, "include": ["../../law/policy"], "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a register outside the folder' '{"portcullis": 1, "people": "../people.json", "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'a pattern that does not compile' '{"portcullis": 1, "protect": [{"refs": ["refs/heads/main"]}], "rules": [{"id": "TR-001", "check": "trace", "trailers": ["Implements"], "pattern": "("}]}'
policy 2 'a day that is none' '{"portcullis": 1, "standard": {"title": "S", "review_by": "2026-02-30"}, "protect": [{"refs": ["refs/heads/main"]}]}'
policy 2 'an unknown check' '{"portcullis": 1, "protect": [{"refs": ["refs/heads/main"]}], "rules": [{"id": "X-1", "check": "magic"}]}'
policy 2 'a built-in rule switched off' '{"portcullis": 1, "protect": [{"refs": ["refs/heads/main"]}], "rules": [{"id": "GP-003", "action": "off"}]}'
ln -s policy.json "$law/link.json"
printf '%s' '{"people": []}' >"$work/people.json"
ln -s "$work/people.json" "$law/people.json"
policy 2 'a register that is a symbolic link' '{"portcullis": 1, "people": "people.json", "protect": [{"refs": ["refs/heads/main"]}]}'
rm -f "$law/people.json"
releasing='{"portcullis": 1, "include": ["c/core"], "release": {"tags": ["refs/tags/v*"], "state": "state.json"}, "protect": [{"refs": ["refs/heads/main"]}]}'
printf '{"portcullis-state": 1}' >"$law/state.json"
policy 2 'a release state with one key' "$releasing"
printf '{"portcullis-state": 2}' >"$law/state.json"
policy 2 'a release state of another version' "$releasing"
: >"$law/state.json"
policy 2 'an empty release state' "$releasing"
rm -f "$law/state.json"
ln -s /etc/passwd "$law/state.json"
policy 2 'a release state that is a symbolic link' "$releasing"
rm -f "$law/state.json"
policy 0 'no release state, and no release' "$releasing"
git config portcullis.state "$work/nowhere/state.json"
policy 2 'a release state in a folder that is not there' "$releasing"
git config --unset portcullis.state
glass='{"portcullis": 1, "include": ["c/core"], "break_glass": "glass.json", "protect": [{"refs": ["refs/heads/main"]}]}'
printf '{"break_glass": [{"id": "BG-001", "ref": "refs/heads/**", "commit": "%s", "from": "2026-01-01", "until": "2026-01-02", "due": "2026-01-09"}]}' "$base" >"$law/glass.json"
policy 2 'a break-glass entry for a pattern of refs' "$glass"
printf '{"break_glass": [{"id": "BG-001", "ref": "refs/heads/main", "commit": "*", "from": "2026-01-01", "until": "2026-01-02", "due": "2026-01-09"}]}' >"$law/glass.json"
policy 2 'a break-glass entry for any commit' "$glass"
rm -f "$law/glass.json"
chmod 777 "$law"
policy 2 'a policy in a folder that everybody can write to' "$minimal"
chmod 755 "$law"
git config portcullis.host nowhere
policy 2 'an unknown host in the configuration' "$minimal"
git config --unset portcullis.host
git config portcullis.spool "$work/nowhere"
policy 3 'a spool folder that is not there' "$minimal"
git config portcullis.spool "$work/spool"

printf '%s' "$minimal" >"$law/policy.json"
heading 'Lines from git'
lines 3 'nothing at all' ''
lines 3 'a line without its end' "$base $base refs/heads/main"
lines 3 'two fields' "$base refs/heads/main\n"
lines 3 'a short id' "abc $base refs/heads/main\n"
lines 3 'an id of 64 digits' "$base$base $base refs/heads/main\n"
lines 3 'an id in capital letters' "$(echo "$base" | tr a-f A-F) $base refs/heads/main\n"
lines 3 'a NUL' "$base $base refs/heads/ma\\000in\n"
lines 3 'a ref named twice' "$base $base refs/heads/main\n$base $base refs/heads/main\n"
lines 0 'old and new both zero (a ref deleted that is not there)' "$zero $zero refs/heads/x\n"
lines 3 'a new value that no object has' "$base 1111111111111111111111111111111111111111 refs/heads/main\n"
lines 1 'a replace ref' "$zero $base refs/replace/$base\n"
lines 1 'an escape sequence in a ref name' "$zero $base refs/heads/a\\033[31mb\n"
lines 1 'a protected tag at a blob' "$zero $(printf x | git hash-object -w --stdin) refs/tags/v1\n"
lines 1 'a protected branch at a tree' "$base $tree refs/heads/main\n"
lines 1 'the deletion of a protected branch' "$base $zero refs/heads/main\n"

heading 'Commits and trees'
header 1 'an author line without a date' "tree $tree\nparent $base\nauthor J. Doe <doe@example.org>\ncommitter J. Doe <doe@example.org> 1700000000 +0000"
header 1 'a date in the year 2200' "tree $tree\nparent $base\nauthor J. Doe <doe@example.org> 7258118400 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000"
header 1 'two author lines' "tree $tree\nparent $base\nauthor J. Doe <doe@example.org> 1700000000 +0000\nauthor R. Roe <roe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000"
header 3 'no committer' "tree $tree\nparent $base\nauthor J. Doe <doe@example.org> 1700000000 +0000"
header 3 'no tree' "parent $base\nauthor J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000"
header 3 'a parent that is not there' "tree $tree\nparent 1111111111111111111111111111111111111111\nauthor J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000"
blob=$(printf 'x\n' | git hash-object -w --stdin | sed 's/../\\x&/g')
raw_tree 1 'a tree with a name twice' "100644 a\\0${blob}100644 a\\0$blob"
raw_tree 1 'a tree with `..`' "100644 ..\\0$blob"
raw_tree 1 'a tree with `.GIT`' "100644 .GIT\\0$blob"
raw_tree 3 'a tree cut in the middle' '100644 a\0aaaa'
raw_tree 3 'a tree with a C file that is not there' '100644 a.c\0aaaaaaaaaaaaaaaaaaaa'

heading 'Messages'
message 1 'no trailer' 'Change\n'
message 1 'the trailer in the middle of the text' 'Change\n\nReviewed-by: R. Roe <roe@example.org>\n\nAnd more words.\n'
message 1 'a reviewer who is the author' 'Change\n\nReviewed-by: J. Doe <DOE@example.org>\n'
message 1 'a placeholder' 'Change\n\nReviewed-by: NAME <MAIL>\n'
message 1 'an invisible character in the address' 'Change\n\nReviewed-by: R. Roe <roe@exam\342\200\213ple.org>\n'
message 1 'a NUL in the text' 'Change\0\n\nReviewed-by: R. Roe <roe@example.org>\n'
header 1 'an encoding that is not like ASCII' "tree $tree\nparent $base\nauthor J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000\nencoding UTF-16"
message 1 'an escape sequence in the title' '\033[2JChange\n'

heading 'Files'
file 1 'a banned call' 100644 src/a.c 'void f(char *a, char *b)\n{\n\tstrcpy(a, b);\n}\n'
file 1 'behind a splice' 100644 src/a.c 'void f(char *a, char *b)\n{\n\tstr\\\ncpy(a, b);\n}\n'
file 1 'behind a trigraph splice' 100644 src/a.c 'void f(char *a, char *b)\n{\n\tstr??/\ncpy(a, b);\n}\n'
file 1 'behind a NUL' 100644 src/a.c '/*\0*/ void f(char *a) { gets(a); }\n'
file 1 'in a macro' 100644 src/a.h '#define COPY strcpy\n'
file 1 'in UTF-16' 100644 src/a.c '\377\376g\0e\0t\0s\0(\0a\0)\0;\0\n\0'
file 1 'under `#if 0`' 100644 src/a.c '#if 0\ngets(a);\n#endif\n'
file 1 'UTF-16 with an odd byte at its end' 100644 src/a.c '\377\376i\0n\0t\0 \0a\0;\0\n\0x'
file 1 'a bidirectional control in a comment' 100644 src/a.c '/* \342\200\256 */ int a;\n'
file 1 'a symbolic link out of the repository' 120000 src/a.c '/etc/passwd'
export GIT_INDEX_FILE=$work/index
rm -f "$GIT_INDEX_FILE"
git update-index --add --cacheinfo "160000,1111111111111111111111111111111111111111,lib"
tip 1 'a submodule' "$(git commit-tree "$(git write-tree)" -p "$base" -m Change -m 'Reviewed-by: R. Roe <roe@example.org>')"
unset GIT_INDEX_FILE
file 0 'for comparison: the name in a comment and in a string' 100644 src/a.c '/* strcpy(a, b) */\nconst char *s = "gets(a)";\n'

# --- the table in README.md --------------------------------------------------------------------------------------------------
from='<!-- made by bad_input.sh -->' to='<!-- end -->'
if [ "$mode" = write ]; then
	awk -v from="$from" -v to="$to" -v table="$table" '
		$0 == to { while ((getline line <table) > 0) print line; print ""; skip = 0 }
		!skip { print }
		$0 == from { skip = 1 }' "$here/README.md" >"$work/new" && cp "$work/new" "$here/README.md"
fi
awk -v from="$from" -v to="$to" '$0 == to { on = 0 } on { print } $0 == from { on = 1 }' "$here/README.md" | sed '$d' >"$work/printed"
if cmp -s "$work/printed" "$table"; then
	passed=$((passed + 1))
else
	failed=$((failed + 1))
	echo "FAILED the table in README.md is another (sh tests/bad_input.sh BIN write makes it anew):"
	diff "$work/printed" "$table" | head -20
fi
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
