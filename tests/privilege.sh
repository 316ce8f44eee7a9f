#!/bin/sh
# SPDX-License-Identifier: MIT
# privilege.sh BIN - least privilege as a test: what the gate links, what it calls, and what it does while it judges a real push.
set -u
export LC_ALL=C
bin=$(cd "${1:?usage: privilege.sh BIN}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
passed=0 failed=0 skipped=0

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $*"; }
skip() { skipped=$((skipped + 1)); echo "skipped $*"; }
finish()
{
	echo "$passed passed, $failed failed, $skipped skipped"
	[ $failed -eq 0 ]
	exit
}

# --- what is linked --------------------------------------------------------------------------------------------------------
# The programs' own list of libraries is exact; the whole closure holds no database either.
allowed='libgit2.so libdeflate.so libpcre2-8.so libcjson.so libmbedcrypto.so libc.so libasan.so libubsan.so libm.so libgcc_s.so ld-linux'
for program in portcullis-receive portcullis-ci; do
	strange=
	for library in $(readelf -d "$bin/$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\].*/\1/p'); do
		case " $allowed " in
		*" ${library%.so*}.so "* | *" ${library%%-x86*} "*) ;;
		*) strange="$strange $library" ;;
		esac
	done
	[ -z "$strange" ] && ok || bad "$program links$strange"
	databases=$(ldd "$bin/$program" | grep -oiE 'libsqlite[^ ]*|libpq[^ ]*|libmariadb[^ ]*|libcurl[^ ]*' | sort -u | tr '\n' ' ')
	[ -z "$databases" ] && ok || bad "$program loads $databases"
done

# --- what is called --------------------------------------------------------------------------------------------------------
# What a program leaves undefined is what its own code calls: ours, and libgit2's where its archive is linked.
forbidden='system|popen|exec[vl]p?e?|execvpe|fexecve|execveat|fork|vfork|clone|posix_spawnp?|socket|socketpair|connect|bind|listen|accept4?|send|sendto|sendmsg|recv|recvfrom|recvmsg|getaddrinfo|gethostby[a-z]*|dlopen|dlsym|wordexp|sqlite3_[a-z_]*|PQ[a-z]*'
for program in portcullis-receive portcullis-ci; do
	if nm -D --defined-only "$bin/$program" | grep -q ' __asan_init$'; then
		skip "$program: a sanitizer is linked into it, whose own calls would be seen"
		continue
	fi
	names=$(nm -D --undefined-only "$bin/$program" | sed 's/.* //; s/@.*//' | grep -xE "$forbidden" | tr '\n' ' ')
	[ -z "$names" ] && ok || bad "$program calls $names"
done

# --- what is not even there ------------------------------------------------------------------------------------------------
# libgit2's archive is linked without the half that opens connections: neither its parts nor the libraries they would load are found.
network='git_(socket|tls|mbedtls|openssl)_stream_(new|wrap)|git_smart_subtransport_[a-z]*|git_transport_(smart|local)[a-z_]*|git_http_client_[a-z_]*|mbedtls_(ssl|x509|net)_[a-z0-9_]*|libssh2_[a-z0-9_]*|gss_[a-z_]*'
for program in portcullis-receive portcullis-ci; do
	if readelf -d "$bin/$program" | grep -q 'NEEDED.*libgit2'; then
		skip "$program: it links the shared libgit2, whose network half is loaded"
		continue
	fi
	names=$(nm "$bin/$program" | sed 's/.* //' | grep -xE "$network" | tr '\n' ' ')
	[ -z "$names" ] && ok || bad "$program holds $names"
	loaded=$(ldd "$bin/$program" | sed 's/^[ \t]*//; s/ .*//; s#.*/##' | grep -vE '^(linux-vdso|ld-linux|libcjson|libc|libm|libgcc_s|libasan|libubsan|libstdc\+\+)' | tr '\n' ' ')
	[ -z "$loaded" ] && ok || bad "$program loads $loaded"
done

