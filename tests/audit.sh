#!/bin/sh
# SPDX-License-Identifier: MIT
# audit.sh BIN - what passes the gate by is found, what an auditor asks for is made and harmless, what a release needs is told as it is.
set -u
export LC_ALL=C TZ=UTC
bin=$(cd "${1:?usage: audit.sh BIN}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
work=$(cd "$work" && pwd -P)
chmod 700 "$work"
umask 022
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE
for variable in $(env | sed -n 's/^\(GITHUB_[A-Z_]*\)=.*/\1/p; s/^\(CI_[A-Z_]*\)=.*/\1/p; s/^\(GITLAB_CI\)=.*/\1/p'); do
	unset "$variable"
done
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 PATH="$bin:$PATH"
passed=0 failed=0
cd "$work" || exit 1

good() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "FAILED $*"; sed 's/^/    /' "$work/said" | tail -25; }
# says WHAT STATUS TEXT COMMAND...
says()
{
	what=$1 expected=$2 text=$3
	shift 3
	"$@" >"$work/said" 2>&1
	status=$?
	[ $status -eq "$expected" ] && grep -qF -- "$text" "$work/said" && good || bad "$what: status $status, and not $expected, or not: $text"
}
told() { grep -qF -- "$2" "$work/said" && good || bad "$1: not: $2"; }
silent() { if grep -qF -- "$2" "$work/said"; then bad "$1: says $2"; else good; fi; }
holds()
{
	what=$1
	shift
	"$@" >"$work/said" 2>&1 && good || bad "$what"
}
fails() { ! "$@"; }

# --- places ------------------------------------------------------------------------------------------------------------------
desk=$work/desk
git init -q -b main "$desk"
git -C "$desk" config user.name 'J. Doe'
git -C "$desk" config user.email doe@example.org
n=0
# commit [TITLE [LINE]]: a commit with a file of its own; its id is in $id.
commit()
{
	n=$((n + 1))
	printf '#include <string.h>\n\nvoid f%d(char *to, const char *from)\n{\n\t%s\n}\n' $n "${2:-memcpy(to, from, 8);}" >"$desk/f$n.c"
	git -C "$desk" add -A
	git -C "$desk" commit -q -m "${1:-Add f$n}"
	id=$(git -C "$desk" rev-parse HEAD)
}
mkdir "$work/law"
law() { printf '{"portcullis": 1, "name": "L", "include": ["c/core"], "protect": [{"refs": [%s]}]%s}\n' "$1" "${2:-}" >"$work/law/policy.json"; }
# server NAME: a bare repository with one commit, the gate, and the ledger.
server()
{
	server=$work/$1.git
	git init -q --bare -b main "$server"
	git -C "$desk" push -q "$server" HEAD:refs/heads/main
	portcullis install --server "$server" --policy "$work/law/policy.json" >/dev/null || exit 1
	git -C "$server" config portcullis.ledger "$work/ledger"
}
fresh() { rm -f "$work"/ledger*; portcullis ledger init --ledger "$work/ledger" >/dev/null || exit 1; }
push() { git -C "$desk" push -q "$server" "${1:-HEAD:refs/heads/main}" 2>"$work/pushed"; }
audit() { (cd "$server" && portcullis audit "$@"); }
problem() { (cd "$server" && portcullis problem "$@"); }
without() { git -C "$server" update-ref "$@"; }
quality='--as moe@example.org --role quality'
# decided PRB: the report has a disposition.
decided()
{
	(cd "$server" && portcullis problem advance "$1" --to closed owner=moe@example.org reason=false-positive --as moe@example.org --role quality)
}

# A debt of break-glass is closed by a decision alone.
paid()
{
	(cd "$server" && portcullis problem advance "$1" --to closed owner=moe@example.org applicability='the push is on main' verifiability='git log' threats=none \
		severity=low impact='none: it was read' scheme='table 4: low' affected=none root_cause=process-gap cwe=none related=none safety=none \
		safety_reference=RMF-20 decision=accept-residual-risk rationale='R. Roe has read the commit' due="$(date -u -d '14 days' +%F)" disclose=no \
		disclose_rationale='never released' third_party=none other_products=none expires="$(date -u -d '180 days' +%F)" risk_approval='moe, minutes 31' \
		--as moe@example.org --role quality)
}

# --- holes -------------------------------------------------------------------------------------------------------------------
law '"refs/heads/main"'
fresh
commit
server pump
start=$id
says 'nothing was pushed yet' 0 'Completeness of pump: 0 commits, 0 without a verdict' audit
commit; push
commit; push; last=$id
says 'all was judged' 0 'Completeness of pump: 2 commits, 0 without a verdict' audit
told 'where it begins' "refs/heads/main: 2 commits since $start"
told 'health' '2 verdicts; 2 passed, 0 refused'
silent 'nothing moved' 'does not stand where'

