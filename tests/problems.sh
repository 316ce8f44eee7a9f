#!/bin/sh
# SPDX-License-Identifier: MIT
# problems.sh BIN - observations become problem reports, reports go through their life, and nothing goes past its rules.
set -u
export LC_ALL=C
bin=$(cd "${1:?usage: problems.sh BIN}" && pwd) || exit 1
root=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
cd "$work" || exit 1
passed=0 failed=0
mkdir spool

ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $*"; sed 's/^/    /' out err | tail -30; }

# p VERB ... - runs the verb on this test's ledger.
p()
{
	verb=$1
	shift
	"$bin/portcullis" problem "$verb" --ledger "$work/ledger" "$@" >out 2>err
}
# says TITLE STATUS TEXT VERB ... - the verb ends with the status, and its answer holds the text.
says()
{
	title=$1 status=$2 text=$3
	shift 3
	p "$@"
	got=$?
	if [ $got -eq "$status" ] && grep -qF -- "$text" out err; then ok; else bad "$title: status $got"; fi
}
lacks() { if grep -qF -- "$2" out err; then bad "$1"; else ok; fi; }
files()
{
	"$bin/portcullis" ledger file --ledger "$work/ledger" --spool "$work/spool" >out 2>err || bad "ledger file: $*"
}
fresh() { rm -f ledger ledger-*; "$bin/portcullis" ledger init --ledger "$work/ledger" >out 2>err || bad "init"; }

n=0
hex() { printf '%040d' "$1"; }
# verdict OUTCOME NEW FINDINGS [PROBLEMS] - a record of a push to main waits in the spool.
verdict()
{
	n=$((n + 1))
	printf '{"portcullis-verdict":1,"id":"VRD-%04d","at":"2026-01-%02dT10:00:00Z","engine":"t","program":"portcullis-receive","mode":"%s","outcome":"%s","exit":0,"pusher":"doe","repository":"pump","updates":[{"ref":"refs/heads/main","old":"%s","new":"%s","protected":%s}],"judged":["%s"],"findings":[%s],"problems":[%s],"notices":[]}\n' \
		$n $((n % 28 + 1)) "${mode:-push}" "$1" "$(hex 0)" "$(hex "$2")" "${protected:-true}" "$(hex "$2")" "$3" "${4:-}" >"spool/VRD-$(printf %04d $n).json"
}
# finding NUMBER ACTION BLOCKS [MORE] - its fingerprint and observation are made of the number.
finding()
{
	printf '{"id":"OBS-AAAAAAAAAA%02d","fingerprint":"%064d","rule":"BF-C-001","rule_title":"banned","cwe":[120],"severity":"high","action":"%s","why":"it overruns","title":"strcpy is called","commit":"%s","path":"src/a.c","line":3,"blocks":%s%s}' \
		"$1" "$1" "$2" "$(hex 7)" "$3" "${4:-}"
}
resolves() { printf '{"commit":"%s","trailer":"Resolves-Problem","id":"%s"}' "$(hex "$1")" "$2"; }

new='source=testing product=pump version=2.3.0 received=2026-01-02 security=yes'
doe='--as doe@example.org --role developer'
roe='--as roe@example.org --role security-reviewer'
confirmed='owner=roe@example.org applicability=applies verifiability=by-test-1 threats=THR-1 severity=high'
analysed='impact=the-alarm-may-stop cvss=CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H cvss_score=9.8 affected=2.0-2.3 root_cause=coding-error cwe=CWE-120 related=none safety=serious safety_reference=RMF-12'
decided='decision=fix rationale=reachable-from-outside due=2030-01-01 disclose=no disclose_rationale=not-released-yet third_party=no other_products=no'
changed='change_impact=parser-only-no-timing'
verified='verification=test-TST-1-passed new_problems=none released=2.3.1'

