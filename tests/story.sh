#!/bin/sh
# SPDX-License-Identifier: MIT
# story.sh BIN [write] - a year in the life of a ledger, on SQLite and on PostgreSQL: real pushes, real commands. What it prints stands in
# src/process/README.md; with `write` it is put there.
set -u
export LC_ALL=C TZ=UTC
here=$(cd "$(dirname "$0")" && pwd)
root=$(cd "$here/.." && pwd)
bin=$(cd "${1:?usage: story.sh BIN [write]}" && pwd) || exit 1
mode=${2:-test}
. "$here/postgres.sh"
PG_FOLDER=''
work=$(mktemp -d) || exit 1
trap 'postgres_stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
work=$(cd "$work" && pwd -P)
chmod 700 "$work"
umask 022
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE REMOTE_USER PGHOST PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 PATH="$bin:$PATH"
export GIT_AUTHOR_NAME='J. Doe' GIT_AUTHOR_EMAIL=doe@example.org GIT_COMMITTER_NAME='J. Doe' GIT_COMMITTER_EMAIL=doe@example.org
export GIT_AUTHOR_DATE='2026-01-02T03:04:05Z' GIT_COMMITTER_DATE='2026-01-02T03:04:05Z'
git config --global advice.detachedHead false
passed=0 failed=0 skipped=0
today=$(date -u +%F)
day() { date -u -d "$today $1 days" +%F; }

# --- how the story is told ---------------------------------------------------------------------------------------------------
good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $store: $*"; sed 's/^/    /' "$site/said" | tail -40; }
# perform WHO LINE: as that person: a developer in the clone, everybody else in the server's repository.
perform()
{
	case $1 in
	doe) (cd "$site/desk" && REMOTE_USER=$1 sh -c "$2") >"$site/said" 2>&1 ;;
	*) (cd "$site/git/pump.git" && sh -c "$2") >"$site/said" 2>&1 ;;
	esac
}
# quietly WHO STATUS LINE [TEXT...]: ends with the status and says each text; it is part of the story, but not of what is printed of it.
quietly()
{
	who=$1 expected=$2 line=$3
	shift 3
	perform "$who" "$line"
	status=$?
	[ $status -eq "$expected" ] && good || bad "status $status and not $expected: $line"
	for text; do
		grep -qF -- "$text" "$site/said" && good || bad "does not say \"$text\": $line"
	done
}
# tells WHO STATUS LINE [TEXT...]: the same, and printed.
tells()
{
	quietly "$@"
	{
		printf '%s$ %s\n' "$who" "$line"
		cat "$site/said"
	} >>"$site/told"
}
# shows PATTERN WHO STATUS LINE [TEXT...]: printed, but of its answer only the lines that match, and that there are more.
shows()
{
	pattern=$1
	shift
	quietly "$@"
	{
		printf '%s$ %s\n' "$who" "$line"
		grep -E -- "$pattern" "$site/said"
		echo '...'
	} >>"$site/told"
}
# filed N: the server files what was recorded.
filed() { quietly moe 0 'portcullis ledger file' "$1 records were filed."; }
act() { printf '```\n\n**%s.** %s\n\n```console\n' "$1" "$2" >>"$site/told"; }
lacks() { if grep -qF -- "$1" "$site/said"; then bad "says \"$1\""; else good; fi; }
# agree WHO-PUSHES TAG: release-check names the same rules for the commit as the hook did for its tag.
agree()
{
	grep -o 'error\[RL-[0-9]*\]' "$site/said" | sort >"$site/hook"
	perform moe "portcullis release-check '$1' --version ${2#v}"
	grep -o 'error\[RL-[0-9]*\]' "$site/said" | sort >"$site/check"
	cmp -s "$site/hook" "$site/check" && good || { diff "$site/hook" "$site/check" >>"$site/said"; bad "release-check and hook differ about $2"; }
}

