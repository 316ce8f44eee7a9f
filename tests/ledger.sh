#!/bin/sh
# SPDX-License-Identifier: MIT
# ledger.sh BIN - the ledger's promises, each on SQLite and on a PostgreSQL server of its own: nothing lost, nothing double, tampering found.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "${1:?usage: ledger.sh BIN}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
. "$here/postgres.sh"
PG_FOLDER=''
trap 'postgres_stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
work=$(cd "$work" && pwd -P)
umask 022
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 PATH="$bin:$PATH"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE PGHOST PGUSER PGDATABASE PGPASSWORD PGSERVICE PGOPTIONS
cd "$work" || exit 1
passed=0 failed=0 skipped=0
store=sqlite

# says STATUS TEXT COMMAND...: the exit status, and what is said.
says()
{
	expected=$1 text=$2
	shift 2
	"$@" >"$work/said" 2>&1
	status=$?
	if [ $status -eq "$expected" ] && grep -qF -- "$text" "$work/said"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $store: $*: status $status, and not $expected, or not: $text"
		sed 's/^/    /' "$work/said" | head -12
	fi
}
# holds WHAT COMMAND...: the command succeeds.
holds()
{
	what=$1
	shift
	if "$@" >"$work/said" 2>&1; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $store: $what"
		sed 's/^/    /' "$work/said" | head -12
	fi
}
fails() { ! "$@"; }
skip() { skipped=$((skipped + 1)); echo "skipped $*"; }
ledger() { verb=$1; shift; portcullis ledger "$verb" --ledger "$place" "$@"; }

# records FOLDER FROM TO: verdicts as the gate writes them, with texts that spreadsheets and databases like to misread.
records()
{
	mkdir -p "$1"
	awk -v dir="$1" -v from="$2" -v to="$3" 'BEGIN { for (i = from; i <= to; i++) {
		file = sprintf("%s/VRD-%010d-TEST.json", dir, i)
		printf "{\"portcullis-verdict\":1,\"id\":\"VRD-%010d-TEST\",\"at\":\"2026-01-02T03:04:05Z\",\"engine\":\"0\",\"program\":\"portcullis-receive\",\"mode\":\"push\",\"outcome\":\"block\",\"exit\":1,\"pusher\":\"=d\\\"o,e\\\\ {}\\u000a%d\",\"updates\":[{\"ref\":\"refs/heads/main\",\"old\":\"%040d\",\"new\":\"%040d\"}],\"judged\":[\"%040d\"],\"findings\":[{\"id\":\"OBS-%012d\",\"fingerprint\":\"%064d\",\"title\":\"na\\u00efve \\u202e\"}],\"notices\":[]}\n", i, i, i, i + 1, i, i, i >file
		close(file) } }'
}

nplaces=0
# new_place: an empty ledger, in $place; $base is the database or file.
new_place()
{
	nplaces=$((nplaces + 1))
	if [ $store = sqlite ]; then
		base=$work/l$nplaces.ledger place=$work/l$nplaces.ledger
	else
		base=l$nplaces
		postgres_database $base
		place=$(postgres_place $base)
	fi
	portcullis ledger init --ledger "$place" >/dev/null
}
# filled N: an empty ledger with N records.
filled()
{
	new_place
	records "$work/spool" 1 "$1"
	ledger file --spool "$work/spool" >/dev/null
}
sql()
{
	if [ $store = sqlite ]; then
		sqlite3 "$base" "$1"
	else
		PGOPTIONS='-c search_path=portcullis' psql -qAtX -v ON_ERROR_STOP=1 "$(postgres_place $base)" -c "$1"
	fi
}
# tamper SQL: as somebody would who may do everything with the database, and leaves the triggers as they were.
tamper()
{
	if [ $store = sqlite ]; then
		guards=$(sqlite3 "$base" "SELECT sql || ';' FROM sqlite_schema WHERE type = 'trigger'")
		sqlite3 "$base" "$(sqlite3 "$base" "SELECT 'DROP TRIGGER ' || name || ';' FROM sqlite_schema WHERE type = 'trigger'") $1; $guards"
	else
		sql "ALTER TABLE event DISABLE TRIGGER USER; $1; ALTER TABLE event ENABLE TRIGGER USER"
	fi
}
count() { sql 'SELECT count(*) FROM event'; }

