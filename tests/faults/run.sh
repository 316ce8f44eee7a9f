#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh BIN TOOLS [PATTERN...] - each fault is a sentence; after each of its runs the invariant must hold:
#   no refusal becomes an acceptance, an acceptance has its record, no ref moves on a refusal, nothing dies of a signal or without
#   a reason, nothing is left behind, `git fsck --strict` is silent, and later the same pushes get the same verdicts.
# (A hidden .tmp file in the spool is allowed after a kill or a signal alone: nobody reads it, and the next verdict has another name.)
# FULL=1 runs the full counts. KEEP=1 leaves the folder.
set -u
export LC_ALL=C TZ=UTC GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
umask 022
shopt -s nullglob dotglob
[ $# -ge 2 ] || { echo "usage: run.sh BIN TOOLS [PATTERN...]" >&2; exit 2; }
bin=$(cd "$1" && pwd) tools=$(cd "$2" && pwd) || exit 2
here=$(cd "$(dirname "$0")" && pwd)
shift 2
for variable in $(env | sed -n 's/^\(GIT_[A-Z_0-9]*\)=.*/\1/p'); do
	case $variable in
	GIT_CONFIG_NOSYSTEM | GIT_TERMINAL_PROMPT) ;;
	*) unset "$variable" ;;
	esac
done
PG_FOLDER=
W=$(mktemp -d "${TMPDIR:-/tmp}/faults.XXXXXX") || exit 2
finish()
{
	chattr -i "$W"/spool 2>/dev/null
	umount "$W/small" 2>/dev/null
	postgres_stop
	[ "${KEEP-}" ] || rm -rf "$W"
}
trap finish EXIT
server=$W/server desk=$W/desk spool=$W/spool law=$W/law q=$W/quarantine
export HOME=$W/home

# many N: N runs, or all of them with FULL.
full=${FULL:+1}
many() { [ "$full" ] && echo "$2" || echo "$1"; }

# ---- the world

commit_file() # BRANCH PARENT PATH TEXT
{
	local blob tree index=$W/index
	rm -f "$index"
	blob=$(printf '%s\n' "$4" | git --git-dir="$desk" hash-object -w --stdin)
	GIT_INDEX_FILE=$index git --git-dir="$desk" read-tree ${2:---empty}
	GIT_INDEX_FILE=$index git --git-dir="$desk" update-index --add --cacheinfo "100644,$blob,$3"
	tree=$(GIT_INDEX_FILE=$index git --git-dir="$desk" write-tree)
	git --git-dir="$desk" update-ref "refs/heads/$1" "$(echo "Change $3" | git --git-dir="$desk" commit-tree "$tree" ${2:+-p $2})"
}

write_policy() # what is included
{
	printf '{"portcullis": 1, "name": "Faults", "include": [%s],\n "process": {"title": "P", "document": "SOP", "intake": "https://q.example/?r={id}", "contact": "c@q.example"},\n "protect": [{"refs": ["refs/heads/main", "refs/heads/many/*"]}], "rules": []}\n' "$1"
}

make_world()
{
	local i
	mkdir -p "$HOME" "$law" "$W/empty" "$spool"
	printf '[user]\n\tname = J. Doe\n\temail = doe@example.org\n[gc]\n\tauto = 0\n[core]\n\tfsync = none\n' >"$HOME/.gitconfig"
	git init -q --bare --template="$W/empty" -b main "$desk"
	git init -q --bare --template="$W/empty" -b main "$server.base"
	for i in 1 2 3 4 5 6 7 8; do
		commit_file base "$([ $i = 1 ] || echo base)" "src/f$i.c" "int f$i(void) { return $i; }"
	done
	git --git-dir="$desk" push -q "$server.base" base:refs/heads/main
	git --git-dir="$server.base" repack -adq
	git --git-dir="$server.base" commit-graph write --reachable 2>/dev/null
	commit_file base base src/f9.c 'int f9(void) { return 9; }'
	git --git-dir="$desk" push -q "$server.base" base:refs/heads/main
	commit_file good base src/new.c 'int good(void) { return 1; }'
	commit_file bad base src/new.c 'char *bad(char *p) { return gets(p); }'
	base=$(git --git-dir="$desk" rev-parse base) good=$(git --git-dir="$desk" rev-parse good) bad=$(git --git-dir="$desk" rev-parse bad)
	mkdir -p "$q/pack"
	for i in $(git --git-dir="$desk" rev-list --objects good bad --not base | cut -d' ' -f1); do
		mkdir -p "$q/${i:0:2}"
		cp "$desk/objects/${i:0:2}/${i:2}" "$q/${i:0:2}/"
	done
	write_policy '"c/core"' >"$law/policy.json"
	"$bin/portcullis" install --server "$server.base" --policy "$law/policy.json" --spool "$spool" >/dev/null || exit 2
	rm -f "$server.base/hooks/pre-receive"
	printf '#!/bin/sh\nunder=\n[ ! -f %s/before ] || . %s/before\nexec $under %s/portcullis-receive\n' "$W" "$W" "$bin" >"$server.base/hooks/pre-receive"
	chmod 755 "$server.base/hooks/pre-receive"
	cp -r "$law" "$W/law.base"
	fresh
}

fresh()
{
	rm -rf "$server" "$spool"
	cp -r "$server.base" "$server"
	mkdir -m 700 "$spool"
	rm -f "$W/before"
	law_again
	leaves_hidden= may_be_silent=
}

law_again()
{
	rm -rf "$law"
	cp -r "$W/law.base" "$law"
}

# ---- what must hold

