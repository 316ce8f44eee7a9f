# SPDX-License-Identifier: MIT
# verbs.sh - the words in which scenes are written. README.md says what each means.

zero=0000000000000000000000000000000000000000
problems=()      # what went otherwise than the scene says
pending_because= # not built yet
current=         # the commit that is being written
last=            # the commit before it
npushes=0
environment=()
law_protect= law_rules= law_keys= law_text= deviations=
usual_protection='{"refs": ["refs/heads/main", "refs/heads/release/**", "refs/tags/v*"]}'
law_written=
break_glasses=
records=1 # verdict files that each run of the hook must leave

scene_begin()
{
	name=$1
	D=$T/work/$name
	cp -r "$T/template/scene" "$D"
	server=$D/server desk=$D/desk spool=$D/spool law=$D/law
	printf '[portcullis]\n\tpolicy = %s/policy.json\n\tspool = %s\n' "$law" "$spool" >>"$server/config"
	cd "$D" || exit
}

scene_end()
{
	cd "$T" || exit
	if [ ${#problems[@]} -eq 0 ] && [ "$npushes" -eq 0 ]; then
		problems+=("it pushes nothing")
	fi
	if [ "$pending_because" ]; then
		[ ${#problems[@]} -gt 0 ] || pending_because="$pending_because (it passes now: take the line out)"
		printf 'pending\tpending %s: %s\n' "$name" "$pending_because"
		[ "$KEEP" ] || [ ${#problems[@]} -eq 0 ] || printf '    %s\n' "${problems[@]%%$'\n'*}"
	elif [ ${#problems[@]} -gt 0 ]; then
		printf 'failed\t%s: %s\n' "$name" "${problems[0]}"
		[ ${#problems[@]} -lt 2 ] || printf '    %s\n' "${problems[@]:1}"
		[ ! "$KEEP" ] || printf '    kept in %s\n' "$D"
		[ "$KEEP" ] && return
	else
		echo passed
	fi
	rm -rf "$D"
}

# problem TEXT [WHAT WAS SEEN]: with the line of the scene.
problem()
{
	local i=0
	while [ "${BASH_SOURCE[i]}" = "${BASH_SOURCE[0]}" ]; do
		i=$((i + 1))
	done
	problems+=("line ${BASH_LINENO[i - 1]}: $1${2+$'\n'$(sed 's/^/    | /' <<<"${2:0:6000}")}")
}

pending()
{
	pending_because=$*
}

needs_root()
{
	[ "$EUID" = 0 ] || pending "only root can set this up"
}

# ---- the policy

protect()
{
	law_protect=${law_protect:+$law_protect, }$1
}

rule()
{
	law_rules=${law_rules:+$law_rules, }$1
}

key()
{
	law_keys=$law_keys$1,
}

policy()
{
	law_text=$(cat)
}

register()
{
	case ${2-} in
	'') cat >"$law/$1" ;;
	*) printf '%s\n' "$2" >"$law/$1" ;;
	esac
}

people()
{
	key '"people": "people.json"'
	register people.json <<-END
		{"people": [
		 {"name": "J. Doe", "addresses": ["doe@example.org", "john.doe@example.com"], "roles": ["reviewer"], "logins": {"http": "doe", "gitlab": "doe"}},
		 {"name": "R. Roe", "addresses": ["roe@example.org", "r.roe@example.com"], "roles": ["reviewer", "policy"], "logins": {"http": "roe"}},
		 {"name": "M. Moe", "addresses": ["moe@example.org"], "roles": ["reviewer", "policy", "safety"], "logins": {"http": "moe", "gitlab": "moe"}},
		 {"name": "Build robot", "addresses": ["robot@example.org"], "roles": ["reviewer", "policy"], "bot": true},
		 {"name": "E. Expired", "addresses": ["expired@example.org"], "roles": ["reviewer", "policy"], "valid_until": "2020-12-31"},
		 {"name": "F. Future", "addresses": ["future@example.org"], "roles": ["reviewer"], "valid_from": "2098-01-01"}]}
	END
}

review()
{
	rule '{"id": "RV-001", "check": "review"'"${1:+, $1}"'}'
}

trace()
{
	rule '{"id": "TR-001", "check": "trace", "trailers": ["Implements", "Verifies"], "pattern": "SEC-(REQ|CAP)-[0-9]{3,}", "catalogue": "catalogue.csv"'"${1:+, $1}"'}'
	register catalogue.csv <<-END
		id,title,status
		SEC-REQ-001,Flow limit,approved
		SEC-REQ-002,Paired stations,active
		SEC-REQ-005,Fixed password,retired
		SEC-CAP-003,Event log,draft
		SEC-REQ-1000,A long id,approved
	END
}

# deviation ID RULE PATH [MORE]: a sound one, unless MORE (members with a comma in front) says otherwise.
deviation()
{
	local text='"reason": "The field has a fixed width.", "risk": "RA-0117: low", "requester": "doe@example.org", "approver": "roe@example.org", "approved_on": "2020-01-01", "expires_on": "2098-12-31"' part
	[ -s "$law/deviations.json" ] || key '"deviations": "deviations.json"'
	for part in "${@:4}"; do
		text=$(sed -E "s|, \"${part%%=*}\": \"[^\"]*\"||; s|^\"${part%%=*}\": \"[^\"]*\", ||" <<<"$text")
		[ "${part#*=}" = - ] || text="$text, \"${part%%=*}\": \"${part#*=}\""
	done
	deviations="${deviations:+$deviations, }{\"id\": \"$1\", \"rule\": \"$2\", \"path\": \"$3\", $text}"
	printf '{"deviations": [%s]}\n' "$deviations" >"$law/deviations.json"
}

# day [TEXT], moment [TEXT]: of this machine's clock, moved as date(1) reads it ('-3 days').
day() { date -u -d "now ${1-}" +%Y-%m-%d; }
moment() { date -u -d "now ${1-}" +%Y-%m-%dT%H:%M:%SZ; }

release()
{
	key '"release": {"tags": ["refs/tags/v*"], "state": "state.json"'"${1:+, $1}"'}'
}

# members NAME=JSON... -- NAME=JSON...: an object of the former, changed by the latter; NAME=- leaves one out.
members()
{
	local -A changed=()
	local each text='' names=()
	while [ "$1" != -- ]; do
		names+=("${1%%=*}") changed[${1%%=*}]=${1#*=}
		shift
	done
	for each in "${@:2}"; do
		[ "${changed[${each%%=*}]+there}" ] || names+=("${each%%=*}")
		changed[${each%%=*}]=${each#*=}
	done
	for each in "${names[@]}"; do
		[ "${changed[$each]}" = - ] || text="$text${text:+, }\"$each\": ${changed[$each]}"
	done
	printf '{%s}' "$text"
}

# state [NAME=JSON...]: the ledger's state as it is now, with nothing open and an audit of main.
state()
{
	local tip
	flush
	tip=$(git --git-dir="$server" rev-parse --verify -q refs/heads/main)
	members 'portcullis-state=1' "at=\"$(moment)\"" "ledger={\"seq\": 7, \"head\": \"$(printf '%064d' 7)\"}" \
		'signed_off={"address": "moe@example.org", "name": "M. Moe", "role": "release-manager", "grade": "claimed"}' 'undispositioned=[]' 'debts=[]' \
		"review={\"last\": \"RVW-2026-1\", \"closed\": \"$(day '-100 days')\", \"due\": \"$(day '+265 days')\"}" \
		"audits=[{\"repository\": \"server\", \"at\": \"$(moment)\", \"holes\": 0, \"refs\": [{\"ref\": \"refs/heads/main\", \"commit\": \"$tip\"}]}]" 'evidence=[]' -- "$@" >"$law/state.json"
}

# break_glass ID REF COMMIT [NAME=JSON...]: a sound entry, in force today, unless the changes say otherwise.
break_glass()
{
	flush
	break_glasses="$break_glasses${break_glasses:+, }$(members "id=\"$1\"" 'repository="server"' "ref=\"$2\"" "commit=\"$(git --git-dir="$desk" rev-parse --verify -q "refs/scene/$3")\"" \
		'reason="Pumps stop at midnight; the fix cannot wait for its review."' 'requester="doe@example.org"' 'approvers=["roe@example.org", "M. Moe <moe@example.org>"]' \
		"from=\"$(day)\"" "until=\"$(day '+2 days')\"" "due=\"$(day '+14 days')\"" -- "${@:4}")"
	printf '{"break_glass": [%s]}\n' "$break_glasses" >"$law/break_glass.json"
}

law_print()
{
	[ -z "$law_text" ] || {
		printf '%s\n' "$law_text"
		return
	}
	printf '{"portcullis": 1, "name": "Scenes", %s "include": ["c/core"],\n' "$law_keys"
	printf ' "process": {"title": "Software problem resolution", "document": "SOP-014", "url": "https://qms.example/sop-014", "intake": "https://qms.example/new?ref={id}", "contact": "product-security@example.org"},\n'
	printf ' "protect": [%s],\n "rules": [%s]}\n' "${law_protect:-$usual_protection}" "$law_rules"
}

law_write()
{
	[ "$law_written" ] && return
	law_written=1
	law_print >"$law/policy.json"
}

# trusted REF: the policy is read from .portcullis/policy.json of that ref.
trusted()
{
	sed -i '/^\tpolicy = /d' "$server/config"
	config portcullis.policyRef "$1:.portcullis/policy.json"
}

config()
{
	git --git-dir="$server" config "$@"
}

# ---- commits

# Also called in subshells, which cannot tell their parent: what is done is told by files.
flush_commit()
{
	local from='' parent n
	[ "$current" ] || return
	last=$current current=
	[ ! -e "$D/done.$last" ] || return
	: >"$D/done.$last"
	n=0
	for parent in $parents; do
		[ $n -eq 0 ] && from="${from}from refs/scene/$parent"$'\n' || from="${from}merge refs/scene/$parent"$'\n'
		n=1
	done
	printf '%s' "commit refs/scene/$last
author $author $date +0000
committer $committer $date +0000
${encoding:+encoding $encoding
}data ${#message}
$message
$from$files
" >>"$D/stream"
}

flush()
{
	flush_commit
	flush_stream
}

flush_stream()
{
	[ -s "$D/stream" ] || return 0
	git --git-dir="$desk" fast-import --quiet --force --date-format=raw-permissive <"$D/stream" >"$D/import" 2>&1 || problem "fast-import refused the stream" "$(<"$D/import")"
	rm -f "$D/stream"
}

# Before the name is asked for; the commit that is being written may go on, unless it is the one.
flush_for()
{
	[ "$1" != "$current" ] || flush_commit
	flush_stream
}

commit()
{
	flush_commit
	local first
	current=$1
	shift
	parents=${*:-$last}
	[ "$parents" = - ] && parents=
	author='J. Doe <doe@example.org>' committer='J. Doe <doe@example.org>' date=1700000000 encoding= files=
	first=${parents%% *}
	[ "$first" ] || files=$'deleteall\n'
	message="Change $current"$'\n'
}

message()
{
	if [ $# -gt 0 ]; then
		printf -v message '%s\n' "$@"
	else
		message=$(cat; printf .)
		message=${message%.}
	fi
}

author() { author=$1; }
committer() { committer=$1; }
date_of() { date=$1; }
encoding() { encoding=$1; }

add_file() # MODE PATH BYTES
{
	files="${files}M $1 inline $(quoted "$2")
data ${#3}
$3
"
}

# A path as fast-import reads it.
quoted()
{
	local p=${1//\\/\\\\}
	p=${p//\"/\\\"}
	printf '"%s"' "${p//$'\n'/\\n}"
}

# put PATH [LINE...]: a file of those lines, or of standard input.
put()
{
	local path=$1 text
	shift
	if [ $# -gt 0 ]; then
		printf -v text '%s\n' "$@"
	else
		text=$(cat; printf .)
		text=${text%.}
	fi
	add_file 100644 "$path" "$text"
}

# put_bytes PATH FORMAT: what printf makes of it, NUL bytes and all.
put_bytes()
{
	printf "$2" >"$D/bytes"
	put_blob "$1" "$(git --git-dir="$desk" hash-object -w "$D/bytes")"
}

put_blob() { files="${files}M ${3:-100644} $2 $(quoted "$1")"$'\n'; }
executable() { add_file 100755 "$1" "$2"$'\n'; }
link() { add_file 120000 "$1" "$2"; }
submodule() { files="${files}M 160000 ${2:-1234567890123456789012345678901234567890} $(quoted "$1")"$'\n'; }
remove() { files="${files}D $(quoted "$1")"$'\n'; }
rename() { files="${files}R $(quoted "$1") $(quoted "$2")"$'\n'; }
copy() { files="${files}C $(quoted "$1") $(quoted "$2")"$'\n'; }

# The law as it stands, at .portcullis/ of the commit.
put_law()
{
	local file
	put .portcullis/policy.json "$(law_print)"
	for file in "$law"/*; do
		[ "$file" = "$law/policy.json" ] || [ ! -f "$file" ] || put ".portcullis/${file##*/}" "$(<"$file")"
	done
}

# call NAME PATH: a file that calls the function.
calls() # PATH NAME...
{
	local path=$1 text='void f(char *a, const char *b)'$'\n''{'$'\n' n
	shift
	for n; do
		text="$text	$n(a, b);"$'\n'
	done
	add_file 100644 "$path" "$text}"$'\n'
}

id()
{
	flush_for "$1"
	git --git-dir="$desk" rev-parse --verify -q "refs/scene/$1"
}

# A name for any object: as if it were a commit of that name.
named()
{
	flush
	git --git-dir="$desk" update-ref "refs/scene/$1" "$2"
}

# tag NAME TARGET [TYPE]: an annotated tag object.
tag()
{
	flush
	local target
	target=$(git --git-dir="$desk" rev-parse --verify -q "refs/scene/$2")
	named "$1" "$(printf 'object %s\ntype %s\ntag %s\ntagger J. Doe <doe@example.org> 1700000000 +0000\n\n%s\n' "$target" "${3:-commit}" "$1" "A tag" | git --git-dir="$desk" hash-object -t tag -w --stdin --literally)"
}

blob() # NAME TEXT
{
	flush
	named "$1" "$(printf '%s\n' "$2" | git --git-dir="$desk" hash-object -w --stdin)"
}

# raw_commit NAME FORMAT: the bytes that printf makes; TREE and ID(name) are replaced.
raw_commit()
{
	flush
	named "$1" "$(printf "$2" | git --git-dir="$desk" hash-object -t commit -w --stdin --literally)"
	last=$1
}

tree_of()
{
	flush_for "$1"
	git --git-dir="$desk" rev-parse --verify -q "refs/scene/$1^{tree}"
}

# raw_tree MODE NAME OBJECT ...: prints the id of a tree with exactly these entries in this order.
raw_tree()
{
	local format=
	while [ $# -gt 0 ]; do
		format="$format$1 $2\\0$(sed 's/../\\x&/g' <<<"$3")"
		shift 3
	done
	printf "$format" | git --git-dir="$desk" hash-object -t tree -w --stdin --literally
}

blob_of() # TEXT: prints the id of such a file
{
	printf '%s\n' "$1" | git --git-dir="$desk" hash-object -w --stdin
}

# commit_of_tree NAME TREE PARENT...
commit_of_tree()
{
	flush
	local parent lines=
	for parent in "${@:3}"; do
		lines="${lines}parent $(id "$parent")\n"
	done
	raw_commit "$1" "tree $2\n${lines}author J. Doe <doe@example.org> 1700000000 +0000\ncommitter J. Doe <doe@example.org> 1700000000 +0000\n\nChange $1\n"
}

# ---- the server before the gate

full()
{
	case $1 in
	refs/* | HEAD) printf '%s' "$1" ;;
	*) printf 'refs/heads/%s' "$1" ;;
	esac
}

specs_of() # REF=NAME ...: refspecs
{
	specs=()
	local pair ref
	for pair; do
		ref=$(full "${pair%%=*}")
		case ${pair#*=} in
		'') specs+=(":$ref") ;;
		*) specs+=("+refs/scene/${pair#*=}:$ref") ;;
		esac
	done
}

server()
{
	flush
	law_write
	specs_of "$@"
	git --git-dir="$desk" push -q --receive-pack='git -c core.hooksPath=/dev/null receive-pack' "$server" "${specs[@]}" >"$D/setup" 2>&1 ||
		problem "the server could not be set up" "$(<"$D/setup")"
}

# Objects on the server that no ref of it holds.
store()
{
	server "refs/scene-store/$1=$1"
	git --git-dir="$server" update-ref -d "refs/scene-store/$1"
}

# Every object of the desk lies on the server, also what git would not push.
lay()
{
	flush
	cp -r "$desk/objects/." "$server/objects/"
}

symbolic() # NAME TARGET
{
	git --git-dir="$server" symbolic-ref "$1" "$2"
}

# An honest beginning.
start()
{
	commit base -
	put README 'A pump.'
	[ $# -eq 0 ] || put src/old.c "$@"
	server main=base
}

# ---- pushes

with()
{
	environment+=("$@")
}

refs_now()
{
	git --git-dir="$server" for-each-ref --format='%(refname) %(objectname)' 2>/dev/null
}

before_push()
{
	from_git=
	flush
	law_write
	npushes=$((npushes + 1))
	rm -f "$D/status"
	refs_before=$(refs_now)
	spooled_before=$(spool_list)
}

spool_list()
{
	local files=("$spool"/*)
	[ -e "${files[0]}" ] && printf '%s\n' "${files[@]}"
}

after_push()
{
	all=$(tr -d "\000" <"$D/seen")
	seen=$all
	[ -z "$from_git" ] || seen=$(sed -n "s/^remote: //p" <<<"$all")
	seen=${seen//        $'\n'/$'\n'}
	status=none
	[ ! -s "$D/status" ] || status=$(<"$D/status")
	refs_after=$(refs_now)
	environment=()
	verdict= verdict_file=
	local file fresh=0
	for file in "$spool"/*; do
		[ -e "$file" ] || continue
		[[ $'\n'$spooled_before$'\n' == *$'\n'"$file"$'\n'* ]] && continue
		fresh=$((fresh + 1))
		verdict=$(<"$file") verdict_file=$file
	done
	[ "$records" = any ] || [ "$fresh" -eq "$records" ] || problem "the push left $fresh verdicts in the spool, and not $records" "$all"
	if [ "$fresh" -eq 1 ] && ! [[ $verdict == *"\"exit\":$status,"* || $status$verdict == 3*\"outcome\":\"undecided\"* ]]; then
		problem "the verdict in the spool has another exit status than the hook's $status" "$verdict"
	fi
	[[ ${seen//[$'\n'$'\t']/} == *[$'\001'-$'\037'$'\177']* ]] && problem "a control character reached the pusher" "$(cat -v <<<"$all")"
	[ "$status" = 0 ] || [ "$refs_before" = "$refs_after" ] || problem "a refused push moved a ref" "$refs_after"
	read_findings
}

# found: RULE@where of each blocking finding; warned: of each that only warns; noted: covered by a deviation.
read_findings()
{
	found=() warned=() noted=()
	local line kind= rule= where=
	while IFS= read -r line; do
		line=${line%"${line##*[! ]}"}
		case $line in
		'error['* | 'warning['* | 'note['*)
			keep_finding
			kind=${line%%'['*} rule=${line#*'['} where=
			rule=${rule%%']'*}
			;;
		'  --> '*) where=${line#'  --> '} ;;
		esac
	done <<<"$seen"
	keep_finding
}

keep_finding()
{
	case $kind in
	error) found+=("$rule@$where") ;;
	warning) warned+=("$rule@$where") ;;
	note) noted+=("$rule@$where") ;;
	esac
}

# push REF=NAME ...: a ref of the server (a branch, or a full name) gets that commit; REF= deletes it. Options are git push's.
push()
{
	local options=()
	while [ "${1#-}" != "$1" ]; do
		options+=("$1")
		shift
	done
	before_push
	pushed=("$@")
	from_git=1
	specs_of "$@"
	env "${environment[@]}" timeout 60 git --git-dir="$desk" push "${options[@]}" "$server" "${specs[@]}" >"$D/seen" 2>&1
	after_push
}

# hook [FORMAT]: the hook alone, fed with what printf makes of FORMAT, or with standard input.
hook()
{
	before_push
	pushed=()
	if [ $# -gt 0 ]; then
		printf "$1" >"$D/input"
	else
		cat >"$D/input"
	fi
	(cd "$server" && env GIT_DIR=. "${environment[@]}" timeout 60 hooks/pre-receive <"$D/input" >"$D/seen" 2>&1)
	after_push
}

# wire "OLD NEW REF"...: git receive-pack itself, with these commands and a pack of everything on the desk.
wire()
{
	before_push
	pushed=()
	local line more=' report-status ' packet
	{
		for line; do
			packet=$line
			[ "$more" ] && printf '%04x%s\0%s' $((${#packet} + ${#more} + 5)) "$packet" "$more" || printf '%04x%s' $((${#packet} + 4)) "$packet"
			more=
		done
		printf 0000
		git --git-dir="$desk" for-each-ref --format='%(objectname)' refs/scene | git --git-dir="$desk" pack-objects --revs --stdout -q
	} >"$D/input"
	env "${environment[@]}" timeout 60 git receive-pack "$server" <"$D/input" >"$D/answer" 2>"$D/seen"
	after_push
}

# ---- what must follow

expect_status()
{
	[ "$status" = "$1" ] || problem "the hook must end with $1 and ended with $status" "$all"
	[ "$status" = "$1" ]
}

# The findings are exactly these: RULE, or RULE@PLACE where the place may be cut at a colon.
expect_findings() # WHAT ARRAY EXPECTED...
{
	local what=$1 wanted one i rest missing=()
	eval "rest=(\"\${$2[@]}\")"
	shift 2
	for wanted; do
		for i in "${!rest[@]}"; do
			one=${rest[i]}
			if [ "$one" = "$wanted" ] || [[ $one == "$wanted"[:@]* ]]; then
				unset "rest[i]"
				continue 2
			fi
		done
		missing+=("$wanted")
	done
	[ ${#missing[@]} -eq 0 ] && [ ${#rest[@]} -eq 0 ] ||
		problem "$what differ; missing: ${missing[*]:-none}; unexpected: ${rest[*]:-none}" "$all"
}

passes()
{
	expect_status 0 || return
	local pair id
	expect_findings "blocking findings" found
	for pair in "${pushed[@]}"; do
		if [ "${pair#*=}" ]; then
			id=$(id "${pair#*=}")
			[[ $refs_after == *"$(full "${pair%%=*}") $id"* ]] || problem "${pair%%=*} did not move" "$all"
		else
			[[ $'\n'$refs_after == *$'\n'"$(full "${pair%%=*}") "* ]] && problem "${pair%%=*} was not deleted" "$all"
		fi
	done
}

refuses()
{
	expect_status 1 || return
	expect_findings "blocking findings" found "$@"
	[[ $seen == *"Software problem resolution"* ]] || [ "$law_text" ] || problem "the problem resolution process is not named" "$all"
}

misconfigured()
{
	expect_status 2 && says "$@"
}

# Refused, by whichever word.
declines()
{
	case $status in
	1 | 2 | 3) says "$@" ;;
	*) problem "the push must be refused and the hook ended with $status" "$all" ;;
	esac
}

undecided()
{
	expect_status 3 && says "$@"
}

warns() { expect_findings "warnings" warned "$@"; }
covers() { expect_findings "covered findings" noted "$@"; }

says()
{
	local text
	for text; do
		[[ $seen == *"$text"* ]] || problem "the pusher must read: $text" "$all"
	done
}

says_not()
{
	local text
	for text; do
		[[ $seen != *"$text"* ]] || problem "the pusher must not read: $(cat -v <<<"$text")" "$all"
	done
}

says_nothing()
{
	[[ $seen != *Portcullis* && $seen != *error* && $seen != *warning* ]] || problem "nothing was to be said" "$all"
}

records()
{
	local text
	for text; do
		[[ $verdict == *"$text"* ]] || problem "the spool must hold: $text" "$verdict"
	done
}

records_not()
{
	local text
	for text; do
		[[ $verdict != *"$text"* ]] || problem "the spool must not hold: $text" "$verdict"
	done
}

check()
{
	"$@" || problem "it does not hold: $*" "$all"
}