# --- what holds for every store --------------------------------------------------------------------------------------------
filing()
{
	new_place
	says 0 'ready' ledger init
	records spool 1 20
	mkdir ci
	records ci 21 21
	says 0 '20 records were filed.' ledger file --spool spool
	holds 'what is filed is gone from the spool' test -z "$(ls spool)"
	says 0 '20 events' ledger verify
	records spool 1 20
	says 0 '0 records were filed.' ledger file --spool spool
	holds 'what was filed before is taken away all the same' test -z "$(ls spool)"
	says 0 '1 records were filed.' ledger file ci/VRD-0000000021-TEST.json
	says 0 '0 records were filed.' ledger file ci/VRD-0000000021-TEST.json
	holds 'a verdict of CI stays where it is' test -f ci/VRD-0000000021-TEST.json
	says 0 '21 events' ledger verify
	holds 'and there are no more' test "$(count)" = 21
	echo '{"portcullis-verdict":1,"id":' >spool/VRD-a-cut.json
	echo '{}' >spool/VRD-b-foreign.json
	echo half >spool/.VRD-c.tmp
	records spool 22 23
	says 3 '2 records are left in the spool' ledger file --spool spool
	holds 'what cannot be filed stays, the rest is filed' test "$(count) $(ls -A spool | wc -l)" = '23 3'
	rm -rf spool ci
	echo '{"portcullis-verdict":1,"id":"VRD-d","at":"2999-01-01T00:00:00Z"}' >VRD-d.json
	says 3 'still to come' ledger file VRD-d.json
	awk 'BEGIN { printf "{\"portcullis-verdict\":1,\"id\":\"VRD-%4000d\",\"at\":\"2026-01-01T00:00:00Z\"}\n", 1 }' >VRD-e.json
	says 2 'longer than' ledger file VRD-e.json
	says 2 'there is no file' ledger file nowhere.json
	awk 'BEGIN { printf "{\"portcullis-verdict\":1,\"id\":\"VRD-f\",\"at\":\"2026-01-01T00:00:00Z\",\"x\":"; for (i = 0; i < 31; i++) printf "["; for (i = 0; i < 31; i++) printf "]"; print "}" }' >VRD-f.json
	says 2 'could not be read back' ledger file VRD-f.json
	awk 'BEGIN { printf "{\"portcullis-verdict\":1,\"id\":\"VRD-g\",\"at\":\"2026-01-01T00:00:00Z\",\"x\":[0"; for (i = 0; i < 999990; i++) printf ",0"; print "]}" }' >VRD-g.json
	says 2 'could not be read back' ledger file VRD-g.json
	{ printf '{"portcullis-verdict":1,"id":"VRD-h","at":"2026-01-01T00:00:00Z","x":"'; head -c 70000000 /dev/zero | tr '\0' x; echo '"}'; } >VRD-h.json
	holds 'what is too large to be carried out is not filed' fails ledger file VRD-h.json
	printf '{"portcullis-verdict":1,"id":"VRD-i\\u0001","at":"2026-01-01T00:00:00Z"}\n' >VRD-i.json
	says 2 'control character' ledger file VRD-i.json
	mkdir odd
	cp VRD-f.json odd
	ln -s ../VRD-f.json odd/link.json
	mkfifo odd/pipe.json
	says 3 'VRD-f.json' ledger file --spool odd
	cp said kept
	holds 'nothing that waits is passed over in silence' sh -c 'grep -q link.json kept && grep -q pipe.json kept'
	rm -f odd/*
	for i in 1 2 3 4 5 6 7 8 9 10 11 12; do echo '{}' >odd/VRD-$i.json; done
	says 3 '12 records are left in the spool' ledger file --spool odd
	cp said kept
	holds 'ten are named, the rest is counted' sh -c 'test "$(grep -o "VRD-[0-9]*.json:" kept | sort -u | wc -l)" = 10 && grep -q "and 2 more" kept'
	rm -rf odd kept VRD-?.json
	says 0 '23 events' ledger verify
}

many_writers()
{
	new_place
	records shared 1 200
	(ledger file --spool shared >first 2>&1) &
	(ledger file --spool shared >second 2>&1) &
	wait
	holds 'two filers on one spool file each record once' test "$(count) $(ls shared | wc -l)" = '200 0'
	says 0 '200 events' ledger verify
	for i in $(seq 50); do
		records "w$i" $((1000 + i * 4)) $((1000 + i * 4 + 3))
		records "w$i" 999 999
	done
	seq 50 | place=$place xargs -P 50 -I N sh -c 'portcullis ledger file --ledger "$place" --spool wN >saidN 2>&1 || cat saidN' >complaints
	holds 'fifty writers at once: none fails' test ! -s complaints
	holds 'nothing is lost, nothing double' test "$(count) $(cat w*/* 2>/dev/null | wc -l)" = '401 0'
	says 0 '401 events' ledger verify
	rm -rf w* shared said?*
}