# commit TITLE FILE LINE [TRAILERS]: in the developer's clone; the file is a function with that line.
commit()
{
	mkdir -p "$site/desk/src"
	printf '#include <string.h>\n\nvoid %s(char *to, const char *from, size_t size)\n{\n\t%s\n}\n' "$2" "$3" >"$site/desk/src/$2.c"
	git -C "$site/desk" add -A
	git -C "$site/desk" commit -q -m "$1" ${4:+-m "$4"}
}

register() # NAME < entries
{
	cat >"$site/law/$1.new" && mv "$site/law/$1.new" "$site/law/$1"
}

policy()
{
	mkdir -p "$site/law"
	for who in roe moe; do
		[ -f "$site/$who.key" ] || ssh-keygen -q -t ed25519 -N '' -C '' -f "$site/$who.key"
	done
	register people.json <<END
{"people": [
  {"name": "J. Doe", "addresses": ["doe@example.org"], "logins": {"http": "doe"}},
  {"name": "R. Roe", "addresses": ["roe@example.org"], "logins": {"http": "roe"}, "roles": ["reviewer"], "keys": ["$(cut -d ' ' -f 1,2 "$site/roe.key.pub")"]},
  {"name": "M. Moe", "addresses": ["moe@example.org"], "roles": ["policy"], "keys": ["$(cut -d ' ' -f 1,2 "$site/moe.key.pub")"]}]}
END
	register policy.json <<END
{"portcullis": 1, "name": "Infusion pump", "include": ["c/core"],
 "product": {"name": "Infusion pump", "document": "QD-7"},
 "standard": {"title": "Secure coding standard SCS-004", "version": "3.1", "approved_by": "M. Moe", "effective": "$(day -300)", "review_by": "$(day 65)"},
 "process": {"title": "Software problem resolution", "document": "SOP-014 rev C", "url": "https://qms.example/sop-014"},
 "protect": [{"refs": ["refs/heads/main"]}],
 "people": "people.json", "deviations": "deviations.json", "break_glass": "glass.json",
 "release": {"tags": ["refs/tags/v*"], "state": "state.json", "evidence": ["Implementation-Review_{version}.html", "Unresolved-Anomalies_{version}.csv"]},
 "review": {"every_days": 365, "warn_days": 30},
 "rules": [{"id": "RV-001", "check": "review", "title": "no independent review", "clause": "IEC 81001-5-1 5.5.1"}]}
END
	echo '{"break_glass": []}' | register glass.json
}
# An old entry whose time is over, and the one of the story where it is asked for.
deviations()
{
	register deviations.json <<END
{"deviations": [$1
  {"id": "DEV-001", "rule": "BF-C-002", "path": "src/legacy.c", "symbol": "strcpy", "reason": "Both buffers have the same fixed size.",
   "risk": "RA-0101: low", "requester": "doe@example.org", "approver": "moe@example.org", "approved_on": "$(day -366)", "expires_on": "$(day -1)"}]}
END
}
accepted() { deviations "{\"id\": \"DEV-002\", \"rule\": \"BF-C-002\", \"path\": \"src/name.c\", \"symbol\": \"strcpy\",
   \"reason\": \"The caller has checked the length of the name.\", \"risk\": \"RA-0117: low\", \"requester\": \"doe@example.org\",
   \"approver\": \"moe@example.org\", \"approved_on\": \"$today\", \"expires_on\": \"$(day 90)\"},"; }

# The ledger of the year before, as it was exported: two statements that nothing was received.
last_year()
{
	python3 - "$(day -400)" "$(day -366)" <<'END'
import hashlib, json, sys
previous = "0" * 64
for number, source in enumerate(["researcher", "supplier"], 1):
    at = sys.argv[1] + "T08:00:0%dZ" % number
    line = json.dumps({"seq": number, "id": "EVT-LASTYEAR%d" % number, "kind": "none-received", "subject": source, "activity": at, "entry": at,
                       "actor": "moe@example.org", "role": "quality", "entered_by": "ledger",
                       "body": {"from": sys.argv[1], "to": sys.argv[2], "statement": "Nobody wrote to the published address."},
                       "previous": previous}, separators=(",", ":"))[:-1]
    previous = hashlib.sha256(line.encode()).hexdigest()
    print('%s,"hash":"%s"}' % (line, previous))
END
}