chmod -x "$server/hooks/pre-receive"
rm -f "$work/hook"; mv "$server/hooks/pre-receive" "$work/hook"
commit 'While the hook was away'; push; hole=$id
says 'the hook is away' 1 '3 commits, 1 without a verdict' audit
told 'the commit' "$hole While the hook was away, J. Doe <doe@example.org>: no verdict names it; PRB-0001"
told 'the ref was moved' 'does not stand where the last accepted push left it'
silent 'no push found it yet' 'gap:'
mv "$work/hook" "$server/hooks/pre-receive"
chmod +x "$server/hooks/pre-receive"
commit 'With the hook again'; push
says 'the hook is back, the hole stays' 1 '4 commits, 1 without a verdict' audit
told 'and the push found it' "found refs/heads/main at $hole; the push before it had left $last"
silent 'the ref stands where the push left it' 'does not stand where'
says 'one hole, one report' 0 '1 problem reports' problem list
says 'of the audit' 0 'origin             audit' problem show PRB-0001
told 'received on that day' "received           $(date -u +%F)"
told 'in one commit' '1 commit on refs/heads/main has no verdict of the gate'
says 'found by the commit' 0 'PRB-0001' problem show "$hole"
holds 'somebody decides' decided PRB-0001
says 'so it does not end with 1' 0 '1 without a verdict, 1 of them decided upon' audit
told 'and says why' 'PRB-0001, which has a disposition'
says 'made void it is open again' 0 '' problem void PRB-0001 --reason 'the wrong commit was looked at' $quality
says 'with a new report' 1 'PRB-0002' audit

git -C "$server" fetch -q "$desk" HEAD:refs/heads/imported
commit 'Brought by fetch'
git -C "$server" fetch -q "$desk" +HEAD:refs/heads/main
says 'an import is found' 1 'Brought by fetch' audit
told 'beside the other' '2 without a verdict'
without refs/heads/main "$last"
says 'a restored older state is told' 1 'does not stand where the last accepted push left it' audit --refs refs/heads/main,refs/heads/imported
says 'what is not on the ref is no hole' 1 '2 commits, 0 without a verdict' audit
push +HEAD:refs/heads/main
says 'history pushed anew is judged anew, moves past the gate stay' 1 '5 commits, 0 without a verdict; 2 moves past the gate to be decided upon' audit
told 'and the gap remains' 'gap: VRD-'

commit "$(printf 'Red \033[31m<b>title</b>')"
push +HEAD:refs/heads/topic
without refs/heads/main "$id"
says 'foreign words' 1 '<b>title</b>' audit
if grep -q "$(printf '\033')" "$work/said"; then bad 'an escape sequence reached the terminal'; else good; fi
says 'a short name of a ref' 2 'write full names' audit --refs main
says 'a ref that is not protected was never judged' 1 'refs/heads/topic: ' audit --refs refs/heads/topic
says 'a pattern that nothing matches' 0 '0 commits, 0 without a verdict' audit --refs 'refs/heads/none/*'
says 'a day that is none' 2 'is no day' audit --from yesterday

# --- refused, then moved by hand -----------------------------------------------------------------------------------------------
fresh
rm -rf "$server" "$server.portcullis-spool"
server pump
commit 'Refused' 'strcpy(to, from);'
holds 'it is refused' fails push
push +HEAD:refs/heads/topic
without refs/heads/main "$id"
says 'what was refused is no better' 1 'the gate refused it' audit
told 'and is counted' '1 passed, 1 refused'
git -C "$desk" reset -q --hard HEAD~1

# --- undecided, policy errors, changes of the policy ------------------------------------------------------------------------------
without refs/heads/main "$(git -C "$desk" rev-parse HEAD)"
git -C "$server" config portcullis.deadline 1
awk -v folder="$desk" 'BEGIN { for (i = 0; i < 200; i++) { file = folder "/many" i ".c"; for (k = 0; k < 200; k++) print "int many" i "_" k ";" >file; close(file) } }'
commit 'Too much for a millisecond'
holds 'a deadline refuses' fails push
git -C "$server" config --unset portcullis.deadline
push +HEAD:refs/heads/topic
without refs/heads/main "$id"
says 'a sudden end names no commits' 1 'no verdict names it' audit
told 'but is counted' '1 undecided'
told 'with the reason' 'undecided: VRD-'
told 'and told' 'deadline'
without refs/heads/main "$(git -C "$desk" rev-parse HEAD~1)"
law '"refs/heads/main"' ', "rules": [{"id": "RV-001", "check": "review", "independent_of": ["pusher"]}]'
git -C "$desk" commit -q --amend -m 'Whoever pushes it' -m 'Reviewed-by: R. Roe <roe@example.org>'
id=$(git -C "$desk" rev-parse HEAD)
holds 'without a pusher it cannot be decided' fails push
law '"refs/heads/main"'
push +HEAD:refs/heads/topic
without refs/heads/main "$id"
says 'no decision is no verdict' 1 'the gate could not decide about it' audit
without refs/heads/main "$(git -C "$desk" rev-parse HEAD~1)"
push
printf '{"portcullis": 1, "protect": []}\n' >"$work/law/policy.json"
commit; holds 'a broken policy refuses' fails push
law '"refs/heads/main"' ', "review": {"every_days": 30}'
push
says 'both are told' 0 '1 policy errors, 2 undecided' audit
holds 'three policies' test "$(grep -c '^  policy ' "$work/said")" -eq 3
says 'before the gate was there' 0 '0 verdicts; 0 passed' audit --to 2020-01-01
silent 'no policy' '  policy '
says 'commits are counted all the same' 0 'Completeness of pump: 2 commits' audit --from "$(date -u -d tomorrow +%F)"