tampering()
{
	replace='INSERT OR REPLACE INTO event'
	[ $store = sqlite ] || replace='INSERT INTO event'
	filled 30
	holds 'no row can be changed' fails sql "UPDATE event SET actor = 'x' WHERE seq = 3"
	holds 'no row can be taken away' fails sql 'DELETE FROM event WHERE seq = 30'
	holds 'nor a name' fails sql 'DELETE FROM name'
	tamper "UPDATE event SET body = replace(body, '\"block\"', '\"pass\"') WHERE seq = 13"
	says 3 'event 13 is the first that does not hold: its content does not fit its hash' ledger verify
	filled 30
	tamper "UPDATE event SET activity = '2026-01-02T03:04:06Z' WHERE seq = 30"
	says 3 'event 30 is the first' ledger verify
	filled 30
	tamper "UPDATE event SET entry = 'never' WHERE seq = 7"
	says 3 'event 7' ledger verify
	filled 30
	tamper "UPDATE event SET hash = previous WHERE seq = 7"
	says 3 'event 7 is the first' ledger verify
	filled 30
	tamper 'DELETE FROM event WHERE seq = 13'
	says 3 'event 13 is the first that does not hold: event 13 is missing; 14 follows' ledger verify
	filled 30
	tamper 'DELETE FROM event WHERE seq = 1'
	says 3 'event 1 is the first' ledger verify
	filled 30
	ledger anchor >anchor
	records spool 31 40
	ledger file --spool spool >/dev/null
	says 0 '40 events' ledger verify --anchor "$(cat anchor)"
	ledger anchor >anchor
	tamper 'DELETE FROM event WHERE seq > 35'
	says 0 '35 events' ledger verify
	says 3 'cut off or written anew' ledger verify --anchor "$(cat anchor)"
	sleep 1 # within one second the same records make the same chain
	filled 40
	says 2 'is no anchor' ledger verify --anchor 40
	holds 'no row can be put into the place of another' fails sql "$replace SELECT seq, id, kind, subject, activity, entry, 'somebody', role, entered_by, body, previous, hash FROM event WHERE seq = 40"
	holds 'nor by its id' fails sql "$replace SELECT 41, id, kind, subject, activity, entry, 'somebody', role, entered_by, body, hash, hash FROM event WHERE seq = 40"
	holds 'nor can one be left out' fails sql "INSERT INTO event SELECT 42, 'x', kind, subject, activity, entry, actor, role, entered_by, body, hash, hash FROM event WHERE seq = 40"
	says 0 '40 events' ledger verify
	says 3 'cut off or written anew' ledger verify --anchor "$(cat anchor)"
	tamper "UPDATE event SET hash = previous WHERE seq = 40"
	says 3 'event 40 is the first' ledger verify
	filled 3
	if [ $store = sqlite ]; then sql 'DROP TRIGGER event_stays'; else sql 'ALTER TABLE event DISABLE TRIGGER event_is_kept'; fi
	says 3 'the triggers that keep its rows are gone' ledger verify
	filled 3
	if [ $store = sqlite ]; then sql 'DROP TRIGGER event_follows'; else sql 'ALTER TABLE event DISABLE TRIGGER event_follows'; fi
	says 3 'the triggers that keep its rows are gone' ledger verify
}

