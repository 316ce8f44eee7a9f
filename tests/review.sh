#!/bin/sh
# SPDX-License-Identifier: MIT
# review.sh BIN - a periodic review from end to end: opened, filled in, refused, signed, closed, reported; every figure computed anew.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/.." && pwd)
bin=$(cd "${1:?usage: review.sh BIN}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
chmod 700 "$work"
umask 077
cd "$work" || exit 1
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
		tail -20 "$work/said" | sed 's/^/    /'
	fi
}
fails() { ! "$@"; }
# ends STATUS COMMAND...
ends()
{
	wanted=$1
	shift
	"$@" >"$work/told" 2>&1
	status=$?
	cat "$work/told"
	[ $status -eq "$wanted" ]
}
told() { grep -qF -e "$1" "$work/told" || { cat "$work/told"; return 1; }; }
review() { "$bin/portcullis" review "$@" --ledger "$ledger"; }
by_chief() { review "$@" --as chief@example.org --role quality; }
figures() { python3 "$root/tests/review/figures.py" "$ledger" "$1"/Problem-Resolution-Review_*.json "$work/policy.json" "$work/deviations.json"; }
# A ledger of that many reports and verdicts.
year()
{
	ledger=$work/ledger.$1
	python3 "$root/tests/review/year.py" "$work" "$1" "$2" 7 && "$bin/portcullis" ledger init --ledger "$ledger" >/dev/null &&
		python3 "$root/tests/review/load.py" "$work/ledger.jsonl" "$ledger" && "$bin/portcullis" ledger verify --ledger "$ledger"
}

# --- people, one with a key ------------------------------------------------------------------------------------------------
ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/key"
ssh-keygen -q -t ed25519 -N '' -C '' -f "$work/other"
key=$(cut -d ' ' -f 1,2 "$work/key.pub")
cat >"$work/people.json" <<END
{"people": [{"name": "C. Chief", "addresses": ["chief@example.org"], "roles": ["policy"], "keys": ["$key"]},
            {"name": "R. Roe", "addresses": ["roe@example.org"], "roles": ["reviewer"]}]}
END

# --- a review of a small year ----------------------------------------------------------------------------------------------
holds "a ledger is made" year 300 300
holds "without a review it is overdue a year after the ledger's first event" ends 1 review status
holds "and says so" told "OVERDUE"
holds "before that it is not" ends 0 review status --at 2024-06-01
holds "shortly before, it warns" ends 0 review status --at 2024-12-20
holds "and says what follows" told "in 11 days. From the day after on release tags are refused."
holds "on the due day it may still be held" ends 0 review status --at 2024-12-31
holds "as the gate has it" ends 1 review status --at 2025-01-01
holds "nothing can be concluded without a review" ends 2 by_chief conclude complete --answer yes --justification "all were looked at"
holds "and the answer names the command" told "portcullis review open"
holds "nobody opens a review without a name" ends 2 review open
holds "a period does not end in the future" ends 2 by_chief open --to 2999-01-01
holds "nor by a name that nobody could write to" ends 2 review open --as chief
# Both at once: what the one has read must still hold when it adds its event.
(by_chief open --to 2024-12-31 >one 2>&1; echo "ended $?" >>one) &
(by_chief open --to 2024-12-31 >two 2>&1; echo "ended $?" >>two) &
wait
holds "of two who open a review at once one does" sh -c 'test "$(cat one two | grep -c "ended 0")" = 1'
holds "and the other is told" grep -q "is still open" one two
holds "no second one beside it" ends 2 by_chief open
holds "and the answer names the one" told "is still open"
holds "status tells it" ends 1 review status
id=$(sed -n 's/^Open: \(RVW-[0-9]*-[0-9]*\) .*/\1/p' "$work/told")
holds "by its id" test -n "$id"
holds "an unknown criterion is refused" ends 2 by_chief conclude good --answer yes --justification "all were looked at"
holds "so is an answer that is none" ends 2 by_chief conclude complete --answer maybe --justification "all were looked at"
holds "and a placeholder" ends 2 by_chief conclude complete --answer yes --justification "TBD"
holds "it cannot be closed empty" ends 1 by_chief close
for missing in '"complete"' '"efficient"' '"led-to-resolution"' 'no participant is named' 'nobody has signed' 'portcullis review sign RVW'; do
	holds "which names: $missing" told "$missing"