# What differs from run to run: days are told as those of a run on 2026-11-22, ids and digests by the order in which they come.
plain()
{
	python3 - "$today" "$site" "$ledger" "$site/told" <<'END'
import datetime, re, sys
today, folder, ledger, told = sys.argv[1:]
shift = datetime.date(2026, 11, 22) - datetime.date.fromisoformat(today)
text = open(told, encoding="utf-8").read().replace(ledger, "/srv/pump.ledger")
text = re.sub(r"postgresql://\S+/story", "/srv/pump.ledger", text).replace(folder, "/srv")
text = re.sub(r"(?<![0-9-])(20\d\d-\d\d-\d\d)(T[0-9:]{8}Z)?", lambda m: str(datetime.date.fromisoformat(m[1]) + shift) + ("T10:00:00Z" if m[2] else ""), text)
text = re.sub(r"RVW-20\d\d-", "RVW-2026-", text)
text = re.sub(r"[0-9]+ (minutes|seconds) old", r"0 \1 old", text)
for pattern, form in ((r"OBS-[A-Z2-7]{12}", "OBS-%012d"), (r"VRD-[0-9]+-[A-Z2-7]{8}", "VRD-%04d"), (r"EVT-[0-9]+-[A-Z2-7]{8}", "EVT-%04d"),
                      (r"(?<![0-9a-f])[0-9a-f]{64}(?![0-9a-f])", "%064x"), (r"(?<=policy )[0-9a-f]{16}(?=:)", "%016x"), (r"(?<=policy Infusion pump )[0-9a-f]{12}", "%012x")):
    seen = {}
    text = re.sub(pattern, lambda m: form % seen.setdefault(m[0], len(seen) + 1), text)
print("\n".join(re.sub(r"[ \t]+$", "", re.sub(r"\x1b\[[0-9;]*[mK]", "", line)) for line in text.split("\n")), end="")
END
}

# --- the story ---------------------------------------------------------------------------------------------------------------
# A report's way is told by its steps; these are the texts that each step asks for.
confirmed='applicability="name comes from the network" verifiability="test TST-31" threats=THR-4 severity=high'
analysed='impact="the pump restarts during an infusion" cvss=CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H cvss_score=7.5 affected=2.0-2.2 root_cause=coding-error cwe=CWE-120 related=none safety=serious safety_reference=RMF-12'
decided='decision=fix rationale="reachable from the ward network" third_party=none other_products=none'
verified='verification="TST-31 passed" new_problems=none released=2.3.0 change_impact="one parser, no timing"'

# new_state: exported, signed by moe, put where the gate reads it.
sign_state='portcullis state --out ../../draft.json --as moe@example.org --role release-manager &&
    ssh-keygen -q -Y sign -n portcullis -f ../../moe.key ../../draft.json &&
    portcullis state --draft ../../draft.json --signature ../../draft.json.sig --out ../../law/state.json'
sign_record='portcullis review record --out ../../record && ssh-keygen -q -Y sign -n portcullis -f ../../moe.key ../../record &&
    portcullis review sign --as moe@example.org --role quality --signature ../../record.sig'
new_state()
{
	rm -f "$site/draft.json" "$site/draft.json.sig"
	"${1:-quietly}" moe 0 "$sign_state" 'Its sign-off is verified.'
}
# tagged RULE...: the push of the tag is refused by exactly these rules, and release-check says the same.
tagged()
{
	perform doe 'git push origin v2.3.0'
	for rule; do
		echo "error[$rule]"
	done >"$site/wanted"
	grep -o 'error\[[A-Z0-9-]*\]' "$site/said" | sort -u | cmp -s - "$site/wanted" && good || bad "the tag is not refused by exactly $*"
	agree main v2.3.0
}

