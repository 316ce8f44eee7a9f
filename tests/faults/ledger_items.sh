# SPDX-License-Identifier: MIT
# ledger_items.sh - faults while records are filed: spool and ledger together hold every record, the ledger none of them twice, and its chain holds.

# A ledger with two events, and three records that wait; ncalls: how many system calls filing them takes.
ledger_world()
{
	rm -rf "$W/led"
	mkdir -m 700 "$W/led" "$W/led/spool"
	place=$W/led/l
	[ "${1-}" != postgres ] || { psql -qAtX "$(postgres_place postgres)" -c 'DROP DATABASE IF EXISTS faults' 2>/dev/null; postgres_database faults; place=$(postgres_place faults); }
	"$bin/portcullis" ledger init --ledger "$place" >/dev/null || broken "no ledger can be made"
	ledger_records 1 2
	"$bin/portcullis" ledger file --ledger "$place" --spool "$W/led/spool" >/dev/null || broken "nothing can be filed"
	ledger_records 3 5
	nwanted=5
}

ledger_records() # FROM TO
{
	local i
	for ((i = $1; i <= $2; i++)); do
		printf '{"portcullis-verdict":1,"id":"VRD-%05d","at":"2026-01-02T03:04:05Z","outcome":"pass","updates":[],"findings":[{"id":"OBS-%d"}],"notices":["%2000d"]}\n' $i $i $i \
			>"$W/led/spool/VRD-$(printf %05d $i).json"
	done
}

# Each wanted record is in the ledger once, or waits; then all are filed, and the chain holds.
ledger_holds() # WHAT
{
	local out known waiting
	nruns=$((nruns + 1))
	waiting=$(cd "$W/led/spool" && printf '%s\n' *.json | sed 's/\.json$//') # first: what was killed may have taken one more step
	out=$("$bin/portcullis" ledger verify --ledger "$place" 2>&1) || broken "$1: the ledger does not hold" "$out"
	known=$("$bin/portcullis" ledger export --ledger "$place" | grep -o '"id":"VRD-[0-9]*","kind"' | grep -o 'VRD-[0-9]*' | sort)
	[ -z "$(uniq -d <<<"$known")" ] || broken "$1: filed twice" "$known"
	out=$(printf '%s\n%s\n' "$known" "$waiting" | grep . | sort -u | wc -l)
	[ "$out" = "$nwanted" ] || broken "$1: $out of $nwanted are there" "$waiting"
	out=$("$bin/portcullis" ledger file --ledger "$place" --spool "$W/led/spool" 2>&1) || broken "$1: nothing can be filed afterwards" "$out"
	out=$("$bin/portcullis" ledger verify --ledger "$place" 2>&1) || broken "$1: the ledger does not hold afterwards" "$out"
	[[ $out == *" $nwanted events"* ]] || broken "$1: afterwards not $nwanted events" "$out"
	[ -z "$(ls "$W/led/spool")" ] || broken "$1: something waits for ever"
}

# The shell says of each of its children that it was killed.
quietly() { { "$@"; } 2>/dev/null; }
file_waiting() { "$@" "$bin/portcullis" ledger file --ledger "$place" --spool "$W/led/spool" >"$W/said" 2>&1; }

count_ledger_calls()
{
	ledger_world "${1-}"
	file_waiting strace -qq -o "$W/calls"
	ncalls=$(wc -l <"$W/calls")
}

item_30_killed_at_any_point_filing_loses_nothing_and_doubles_nothing()
{
	local n
	count_ledger_calls
	for n in $(steps "$ncalls" 60); do
		ledger_world
		file_waiting strace -qq -o /dev/null -e inject=all:signal=KILL:when="$n" 2>/dev/null
		ledger_holds "killed at call $n"
	done
	# And filers that are killed at a moment of chance, ten on one spool, again and again.
	ledger_world
	nwanted=205
	ledger_records 6 205
	for ((n = 0; n < $(many 3 100); n++)); do
		seq 10 | xargs -P 10 -I{} timeout -s KILL "0.$((RANDOM % 9))$((RANDOM % 9))" "$bin/portcullis" ledger file --ledger "$place" --spool "$W/led/spool" >/dev/null 2>&1
	done
	ledger_holds "killed by chance"
}