done
holds "a draft can be reported" ends 0 review report --out "$work" --policy "$work/policy.json"
holds "and leaves the conclusions open" grep -q 'to be concluded' Problem-Resolution-Review_2024-12-31.html
holds "and lines to sign by hand" grep -q 'Chair of the review' Problem-Resolution-Review_2024-12-31.html
rm -f Problem-Resolution-Review_* Security-Defect-Analysis_*
holds "a participant" ends 0 by_chief participant roe@example.org --name "R. <Roe>" --in-role security
holds "an input" ends 0 by_chief input "$work/policy.json"
for criterion in complete efficient; do
	holds "conclusion: $criterion" ends 0 by_chief conclude $criterion --answer partly --justification "see the exceptions & <figures>"
done
holds "two conclusions are not three" ends 1 by_chief close
holds "which names the third" told '"led-to-resolution"'
holds "conclusion: led to resolution" ends 0 by_chief conclude led-to-resolution --answer yes --justification "nearly all were resolved"
holds "an action without an owner is refused" ends 2 by_chief action "ban the function gets" --due 2027-01-01
holds "an action for a report that is not there is refused" ends 2 by_chief action "ban the function gets" --owner roe@example.org --due 2027-01-01 --improves PRB-9999
holds "an action" ends 0 by_chief action "ban the function gets" --owner roe@example.org --due 2027-01-01 --improves PRB-0002 --rule BF-T-003
holds "has a number" told "ACT-001"
holds "another" ends 0 by_chief action "shorten the time to triage" --owner chief@example.org --due 2027-02-01
holds "unsigned it stays open" ends 1 by_chief close

# --- signatures ------------------------------------------------------------------------------------------------------------
holds "the record is written" ends 0 review record --out "$work/record"
ssh-keygen -q -Y sign -n portcullis -f "$work/key" "$work/record" 2>"$work/said"
cp "$work/record" "$work/forged" && ssh-keygen -q -Y sign -n portcullis -f "$work/other" "$work/forged" 2>"$work/said"
holds "somebody else's key is refused" ends 2 by_chief sign "$id" --signature "$work/forged.sig" --policy "$work/policy.json"
holds "a person without a key cannot use it" ends 2 review sign "$id" --as roe@example.org --signature "$work/record.sig" --policy "$work/policy.json"
holds "a bare name is claimed" ends 0 review sign "$id" --as roe@example.org --role security
holds "and says so" told "claimed"
holds "the key of the register verifies" ends 0 by_chief sign "$id" --signature "$work/record.sig" --policy "$work/policy.json"
holds "and says so" told "verified"
holds "what changes afterwards is not signed" ends 0 by_chief conclude complete --answer yes --justification "on second thoughts it was"
holds "so it is not closed" ends 1 by_chief close
holds "and the reason is told" told "the record has changed since it was signed"
holds "an old signature does not fit the new record" ends 2 by_chief sign "$id" --signature "$work/record.sig" --policy "$work/policy.json"
holds "the new record" ends 0 review record --out "$work/record"
rm -f "$work/record.sig"
ssh-keygen -q -Y sign -n portcullis -f "$work/key" "$work/record" 2>"$work/said"
holds "signed again" ends 0 by_chief sign "$id" --signature "$work/record.sig" --policy "$work/policy.json"
holds "who signs alone must be a participant" ends 1 by_chief close
holds "which is told" told "none of those who signed the record is named as a participant"
holds "a participant signs" ends 0 review sign "$id" --as roe@example.org --role security
holds "it is not closed before its last step" ends 2 by_chief close --on 2024-12-31
holds "which is told" told "cannot be dated before it"
holds "closes" ends 0 by_chief close
holds "closed it is" ends 2 by_chief close
holds "nobody signs what is closed" ends 2 review sign "$id" --as roe@example.org
holds "the next one is due in a year" ends 0 review status
holds "the chain holds" "$bin/portcullis" ledger verify --ledger "$ledger"