carrying()
{
	filled 30
	printf ' \t {"portcullis-verdict":1,"id":"VRD-blank","at":"2026-01-01T00:00:00Z"} \t \n' >blank.json
	says 0 '1 records were filed' ledger file blank.json
	ledger void VRD-0000000003-TEST --reason "'a comma, a quote \" and
a line" --as @doe --role =admin >/dev/null
	says 0 '32 events were written' ledger export --out out.jsonl
	says 0 '32 events were written' ledger export --out out.csv
	holds 'an export is its owner'\''s alone' test "$(stat -c %a out.jsonl out.csv | tr '\n' ' ')" = '600 600 '
	ledger export --format csv >again.csv
	holds 'standard output gets the same' cmp out.csv again.csv
	holds 'no cell is a formula' fails grep -E '(^|,)"?[=+@-]' out.csv
	ledger anchor >anchor
	from=$place
	for form in jsonl csv; do
		new_place
		says 0 '32 events were taken in' ledger import out.$form
		says 0 '32 events' ledger verify --anchor "$(cat anchor)"
		ledger export --out back.jsonl >/dev/null
		ledger export --out back.csv >/dev/null
		holds "a round trip by $form gives the same JSON Lines" cmp out.jsonl back.jsonl
		holds "and the same CSV" cmp out.csv back.csv
		says 0 'pusher: =d"o,e' ledger log OBS-000000000007
		says 2 'not empty' ledger import out.$form
		new_place
		sed 's/OBS-000000000014/OBS-000000000041/' out.$form >changed.$form
		says 2 'does not fit its hash' ledger import changed.$form
		sed -e '/^{"seq":12,/d' -e '/^"12"/{N;d;}' out.$form >less.$form
		says 2 'must stand' ledger import less.$form
		head -c -1 out.$form >cut.$form
		says 2 'cut off' ledger import cut.$form
		head -c 5000 out.$form >cut.$form
		says 2 "cut.$form:" ledger import cut.$form
		sed 's/$/ /' out.$form >blank.$form
		says 2 'blank' ledger import blank.$form
		says 2 'cannot be opened' ledger import nowhere.$form
		: >nothing.$form
		holds "nothing is no ledger" fails ledger import nothing.$form
		holds 'after a failed import the ledger is as empty as before' test "$(count)" = 0
		says 0 '32 events were taken in' ledger import out.$form --spool spool
	done
	place=$from
	says 3 'cannot write' ledger export --out nowhere/out.jsonl
	says 2 'no format' ledger export --format xml
	holds 'nothing hidden is left behind' test -z "$(ls -A | grep '\.tmp$')"
	python=$(command -v python3) && {
		holds 'the hash can be checked without this program' "$python" -c '
import hashlib, json, sys
previous = "0" * 64
for line in open(sys.argv[1], "rb"):
    event = json.loads(line)
    assert event["previous"] == previous
    previous = hashlib.sha256(line[: line.rindex(b",\"hash\":\"")]).hexdigest()
    assert event["hash"] == previous' out.jsonl
	}
}