story()
{
	site=$work/$store
	mkdir -p "$site/git"
	: >"$site/told"
	policy
	deviations ''
	last_year >"$site/last-year.jsonl"
	git init -q --bare -b main "$site/git/pump.git"
	git init -q -b main "$site/desk"
	git -C "$site/desk" remote add origin "$site/git/pump.git"
	commit 'Begin' clock 'memset(to, 0, size); (void)from;'
	git -C "$site/desk" push -q origin main 2>/dev/null
	if [ $store = sqlite ]; then
		ledger=$site/pump.ledger
	else
		postgres_database story
		ledger=$(postgres_place story)
	fi

	act 'The gate, and a ledger that goes on' 'moe, the quality manager, takes in the ledger of the year before as it was exported, and puts the gate in front of the repository.'
	tells moe 0 "portcullis ledger init --ledger '$ledger'"
	tells moe 0 "portcullis ledger import ../../last-year.jsonl --ledger '$ledger'" '2 events'
	tells moe 0 "portcullis install --server $site/git/pump.git --policy $site/law/policy.json --host http" 'start       recorded'
	tells moe 0 "git config portcullis.ledger '$ledger'"
	tells moe 1 'portcullis review status' 'OVERDUE'

	act 'A push is refused' 'It is recorded, and is no problem report: nothing reached the branch.'
	commit 'Show the name' name 'strcpy(to, from); (void)size;' 'Reviewed-by: R. Roe <roe@example.org>'
	tells doe 1 'git push origin main' 'error[BF-C-002]' 'OBS-'
	observation=$(grep -o 'OBS-[A-Z2-7]*' "$site/said" | head -1)
	tells moe 0 'portcullis ledger file' '2 records'
	tells roe 0 "portcullis problem show $observation" prevented 'src/name.c'
	quietly roe 0 'portcullis problem list' '0 problem reports'

	act 'A deviation' 'moe enters DEV-002 into the register; the same commit passes now, and what was accepted is a problem report.'
	accepted
	tells doe 0 'git push origin main' 'DEV-002'
	filed 1
	shows '^(PRB|  (title|origin|deviation|observation|path) )' roe 0 'portcullis problem show PRB-0001' 'deviation          DEV-002' 'origin             deviation'
	quietly roe 0 "portcullis problem show $observation" "under DEV-002"

	act 'A defect from the field' 'Two complaints come in as a table, and are entered with the days on which it happened. roe confirms the first, moe decides.'
	printf 'Number,Summary,Date,What,Who\nC-17,The pump restarts,%s,It restarts when the name of the ward is long.,St. Mary\nC-18,The display is dark,%s,Seen once at night.,St. Mary\n' "$(day -120)" "$(day -100)" >"$site/complaints.csv"
	tells moe 0 "portcullis problem import ../../complaints.csv --format csv --map reference=Number,title=Summary,received=Date,description=What,reporter=Who source=user product=pump version=2.2 security=yes --as moe@example.org --role quality --on $(day -99)" '2 problem reports opened'
	tells roe 2 "portcullis problem advance PRB-0002 --to confirmed owner=roe@example.org --as roe@example.org --role security --on $(day -98)" 'severity is missing'
	tells roe 0 "portcullis problem advance PRB-0002 --to confirmed owner=roe@example.org $confirmed --as roe@example.org --role security --on $(day -98)" 'is confirmed'
	quietly roe 0 "portcullis problem advance PRB-0002 --to analysed $analysed --as roe@example.org --role security --on $(day -95)" 'is analysed'
	tells moe 0 "portcullis problem advance PRB-0002 --to dispositioned $decided due=$(day 10) disclose=yes disclose_rationale='it is in the field' --as moe@example.org --role quality --on $(day -94)" 'is dispositioned'
	quietly roe 0 "portcullis problem advance PRB-0001 --to analysed owner=roe@example.org $confirmed $analysed --as roe@example.org --role security" 'is analysed'
	quietly moe 0 "portcullis problem advance PRB-0001 --to dispositioned $decided due=$(day 20) disclose=no disclose_rationale='never released' --as moe@example.org --role quality" 'is dispositioned'

	act 'Fixed, and back again' 'A commit says what it resolves. When the old line returns, still under its deviation, the report is open again.'
	commit 'Copy no more of the name than there is room for' name 'memcpy(to, from, size);' 'Reviewed-by: R. Roe <roe@example.org>
Resolves-Problem: PRB-0001'
	quietly doe 0 'git push origin main'
	filed 1
	tells roe 0 'portcullis problem list' 'PRB-0001  resolved'
	commit 'Go back to the old way' name 'strcpy(to, from); (void)size;' 'Reviewed-by: R. Roe <roe@example.org>'
	quietly doe 0 'git push origin main' 'DEV-002'
	filed 1
	tells roe 0 'portcullis problem list' 'PRB-0001  under-review'

	act 'Fixed for good' 'The deviation goes, both fixes come, and somebody else verifies them.'
	quietly roe 0 "portcullis problem advance PRB-0001 --to analysed owner=roe@example.org $confirmed $analysed --as roe@example.org --role security" 'is analysed'
	quietly moe 0 "portcullis problem advance PRB-0001 --to dispositioned $decided due=$(day 20) disclose=no disclose_rationale='never released' --as moe@example.org --role quality" 'is dispositioned'
	deviations ''
	commit 'Copy no more of the name than there is room for, again' name 'memcpy(to, from, size);' 'Reviewed-by: R. Roe <roe@example.org>
Resolves-Problem: PRB-0001'
	commit 'Cut the name of the ward' ward 'memcpy(to, from, size < 16 ? size : 16);' 'Reviewed-by: R. Roe <roe@example.org>
Resolves-Problem: PRB-0002'
	quietly doe 0 'git push origin main'
	tells moe 2 "portcullis problem advance PRB-0001 --to verified $verified --as doe@example.org --role developer" 'another person'
	tells moe 0 "portcullis problem advance PRB-0001 --to closed $verified --as moe@example.org --role quality" 'is closed'
	quietly moe 0 "portcullis problem advance PRB-0002 --to closed $verified advisory=SA-1 notified='all users, by letter' patch_available=$today --as moe@example.org --role quality" 'is closed'
	shows '^PRB|^Steps|^  20' roe 0 'portcullis problem show PRB-0002' 'disclosed'

	act 'Break-glass' 'An emergency cannot wait for its review. Two persons permit one commit beforehand, and a debt stays.'
	commit 'Stop the motor at midnight' motor 'strcpy(to, from); (void)size;'
	shows 'error|declined' doe 1 'git push origin main' 'error[RV-001]' 'error[BF-C-002]'
	register glass.json <<END
{"break_glass": [{"id": "BG-001", "repository": "pump", "ref": "refs/heads/main", "commit": "$(git -C "$site/desk" rev-parse HEAD)", "reason": "Pumps stop at midnight.",
  "requester": "doe@example.org", "approvers": ["roe@example.org", "moe@example.org"], "from": "$today", "until": "$(day 2)", "due": "$(day 14)"}]}
END
	shows 'accepted|BREAK|= (reason|requested|approved|debt|break)|note|main ->' doe 0 'git push origin main' BG-001
	filed 2
	tells moe 0 'portcullis problem list' 'PRB-0004  received'
	quietly moe 0 'portcullis problem show PRB-0004' 'break_glass        BG-001' 'origin             break-glass'

	act 'Past the gate' 'Somebody with a login on the server moves the branch by hand. The audit names the commit, and a report asks who decides.'
	commit 'Tidy up' tidy 'memcpy(to, from, size);'
	quietly doe 0 'git push origin main:refs/heads/topic'
	tells root 0 'git update-ref refs/heads/main refs/heads/topic'
	tells moe 1 'portcullis audit --as moe@example.org --role quality' 'Tidy up' 'no verdict names it' 'does not stand where'

	act 'A release, too early' 'The tag is refused first because nobody has exported the state; then by everything that the state says.'
	git -C "$site/desk" tag v2.3.0
	shows 'error|mend|declined' doe 1 'git push origin v2.3.0' 'error[RL-006]' 'error[RL-002]'
	agree main v2.3.0
	new_state tells
	shows 'error|declined' doe 1 'git push origin v2.3.0'
	agree main v2.3.0
	tagged RL-001 RL-002 RL-003 RL-004 RL-005 RL-007

	act 'One after the other' 'What the emergency left is decided, mended and verified; what came past the gate is looked at and accepted until a day.'
	deviations ''
	quietly moe 0 "portcullis problem advance PRB-0003 --to closed owner=roe@example.org reason=not-reproducible --as moe@example.org --role quality" 'is closed'
	quietly roe 0 "portcullis problem advance PRB-0004 --to analysed owner=roe@example.org $confirmed $analysed --as roe@example.org --role security" 'is analysed'
	quietly moe 0 "portcullis problem advance PRB-0004 --to dispositioned $decided due=$(day 14) disclose=no disclose_rationale='never released' --as moe@example.org --role quality" 'is dispositioned'
	commit 'Stop the motor as reviewed' motor 'memcpy(to, from, size);' 'Reviewed-by: R. Roe <roe@example.org>
Resolves-Problem: PRB-0004'
	tells doe 0 'git push origin main'
	quietly moe 0 "portcullis problem advance PRB-0004 --to closed $verified --as moe@example.org --role quality" 'is closed'
	tells moe 0 "portcullis problem advance PRB-0005 --to closed owner=moe@example.org applicability='the branch was moved on the server' verifiability='git log' threats=none severity=low impact='none: the change is one copy' scheme='table 4: low' affected=none root_cause=process-gap cwe=none related=none safety=none safety_reference=RMF-20 decision=accept-residual-risk rationale='R. Roe has read the commit' due=$(day 14) disclose=no disclose_rationale='never released' third_party=none other_products=none expires=$(day 180) risk_approval='moe, minutes 31' --as moe@example.org --role quality" 'is closed'
	tells moe 0 'portcullis audit --as moe@example.org --role quality' 'decided upon' 'gap:'
	new_state
	git -C "$site/desk" tag -f v2.3.0 >"$site/said"
	tagged RL-002 RL-003 RL-005

	act 'The yearly review' 'The program measures, people conclude; while one word is missing, the review stays open.'
	deviations ''
	echo '{"deviations": []}' | register deviations.json
	tells moe 0 'portcullis review open --as moe@example.org --role quality' 'RVW-'
	review=$(grep -o 'RVW-[0-9]*-[0-9]*' "$site/said" | head -1)
	tells moe 1 'portcullis review close --as moe@example.org --role quality' '"complete"' '"efficient"' '"led-to-resolution"'
	quietly moe 0 'portcullis review participant roe@example.org --name "R. Roe" --in-role security --as moe@example.org --role quality'
	quietly moe 0 'portcullis review participant moe@example.org --name "M. Moe" --in-role quality --as moe@example.org --role quality'
	quietly moe 0 'portcullis review input ../../complaints.csv --as moe@example.org --role quality'
	quietly moe 0 'portcullis review conclude complete --answer partly --justification "one commit came past the gate; PRB-0005 says why" --as moe@example.org --role quality'
	quietly moe 0 'portcullis review conclude efficient --answer yes --justification "all was decided in time, see E1 and E4" --as moe@example.org --role quality'
	quietly moe 0 'portcullis review conclude led-to-resolution --answer yes --justification "all that was mended was verified by somebody else" --as moe@example.org --role quality'
	tells moe 0 "portcullis review action 'Take the shell on the server from developers' --owner roe@example.org --due $(day 60) --improves PRB-0005 --as moe@example.org --role quality" 'ACT-001'
	quietly moe 0 "$sign_record" verified
	tells moe 1 'portcullis review close --as moe@example.org --role quality' 'nobody has explained why'
	quietly moe 0 'portcullis review explain "the commit that came past the gate was read and accepted: PRB-0005" --as moe@example.org --role quality'
	quietly moe 1 'portcullis review close --as moe@example.org --role quality' 'the record has changed since it was signed'
	rm -f "$site/record" "$site/record.sig"
	tells moe 0 "$sign_record" verified
	tells moe 0 'portcullis review close --as moe@example.org --role quality'
	mkdir "$site/evidence"
	tells moe 0 "portcullis review report $review --out ../../evidence" 'Problem-Resolution-Review'

	act 'The release' 'The evidence is made, the state exported once more, and the same push goes through.'
	new_state
	tagged RL-005
	tells moe 1 'portcullis evidence --version 2.3.0 --out ../../evidence --as moe@example.org --role quality' 'made     Implementation-Review_2.3.0.html'
	new_state
	tells moe 0 'portcullis release-check main --version 2.3.0' 'Nothing is missing'
	tells doe 0 'git push origin v2.3.0' 'push accepted' 'the release state of'

	act 'What stays' 'The chain holds. Its head is kept where moe cannot write, and the export can be read without this program.'
	shows '^Compl|^refs|Health' moe 0 'portcullis audit --as moe@example.org --role quality' 'refs/tags/v2.3.0'
	tells moe 0 'portcullis ledger verify' 'events'
	tells moe 0 'portcullis ledger anchor'
	anchor=$(grep -oE '[0-9]+:[0-9a-f]{64}' "$site/said")
	quietly moe 0 "portcullis ledger verify --anchor $anchor"
	tells moe 0 'portcullis ledger export --out ../../pump.jsonl'
	quietly moe 0 'portcullis ledger init --ledger ../../copy.ledger --spool none'
	quietly moe 0 'portcullis ledger import ../../pump.jsonl --ledger ../../copy.ledger' "${anchor#*:}"
	quietly moe 0 'portcullis ledger export --ledger ../../copy.ledger --out ../../copy.jsonl && cmp ../../copy.jsonl ../../pump.jsonl'
}