name= nbroken=0 nruns=0
broken()
{
	nbroken=$((nbroken + 1))
	[ $nbroken -gt 5 ] || printf '    %s: %s\n%s\n' "$name" "$1" "$(sed 's/^/      | /' <<<"${2-}" | head -6)"
}

# The files of the spool are whole; sets npass to the number of acceptances among them.
read_spool()
{
	local file text
	npass=0 nrecords=0
	for file in "$spool"/*; do
		[ -f "$file" ] || continue
		case ${file##*/} in
		VRD-*.json)
			text=$(<"$file")
			nrecords=$((nrecords + 1))
			[[ $text == '{'*'}' ]] || broken "the spool holds half a record" "$text"
			[[ $text =~ \"outcome\":\ ?\"pass\" ]] && npass=$((npass + 1))
			;;
		.newest) [[ $(<"$file") =~ ^[0-9]+$ ]] || broken "the mark of the newest record holds no time" "$(<"$file")" ;;
		.*.tmp) [ "$leaves_hidden" ] || broken "a temporary file is left in the spool: ${file##*/}" "$said" ;;
		*) broken "the spool holds ${file##*/}" ;;
		esac
	done
}

# push good|bad: a real one, and what must hold behind it. The client's words are in $said.
push()
{
	local kind=$1 id=${!1} main left
	nruns=$((nruns + 1))
	said=$(timeout 60 git --git-dir="$desk" push -q "$server" "+$kind:refs/heads/main" 2>&1)
	status=$?
	judge_push
}

judge_push()
{
	main=$(<"$server/refs/heads/main")
	read_spool
	if [ "$main" = "$id" ]; then
		[ "$kind" = good ] || broken "a dirty push was accepted" "$said"
		[ $npass -gt 0 ] || broken "an acceptance has no record" "$said"
	elif [ "$main" != "$base" ]; then
		broken "main is at $main, which nobody pushed"
	elif ! [[ $said == *error* ]] && ! [ "$may_be_silent" ]; then
		broken "a refusal without a reason" "$said"
	fi
	[[ $said =~ 'died of signal'\ *([0-9]+) ]] && [ "${BASH_REMATCH[1]}" != 9 ] && ! [ "$may_be_silent" ] && broken "the hook died of a signal" "$said"
	left=("$server"/objects/*incoming* "$server"/objects/tmp_objdir*)
	[ ${#left[@]} -eq 0 ] || [ "$leaves_hidden" ] || broken "left behind: ${left[*]}"
}

# run good|bad [VARIABLE=VALUE...]: the hook alone, as git receive-pack would start it; its words are in $said, its status in $status.
run()
{
	local kind=$1 id=${!1} npass nrecords
	shift
	nruns=$((nruns + 1))
	rm -f "$spool"/VRD-* "$spool"/.*.tmp 2>/dev/null
	cd "$server" || exit 2
	printf '%s %s refs/heads/main\n' "$base" "$id" >"$W/lines"
	env GIT_DIR=. GIT_QUARANTINE_PATH="$q" GIT_OBJECT_DIRECTORY="$q" GIT_ALTERNATE_OBJECT_DIRECTORIES="$server/objects" \
		timeout -s KILL 60 env "$@" "$bin/portcullis-receive" <"$W/lines" >"$W/said" 2>&1
	status=$?
	cd "$W" || exit 2
	said=$(tr -d '\000' <"$W/said")
	judge_run "$*"
}

judge_run()
{
	read_spool
	if [ $status -eq 0 ]; then
		[ "$kind" = good ] || broken "a dirty push passes ($1)" "$said"
		[ $npass -gt 0 ] || broken "a pass without a record ($1)" "$said"
	elif [ $status -gt 3 ]; then
		broken "the hook ended with status $status ($1)" "$said"
	elif ! [[ $said == *error* ]] && ! [ "$may_be_silent" ]; then
		broken "status $status without a reason ($1)" "$said"
	fi
}

# Afterwards, with the fault gone: the repository is sound, the same pushes get the same verdicts.
afterwards()
{
	rm -f "$W/before"
	may_be_silent=
	law_again
	local words
	words=$(git --git-dir="$server" fsck --strict --no-dangling 2>&1) || broken "git fsck complains" "$words"
	git --git-dir="$server" update-ref refs/heads/main "$base"
	push bad
	[ "$(<"$server/refs/heads/main")" = "$base" ] || broken "the dirty push passes afterwards" "$said"
	push good
	[ "$(<"$server/refs/heads/main")" = "$good" ] || broken "the good push is refused afterwards" "$said"
	git --git-dir="$server" update-ref refs/heads/main "$base"
}

# steps COUNT MOST: at most MOST numbers from 1 to COUNT, evenly; all with FULL.
steps()
{
	local by=$((($1 + $2 - 1) / $2))
	[ "$full" ] && by=1
	[ $by -gt 0 ] || by=1
	seq 1 $by "$1"
}

. "$here/items.sh"
. "$here/ledger_items.sh"
. "$here/../postgres.sh"

make_world
passed=0 failed=0
for name in $(compgen -A function | grep '^item_' | sort); do
	wanted=1
	if [ $# -gt 0 ]; then
		wanted=
		for pattern; do
			[[ $name == *$pattern* ]] && wanted=1
		done
	fi
	[ "$wanted" ] || continue
	began=$SECONDS nbroken=0 nruns=0
	fresh
	"$name"
	afterwards
	if [ $nbroken -eq 0 ]; then
		passed=$((passed + 1))
		printf 'faults: %s: %s runs, %s s\n' "${name#item_}" "$nruns" $((SECONDS - began))
	else
		failed=$((failed + 1))
		printf 'faults: %s: FAILED %s times in %s runs, %s s\n' "${name#item_}" "$nbroken" "$nruns" $((SECONDS - began))
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
