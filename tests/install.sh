#!/bin/sh
# SPDX-License-Identifier: MIT
# install.sh BUILD - the installed tree works from end to end, beside hooks that were there before, and goes away but for its id.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/.." && pwd)
build=$(cd "${1:?usage: install.sh BUILD}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
chmod 700 "$work"
umask 022
export HOME="$work" GIT_CONFIG_NOSYSTEM=1
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE DESTDIR PREFIX
passed=0 failed=0

# holds WHAT COMMAND...: the command succeeds.
holds()
{
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $what"
		sed 's/^/    /' "$work/said"
	fi
}
fails() { ! "$@"; }
says() { grep -qF -- "$1" "$work/pushed"; }
push() { git -C "$work/desk" push "$1" "$2" >"$work/pushed" 2>&1 || { cat "$work/pushed"; return 1; }; }

# --- the tree --------------------------------------------------------------------------------------------------------------
variant=
case $build in *san*) variant='SAN=1' ;; esac
case $build in *clang*) variant="$variant CC=clang" ;; esac
tree=$work/tree
# shellcheck disable=SC2086
holds "make install" make -C "$root" --no-print-directory BUILD="${build#"$root"/}" $variant install DESTDIR="$tree" PREFIX=/usr
for file in bin/portcullis bin/portcullis-ci bin/portcullis-receive; do
	holds "usr/$file is a program" test -x "$tree/usr/$file"
done
holds "the core pack is installed" test -f "$tree/usr/share/portcullis/policies/c/core.json"
portcullis=$tree/usr/bin/portcullis
policy=$tree/usr/share/portcullis/policies/examples/infusion-pump/policy.json

# --- what is pushed --------------------------------------------------------------------------------------------------------
git init -q -b main "$work/desk"
git -C "$work/desk" config user.name 'J. Doe'
git -C "$work/desk" config user.email doe@example.org
commit() # NAME LINE
{
	printf '#include <string.h>\n\nvoid set_name(char *to, const char *from)\n{\n\t%s\n}\n' "$2" >"$work/desk/$1.c"
	git -C "$work/desk" add .
	git -C "$work/desk" commit -q -m "Add $1" -m "Implements: SEC-REQ-001
Reviewed-by: M. Moe <moe@example.org>"
	git -C "$work/desk" tag "$1"
}
commit honest 'memcpy(to, from, 8);'
commit dishonest 'strcpy(to, from);'

# --- a plain repository ----------------------------------------------------------------------------------------------------
a=$work/a.git
git init -q --bare -b main "$a"
rm -f "$a"/hooks/*
cp "$a/config" "$work/config.before"
holds "install" "$portcullis" install --server "$a" --policy "$policy"
holds "an honest push is accepted" push "$a" honest:refs/heads/main
holds "a dishonest push is refused" fails push "$a" dishonest:refs/heads/main
holds "with the rule" says 'error[BF-C-002]'
holds "and the process" says 'SOP-014 rev C'
holds "both verdicts are on record, behind the start" test "$(ls "$a.portcullis-spool" | wc -l)" -eq 3
cp "$a/config" "$work/config.once"
ls -l "$a/hooks" | sed 's/ [A-Z][a-z][a-z] .*:.. / /' >"$work/hooks.once"
holds "install a second time" "$portcullis" install --server "$a" --policy "$policy"
ls -l "$a/hooks" | sed 's/ [A-Z][a-z][a-z] .*:.. / /' >"$work/hooks.twice"
holds "changes no hook" cmp "$work/hooks.once" "$work/hooks.twice"
holds "changes no setting" cmp "$work/config.once" "$a/config"
holds "and still refuses" fails push "$a" dishonest:refs/heads/main
mv "$tree/usr/share/portcullis/policies/c/core.json" "$work/core.json"
holds "without its packs it refuses everything" fails push "$a" dishonest:refs/heads/free
mv "$work/core.json" "$tree/usr/share/portcullis/policies/c/core.json"
holds "portcullis-ci of the tree finds the same" sh -c 'cd "$1" && "$2/usr/bin/portcullis-ci" --base honest --head dishonest --policy "$3" | grep -qF "error[BF-C-002]"' sh "$work/desk" "$tree" "$policy"
holds "uninstall" "$portcullis" uninstall --server "$a"
holds "leaves no hook" fails test -e "$a/hooks/pre-receive"
holds "leaves no setting but the repository's id" test "$(git --git-dir="$a" config --get-regexp '^portcullis\.' | sed 's/ .*//')" = portcullis.repositoryid
holds "keeps the records" test "$(ls "$a.portcullis-spool" | wc -l)" -ge 3
holds "and the push passes" push "$a" dishonest:refs/heads/main
holds "uninstall where nothing is installed is an error" fails "$portcullis" uninstall --server "$a"