# --- what is void does not count --------------------------------------------------------------------------------------------------
verdict=$(cd "$server" && portcullis ledger log "$id" | grep -o 'VRD-[0-9A-Z-]*' | tail -1)
says 'a verdict is made void' 0 '' portcullis ledger void "$verdict" --reason 'the server ran a wrong build' $quality --ledger "$work/ledger"
says 'its commit is a hole' 1 'no verdict names it' audit

# --- a ref that is protected later ----------------------------------------------------------------------------------------------------
fresh
rm -rf "$server" "$server.portcullis-spool"
law '"refs/heads/main"'
server pump
commit; push HEAD:refs/heads/release/1
law '"refs/heads/main", "refs/heads/release/*"'
commit 'Protected now'; push HEAD:refs/heads/release/1
says 'without a start it is asked for from the beginning' 1 'refs/heads/release/1: 2 commits (the first install did not see it), 1 without a verdict' audit
commit; push HEAD:refs/heads/release/2
portcullis install --server "$server" --policy "$work/law/policy.json" >/dev/null
says 'what the gate let in before is not excused by a later install' 1 'refs/heads/release/1: 2 commits (the first' audit
silent 'nor taken for a gap' 'gap:'
fresh
rm -rf "$server" "$server.portcullis-spool"
law '"refs/heads/main"'
server pump
commit; push HEAD:refs/heads/release/1
law '"refs/heads/main", "refs/heads/release/*"'
portcullis install --server "$server" --policy "$work/law/policy.json" >/dev/null
commit; push HEAD:refs/heads/release/1
says 'protected later, it is asked for from the beginning' 1 'refs/heads/release/1: 2 commits (the first install did not see it), 1 without a verdict' audit
holds 'somebody decides upon it' decided PRB-0001
without -d refs/heads/release/1
says 'deleted on the server: told' 1 "refs/heads/release/1: gone; the last accepted push left it at $id" audit

told 'and to be decided upon' 'PRB-0002'
says 'a report of it' 0 'refs/heads/release/1 was deleted past the gate' problem show PRB-0002
holds 'somebody decides upon that, too' decided PRB-0002
says 'so it is in order' 0 'PRB-0002, which has a disposition' audit

# --- installing again excuses nothing -------------------------------------------------------------------------------------------------------
fresh
rm -rf "$server" "$server.portcullis-spool"
law '"refs/heads/main", "refs/heads/release/*"'
server pump
first=$id
commit; push
commit; push
mv "$server/hooks/pre-receive" "$work/hook"
commit 'Past the gate'; push; push HEAD:refs/heads/release/x
mv "$work/hook" "$server/hooks/pre-receive"
portcullis install --server "$server" --policy "$work/law/policy.json" >/dev/null
says 'installing again excuses no hole' 1 'refs/heads/main: 3 commits since' audit
told 'the commit' "$id Past the gate"
holds 'somebody decides' decided PRB-0001
says 'decided once' 0 '1 without a verdict, 1 of them decided upon' audit
without refs/heads/main "$first"
says 'the hole is gone by another move' 1 'to be decided upon' audit
told 'of its own' 'the push did not arrive; PRB-0002'
law '"refs/heads/main", "refs/heads/release/*"' ', "release": {"tags": ["refs/tags/v*"], "state": "state.json"}'
holds 'the state' sh -c 'cd "$1" && portcullis state --out "$2/moved.json" --as moe@example.org' sh "$server" "$work"
holds 'does not say that there is no hole' grep -q '"holes":1,' "$work/moved.json"
holds 'somebody decides upon the move' decided PRB-0002
says 'all is decided' 0 'PRB-0002, which has a disposition' audit
git -C "$server" update-ref refs/heads/release/clean "$first"
git -C "$desk" commit -q --allow-empty -m Topic
git -C "$server" fetch -q "$desk" HEAD:refs/heads/topic
says 'hand-picked refs are only a part' 0 'neither state nor review takes it as the audit' audit --refs refs/heads/nothing
says 'what stood on another ref at the start is excused everywhere' 0 'refs/heads/release/clean: 0 commits' audit --refs refs/heads/release/clean
holds 'so it is for the state' sh -c 'cd "$1" && portcullis state --out "$2/moved.json" --as moe@example.org' sh "$server" "$work"
holds 'whose audit is the whole one' grep -q '"holes":0,"refs":\[{"ref":"refs/heads/main"' "$work/moved.json"
says 'all that is protected, picked by hand, is the whole' 1 'refs/heads/topic' audit --refs 'refs/heads/**,refs/tags/v*'
silent 'and no part' 'neither state nor review'
law '"refs/heads/main", "refs/heads/release/*"'