voiding()
{
	filled 5
	says 2 'nobody is named' ledger void VRD-0000000002-TEST --reason wrong
	says 2 'well-formed UTF-8' ledger void VRD-0000000002-TEST --reason 'it was entered twice' --as "$(printf 'r\377e@example.org')"
	says 2 'control character' ledger void VRD-0000000002-TEST --reason 'it was entered twice' --as roe@example.org --role "$(printf 'a\rb')"
	holds 'and nothing was entered' test "$(count)" = 5
	says 2 'no reason' ledger void VRD-0000000002-TEST --as doe@example.org
	says 2 'holds no event' ledger void VRD-0 --reason wrong --as doe@example.org
	says 2 'holds no event' ledger void OBS-000000000002 --reason wrong --as doe@example.org
	says 0 'is void' ledger void VRD-0000000002-TEST --reason 'sent twice' --as doe@example.org --role quality
	says 2 'void already' ledger void VRD-0000000002-TEST --reason 'sent twice' --as doe@example.org
	void=$(sql "SELECT id FROM event WHERE kind = 'void'")
	says 2 'itself' ledger void "$void" --reason wrong --as doe@example.org
	says 0 'reason: sent twice' ledger log OBS-000000000002
	says 0 'reason: sent twice' ledger log VRD-0000000002-TEST
	says 0 'doe@example.org (quality)' ledger log
	says 0 'VRD-0000000004-TEST' ledger log 0000000000000000000000000000000000000004
	says 2 'knows nothing' ledger log PRB-0001
	says 0 '\x0A' ledger log VRD-0000000004-TEST
	says 0 '6 events' ledger verify
	says 2 'one word too many' ledger verify all
}