# --- opened, with everything said at once ----------------------------------------------------------------------------------
fresh
says 'nobody' 2 'nobody is named' new title=Something $new description=long-enough
says 'all that is missing is said at once' 2 'received is missing' new title=Something $doe
grep -q 'product is missing' err && grep -q 'security is missing' err && grep -q "for example: source='testing'" err && ok || bad 'what is missing'
says 'an unknown field has a neighbour' 2 'did you mean "title"' new titel=x $doe
says 'a field is given once' 2 'given twice' new title=a12345 title=b12345 $doe
says 'an empty text' 2 'empty text' new title= $doe
says 'a word that is no field' 2 'write NAME=TEXT' new title $doe
says 'a day still to come' 2 'still to come' new title=Something description=long-enough $new $doe --on 2999-01-01
says 'a control character' 2 'do not show' new "title=$(printf 'esc \033[31m red')" $new description=long-enough $doe
grep -q "$(printf '\033')" err && bad 'an escape reached the terminal' || ok
says 'a report is opened' 0 'PRB-0001 is received' new title='Overlong names overrun' description='a long name stops it' $new $doe
says 'and another' 0 'PRB-0002 is received' new title='Second one' description='a long name stops it' $new $doe
says 'and is listed' 0 '2 problem reports, 2 open, 0 overdue' list
says 'by state' 0 '0 problem reports' list --state closed
says 'no such state' 2 'no state' list --state shut
says 'no such format' 2 'none of' list --format xml
says 'as a table' 0 '"PRB-0002","received"' list --format csv
says 'as JSON' 0 '"id":"PRB-0002"' list --format json
says 'unknown id' 2 'nothing in the ledger' show PRB-0009
says 'unknown report' 2 'there is no problem report' advance PRB-0009 --to closed $doe

