#!/bin/sh
# SPDX-License-Identifier: MIT
# review.sh BIN [EVENTS...] - what a review costs: seconds and greatest memory of `review open` and `review report` over ledgers of so many events.
set -eu
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${1:?usage: review.sh BIN [EVENTS...]}" && pwd)
shift
[ $# -gt 0 ] || set -- 100000 1000000
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
umask 077
cd "$work"
printf '{"people": []}' >people.json

# measured COMMAND...: its seconds and the greatest memory it had, in MiB.
measured()
{
	python3 - "$@" <<'END'
import resource, subprocess, sys, time
start = time.monotonic()
subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL)
print("%.1f s | %d MiB" % (time.monotonic() - start, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024))
END
}

echo '| events | problem reports | verdicts | ledger | open: time | memory | report: time | memory |'
echo '|--:|--:|--:|--:|--:|--:|--:|--:|'
for events in "$@"; do
	reports=$((events * 10 / 97)) verdicts=$((events * 12 / 97))
	rm -rf ledger* out
	mkdir out
	python3 "$root/tests/review/year.py" . $reports $verdicts
	"$bin/portcullis" ledger init --ledger ledger >/dev/null
	python3 "$root/tests/review/load.py" ledger.jsonl ledger
	found=$(wc -l <ledger.jsonl)
	rm ledger.jsonl
	size=$(($(wc -c <ledger) / 1048576))
	opened=$(measured "$bin/portcullis" review open --to 2024-12-31 --as chief@example.org --ledger ledger)
	reported=$(measured "$bin/portcullis" review report --out out --policy policy.json --ledger ledger)
	echo "| $found | $reports | $verdicts | $size MiB | $opened | $reported |"
done