sqlite_alone()
{
	filled 5
	holds 'a ledger is its owner'\''s alone' test "$(stat -c %a "$base")" = 600
	sql 'PRAGMA wal_checkpoint(TRUNCATE)' >/dev/null
	cp "$base" sound
	head -c 6000 sound >truncated
	{ printf 'not a ledger'; tail -c +13 sound; } >garbled
	{ head -c 5000 sound; head -c 3000 /dev/zero | tr '\0' x; tail -c +8001 sound; } >holed
	: >empty
	echo 'Dear diary' >text
	sqlite3 other 'CREATE TABLE diary (day); INSERT INTO diary VALUES (1)'
	sqlite3 newer '.restore sound' 'PRAGMA user_version = 2'
	chmod 600 truncated garbled holed empty text other newer
	mkdir before
	cp truncated garbled holed empty text other newer before
	for kind in truncated garbled text other newer; do
		place=$work/$kind
		for verb in verify file anchor export init; do
			holds "a file that is $kind: $verb refuses" fails ledger $verb
		done
	done
	place=$work/holed
	says 3 error ledger verify
	place=$work/empty
	for verb in verify file anchor export; do
		holds "an empty file: $verb refuses" fails ledger $verb
	done
	for kind in truncated garbled holed text other newer empty; do
		holds "a file that is $kind stays as it was" cmp $kind before/$kind
	done
	place=$work/nowhere.ledger
	says 3 'there is no ledger' ledger file
	holds 'and none is made' test ! -e nowhere.ledger
	place=$work/open.ledger
	cp sound open.ledger
	chmod 644 open.ledger
	says 3 'read by everybody' ledger verify
	ln -s sound link.ledger
	place=$work/link.ledger
	holds 'a symbolic link is refused' fails ledger file
	place=$work
	says 3 'no regular file' ledger verify
	rm -rf before
	mkdir nobody
	cp sound nobody/ledger
	chmod 400 nobody/ledger
	as=
	if [ "$(id -u)" = 0 ]; then
		chown -R nobody nobody
		chmod 711 "$work"
		as="setpriv --reuid=nobody --clear-groups"
		case $bin in /root/*) as='' ;; esac
	fi
	if [ "$(id -u)" = 0 ] && { [ -z "$as" ] || ! $as test -x "$bin/portcullis"; }; then
		skip 'a file that cannot be written: another login cannot run the program'
	else
		cp nobody/ledger before.ledger
		says 3 'cannot be written by this user' $as "$bin/portcullis" ledger file --ledger nobody/ledger
		says 0 '5 events' $as "$bin/portcullis" ledger verify --ledger nobody/ledger
		holds 'a file that cannot be written stays as it was' cmp nobody/ledger before.ledger
	fi
}

postgres_alone()
{
	filled 5
	for login in writer reader stranger; do
		psql -qX "$(postgres_place $base)" -c "CREATE ROLE $login LOGIN"
	done
	psql -qX "$(postgres_place $base)" -c 'GRANT portcullis_writer TO writer; GRANT portcullis_reader TO reader'
	own=$place
	records spool 6 7
	place=$(postgres_place $base reader)
	says 0 '5 events' ledger verify
	says 0 'seq' ledger export
	says 3 'permission denied' ledger file --spool spool
	place=$(postgres_place $base stranger)
	says 3 'permission denied' ledger verify
	place=$(postgres_place $base writer)
	says 0 '2 records were filed' ledger file --spool spool
	says 0 '7 events' ledger verify
	for statement in "UPDATE portcullis.event SET actor = ''" 'DELETE FROM portcullis.event' 'TRUNCATE portcullis.event' 'ALTER TABLE portcullis.event DISABLE TRIGGER ALL' \
		"INSERT INTO portcullis.event SELECT 99, 'x', kind, subject, activity, entry, actor, role, entered_by, body, previous, hash FROM portcullis.event WHERE seq = 3"; do
		holds "a writer cannot: $statement" fails psql -qX -v ON_ERROR_STOP=1 "$place" -c "$statement"
	done
	holds 'nor can the owner truncate' fails sql 'TRUNCATE event'
	place=$(postgres_place nowhere)
	says 3 'does not exist' ledger verify
	place=$(postgres_place postgres)
	says 3 'there is no ledger' ledger file
	place="postgresql://boss:s3cr3t%40@/nowhere?host=$PG_FOLDER&sslpassword=s3cr3t"
	says 3 'does not exist' ledger verify
	cp said kept
	holds 'a password is not shown' fails grep -q s3cr3t kept
	for wrong in 'postgresql://u:s3cr3t@x@h/d' 'postgresql://u:s3/cr3t@h/d' 'postgresql://u:s3cr3t@h/d?s3cr3t' 'postgresql://u:s3cr3t%zz@h/d' 'postgres://u:1:s3cr3t@h:s3cr3t/d' 'mysql://u:s3cr3t@h/d'; do
		place=$wrong
		holds "$wrong is refused" fails ledger verify
		cp said kept
		holds "and not shown" fails grep -q cr3t kept
	done
	place=$own
	psql -qX "$(postgres_place $base)" -c "ALTER DATABASE $base SET synchronous_commit = off" -c "ALTER DATABASE $base SET default_transaction_isolation = serializable"
	records spool 8 9
	says 0 '2 records were filed' ledger file --spool spool
	psql -qX "$(postgres_place $base)" -c "ALTER DATABASE $base RESET ALL"
	# The server goes away while fifty are filing, without a word, and comes back.
	records spool 10 2009
	(ledger file --spool spool >first 2>&1; echo $? >>first) &
	sleep 0.7
	postgres_halt immediate
	wait $!
	holds 'a lost server is a failure with a reason' sh -c 'tail -1 first | grep -qx 3 && grep -q "^error: " first'
	says 3 'Is the server running' sh -c 'portcullis ledger verify --ledger "$1" || { s=$?; echo "Is the server running"; exit $s; }' sh "$place"
	postgres_again
	holds 'what is filed before it comes back is filed once' ledger file --spool spool
	holds 'and nothing is lost' test "$(count) $(ls spool | wc -l)" = '2009 0'
	says 0 '2009 events' ledger verify
}

every_store()
{
	filing
	many_writers
	tampering
	carrying
	voiding
}

if command -v sqlite3 >/dev/null; then
	every_store
	sqlite_alone
else
	skip 'SQLite: the program sqlite3 is not installed'
fi
store=postgres
if postgres_start; then
	rm -rf spool
	every_store
	postgres_alone
else
	skip "PostgreSQL: $PG_WHY"
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed -eq 0 ]