# --- its life --------------------------------------------------------------------------------------------------------------
says 'no state is skipped without its fields' 2 'applicability is missing' advance PRB-0001 --to confirmed owner=roe@example.org $roe
p list --state received; grep -q '2 problem reports' out && ok || bad 'nothing was entered by a refused step'
says 'several states in one command' 0 'is confirmed' advance PRB-0001 --to confirmed $confirmed $roe
says 'already there' 2 'is confirmed already' advance PRB-0001 --to confirmed $roe
says 'back is no way' 2 'cannot go from there' advance PRB-0001 --to received $roe
says 'before the last step' 2 'cannot lie before' advance PRB-0001 --to analysed $analysed $roe --on 2020-01-01
says 'a wrong vector' 2 'base metric S' advance PRB-0001 --to analysed cvss=CVSS:3.1/AV:N/AC:L/PR:N/UI:N $roe
says 'another scheme will do' 2 'safety_reference is missing' advance PRB-0001 --to analysed scheme=table-4-B2 $roe
lacks 'another scheme will do' 'cvss is missing'
says 'analysed' 0 'is analysed' advance PRB-0001 --to analysed $analysed $roe
says 'decided' 0 'is dispositioned' advance PRB-0001 --to dispositioned $decided $roe
says 'what is decided to be fixed is not closed' 2 'changes is missing' advance PRB-0001 --to closed reason=fixed $roe
says 'addressed' 0 'is addressing' advance PRB-0001 --to addressing changes=CR-1 $roe
says 'resolved by hand asks for its impact' 2 'change_impact is missing' advance PRB-0001 --to resolved commits=$(hex 5) $doe
[ "$(grep -c 'change_impact is missing' err)" -eq 1 ] && ok || bad 'once'
p advance PRB-0001 --to verified commits=$(hex 5) $verified $roe
[ "$(grep -c 'change_impact is missing' err)" -eq 1 ] && ok || bad 'a field that two states ask for is named once'
says 'commits are ids' 2 'no list of commits' advance PRB-0001 --to resolved commits=abc $changed $doe
says 'resolved' 0 'is resolved' advance PRB-0001 --to resolved commits=$(hex 5) $changed $doe
says 'who resolved does not verify' 2 'another person' advance PRB-0001 --to verified $verified $doe
says 'not in other letters' 2 'another person' advance PRB-0001 --to verified $verified --as DOE@Example.ORG
says 'a login is nobody' 2 'no address of a person' advance PRB-0001 --to verified $verified verifier=roe@example.org --as doe
says 'not with a name around it' 2 'another person' advance PRB-0001 --to verified $verified --as 'Doe, Jane <DOE@example.org>'
says 'not by naming another' 2 'another person' advance PRB-0001 --to verified $verified verifier=roe@example.org $doe
says 'back to addressing' 0 'is addressing' advance PRB-0001 --to addressing $roe
says 'commits are asked for again' 2 'commits is missing' advance PRB-0001 --to resolved $changed $doe
says 'resolved again' 0 'is resolved' advance PRB-0001 --to resolved commits=$(hex 6) $changed $doe
says 'verified' 0 'is verified' advance PRB-0001 --to verified $verified $roe
says 'who resolved does not close' 2 'another person' advance PRB-0001 --to closed $doe
says 'the reason fits the decision' 2 'does not fit decision=fix' advance PRB-0001 --to closed reason=mitigated $roe
says 'closed' 0 'is closed' advance PRB-0001 --to closed $roe
says 'with its reason' 0 'reason             fixed' show PRB-0001
says 'found by its commit' 0 'PRB-0001  closed' show "$(hex 6)"
says 'opening again takes only what is its own' 2 'belongs to a state that is passed' reopen PRB-0001 note='again' decision=fix $roe
says 'what is decided stays decided' 2 'belongs to a state that is passed' note PRB-0001 note='more' expires=9999-12-31 $roe
says 'opened again' 0 'under-review' reopen PRB-0001 note='seen again in the field' $roe
says 'old decisions do not count' 2 'decision is missing' advance PRB-0001 --to dispositioned $roe
says 'not twice' 2 'nothing to open again' reopen PRB-0001 note='again' $roe
says 'what came in is settled' 2 'is settled' note PRB-0001 note='another day' received=2026-01-05 $roe
for own in security=no title='Another title' resolver=ghost@example.org decision=accept-residual-risk expires=9999-12-31 severity=low verdict=VRD-9 cause=mistake; do
	says "a remark takes only what is its own: $own" 2 "${own%%=*} " note PRB-0001 note='more to say' "$own" $roe
	says "and so does an assignment: $own" 2 "${own%%=*} " assign PRB-0001 owner=roe@example.org "$own" $roe
done
says 'nor does opening' 2 'not told by opening' new title='Decided' description='a long name stops it' decision=fix $new $doe
says 'what a passed state asked for is not told in passing' 2 'belongs to a state that is passed' advance PRB-0001 --to confirmed started=2026-01-01 $confirmed $roe
says 'a remark may bring what no state stands on' 0 'is under-review' note PRB-0001 note='patched' patch_available=2026-01-09 component=alarm security=yes $roe
says 'owner' 2 'owner is missing' assign PRB-0002 $roe
says 'owner is an address' 2 'no address' assign PRB-0002 owner=roe $roe
says 'assigned' 0 'is received' assign PRB-0002 owner=roe@example.org $roe
says 'a duplicate of nothing' 2 'not there' advance PRB-0002 --to closed reason=duplicate-of:PRB-0099 $roe
says 'a duplicate of itself' 2 'leads back' advance PRB-0002 --to closed reason=duplicate-of:PRB-0002 $roe
says 'a duplicate' 0 'is closed' advance PRB-0002 --to closed reason=duplicate-of:PRB-0001 $roe
says 'no circle of duplicates' 2 'leads back' advance PRB-0001 --to closed reason=duplicate-of:PRB-0002 $roe
says 'void needs a reason' 2 'void with --reason' void PRB-0002 $roe
says 'void' 0 'is void' void PRB-0002 --reason 'entered for the wrong product' $roe
says 'void stays to be seen' 0 'entered for the wrong product' show PRB-0002
says 'void goes nowhere' 2 'is void' note PRB-0002 note='more' $roe
says 'void does not count' 2 'not there, or is void' advance PRB-0001 --to closed reason=duplicate-of:PRB-0002 $roe