# --- two repositories, one ledger ------------------------------------------------------------------------------------------------------
fresh
rm -rf "$server" "$server.portcullis-spool"
server pump
pump=$server
server gateway
commit 'Pushed to the other'; push
push +HEAD:refs/heads/topic
server=$pump
push +HEAD:refs/heads/topic
without refs/heads/main "$id"
says 'a verdict of another repository does not count' 1 'Completeness of pump: 1 commit, 1 without a verdict' audit
told 'nor is it counted' 'Health of the gate: 1 verdict;'
server=$work/gateway.git
says 'the other one is complete' 0 'Completeness of gateway: 1 commit, 0 without a verdict' audit
server=$pump

# --- what only CI judged ---------------------------------------------------------------------------------------------------------------
holds 'CI judges it' sh -c 'cd "$1" && portcullis-ci --base HEAD~1 --head HEAD --policy "$2/law/policy.json" --repository-name pump --verdict "$2/ci.json"' sh "$desk" "$work"
holds 'and it is filed' portcullis ledger file "$work/ci.json" --ledger "$work/ledger"
says 'CI is no gate' 1 'only a CI step judged it' audit
says 'unless it is said to be one' 0 '1 commit, 0 without a verdict' audit --accept-ci
says 'it is not remembered' 1 'only a CI step judged it' audit

# --- two repositories of one name -------------------------------------------------------------------------------------------------------
fresh
rm -rf "$server" "$server.portcullis-spool"
server pump
law ''
mkdir "$work/other"
git init -q --bare -b main "$work/other/pump.git"
git -C "$desk" push -q "$work/other/pump.git" HEAD:refs/heads/main
law '"refs/heads/main"'
portcullis install --server "$work/other/pump.git" --policy "$work/law/policy.json" --spool "$server.portcullis-spool" >/dev/null
commit 'Judged elsewhere'
holds 'the other one lets it in' git -C "$desk" push -q "$work/other/pump.git" HEAD:refs/heads/main
push +HEAD:refs/heads/topic
without refs/heads/main "$id"
says 'a verdict of another repository of that name does not count' 1 'Judged elsewhere' audit
server=$work/other/pump.git
git -C "$server" config portcullis.ledger "$work/ledger"
says 'and its later start excuses nothing' 1 '(the first install did not see it)' audit
portcullis uninstall --server "$server" >/dev/null
portcullis install --server "$server" --policy "$work/law/policy.json" --name renamed --spool "$pump.portcullis-spool" >/dev/null
commit; push
says 'under another name it is itself, from its first start' 0 'Completeness of renamed: 2 commits, 0 without a verdict' audit
server=$pump

# --- pushes while it looks, much at once, and what cannot be filed -------------------------------------------------------------------------
fresh
rm -rf "$server" "$server.portcullis-spool"
server pump
for i in 1 2 3 4 5 6 7 8; do
	commit
	git -C "$desk" tag "step$i"
done
(for i in 1 2 3 4 5 6 7 8; do git -C "$desk" push -q "$server" "step$i^{commit}:refs/heads/main"; done) >"$work/pushes" 2>&1 &
pushing=$!
worst=0
while kill -0 $pushing 2>/dev/null; do
	audit >"$work/said" 2>&1 || worst=$?