# --- what it takes -----------------------------------------------------------------------------------------------------------
# A push of one commit is judged in 8 MB, the pages of all libraries counted as if nobody shared them.
prepare()
{
	mkdir "$work/spool" "$work/law"
	printf '%s\n' '{"portcullis": 1, "name": "Privilege", "include": ["c/core"], "protect": [{"refs": ["refs/heads/main"]}],' \
		' "process": {"title": "Process", "document": "DOC-1", "contact": "nobody@example.org"}}' >"$work/law/policy.json"
	chmod 700 "$work" "$work/law"
	git init -q --bare -b main "$work/server.git"
	git --git-dir="$work/server.git" config portcullis.policy "$work/law/policy.json"
	git --git-dir="$work/server.git" config portcullis.spool "$work/spool"
	git init -q -b main "$work/desk"
	git -C "$work/desk" config user.name 'J. Doe'
	git -C "$work/desk" config user.email doe@example.org
	printf 'int one(void)\n{\n\treturn 1;\n}\n' >"$work/desk/one.c"
	git -C "$work/desk" add one.c
	git -C "$work/desk" commit -q -m 'Add one'
	printf 'void two(char *a, const char *b)\n{\n\tstrcpy(a, b);\n}\n' >"$work/desk/two.c"
	git -C "$work/desk" add two.c
	git -C "$work/desk" commit -q -m 'Add two'
}
prepare
hook=$work/server.git/hooks/pre-receive
if readelf -d "$bin/portcullis-receive" | grep -qE 'NEEDED.*(libgit2|libasan|libubsan)' || nm -D "$bin/portcullis-receive" | grep -q ' __asan_init$'; then
	skip "the push in 8 MB: more is linked than the gate itself"
else
	printf '#!/bin/sh\nulimit -v 8192\nexec "%s/portcullis-receive"\n' "$bin" >"$hook"
	chmod 755 "$hook"
	git -C "$work/desk" push -q "$work/server.git" HEAD~1:refs/heads/main >"$work/said" 2>&1 && ok || { bad "a push of one commit is not judged in 8 MB"; cat "$work/said"; }
	git --git-dir="$work/server.git" update-ref -d refs/heads/main
	rm -f "$work/spool"/*
fi

# --- what is done ----------------------------------------------------------------------------------------------------------
if ! command -v strace >/dev/null; then
	skip "the traced push: strace is not here"
	skip "the traced check step: strace is not here"
	finish
fi
if ! strace -f -o "$work/try" true 2>/dev/null; then
	skip "the traced push: this machine does not let strace run"
	skip "the traced check step: this machine does not let strace run"
	finish
fi
calls='execve,execveat,fork,vfork,clone,clone3,socket,socketpair,connect,bind,listen,accept,accept4,sendto,ptrace,kill,open,openat,openat2,creat,rename,renameat,renameat2,link,linkat,symlink,symlinkat,unlink,unlinkat,mkdir,mkdirat,truncate,chmod,fchmod,fchmodat,chown,mount'
printf '#!/bin/sh\nexec strace -f -o "%s" -e trace=%s "%s/portcullis-receive"\n' "$work/trace.push" "$calls" "$bin" >"$hook"
chmod 755 "$hook"

# judge_trace NAME TRACE: one start of the program, nothing that leaves it, and nothing written but the one record in the spool.
judge_trace()
{
	starts=$(grep -cE ' execve(at)?\(' "$2")
	left=$(grep -vE ' (execve|execveat|open|openat|openat2|rename|renameat|renameat2|unlink|unlinkat|exit|\+\+\+|---)' "$2" | grep -E '^[0-9]+ +[a-z0-9]+\(' | head -3)
	wrote=$(grep -E ' (open|openat|openat2|creat)\(.*(O_WRONLY|O_RDWR|O_CREAT|O_TRUNC)' "$2" | grep -vE '"/dev/(null|tty)"|"/proc/' | grep -vF "$work/spool" |
		grep -vE '"\.VRD-[^/"]*", .*O_CREAT\|O_EXCL|"\.[^/"]*\.tmp", ' | head -3)
	moved=$(grep -E ' (rename|renameat|renameat2|unlink|unlinkat)\(' "$2" | grep -vE '(VRD-|\.tmp)' | head -3)
	if [ "$starts" -ne 1 ] || [ -n "$left$wrote$moved" ]; then
		bad "$1: $starts starts; $left $wrote $moved"
	else
		ok
	fi
}

for range in HEAD~1 HEAD; do
	: >"$work/trace.push"
	git -C "$work/desk" push -q "$work/server.git" "$range:refs/heads/main" >"$work/said" 2>&1
	status=$?
	[ "$(ls "$work/spool" | wc -l)" -gt 0 ] || { bad "the traced push of $range left no record"; cat "$work/said"; }
	case $range:$status in
	HEAD~1:0 | HEAD:1) judge_trace "the traced push of $range" "$work/trace.push" ;;
	*) bad "the traced push of $range ended with $status"; cat "$work/said" ;;
	esac
	rm -f "$work/spool"/*
done
(cd "$work/desk" && strace -f -o "$work/trace.ci" -e trace="$calls" "$bin/portcullis-ci" --base HEAD~1 --policy "$work/law/policy.json" >"$work/said" 2>&1)
status=$?
[ $status -eq 1 ] && judge_trace "the traced check step" "$work/trace.ci" || { bad "the traced check step ended with $status"; cat "$work/said"; }
finish