# --- disclosed before closed, accepted until a day -------------------------------------------------------------------------
p new title='Third one' description='a long name stops it' $new $doe
all="$confirmed $analysed $decided changes=CR-2 commits=$(hex 8) $changed"
says 'who enters that it is resolved does not verify it' 2 'another person' advance PRB-0003 --to verified $all resolver=ghost@example.org $verified $roe
says 'a resolver has an address' 2 'no address of a person' advance PRB-0003 --to resolved $all resolver='J. Doe' $doe
p advance PRB-0003 --to resolved $all resolver='J. Doe <doe@home.example>' $roe
says 'nor later' 2 'another person' advance PRB-0003 --to verified $verified $roe
cat >people.json <<'END'
{"people":[{"name":"J. Doe","addresses":["doe@example.org","doe@home.example"],"roles":[]},{"name":"M. Moe","addresses":["moe@example.org"],"roles":["reviewer"]}]}
END
printf '{"portcullis":1,"protect":[{"refs":["refs/heads/main"]}],"people":"people.json","process":{"title":"x","document":"y"}}\n' >policy.json
says 'nor under another address of the register' 2 'another person' advance PRB-0003 --to verified $verified --policy "$work/policy.json" $doe
says 'but somebody else' 0 'is verified' advance PRB-0003 --to verified $verified --policy "$work/policy.json" --as moe@example.org
says 'through seven states at once' 0 'verified' show PRB-0003
p new title='Fourth one' description='a long name stops it' $new $doe
open='decision=fix rationale=reachable-from-outside due=2030-01-01 disclose=yes disclose_rationale=it-is-released third_party=no other_products=no'
p advance PRB-0004 --to resolved $confirmed $analysed $open changes=CR-2 commits=$(hex 8) $changed $doe && p advance PRB-0004 --to verified $verified $roe
says 'what is to be disclosed is not closed before' 2 'advisory is missing' advance PRB-0004 --to closed $roe
says 'disclosed and closed' 0 'is closed' advance PRB-0004 --to closed advisory=SA-1 notified=users-2026-02-01 $roe
p show PRB-0004; grep -q '  disclosed  ' out && ok || bad 'it went through disclosed'
p new title='Fifth one' description='a long name stops it' $new $doe
accept='decision=accept-residual-risk rationale=reachable-from-inside due=2030-01-01 disclose=no disclose_rationale=not-released-yet third_party=no other_products=no'
says 'accepting asks for a day and an approval' 2 'expires is missing' advance PRB-0005 --to closed $confirmed $analysed $accept $roe
grep -q 'risk_approval is missing' err && ok || bad 'approval'
says 'a day that is over' 2 'over already' advance PRB-0005 --to closed $confirmed $analysed $accept expires=2020-01-01 risk_approval=chief-RMF-12 $roe
tomorrow=$(date -u -d '+1 day' +%F)
says 'accepted and closed' 0 'is closed' advance PRB-0005 --to closed $confirmed $analysed $accept expires=$tomorrow risk_approval=chief-RMF-12 $roe
says 'accepted, so closed with that reason' 0 'risk-accepted' show PRB-0005
p new title='Sixth one' description='a long name stops it' $new $doe
says 'put off' 0 'is dispositioned' advance PRB-0006 --to dispositioned $confirmed $analysed $(echo $accept | sed s/accept-residual-risk/defer/) expires=$tomorrow $roe
says 'what is put off does not go on' 2 'cannot go from there' advance PRB-0006 --to addressing changes=CR-3 $roe