done
wait $pushing
holds 'a push that comes in between is no hole' test "$worst" -eq 0
says 'all were pushed' 0 'Completeness of pump: 8 commits, 0 without a verdict' audit
{
	printf 'commit refs/heads/many\ncommitter J. Doe <doe@example.org> 1700000000 +0000\ndata 5\nBegin\nfrom %s\n\n' "$(git -C "$server" rev-parse main)"
	awk 'BEGIN { for (i = 2; i <= 650; i++) printf "commit refs/heads/many\ncommitter J. Doe <doe@example.org> 1700000000 +0000\ndata 4\nNext\n\n" }'
} | git -C "$server" fast-import --quiet
without refs/heads/main refs/heads/many
says 'a whole history past the gate' 1 '658 commits, 650 without a verdict' audit
says 'is three reports' 0 '3 problem reports, 3 open' problem list
holds 'one is decided' decided PRB-0001
says 'so some are decided upon' 1 '300 of them decided upon' audit
printf '{"portcullis-verdict":1,"id":"VRD-cut' >"$server.portcullis-spool/VRD-0000000000000001-AAAAAAAA.json"
says 'what cannot be filed is told' 1 'warning: 1 record is left in the spool' audit
rm -f "$server.portcullis-spool"/VRD-*
law '"refs/heads/main"' ', "release": {"tags": ["refs/tags/v*"], "state": "state.json"}'
holds 'the state' sh -c 'cd "$1" && portcullis state --out "$2/holes.json" --as moe@example.org' sh "$server" "$work"
holds 'counts those that nobody decided upon' grep -q '"holes":350,' "$work/holes.json"

# --- evidence ----------------------------------------------------------------------------------------------------------------------------
fresh
evil='<script>alert(1)</script>"&'
cat >"$work/law/people.json" <<END
{"people": [{"name": "M. Moe", "addresses": ["moe@example.org"]}, {"name": "J. Doe", "addresses": ["doe@example.org"]}]}
END
cat >"$work/law/deviations.json" <<END
{"deviations": [
 {"id": "DEV-001", "rule": "BF-C-002", "path": "src/*.c", "symbol": "strcpy", "reason": "=cmd|' /C calc'!A0 <script>alert(1)</script>", "risk": "@SUM(A1:A9) low",
  "requester": "doe@example.org", "approver": "moe@example.org", "approved_on": "$(date -u +%F)", "expires_on": "$(date -u -d +9days +%F)"},
 {"id": "DEV-002", "rule": "BF-C-002", "path": "old/*.c", "reason": "Both have the same size.", "risk": "-1+1 low",
  "requester": "doe@example.org", "approver": "doe@example.org", "approved_on": "$(date -u +%F)", "expires_on": "$(date -u -d +9days +%F)"}]}
END
law '"refs/heads/main"' ", \"people\": \"people.json\", \"deviations\": \"deviations.json\", \"product\": {\"name\": \"Pump <b>one</b>\", \"document\": \"=QD\"},
 \"standard\": {\"title\": \"<script>alert(1)</script> \\\"quoted\\\" & more\", \"version\": \"1\", \"review_by\": \"2020-01-01\"},
 \"rules\": [{\"id\": \"BF-C-002\", \"title\": \"<img src=x onerror=alert(1)>\"}]"
rm -rf "$server" "$server.portcullis-spool"
server pump
commit "$evil"; push
commit 'Refused' 'strcpy(to, from);'
holds 'one push is refused' fails push
git -C "$desk" reset -q --hard HEAD~1
new="version=2.3 received=2026-01-02 security=yes source=testing product=pump $quality"
# report TITLE: its id is in $prb.
report()
{
	(cd "$server" && portcullis problem new "title=$1" description='long enough to be read' $new) >"$work/said" 2>&1 || bad "report $1"
	prb=$(grep -o 'PRB-[0-9]*' "$work/said" | head -1)
}
report '=HYPERLINK("http://example.org")<script>'
report '+1 is not a formula'
report "$(printf -- '-1, a "quoted" one')"
report 'Made void'
holds 'one is void' problem void "$prb" --reason 'entered for the wrong product' $quality
report 'Closed'
holds 'one is closed' decided "$prb"
evidence() { (cd "$server" && portcullis evidence "$@"); }
says 'a version is needed' 2 'needs --version' evidence --out "$work/out"
says 'without a slash' 2 'without a slash' evidence --version ../1 --out "$work/out"
says 'a folder is needed' 2 'needs --out' evidence --version 1.0
says 'a folder that is not there' 3 '' evidence --version 1.0 --out "$work/out"
mkdir "$work/out"
says 'it can be asked for' 1 'can make Implementation-Review_1.0.html' evidence --version 1.0 --out "$work/out" --list
holds 'and writes nothing then' test -z "$(ls "$work/out")"
says 'nor is it noted' 2 '' portcullis ledger log 1.0 --ledger "$work/ledger"
printf 'minutes\n' >"$work/out/Problem-Resolution-Review_2026-01-01.html"
printf 'other\n' >"$work/out/Trace-Matrix_0.9.html"
says 'it is made' 1 'made     Implementation-Review_1.0.html' evidence --version 1.0 --out "$work/out" $quality
for document in Static-Analysis-SCA_1.0.html Secure-Coding-Review_1.0.html Deviation-Register_1.0.csv Unresolved-Anomalies_1.0.csv; do
	told 'every document' "made     $document"