# --- documents -------------------------------------------------------------------------------------------------------------
mkdir first
holds "the report" ends 0 review report "$id" --out first --policy "$work/policy.json"
for file in Problem-Resolution-Review_2024-12-31.html Problem-Resolution-Review_2024-12-31.md Problem-Resolution-Review_2024-12-31.csv \
	Problem-Resolution-Review_2024-12-31.json Security-Defect-Analysis_2024-12-31.csv; do
	holds "$file" test -s "first/$file"
done
html=first/Problem-Resolution-Review_2024-12-31.html
for heading in 'Period and interval' 'Scope and products' 'Participants, roles, signatures' Inputs 'Integrity of the population' Population Metrics \
	'Analysis of security defects in deployed software' Conclusions 'Improvement actions' 'Status of the actions of the review before' \
	'Changes of the process and of the policy' 'Next review'; do
	holds "the heading $heading" grep -qF "<h2>$heading</h2>" "$html"
done
tr -d '\n' <"$html" >one_line.html
holds "no script, nothing from elsewhere" fails grep -qiE '<script|href=|src=|url\(|@import' "$html"
holds "foreign words are escaped" fails grep -qF '<Roe>' "$html"
holds "and there" grep -qF 'R. &lt;Roe&gt;' "$html"
holds "both grades are told" grep -q 'claimed, but the record changed since' "$html"
holds "with the role of the register" grep -q '<td>C. Chief</td>.*<td>policy</td>' one_line.html
holds "and not with one that was made up" fails grep -q '<td>C. Chief</td>[^/]*<td>quality</td>' one_line.html
holds "verified" grep -q '<td>verified</td>' "$html"
holds "it reads as XML but for HTML's head" python3 - "$html" <<'END'
import re, sys, xml.etree.ElementTree as tree
text = open(sys.argv[1], encoding="utf-8").read()
tree.fromstring(re.sub(r"<(meta|br)([^>]*)>", r"<\1\2/>", text.split("\n", 1)[1]))
END
holds "every line of the CSV files has as many cells as the heading" python3 - first/*.csv <<'END'
import csv, sys
for path in sys.argv[1:]:
    rows = list(csv.reader(open(path, encoding="utf-8", newline="")))
    assert len(rows) > 2 and all(len(row) == len(rows[0]) for row in rows), path
END
holds "every figure is right" figures first
sed 's/"k":\([0-9]*\)\([0-9]\),/"k":1\1\2,/' first/*.json >bad.json
holds "and the comparison would tell" fails python3 "$root/tests/review/figures.py" "$ledger" bad.json policy.json deviations.json
holds "an action's lesson is linked to its defect" python3 - first/*.json <<'END'
import json, sys
told = json.load(open(sys.argv[1], encoding="utf-8"))
assert all(("ACT-001" in d.get("actions", "")) == (d["id"] == "PRB-0002") for d in told["defects"])
assert [a["id"] for a in told["actions"]] == ["ACT-001", "ACT-002"]
assert told["sound"] is True and [c["answer"] for c in told["conclusions"]] == ["yes", "partly", "yes"]
END
cp -r first again
holds "written again" ends 0 review report "$id" --out again --policy "$work/policy.json"
for file in csv json; do
	holds "the same $file" cmp first/Problem-Resolution-Review_2024-12-31.$file again/Problem-Resolution-Review_2024-12-31.$file
done

# --- the next review -------------------------------------------------------------------------------------------------------
holds "what became of an action" ends 0 by_chief action-done ACT-001 --effect effective --evidence "no use is left, audit 12" --policy-commit 0123456789abcdef0123456789abcdef01234567
holds "an effect that is none is refused" ends 2 by_chief action-done ACT-002 --effect good --evidence "no use is left, audit 12"
holds "an unknown action is refused" ends 2 by_chief action-done ACT-009 --effect effective --evidence "no use is left, audit 12"
today=$(date -u +%F)
holds "nothing came from a source that is none" ends 2 by_chief none-received letters --from 2025-01-01 --to "$today" --statement "nobody had a letter"
holds "nobody states what is to come" ends 2 by_chief none-received user --from 2025-01-01 --to 2999-01-01 --statement "nobody had a letter"
holds "nor backwards" ends 2 by_chief none-received user --from 2025-01-02 --to 2025-01-01 --statement "nobody had a letter"
holds "nor without words" ends 2 by_chief none-received user --from 2025-01-01 --to "$today" --statement none
for source in testing supplier developer user audit-log researcher public-monitoring; do
	holds "none received: $source" ends 0 by_chief none-received $source --from 2025-01-01 --to "$today" --statement "all who would know were asked"
done
holds "the next review is opened" ends 0 by_chief open
mkdir second
holds "its report" ends 0 review report --out second --policy "$work/policy.json"
holds "nothing was audited since: it says so" told "INCOMPLETE POPULATION"
holds "in the document too" grep -q 'INCOMPLETE POPULATION' second/*.html
holds "every figure is right" figures second
holds "every source is heard by its statement" python3 - second/*.json <<'END'
import json, sys
figure = [m for m in json.load(open(sys.argv[1], encoding="utf-8"))["metrics"] if m["id"] == "C4"][0]["figures"][0]
assert (figure["k"], figure["n"]) == (7, 7), figure
END
holds "it begins where the last one ended" grep -q '"from":"2024-12-31T23:59:59Z"' second/*.json
holds "an identity that fails must be explained" ends 1 by_chief close
holds "which is told" told "nobody has explained why"
holds "explained" ends 0 by_chief explain "the repositories were moved, the audit follows in May"
holds "is no obstacle any more" ends 1 by_chief close
holds "others are" fails told "nobody has explained why"
opening=$("$bin/portcullis" ledger export --ledger "$ledger" | grep '"kind":"review".*"step":"opened"' | tail -1 | sed 's/.*"id":"\(EVT-[^"]*\)".*/\1/')
holds "its opening is made void" ends 0 "$bin/portcullis" ledger void "$opening" --reason "opened by mistake" --as chief@example.org --ledger "$ledger"
holds "it is none any more" ends 0 by_chief open
holds "and its number is not given again" told "-3 is open"
closing=$("$bin/portcullis" ledger export --ledger "$ledger" | grep '"kind":"review".*"step":"closed"' | tail -1 | sed 's/.*"id":"\(EVT-[^"]*\)".*/\1/')
holds "a closing is made void" ends 0 "$bin/portcullis" ledger void "$closing" --reason "closed too early" --as chief@example.org --ledger "$ledger"
holds "its time is over" ends 1 review status --at 2025-01-02
holds "so that review was not closed" told "There was no review yet"

# --- a year of 10,000 reports ----------------------------------------------------------------------------------------------
holds "a year is made" year 10000 12000
holds "its review is opened" ends 0 by_chief open --to 2024-12-31
mkdir large
holds "its report" ends 0 review report --out large --policy "$work/policy.json"
holds "every figure is right" figures large
tail -1 "$work/said"

# --- the table of metrics stands in the manual -----------------------------------------------------------------------------
"$bin/portcullis" review metrics >metrics.md
holds "src/process/README.md has the table of \`portcullis review metrics\`" \
	python3 -c 'import sys; sys.exit(open(sys.argv[1]).read() not in open(sys.argv[2]).read())' metrics.md "$root/src/process/README.md"

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