# --- duplicates end somewhere ----------------------------------------------------------------------------------------------
fresh
for one in 1 2 3 4; do p new title="Number $one" description='a long name stops it' $new $doe; done
p advance PRB-0001 --to closed owner=roe@example.org reason=duplicate-of:PRB-0002 $roe
p advance PRB-0002 --to closed owner=roe@example.org reason=duplicate-of:PRB-0003 $roe
says 'no circle, however long' 2 'leads back' advance PRB-0003 --to closed owner=roe@example.org reason=duplicate-of:PRB-0001 $roe
says 'a chain that ends' 0 'is closed' advance PRB-0003 --to closed owner=roe@example.org reason=duplicate-of:PRB-0004 $roe

# --- the gate: prevented, superseded, recurring ----------------------------------------------------------------------------
fresh
verdict block 1 "$(finding 1 reject true)"; files
says 'a refused push is no report' 0 '0 problem reports' list
says 'the printed id finds it' 0 'prevented' show OBS-AAAAAAAAAA01
grep -q 'src/a.c:3' out && grep -q 'BF-C-001' out && grep -q 'VRD-0001' out && ok || bad 'place, rule, verdict'
verdict block 1 "$(finding 1 reject true)"; files
verdict block 1 "$(finding 1 reject true)"; files
says 'the same push tried again is one push' 0 '0 problem reports' list
says 'earlier ones are superseded' 0 'superseded' show OBS-AAAAAAAAAA01
verdict block 2 "$(finding 1 reject true)"; files
says 'two pushes do not recur' 0 '0 problem reports' list
mode=range verdict block 5 "$(finding 1 reject true)"; files
says 'a check step is no push' 0 '0 problem reports' list
verdict block 3 "$(finding 1 reject true)"; files
says 'the third push does' 0 'recurrence' show PRB-0001
says 'promoted' 0 'promoted' show OBS-AAAAAAAAAA01
verdict block 4 "$(finding 1 reject true)"; files
says 'once more is told' 0 '  linked  ' show PRB-0001
says 'and opens no second one' 0 '1 problem reports' list