done
told 'what was there is counted' 'there    Problem-Resolution-Review_2026-01-01.html'
for document in 'Security-Defect-Analysis_*.csv' Trace-Matrix_1.0.html Threat-Examination_1.0.html Privilege-Change-Log_1.0.csv; do
	told 'what is missing is told' "missing  $document"
done
holds 'five are written' test "$(ls "$work/out" | grep -c '_1[.]0[.]')" -eq 5
for document in "$work"/out/*_1.0.html; do
	name=${document##*/}
	holds "$name runs nothing" fails grep -qiE '<script|<img|<b>|<[^>]* (href|src|on[a-z]+)=|url\(|@import' "$document"
	holds "$name reads as XML but for HTML's head" python3 - "$document" <<'END'
import re, sys, xml.etree.ElementTree as tree
text = open(sys.argv[1], encoding="utf-8").read()
tree.fromstring(re.sub(r"<(meta|br)([^>]*)>", r"<\1\2/>", text.split("\n", 1)[1]))
END
	holds "$name has its number" grep -qF "=QD-${name%.html}" "$document"
	holds "$name has its ledger" grep -qE '[0-9]+:[0-9a-f]{64}' "$document"
done
holds 'the void deviation is shown as void' grep -q 'void: ' "$work/out/Secure-Coding-Review_1.0.html"
holds 'the standard is overdue' grep -q overdue "$work/out/Secure-Coding-Review_1.0.html"
holds 'no spreadsheet takes a cell for a formula' python3 - "$work/out" <<'END'
import csv, glob, sys
files = glob.glob(sys.argv[1] + "/*_1.0.csv")
assert len(files) == 2
for path in files:
    rows = [r for r in csv.reader(open(path, encoding="utf-8", newline="")) if not r[0].startswith("#")]
    assert all(len(r) == len(rows[0]) for r in rows), path
    assert not any(cell[:1] in "=+-@\t\r" for r in rows for cell in r if cell), path
    for r in csv.reader(open(path, encoding="utf-8", newline="")):
        assert not any(cell[:1] in "=+-@\t\r" for cell in r if cell), path
rows = list(csv.reader(open(sys.argv[1] + "/Unresolved-Anomalies_1.0.csv", encoding="utf-8", newline="")))
assert [r[0] for r in rows if r[0].startswith("PRB")] == ["PRB-0001", "PRB-0002", "PRB-0003"], rows
END
holds 'what is noted are these files, with these digests' python3 - "$work" <<'END'
import hashlib, json, os, subprocess, sys
work = sys.argv[1]
lines = subprocess.run(["portcullis", "ledger", "export", "--ledger", work + "/ledger"], capture_output=True, text=True, check=True).stdout
events = [json.loads(l) for l in lines.splitlines()]
noted = [e for e in events if e["kind"] == "evidence"]
assert len(noted) == 1 and noted[0]["subject"] == "1.0" and noted[0]["actor"] == "moe@example.org"
files = noted[0]["body"]["files"]
assert sorted(f["name"] for f in files) == sorted(n for n in os.listdir(work + "/out") if n != "Trace-Matrix_0.9.html")
for f in files:
    assert hashlib.sha256(open(os.path.join(work, "out", f["name"]), "rb").read()).hexdigest() == f["sha256"], f
END
says 'a period without verdicts' 1 'made' evidence --version 0.1 --out "$work/out" --to 2020-01-01 $quality
holds 'says that there is none' grep -q 'No verdict of the period holds a finding' "$work/out/Static-Analysis-SCA_0.1.html"

# --- the state ---------------------------------------------------------------------------------------------------------------------------
for key in moe doe; do
	ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/$key"
done
key() { cut -d ' ' -f 1,2 "$work/$1.pub"; }
cat >"$work/law/people.json" <<END
{"people": [{"name": "M. Moe", "addresses": ["moe@example.org"], "keys": ["$(key moe)"]}, {"name": "J. Doe", "addresses": ["doe@example.org"], "keys": ["$(key doe)"]},
            {"name": "R. Roe", "addresses": ["roe@example.org"]}]}
