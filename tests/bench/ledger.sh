#!/bin/sh
# SPDX-License-Identifier: MIT
# ledger.sh BIN [RECORDS [WRITERS]] - how fast a ledger is filled, checked and carried out, on SQLite and on PostgreSQL. TMPDIR's disk counts; STORES names one store.
set -u
export LC_ALL=C
here=$(cd "$(dirname "$0")" && pwd)
bin=$(cd "${1:?usage: ledger.sh BIN [RECORDS [WRITERS]]}" && pwd) || exit 1
records=${2:-10000} writers=${3:-8} chunk=20000
work=$(mktemp -d) || exit 1
. "$here/../postgres.sh"
PG_FOLDER=''
trap 'postgres_stop; rm -rf "$work"' EXIT
trap 'exit 1' INT TERM HUP
export PATH="$bin:$PATH" HOME="$work"
cd "$work" || exit 1

# fill FOLDER FROM TO: verdicts of about two kilobytes with two findings each.
fill()
{
	mkdir -p "$1"
	awk -v dir="$1" -v from="$2" -v to="$3" 'BEGIN { for (i = from; i <= to; i++) {
		file = sprintf("%s/VRD-%010d-BENCH.json", dir, i)
		printf "{\"portcullis-verdict\":1,\"id\":\"VRD-%010d-BENCH\",\"at\":\"2026-01-02T03:04:05Z\",\"engine\":\"0.1.0\",\"program\":\"portcullis-receive\",\"mode\":\"push\",\"outcome\":\"block\",\"exit\":1,\"policy\":{\"name\":\"Infusion pump\",\"source\":\"/etc/portcullis/pump/policy.json\",\"digest\":\"%064d\"},\"host\":\"http\",\"pusher\":\"doe\",\"updates\":[{\"ref\":\"refs/heads/main\",\"old\":\"%040d\",\"new\":\"%040d\"}],\"judged\":[\"%040d\"],\"commits\":1,\"blobs\":3,\"blocking\":2,\"warnings\":0,\"covered\":0,\"findings\":[", i, i, i, i + 1, i >file
		for (k = 1; k <= 2; k++)
			printf "%s{\"id\":\"OBS-%09d%03d\",\"fingerprint\":\"%032d%032d\",\"rule\":\"BF-C-002\",\"rule_title\":\"Functions that copy without a limit\",\"clause\":\"IEC 81001-5-1 5.5.1\",\"cwe\":[120,676],\"severity\":\"high\",\"action\":\"reject\",\"why\":\"The function writes as many bytes as the source has, whatever the destination can hold.\",\"instead\":\"snprintf, memcpy with a checked length\",\"title\":\"banned function strcpy\",\"commit\":\"%040d\",\"commit_title\":\"Change the pump\",\"path\":\"src/motor/drive_%d.c\",\"line\":%d,\"column\":2,\"source\":\"strcpy(name, from);\",\"symbol\":\"strcpy\",\"kind\":\"call\",\"blocks\":true}", (k > 1 ? "," : ""), i, k, i, k, i, i % 97, i % 997 >file
		printf "],\"notices\":[]}\n" >file
		close(file) } }'
}

now() { date +%s.%N; }
say() # WHAT BEGAN AMOUNT
{
	awk -v what="$1" -v began="$2" -v ended="$(now)" -v n="$3" 'BEGIN { printf "%-58s %8.1f s %9.0f /s\n", what, ended - began, n / (ended - began) }'
}
peak() { sed -n 's/.*Maximum resident set size (kbytes): //p' "$work/time"; }
# timed WHAT COMMAND...: with its peak memory, where GNU time is installed.
timed()
{
	what=$1
	shift
	began=$(now)
	if [ -x /usr/bin/time ]; then /usr/bin/time -v -o "$work/time" "$@" >said 2>&1; else "$@" >said 2>&1; fi || { cat said; exit 1; }
	say "$what" "$began" "$records"
	[ ! -x /usr/bin/time ] || echo "    peak memory $(peak) KiB"
}

bench() # STORE PLACE NEW_PLACE
{
	portcullis ledger init --ledger "$2" >said || { cat said; exit 1; }
	from=1 spent=0 first='' last=''
	while [ $from -le "$records" ]; do
		to=$((from + chunk - 1))
		[ $to -le "$records" ] || to=$records
		fill spool $from $to
		began=$(now)
		portcullis ledger file --ledger "$2" --spool spool >said 2>&1 || { cat said; exit 1; }
		last=$(echo "$began $(now)" | awk -v n=$((to - from + 1)) '{ printf "%.3f %.0f", $2 - $1, n / ($2 - $1) }')
		[ "$first" ] || first=${last#* }
		spent=$(echo "$spent ${last% *}" | awk '{ print $1 + $2 }')
		from=$((to + 1))
	done
	echo "$1 $spent $records $first ${last#* }" | awk '{ printf "%-58s %8.1f s %9.0f /s (first %d/s, last %d/s)\n", $1 ": file, one after the other", $2, $3 / $2, $4, $5 }'
	many=$((records < 8000 ? records : 8000))
	for i in $(seq "$writers"); do
		fill "w$i" $((100000000 + i * 1000000)) $((100000000 + i * 1000000 + many / writers - 1))
	done
	began=$(now)
	seq "$writers" | place=$2 xargs -P "$writers" -I N sh -c 'portcullis ledger file --ledger "$place" --spool wN >saidN 2>&1 || cat saidN'
	say "$1: file, $writers filers at once, $many records" "$began" $((many / writers * writers))
	records=$((records + many / writers * writers))
	timed "$1: verify" portcullis ledger verify --ledger "$2"
	timed "$1: export, JSON Lines" portcullis ledger export --ledger "$2" --out out.jsonl
	timed "$1: export, CSV" portcullis ledger export --ledger "$2" --out out.csv
	portcullis ledger init --ledger "$3" >said || { cat said; exit 1; }
	timed "$1: import, JSON Lines" portcullis ledger import out.jsonl --ledger "$3"
	records=$((records - many / writers * writers))
	began=$(now)
	portcullis ledger log "OBS-$(printf %09d $((records / 2)))001" --ledger "$2" >said
	say "$1: log of one observation" "$began" 1
	ls -l out.jsonl | awk '{ printf "    %.0f bytes exported\n", $5 }'
	rm -f out.jsonl out.csv
}

df -T "$work" | awk 'NR == 2 { print "on " $2 }'
case ${STORES-sqlite postgres} in
*sqlite*) bench sqlite "$work/one" "$work/two" ;;
esac
rm -f one* two*
case ${STORES-sqlite postgres} in
*postgres*) ;;
*) exit 0 ;;
esac
if postgres_start; then
	postgres_database one
	postgres_database two
	bench postgres "$(postgres_place one)" "$(postgres_place two)"
else
	echo "postgres: left out, $PG_WHY"
fi