# --- landed: a warning, a deviation, broken glass --------------------------------------------------------------------------
fresh
protected=false verdict pass 10 "$(finding 2 warn false)"; files
says 'what is not protected is no report' 0 '0 problem reports' list
verdict pass 11 "$(finding 2 warn false),$(finding 3 reject false ',"deviation":"DEV-001"'),$(finding 4 reject false ',"break_glass":"BG-001"'),$(finding 5 reject false ',"break_glass":"BG-001","due":"2026-02-02"')"; files
says 'one report each, and one of the push' 0 '3 problem reports' list
says 'of a warning' 0 'origin             gate' show PRB-0001
says 'of a deviation' 0 'deviation          DEV-001' show PRB-0002
says 'of broken glass' 0 'break_glass        BG-001' show PRB-0003
grep -q 'origin             break-glass' out && grep -q 'due                2026-02-02' out && ok || bad 'a debt has the day that the record names'
grep -q 'observation        OBS-AAAAAAAAAA04,OBS-AAAAAAAAAA05' out && grep -q 'let 2 findings onto refs/heads/main' out && ok || bad 'a debt lists what it covers'
says 'and is found by it' 0 'PRB-0003  received' show OBS-AAAAAAAAAA05
says 'overdue' 0 '1 overdue' list --overdue --state received
verdict pass 12 "$(finding 2 warn false),$(finding 2 warn false)"; files
says 'seen again' 0 '  linked  ' show PRB-0001
[ "$(grep -c '  linked  ' out)" -eq 1 ] && ok || bad 'one link for a verdict'
says 'no second report' 0 '3 problem reports' list
verdict pass 13 "$(finding 2 warn false ',"break_glass":"BG-002"'),$(finding 6 reject false ',"break_glass":"BG-002"')"; files
says 'known or not, each use of break-glass is a debt' 0 'break_glass        BG-002' show PRB-0004
grep -q 'let 2 findings' out && grep -q 'due  *2026-' out && ok || bad 'with a day of its own'
says 'the report there is, is told' 0 '  linked  ' show PRB-0001
event() { "$bin/portcullis" ledger export --ledger "$work/ledger" | grep "\"subject\":\"$1\"" | sed -n "$2p" | sed 's/.*"id":"\(EVT-[^"]*\)".*/\1/'; }
voids()
{
	title=$1 status=$2 text=$3
	shift 3
	"$bin/portcullis" ledger void --ledger "$work/ledger" "$@" $roe >out 2>err
	got=$?
	if [ $got -eq "$status" ] && grep -qF -- "$text" out err; then ok; else bad "$title: status $got"; fi
}
says 'a debt is not made void' 2 'the debt of a break-glass' void PRB-0004 --reason 'nobody wants to pay it' $roe
voids 'nor by the ledger' 2 'the debt of a break-glass' PRB-0004 --reason 'nobody wants to pay it'
voids 'nor by its first step' 2 'the debt of a break-glass' "$(event PRB-0004 1)" --reason 'nobody wants to pay it'
voids 'what the gate did, stays' 2 'by the program itself' "$(event PRB-0001 '$')" --reason 'nobody wants to see it'
p note PRB-0001 note='a first remark' $roe
p note PRB-0001 note='a second remark' $roe
count=$("$bin/portcullis" ledger export --ledger "$work/ledger" | grep -c '"subject":"PRB-0001"')
voids 'only the last step is made void' 2 'not the last step' "$(event PRB-0001 $((count - 1)))" --reason 'nobody wants to see it'
voids 'for a reason' 2 'says too little' "$(event PRB-0001 '$')" --reason TBD
says 'and so a report' 2 'says too little' void PRB-0002 --reason TBD $roe
voids 'the last step is made void' 0 'is void' "$(event PRB-0001 '$')" --reason 'meant for another report'
says 'so the one before it counts' 0 'a first remark' show PRB-0001
voids 'and then that one' 0 'is void' "$(event PRB-0001 $((count - 1)))" --reason 'meant for another report'
says 'a debt is closed by a decision' 2 'the debt of a break-glass' advance PRB-0004 --to closed owner=roe@example.org reason=false-positive $roe
p advance PRB-0004 --to closed $confirmed $analysed $(echo $decided | sed s/fix/accept-residual-risk/) expires=2099-01-01 risk_approval=chief-RMF-12 $roe || bad 'accept'
verdict pass 14 "$(finding 6 reject false ',"break_glass":"BG-002"')"; files
says 'so is the same again, after the first was closed' 0 'PRB-0005  received' show PRB-0005
says 'and no report beside it' 0 '5 problem reports' list
rl='{"id":"OBS-RL%d","fingerprint":"%064d","rule":"RL-001","title":"a report lacks a disposition","severity":"high","action":"reject","ref":"refs/heads/main","blocks":%s%s}'
for push in 15 16 17; do verdict block $push "$(printf "$rl" 1 71 true '')"; files; done
says 'what a release lacks does not recur' 0 '5 problem reports' list
verdict pass 18 "$(printf "$rl" 1 71 false ',"break_glass":"BG-003"'),$(printf "$rl" 2 72 false ',"break_glass":"BG-003"')"; files
says 'let through, it is one debt' 0 '6 problem reports' list
says 'by hand neither' 2 'has an open report already: PRB-0001' new --from OBS-AAAAAAAAAA02 $doe