END
cp "$work/law/policy.json" "$work/law/before.json"
sed 's|"product"|"release": {"tags": ["refs/tags/v*"], "state": "state.json", "evidence": ["Implementation-Review_{version}.html"]}, "product"|' "$work/law/before.json" >"$work/law/policy.json"
holds 'the audit' audit
state() { (cd "$server" && portcullis state "$@"); }
manager='--as moe@example.org --role release-manager'
says 'somebody signs off' 2 'nobody is named' state --out "$work/state.json"
says 'into a file' 2 'needs --out' state $manager
says 'a folder that is not there' 3 '' state --out "$work/nowhere/state.json" $manager
says 'a draft needs its signature' 2 'belong together' state --out "$work/state.json" --draft "$work/state.json" $manager
report 'Not about security'
holds 'a report of another kind' problem note "$prb" note='see the other list' $quality
(cd "$server" && portcullis problem new title='Not about security either' description='long enough to be read' version=2.3 received=2026-01-02 security=no source=testing product=pump $quality) >"$work/said" 2>&1
says 'it is written' 0 'sign-off is claimed' state --out "$work/state.json" $manager
# is PYTHON: of the written state, in s.
is() { holds "$1" python3 -c 'import json, sys; s = json.load(open(sys.argv[1])); assert eval(sys.argv[2]), s' "${3:-$work/state.json}" "$2"; }
is 'who' 's["signed_off"] == {"address": "moe@example.org", "name": "M. Moe", "role": "release-manager", "grade": "claimed"}'
is 'what is not decided' '[p["id"] for p in s["undispositioned"]] == ["PRB-0001", "PRB-0002", "PRB-0003", "PRB-0006"]'
is 'in which state' '[p["state"] for p in s["undispositioned"]] == ["received"] * 4'
is 'no debt' 's["debts"] == []'
is 'the audit' '[(a["repository"], a["holes"], [r["ref"] for r in a["refs"]]) for a in s["audits"]] == [("pump", 0, ["refs/heads/main"])]'
is 'the evidence' '{e["version"]: len(e["files"]) for e in s["evidence"]} == {"1.0": 6, "0.1": 6}'
is 'no review yet' '"last" not in s["review"] and s["review"]["due"] > s["at"][:10]'
is 'the head' 'len(s["ledger"]["head"]) == 64 and s["ledger"]["seq"] > 5'
cat >"$work/glass.py" <<'END'
import json, sys
print(json.dumps({"portcullis-verdict": 1, "id": "VRD-9999", "at": "2026-01-02T03:04:05Z", "engine": "t", "program": "portcullis-receive", "mode": "push",
                  "outcome": "pass", "exit": 0, "repository": "elsewhere", "break_glass": "BG-007", "judged": [sys.argv[1]], "problems": [], "notices": [],
                  "updates": [{"ref": "refs/heads/main", "old": "0" * 40, "new": sys.argv[1], "protected": True}],
                  "findings": [{"id": "OBS-GLASS0000001", "fingerprint": "1" * 64, "rule": "RV-001", "rule_title": "review", "severity": "high", "action": "reject",
                                "title": "no review", "commit": sys.argv[1], "blocks": False, "break_glass": "BG-007", "due": "2026-02-02"}]}))
END
python3 "$work/glass.py" "$id" >"$work/glass.json"
holds 'a debt comes' portcullis ledger file "$work/glass.json" --ledger "$work/ledger"
says 'the state is written again' 0 '' state --out "$work/state.json" $manager
is 'the debt' '[(d["break_glass"], d["due"]) for d in s["debts"]] == [("BG-007", "2026-02-02")]'
evidence_event=$(portcullis ledger export --ledger "$work/ledger" | grep '"kind":"evidence"' | tail -1 | sed 's/.*"id":"\(EVT-[^"]*\)".*/\1/')
holds 'evidence is made void' portcullis ledger void "$evidence_event" --reason 'made from the wrong ledger' $quality --ledger "$work/ledger"
audit_event=$(portcullis ledger export --ledger "$work/ledger" | grep '"kind":"audit"' | tail -1 | sed 's/.*"id":"\(EVT-[^"]*\)".*/\1/')
holds 'so is an audit' portcullis ledger void "$audit_event" --reason 'made on the wrong server' $quality --ledger "$work/ledger"
says 'and again' 0 '' state --out "$work/state.json" $manager
is 'what is void counts no more' '[e["version"] for e in s["evidence"]] == ["1.0"] and s["audits"] == []'

