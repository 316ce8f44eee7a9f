#!/bin/sh
# SPDX-License-Identifier: MIT
# long_range.sh BIN - audits: ranges that are read ahead, by several threads, and with what an earlier audit learned.
set -u
export LC_ALL=C
bin=$(cd "${1:?usage: long_range.sh BIN}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
umask 022
for variable in $(env | sed -n 's/^\(GIT_[A-Z_0-9]*\)=.*/\1/p; s/^\(GITHUB_[A-Z_]*\)=.*/\1/p; s/^\(CI_[A-Z_]*\)=.*/\1/p; s/^\(GITLAB_CI\)=.*/\1/p'); do
	unset "$variable"
done
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
passed=0 failed=0

holds()
{
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $what: $*"
		sed 's/^/    /' "$work/said" | head -12
	fi
}

# 600 commits, each with its parent: code, text, a fragment that code includes now and then, halves of a name that a header pastes now and then, a
# link that moves, and every fiftieth commit a plain use.
history()
{
	awk 'function data(text) { printf "data %d\n%s\n", length(text), text }
	function file(path, text) { printf "M 100644 inline %s\n", path; data(text) }
	BEGIN {
		for (i = 1; i <= 600; i++) {
			printf "commit refs/heads/main\nmark :%d\ncommitter J. Doe <doe@example.org> %d +0000\n", i, 1700000000 + i
			data("Change " i)
			if (i > 1) printf "from :%d\n", i - 1
			file("src/a" i % 7 ".c", "#include \"" (i % 11 < 3 ? "part.tbl" : "h.h") "\"\nint a" i "(void) { return " i "; }")
			if (i % 5 == 0) file("src/part.tbl", "void t(char *a) { gets(a); } /* " int(i / 60) " */")
			if (i % 9 == 0) file("src/h.h", i % 18 == 0 ? "#define PASTE(a, b) a ## b" : "#define PASTE(a, b) a b")
			if (i % 13 == 0) file("src/half.c", "void h(char *a) { PASTE(ge, ts)(a); } /* " i " */")
			if (i % 17 == 0) { printf "M 120000 inline src/link.c\n"; data(i % 34 == 0 ? "part.tbl" : "a1.c") }
			if (i % 3 == 0) file("docs/n" i % 4 ".md", "Nobody gets(x) here, says version " i)
			if (i % 50 == 0) file("src/use" i ".c", "void u(char *a) { gets(a); }")
		}
	}'
}
git init -q --bare -b main "$work/r.git"
cd "$work/r.git" || exit 1
history | git fast-import --quiet || exit 1
cat >"$work/policy.json" <<'END'
{"portcullis": 1, "name": "long", "include": ["c/core"], "protect": [{"refs": ["refs/heads/main"]}], "process": {"title": "P", "document": "D"}}
END

# judge NAME OPTION...: the verdict without what differs from run to run; the status goes to NAME.status.
judge()
{
	name=$1
	shift
	"$bin/portcullis-ci" --policy "$work/policy.json" --verdict "$work/$name.json" "$@" >"$work/$name.text" 2>&1
	echo $? >"$work/$name.status"
	sed 's/"id":"VRD[^"]*"//; s/"at":"[^"]*"//; s/"blobs":[0-9]*//; s/"notices":\[[^]]*\]//; s/"where":"[^"]*"//' "$work/$name.json" >"$work/$name"
}
same()
{
	[ -s "$work/$1" ] && cmp "$work/$1" "$work/$2"
}
says()
{
	grep -qF -- "$2" "$work/$1.text" || { cat "$work/$1.text"; false; }
}
ended()
{
	[ "$(cat "$work/$1.status")" = "$2" ] || { cat "$work/$1.text"; false; }
}

judge one --whole-history --head main --threads 1
holds 'a whole history is judged' ended one 1
holds 'its findings are those that were planted, and more' sh -c "[ \$(grep -o 'src/use[0-9]*.c' '$work/one.json' | sort -u | wc -l) -eq 12 ]"
holds 'an included fragment is found' grep -q 'src/part.tbl' "$work/one.json"
holds 'pasted halves are found' grep -q 'src/half.c' "$work/one.json"
holds 'prose is not' sh -c "! grep -q 'docs/n' '$work/one.json'"
for count in 2 3 8; do
	judge "threads$count" --whole-history --head main --threads "$count"
	holds "$count threads judge the same" same one "threads$count"
done
judge none --whole-history --head main --threads 0
holds 'no thread is no number' ended none 2
judge both --whole-history --head main --base main~3
holds 'a base and the whole history exclude each other' says both 'exclude each other'

# A short range is judged commit by commit; with a cache the same range is read ahead.
cache=$work/cache
mkdir "$cache"
for range in main~250..main main~430..main~200 main~90..main~7; do
	set -- "${range%..*}" "${range#*..}"
	judge short --base "$1" --head "$2"
	rm -rf "$cache"/*
	judge ahead --base "$1" --head "$2" --cache "$cache"
	holds "$range: reading ahead changes nothing" same short ahead
	judge again --base "$1" --head "$2" --cache "$cache"
	holds "$range: nor does what was learned" same short again
	holds "$range: it is said" says again 'texts were known from the cache'
done

rm -rf "$cache"/*
judge first --whole-history --head main --cache "$cache"
judge second --whole-history --head main --cache "$cache"
holds 'a cache changes nothing' same one first
holds 'nor the second time' same one second
holds 'the second time most is known' sh -c "grep -qE '[1-9][0-9]{2,} texts were known' '$work/second.text'"
judge verified --whole-history --head main --cache "$cache" --verify-cache
holds 'a true cache is verified' same one verified
judge alone --whole-history --head main --verify-cache
holds 'there must be one to verify' says alone 'needs --cache'

file=$(echo "$cache"/*.cache)
cp "$file" "$work/true.cache"
flip()
{
	python3 - "$file" "$1" <<'END'
import sys
path, at = sys.argv[1], int(sys.argv[2])
data = bytearray(open(path, 'rb').read())
data[at % len(data)] ^= 1
open(path, 'wb').write(data)
END
}
size=$(wc -c <"$file")
for at in 0 25 60 100 $((size / 2)) $((size - 1)); do
	cp "$work/true.cache" "$file"
	flip "$at"
	judge garbled --whole-history --head main --cache "$cache"
	holds "byte $at: a garbled cache is not used" says garbled 'was garbled'
	holds "byte $at: and changes nothing" same one garbled
done
head -c $((size - 3)) "$work/true.cache" >"$file"
judge cut --whole-history --head main --cache "$cache"
holds 'a cache that is cut short is not used' says cut 'was garbled'

# Whoever can write it can lie with sound digests: hits of all texts taken away. Only --verify-cache sees that.
cp "$work/true.cache" "$file"
python3 - "$file" <<'END'
import hashlib, struct, sys
path = sys.argv[1]
data = open(path, 'rb').read()
head, at = data[:19 + 32], 19 + 32
out = bytearray(head)
while at < len(data):
    size = struct.unpack_from('I', data, at)[0]
    chunk, at = data[at + 36:at + 36 + size], at + 36 + size
    new, p = bytearray(), 0
    while p < len(chunk):
        n = struct.unpack_from('I', chunk, p)[0]
        record, p = chunk[p + 4:p + 4 + n], p + 4 + n
        if record[:1] == b'H':
            record = record[:25] + struct.pack('I', 0)
        new += struct.pack('I', len(record)) + record
    out += struct.pack('I', len(new)) + hashlib.sha256(new).digest() + new
open(path, 'wb').write(out)
END
judge lied --whole-history --head main --cache "$cache"
holds 'a lie is believed, which is why the place must be trusted' sh -c "! cmp -s '$work/one' '$work/lied'"
judge caught --whole-history --head main --cache "$cache" --verify-cache
holds 'verification finds it' ended caught 3
holds 'and says so' says caught 'tells otherwise'

chmod 666 "$file"
judge open --whole-history --head main --cache "$cache"
holds 'a file that others can write to is refused' says open 'others can write to it'
chmod 777 "$cache"
judge wide --whole-history --head main --cache "$cache"
holds 'so is a folder' ended wide 2
mkdir "$work/r.git/cache"
judge inside --whole-history --head main --cache "$work/r.git/cache"
holds 'and one in the repository' says inside 'lies in the repository'

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