# --- Resolves-Problem closes the loop --------------------------------------------------------------------------------------
verdict pass 20 '' "$(resolves 20 PRB-0001),$(resolves 20 PRB-7777)"; files
grep -q 'PRB-7777, which is not there' out && ok || bad 'an unknown report is said'
says 'a report that is not decided is told' 0 '  noted  ' show PRB-0001
says 'and stays where it is' 0 'PRB-0001  received' show PRB-0001
p advance PRB-0001 --to dispositioned $confirmed $analysed $decided $roe || bad 'decide'
verdict block 21 "$(finding 9 reject true)" "$(resolves 21 PRB-0001)"; files
says 'a refused push resolves nothing' 0 'PRB-0001  dispositioned' show PRB-0001
verdict pass 22 '' "$(resolves 22 PRB-0001),$(resolves 23 PRB-0001)"; files
says 'reachable from a protected ref, so resolved' 0 'PRB-0001  resolved' show PRB-0001
grep -q "commits            $(hex 22),$(hex 23)" out && ok || bad 'both commits'
grep -q 'resolver           doe' out && ok || bad 'resolver'
says 'what only people know is asked for now' 2 'change_impact is missing' advance PRB-0001 --to verified $verified $roe
says 'the pusher does not verify' 2 'another person' advance PRB-0001 --to verified $verified $changed --as doe@example.org
says 'verified' 0 'is verified' advance PRB-0001 --to verified $verified $changed $roe
verdict block 24 "$(finding 2 reject true)"; files
says 'refused again is told' 0 'PRB-0001  verified' show PRB-0001
says 'closed' 0 'is closed' advance PRB-0001 --to closed $roe
verdict pass 25 "$(finding 2 warn false)"; files
says 'landed again opens it again' 0 'PRB-0001  under-review' show PRB-0001
says 'for that cause' 0 'cause              recurrence' show PRB-0001
says 'by hand out of an observation' 0 'PRB-0007 is received' new --from OBS-AAAAAAAAAA09 title='Seen in a refused push' $doe
says 'with what the gate saw' 0 'fingerprint        00000000' show PRB-0007
says 'machine reads it' 0 '"status":"promoted"' show OBS-AAAAAAAAAA09 --format json

# --- imports ---------------------------------------------------------------------------------------------------------------
fresh
cat >field.csv <<'END'
Number,Summary,Date,What,Who
C-1,Pump stops at night,2026-01-03,"The pump stops
when the name is long",ward 3
C-2,=cmd|calc,2026-01-04,Alarm does not sound,ward 4
END
map='reference=Number,title=Summary,received=Date,description=What,reporter=Who'
says 'a column that is not there' 2 'did you mean "Summary"' import field.csv --format csv --map title=Sumary source=user $doe
says 'all or nothing' 2 'source is missing' import field.csv --format csv --map $map product=pump version=2.3 security=yes $doe
p list; grep -q '0 problem reports' out && ok || bad 'nothing came in'
says 'field defects' 0 '2 problem reports opened' import field.csv --format csv --map $map product=pump version=2.3 security=yes source=user $doe
says 'not twice' 0 '0 problem reports opened, 0 told more, 0 opened again, 2 unchanged' import field.csv --format csv --map $map product=pump version=2.3 security=yes source=user $doe
says 'a cell is no formula' 0 "'=cmd" list --format csv
says 'origin' 0 'origin             import' show PRB-0001
cat >csaf.json <<'END'
{"document":{"csaf_version":"2.0","category":"csaf_security_advisory","title":"Parser","publisher":{"category":"vendor","name":"Example Parser Ltd","namespace":"https://example.org"},
 "tracking":{"id":"EXAMPLE-2026-1","version":"1","status":"final","initial_release_date":"2026-01-01T00:00:00Z","current_release_date":"2026-01-01T00:00:00Z","revision_history":[]}},
 "product_tree":{"branches":[{"category":"vendor","name":"Example","branches":[{"category":"product_name","name":"Parser","branches":[
   {"category":"product_version","name":"1.2","product":{"product_id":"P12","name":"Example Parser 1.2"}},
   {"category":"product_version","name":"1.3","product":{"product_id":"P13","name":"Example Parser 1.3"}},
   {"category":"product_version","name":"1.4","product":{"product_id":"P14","name":"Example Parser 1.4"}}]}]}]},
 "vulnerabilities":[{"cve":"CVE-2026-0001","cwe":{"id":"CWE-787","name":"Out-of-bounds Write"},"title":"Overrun",
   "notes":[{"category":"description","text":"A long name\nwrites past the end."}],
   "flags":[{"label":"vulnerable_code_not_present","product_ids":["P13"]}],
   "product_status":{"known_affected":["P12"],"first_affected":["P12"],"known_not_affected":["P13"],"fixed":["P14"]},
   "scores":[{"products":["P12"],"cvss_v3":{"version":"3.1","vectorString":"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H","baseScore":9.8,"baseSeverity":"CRITICAL"}}]}]}