sign() { rm -f "$2.sig"; ssh-keygen -q -Y sign -n "${3:-portcullis}" -f "$work/$1" "$2" 2>/dev/null; }
# signed WHAT STATUS TEXT: the draft with its signature.
signed() { says "$1" "$2" "$3" state --draft "$work/state.json" --signature "$work/state.json.sig" --out "$work/signed.json"; }
sign doe "$work/state.json"
signed "somebody else's key" 2 'the signature is not by a key of M. Moe over this text'
sign moe "$work/state.json" file
signed 'a signature for another purpose' 2 'the signature is not by a key of M. Moe'
sign moe "$work/state.json"
cp "$work/state.json" "$work/kept.json"
sed 's/"undispositioned":\[.*\],"debts"/"undispositioned":[],"debts"/' "$work/kept.json" >"$work/state.json"
holds 'a text can be changed' fails cmp -s "$work/kept.json" "$work/state.json"
signed 'but is not signed then' 2 'the signature is not by a key of M. Moe'
sed 's/moe@example.org/doe@example.org/' "$work/kept.json" >"$work/state.json"
signed 'nor may it be said to be of another' 2 'the signature is not by a key of J. Doe'
sed 's/moe@example.org/nobody@example.org/' "$work/kept.json" >"$work/state.json"
signed 'nor of nobody' 2 'nobody in the register'
sed 's/moe@example.org/roe@example.org/' "$work/kept.json" >"$work/state.json"
signed 'nor of somebody without a key' 2 'gives R. Roe no SSH key'
cp "$work/kept.json" "$work/state.json"
printf 'no signature\n' >"$work/state.json.sig"
signed 'no signature' 2 'the signature is not by a key'
holds 'nothing was written' fails test -e "$work/signed.json"
sign moe "$work/state.json"
signed 'the right one' 0 'Its sign-off is verified.'
is 'and its grade' 's["signed_off"]["grade"] == "verified"' "$work/signed.json"
holds 'which is all that is new' sh -c 'sed "s/\"grade\":\"verified\"/\"grade\":\"claimed\"/" "$1" | cmp - "$2"' sh "$work/signed.json" "$work/kept.json"
cp "$work/signed.json" "$work/again.json"; sign moe "$work/again.json"
says 'what is signed off is no draft' 2 'no draft of a state' state --draft "$work/again.json" --signature "$work/again.json.sig" --out "$work/twice.json"
printf '["moe@example.org"]\n' >"$work/list.json"; sign moe "$work/list.json"
says 'nor is any other file' 2 '' state --draft "$work/list.json" --signature "$work/list.json.sig" --out "$work/twice.json"
says 'nor none' 2 'there is no file' state --draft "$work/none.json" --signature "$work/list.json.sig" --out "$work/twice.json"

# --- release-check -----------------------------------------------------------------------------------------------------------------------
check() { (cd "$server" && portcullis release-check "$@"); }
says 'a commit is needed' 2 'needs the commit' check --version 1.0
says 'one that is there' 3 'cannot be resolved' check nowhere --version 1.0
says 'without a state nothing is released' 1 'error[RL-006]: there is no release state' check main --version 1.0
cp "$work/signed.json" "$work/law/state.json"
says 'with one it says what is missing' 1 'error[RL-001]: problem report PRB-0001' check main --version 1.0
told 'the audit' 'error[RL-004]: there is no audit of the repository "pump"'
told 'the debt' 'error[RL-007]'
silent 'what is there' 'RL-005'
told 'how many' '7 missing: a release tag on this commit would be refused.'
told 'whose state it is' 'signed off by M. Moe <moe@example.org>, release-manager (verified)'
says 'another version has no evidence' 1 'the evidence Implementation-Review_0.1.html is missing' check main --version 0.1
says 'no version has none' 1 'the name gives no version' check main
says 'a title is not told' 1 'PRB-0001' check main --version 1.0
silent 'a title is not told' HYPERLINK
for prb in PRB-0001 PRB-0002 PRB-0003 PRB-0006; do
	holds "$prb is decided" decided "$prb"
done
holds 'the debt is decided' paid PRB-0008
holds 'the audit once more' audit
holds 'and a state' state --out "$work/law/state.json" $manager
says 'nothing is missing' 0 'Nothing is missing: the commit may be released.' check main --version 1.0
commit 'Not audited'; push
says 'a commit that the audit has not seen' 1 'does not reach the tagged commit' check main --version 1.0
says 'its parent may go' 0 'Nothing is missing' check main~1 --version 1.0
sed 's/"at":"20[0-9][0-9]/"at":"2020/' "$work/law/state.json" >"$work/old.json"
says 'an old state' 1 'error[RL-006]: the release state is older than 24 hours' check main~1 --version 1.0 --state "$work/old.json"
sed 's/"at":"20[0-9][0-9]/"at":"2999/' "$work/law/state.json" >"$work/ahead.json"
says 'one from the future' 1 'error[RL-006]: the release state is from the future' check main~1 --version 1.0 --state "$work/ahead.json"
sed 's/"review":{"due":"20[0-9][0-9]/"review":{"due":"2020/' "$work/law/state.json" >"$work/late.json"
says 'a review that was not held' 1 'error[RL-003]' check main~1 --version 1.0 --state "$work/late.json"
head -c 100 "$work/law/state.json" >"$work/cut.json"
says 'a cut state' 2 'cut.json' check main~1 --version 1.0 --state "$work/cut.json"
says 'another repository' 1 'there is no audit of the repository "gateway"' check main~1 --version 1.0 --repository-name gateway
says 'in a clone, with what it is given' 0 'Nothing is missing' \
	sh -c 'cd "$1" && portcullis release-check HEAD~1 --version 1.0 --policy "$2/law/policy.json" --state "$2/law/state.json" --repository-name pump' sh "$desk" "$work"
says 'a policy without releases' 2 'the policy says nothing about releases' check main --version 1.0 --policy "$work/law/before.json"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