# --- both stores, and the manual -----------------------------------------------------------------------------------------------
manual=$root/src/process/README.md
from='<!-- told by tests/story.sh -->' to='<!-- end of the story -->'
compared()
{
	plain | sed '1,2d' >"$site/block"
	printf '```\n' >>"$site/block"
	awk -v from="$from" -v to="$to" '$0 == to { on = 0 } on { print } $0 == from { on = 1 }' "$manual" >"$site/printed"
	cmp -s "$site/block" "$site/printed" && { good; return; }
	diff "$site/printed" "$site/block" >"$site/said"
	bad 'src/process/README.md tells another story (sh tests/story.sh BIN write puts this one there)'
}

store=sqlite
story
if [ "$mode" = write ]; then
	plain | sed '1,2d' >"$site/block"
	printf '```\n' >>"$site/block"
	awk -v from="$from" -v to="$to" -v block="$site/block" '
		$0 == to { while ((getline line <block) > 0) print line; skip = 0 }
		!skip { print }
		$0 == from { skip = 1 }' "$manual" >"$work/new" && cp "$work/new" "$manual"
fi
compared
store=postgres
if postgres_start; then
	story
	compared
else
	skipped=$((skipped + 1))
	echo "skipped the story on PostgreSQL: $PG_WHY"
fi

if [ $skipped -gt 0 ]; then
	echo "$passed passed, $failed failed, $skipped skipped"
else
	echo "$passed passed, $failed failed"
fi
[ $failed -eq 0 ]