item_31_a_disk_that_is_full_or_fails_loses_nothing()
{
	local call error n of
	count_ledger_calls
	for call in pwrite64 fdatasync fsync ftruncate unlink openat read pread64 mmap; do
		of=$(grep -c "^$call(" "$W/calls")
		for n in $(steps "$of" 6); do
			for error in ENOSPC EIO; do
				[ "$error $call" = "ENOSPC read" ] && continue
				ledger_world
				file_waiting strace -qq -o /dev/null -e inject=$call:error=$error:when="$n+" 2>/dev/null
				status=$? said=$(<"$W/said")
				[ $status -le 3 ] || [ $status -eq 127 ] || [ -z "${said##*error*}" ] || broken "$call fails from its ${n}th call on with $error: status $status" "$said"
				[ $status -ne 0 ] || [ -z "$(ls "$W/led/spool")" ] || broken "$call fails from its ${n}th call on with $error: all is well, and records wait" "$said"
				ledger_holds "$call fails from its ${n}th call on with $error"
				ledger_world
				file_waiting strace -qq -o /dev/null -e inject=$call:error=$error:when="$n" 2>/dev/null
				ledger_holds "$call fails at its ${n}th call with $error"
			done
		done
	done
	if [ "$EUID" = 0 ] && mkdir -p "$W/small" && mount -t tmpfs -o size=400k,mode=700 none "$W/small" 2>/dev/null; then
		ledger_world
		place=$W/small/l
		"$bin/portcullis" ledger init --ledger "$place" >/dev/null
		nwanted=203
		ledger_records 3 205
		file_waiting env && broken "a full disk holds everything" "$(<"$W/said")"
		mount -o remount,size=40m "$W/small"
		ledger_holds "a full disk"
		umount "$W/small"
	fi
}

item_32_a_clock_that_jumps_loses_nothing()
{
	local jump out
	ledger_world
	for jump in -400000000 400000000 -90000 90000; do
		file_waiting env LD_PRELOAD="$tools/shim.so" FAULT_CLOCK=$jump
		nwanted=$((nwanted + 2))
		ledger_records $((nwanted - 1)) $nwanted
	done
	ledger_holds "the clock jumps"
	out=$("$bin/portcullis" ledger verify --ledger "$place")
	[[ $out == *" 0 steps"* ]] && broken "the steps of the clock are not told" "$out"
}

item_33_killed_while_carrying_out_or_in_leaves_all_or_nothing()
{
	local n whole
	ledger_world
	nwanted=205
	ledger_records 6 205
	file_waiting env
	"$bin/portcullis" ledger export --ledger "$place" --out "$W/led/whole" >/dev/null
	whole=$(wc -l <"$W/led/whole")
	strace -qq -o "$W/calls" "$bin/portcullis" ledger export --ledger "$place" --out "$W/led/again" >/dev/null
	for n in $(steps "$(wc -l <"$W/calls")" 30); do
		nruns=$((nruns + 1))
		rm -f "$W/led/again"
		quietly strace -qq -o /dev/null -e inject=all:signal=KILL:when="$n" "$bin/portcullis" ledger export --ledger "$place" --out "$W/led/again" >"$W/said" 2>&1
		[ ! -e "$W/led/again" ] || cmp -s "$W/led/whole" "$W/led/again" || broken "killed at call $n: half an export"
	done
	rm -f "$W/led/new"*
	"$bin/portcullis" ledger init --ledger "$W/led/new" >/dev/null
	strace -qq -o "$W/calls" "$bin/portcullis" ledger import "$W/led/whole" --ledger "$W/led/new" >/dev/null
	for n in $(steps "$(wc -l <"$W/calls")" 30); do
		nruns=$((nruns + 1))
		rm -f "$W/led/new"*
		"$bin/portcullis" ledger init --ledger "$W/led/new" >/dev/null
		quietly strace -qq -o /dev/null -e inject=all:signal=KILL:when="$n" "$bin/portcullis" ledger import "$W/led/whole" --ledger "$W/led/new" >/dev/null 2>&1
		[[ $("$bin/portcullis" ledger verify --ledger "$W/led/new" 2>&1) =~ \ (0|$whole)\ events ]] || broken "killed at call $n: half an import"
	done
}

item_34_a_server_that_goes_away_loses_nothing()
{
	local n
	if ! postgres_start; then
		echo "    left out: $PG_WHY"
		return
	fi
	count_ledger_calls postgres
	for n in $(steps "$ncalls" 25); do
		ledger_world postgres
		file_waiting strace -qq -o /dev/null -e inject=all:signal=KILL:when="$n" 2>/dev/null
		ledger_holds "killed at call $n"
	done
	for call in recvfrom connect; do
		for n in $(steps "$(grep -c "^$call(" "$W/calls")" 6); do
			ledger_world postgres
			file_waiting strace -qq -o /dev/null -e inject=$call:error=ECONNRESET:when="$n+" 2>/dev/null
			[ $? -eq 139 ] && broken "$call fails from its ${n}th call on: a crash"
			ledger_holds "$call fails from its ${n}th call on"
		done
	done
	if [ "$full" ]; then # takes two minutes: a server that stands still
		ledger_world postgres
		file_waiting strace -qq -o /dev/null -e inject=sendto:error=ECONNRESET:when=6+
		grep -q 'does not answer' "$W/said" || broken "a silent server is waited for" "$(<"$W/said")"
		ledger_holds "the server stands still"
	fi
	for ((n = 0; n < $(many 2 30); n++)); do
		ledger_world postgres
		nwanted=1005
		ledger_records 6 1005
		file_waiting env &
		sleep "0.$((RANDOM % 9 + 1))"
		postgres_halt immediate
		wait $!
		postgres_again
		ledger_holds "the server falls over"
	done
	postgres_stop
}