END
says 'an advisory' 0 '3 entries: 2 problem reports opened' import csaf.json --format csaf $doe
says 'of the supplier' 0 'source             supplier' show PRB-0003
grep -q 'cve                CVE-2026-0001' out && grep -q 'cvss_score         9.8' out && grep -q 'severity           critical' out && grep -q 'version            1.2' out && ok || bad 'its fields'
says 'not affected, and received all the same' 0 'vulnerable_code_not_present' show PRB-0004
says 'not twice' 0 '0 problem reports opened, 0 told more, 0 opened again, 2 unchanged' import csaf.json --format csaf $doe
sed 's/"version":"1","status"/"version":"2","status"/' csaf.json >csaf2.json
says 'a new revision is told' 0 '0 problem reports opened, 2 told more' import csaf2.json --format csaf $doe
says 'in a step' 0 '  noted  ' show PRB-0003
p advance PRB-0004 --to closed reason=not-applicable owner=roe@example.org $roe || bad 'close'
sed 's/"version":"1","status"/"version":"3","status"/; s/"known_affected":\["P12"\]/"known_affected":["P12","P13"]/; s/"known_not_affected":\["P13"\]/"known_not_affected":[]/' csaf.json >csaf3.json
says 'affected after all' 0 '1 opened again' import csaf3.json --format csaf $doe
says 'so under review' 0 'PRB-0004  under-review' show PRB-0004
cat >vex.json <<'END'
{"@context":"https://openvex.dev/ns/v0.2.0","@id":"https://example.org/vex-1","author":"Example","timestamp":"2026-01-01T00:00:00Z","version":1,"statements":[
 {"vulnerability":{"name":"CVE-2026-0002"},"products":[{"@id":"pkg:generic/tls@3.1"}],"status":"under_investigation"},
 {"vulnerability":{"name":"CVE-2026-0002"},"products":[{"@id":"pkg:generic/tls@3.1"}],"status":"affected","action_statement":"update"},
 {"vulnerability":{"name":"CVE-2026-0003"},"products":[{"@id":"pkg:generic/tls@3.1"}],"status":"not_affected","justification":"vulnerable_code_not_in_execute_path"},
 {"vulnerability":{"name":"CVE-2026-0004"},"products":[{"@id":"pkg:generic/tls@3.1"}],"status":"fixed"}]}
END
says 'OpenVEX' 0 '3 entries: 2 problem reports opened, 0 told more, 0 opened again, 0 unchanged, 1 left out' import vex.json --format openvex $doe
says 'not twice' 0 '2 unchanged' import vex.json --format openvex $doe
says 'the later statement counts' 0 '"status":"affected"' list --format json
says 'a wrong kind' 2 'no CSAF 2.0 document' import vex.json --format csaf $doe
says 'a wrong kind' 2 'no OpenVEX document' import csaf.json --format openvex $doe
says 'no kind' 2 'none of: csv csaf openvex' import csaf.json $doe
head -c 300 csaf.json >cut.json
says 'a cut file' 2 'cut.json:' import cut.json --format csaf $doe
says 'no file' 2 'no file' import nothing.json --format csaf $doe

# --- the chain, and the printed life cycle ---------------------------------------------------------------------------------
"$bin/portcullis" ledger verify --ledger "$work/ledger" >out 2>err && ok || bad 'the chain holds'
"$bin/portcullis" problem states >out 2>err
sed -n '/^| state | clause/,$p' "$root/src/process/README.md" | sed -n '1,/^<!-- end of the life cycle -->/p' | sed '$d' | sed '${/^$/d;}' >readme
cmp -s out readme && ok || { diff out readme >err; bad 'the README holds another life cycle than `portcullis problem states`'; }

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