# --- where the records begin -------------------------------------------------------------------------------------------------
r=$work/pump.git
git init -q --bare -b main "$r"
git -C "$work/desk" push -q "$r" honest:refs/heads/main dishonest:refs/heads/topic
start() { cat "$r.portcullis-spool"/*.json | grep -F '"portcullis-start":1,' | grep -F -- "$1"; }
setting() { test "$(git --git-dir="$r" config "$1")" = "$2"; }
holds "install where there is history" sh -c '"$1" install --server "$2" --policy "$3" >"$4"' sh "$portcullis" "$r" "$policy" "$work/said.start"
holds "names the repository after its folder" setting portcullis.repository pump
tip=$(git -C "$work/desk" rev-parse 'honest^{commit}')
holds "notes where the protected refs stand" start "\"repository\":\"pump\",\"repository_id\":\"$(git --git-dir="$r" config portcullis.repositoryId)\",\"refs\":[{\"ref\":\"refs/heads/main\",\"commit\":\"$tip\"}],\"by\":\"$(id -un)\"}"
holds "with id and moment" sh -c 'grep -Eq "^\{\"portcullis-start\":1,\"id\":\"VRD-[0-9]+-[A-Z2-7]{8}\",\"at\":\"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:]{8}Z\",\"engine\":\"[0-9.]+\"," "$1"/*.json' sh "$r.portcullis-spool"
holds "and says so" grep -qF 'start       recorded' "$work/said.start"
holds "install again" "$portcullis" install --server "$r" --policy "$policy" --name 'pump-2'
holds "under another name" setting portcullis.repository pump-2
holds "writes another start" start '"repository":"pump-2"'
holds "and keeps the first" start '"repository":"pump"'
holds "install a third time" "$portcullis" install --server "$r" --policy "$policy"
holds "keeps the name" setting portcullis.repository pump-2
holds "an empty name is none" fails "$portcullis" install --server "$r" --policy "$policy" --name ''
"$portcullis" install --server "$r" --policy "$policy" --spool none >"$work/said.none"
holds "without a spool it says that no start is recorded" grep -qF 'not recorded' "$work/said.none"
holds "and writes none" test "$(ls "$r.portcullis-spool" | wc -l)" -eq 3

# --- beside a hook of somebody else ----------------------------------------------------------------------------------------
b=$work/b.git
git init -q --bare -b main "$b"
rm -f "$b"/hooks/*
cat >"$b/hooks/pre-receive" <<END
#!/bin/sh
while read -r old new ref; do
	echo "\$ref" >>'$work/seen'
	[ "\$ref" != refs/heads/closed ] || { echo 'the older hook says no' >&2; exit 7; }
done
END
chmod 750 "$b/hooks/pre-receive"
cp -p "$b/hooks/pre-receive" "$work/older"
holds "install beside a hook" "$portcullis" install --server "$b" --policy "$policy"
: >"$work/seen"
holds "the gate accepts, and the older hook too" push "$b" honest:refs/heads/main
holds "the older hook was run, with its input" grep -qx refs/heads/main "$work/seen"
holds "the older hook refuses" fails push "$b" honest:refs/heads/closed
holds "in its own words" says 'the older hook says no'
holds "the gate refuses" fails push "$b" dishonest:refs/heads/main
holds "in its own words too" says 'error[BF-C-002]'
cp "$b/hooks/pre-receive" "$work/chain"
holds "install beside it a second time" "$portcullis" install --server "$b" --policy "$policy"
holds "changes nothing" cmp "$b/hooks/pre-receive" "$work/chain"
holds "both still judge" fails push "$b" dishonest:refs/heads/main
holds "uninstall beside a hook" "$portcullis" uninstall --server "$b"
holds "puts the older hook back" cmp "$b/hooks/pre-receive" "$work/older"
holds "with its mode" test "$(stat -c %a "$b/hooks/pre-receive")" = 750
holds "and leaves nothing else" test "$(ls "$b/hooks" | wc -l)" -eq 1
holds "the older hook judges alone" push "$b" dishonest:refs/heads/main

# --- with a folder of hooks ------------------------------------------------------------------------------------------------
c=$work/c.git
git init -q --bare -b main "$c"
rm -f "$c"/hooks/*
mkdir "$c/hooks/pre-receive.d"
printf '#!/bin/sh\nfor hook in hooks/pre-receive.d/*; do "$hook" <&0 || exit; done\n' >"$c/hooks/pre-receive"
chmod 755 "$c/hooks/pre-receive"
cp "$c/hooks/pre-receive" "$work/wrapper"
holds "install into pre-receive.d" "$portcullis" install --server "$c" --policy "$policy" --host gitlab
holds "leaves the wrapper alone" cmp "$c/hooks/pre-receive" "$work/wrapper"
holds "refuses through it" fails push "$c" dishonest:refs/heads/main
holds "with GitLab's mark" says 'GL-HOOK-ERR: '
holds "uninstall from pre-receive.d" "$portcullis" uninstall --server "$c"
holds "leaves the folder empty" test "$(ls "$c/hooks/pre-receive.d" | wc -l)" -eq 0

# --- a trusted ref ---------------------------------------------------------------------------------------------------------
d=$work/d.git
git init -q --bare -b main "$d"
git -C "$work/desk" checkout -q --orphan lawful
mkdir "$work/desk/.portcullis"
cp "$tree/usr/share/portcullis/policies/examples/infusion-pump"/* "$work/desk/.portcullis/"
commit law 'memset(to, 0, 8);'
git -C "$work/desk" push -q "$d" law:refs/heads/law
holds "install with a policy on a ref" "$portcullis" install --server "$d" --policy-ref refs/heads/law:.portcullis/policy.json
holds "judges by it" fails push "$d" dishonest:refs/heads/main

# --- with core.hooksPath ---------------------------------------------------------------------------------------------------
h=$work/h.git
git init -q --bare -b main "$h"
git --git-dir="$h" config core.hooksPath "$work/hooks of h"
holds "install into core.hooksPath" "$portcullis" install --server "$h" --policy "$policy"
holds "puts the hook there" test -x "$work/hooks of h/pre-receive"
holds "and is run from there" fails push "$h" dishonest:refs/heads/main
holds "uninstall from core.hooksPath" "$portcullis" uninstall --server "$h"
holds "takes it away there" fails test -e "$work/hooks of h/pre-receive"

# --- whether it is in order --------------------------------------------------------------------------------------------------
doctor() # STATUS TEXT [REPOSITORY]
{
	"$portcullis" doctor --server "${3-$o}" >"$work/pushed" 2>&1
	seen=$?
	[ $seen -eq "$1" ] && says "$2" || { echo "status $seen"; cat "$work/pushed"; return 1; }
}
o=$work/o.git
git init -q --bare -b main "$o"
rm -f "$o"/hooks/*
holds "doctor where nothing is installed" doctor 1 'core.hooksPath is not set'
holds "install before the doctor comes" "$portcullis" install --server "$o" --policy "$policy"
holds "doctor finds it fine" doctor 0 "fine    hook          $o/hooks/pre-receive runs version"
holds "with its policy" says "fine    policy        $policy"
holds "with its spool" says "fine    spool         $o.portcullis-spool"
holds "with the longest deadline" says 'fine    deadline      3600000 ms'
holds "and advises a commit-graph" says 'git commit-graph write --reachable'
git -C "$work/desk" push -q "$o" honest:refs/heads/main
git --git-dir="$o" commit-graph write --reachable 2>"$work/said"
holds "that is there then" doctor 0 'fine    commit-graph'
tip=$(git -C "$work/desk" rev-parse 'honest^{commit}')
i=0
while [ $i -lt 1001 ]; do i=$((i + 1)); echo "create refs/heads/topic/$i $tip"; done | git --git-dir="$o" update-ref --stdin
holds "and to pack many refs" doctor 0 'git pack-refs --all'
git --git-dir="$o" pack-refs --all
holds "which are few then" doctor 0 'fine    refs'
# each: what is broken, what the doctor says of it, and how it is put right
broken() # WHAT TEXT BREAK MEND
{
	sh -c "$3" sh "$o" >"$work/said" 2>&1
	holds "doctor sees $1" doctor 1 "$2"
	sh -c "$4" sh "$o" >>"$work/said" 2>&1
	holds "and that it is mended: $1" doctor 0 'fine    hook'
}
broken "a hook that is gone" 'pre-receive is not there: git accepts every push' 'mv "$1/hooks/pre-receive" "$1/away"' 'mv "$1/away" "$1/hooks/pre-receive"'
broken "a hook that cannot run" 'git cannot run' 'mv "$1/hooks/pre-receive" "$1/away"; ln -s /nowhere/portcullis-receive "$1/hooks/pre-receive"' 'rm "$1/hooks/pre-receive"; mv "$1/away" "$1/hooks/pre-receive"'
broken "a hook of somebody else" "is somebody else's" 'mv "$1/hooks/pre-receive" "$1/away"; printf "#!/bin/sh\n" >"$1/hooks/pre-receive"; chmod 755 "$1/hooks/pre-receive"' 'rm "$1/hooks/pre-receive"; mv "$1/away" "$1/hooks/pre-receive"'
broken "a program of another version" 'runs another program than' 'mv "$1/hooks/pre-receive" "$1/away"; cp /bin/true "$1/portcullis-receive"; ln -s "$1/portcullis-receive" "$1/hooks/pre-receive"' 'rm "$1/hooks/pre-receive" "$1/portcullis-receive"; mv "$1/away" "$1/hooks/pre-receive"'
broken "a core.hooksPath that is not its own" 'core.hooksPath is not set' 'git --git-dir="$1" config --unset core.hooksPath' 'git --git-dir="$1" config core.hooksPath "$1/hooks"'
broken "a policy that does not load" "mend    policy" 'git --git-dir="$1" config portcullis.policy.was "$(git --git-dir="$1" config portcullis.policy)"; git --git-dir="$1" config portcullis.policy /nowhere.json' 'git --git-dir="$1" config portcullis.policy "$(git --git-dir="$1" config portcullis.policy.was)"'
broken "an unknown host" 'which is no server' 'git --git-dir="$1" config portcullis.host nobody' 'git --git-dir="$1" config portcullis.host plain'
broken "a CI system as host" 'which is no server' 'git --git-dir="$1" config portcullis.host gitlab-ci' 'git --git-dir="$1" config portcullis.host plain'
broken "a deadline that is none" 'portcullis.deadline is never' 'git --git-dir="$1" config portcullis.deadline never' 'git --git-dir="$1" config --unset portcullis.deadline'
broken "a spool that is gone" 'cannot be looked at' 'mv "$1.portcullis-spool" "$1.away"' 'mv "$1.away" "$1.portcullis-spool"'
broken "a spool that is open to everybody" 'can be written by everybody' 'chmod 777 "$1.portcullis-spool"' 'chmod 700 "$1.portcullis-spool"'
broken "a spool inside the repository" 'lies inside the repository' 'mkdir "$1/spool"; git --git-dir="$1" config portcullis.spool "$1/spool"' 'git --git-dir="$1" config portcullis.spool "$1.portcullis-spool"'
broken "no spool" 'portcullis.spool is not set' 'git --git-dir="$1" config --unset portcullis.spool' 'git --git-dir="$1" config portcullis.spool "$1.portcullis-spool"'
broken "a clock that was set back" "and the newest record is of" 'cp "$1.portcullis-spool/.newest" "$1/newest"; echo 4000000000 >"$1.portcullis-spool/.newest"' 'cp "$1/newest" "$1.portcullis-spool/.newest"'
holds "doctor needs a repository" doctor 3 'cannot open the repository' "$work/nowhere.git"
holds "beside an older hook it finds the gate" "$portcullis" install --server "$b" --policy "$policy"
holds "in the script that runs both" doctor 0 'fine    hook' "$b"

# --- what is not put in place ----------------------------------------------------------------------------------------------
e=$work/e.git
git init -q --bare -b main "$e"
cp "$e/config" "$work/config.before"
printf '{"portcullis": 1, "protect": []}\n' >"$work/broken.json"
holds "a broken policy is not installed" fails "$portcullis" install --server "$e" --policy "$work/broken.json"
holds "nor a missing one" fails "$portcullis" install --server "$e" --policy "$work/nowhere.json"
holds "nor for an unknown host" fails "$portcullis" install --server "$e" --policy "$policy" --host nowhere
holds "and nothing has changed" cmp "$e/config" "$work/config.before"
holds "no hook either" fails test -e "$e/hooks/pre-receive"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
