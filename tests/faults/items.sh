# SPDX-License-Identifier: MIT
# items.sh - the faults; the numbers are those of the fault list.

# How many system calls a judged push makes, and how many of them before signals are caught.
count_system_calls()
{
	run good >/dev/null
	cd "$server" || exit 2
	env GIT_DIR=. GIT_QUARANTINE_PATH="$q" GIT_OBJECT_DIRECTORY="$q" GIT_ALTERNATE_OBJECT_DIRECTORIES="$server/objects" \
		strace -qq -o "$W/calls" "$bin/portcullis-receive" <"$W/lines" >/dev/null 2>&1
	cd "$W" || exit 2
	ncalls=$(wc -l <"$W/calls") ncaught=$(grep -n -m1 'rt_sigaction(SIGPIPE' "$W/calls" | cut -d: -f1)
	rm -f "$spool"/*
}

# A real push whose hook meets the signal at its n-th system call.
push_with_signal() # good|bad SIGNAL N
{
	echo "under='strace -qq -o /dev/null -e inject=all:signal=$2:when=$3'" >"$W/before"
	leaves_hidden=1
	push "$1"
	rm -f "$W/before" "$spool"/.*.tmp
	leaves_hidden=
	[ "$(<"$server/refs/heads/main")" = "$base" ] || git --git-dir="$server" update-ref refs/heads/main "$base"
}

item_01_killed_at_any_point_no_ref_moves_and_no_record_is_cut()
{
	local n
	count_system_calls
	may_be_silent=1
	for n in $(steps "$ncalls" 60); do
		push_with_signal good KILL "$n"
	done
	for n in $(steps "$ncalls" 20); do
		push_with_signal bad KILL "$n"
	done
	# And at a moment of chance.
	for ((n = 0; n < $(many 20 2000); n++)); do
		printf '(sleep 0.0%02d; kill -9 $$) 2>/dev/null &\n' $((RANDOM % 30)) >"$W/before"
		leaves_hidden=1
		push $([ $((n % 2)) = 0 ] && echo good || echo bad)
		rm -f "$spool"/.*.tmp
		leaves_hidden=
		git --git-dir="$server" update-ref refs/heads/main "$base"
	done
}

item_02_a_signal_ends_in_a_refusal_with_a_reason()
{
	local n signal
	count_system_calls
	for signal in TERM HUP INT XCPU QUIT; do
		for n in $(steps "$ncalls" 12); do
			may_be_silent=$([ "$n" -gt "$ncaught" ] || echo 1)
			push_with_signal good $signal "$n"
			push_with_signal bad $signal "$n"
		done
	done
}

item_03_the_hook_ends_when_git_receive_pack_is_killed()
{
	local pid parent n=0
	mkfifo "$W/fifo"
	nruns=1
	# shellcheck disable=SC2016
	(cd "$server" && exec env GIT_DIR=. bash -c '"$0" <"$1" & echo $! >"$2"; wait' "$bin/portcullis-receive" "$W/fifo" "$W/pid" 2>"$W/said") &
	parent=$!
	exec 9>"$W/fifo"
	while ! [ -s "$W/pid" ] || ! grep -q . "/proc/$(<"$W/pid")/stat" 2>/dev/null; do
		sleep 0.05
	done
	sleep 0.3
	pid=$(<"$W/pid")
	kill -9 "$parent"
	wait "$parent" 2>/dev/null
	while grep -q '^State:.[^Z]' "/proc/$pid/status" 2>/dev/null && [ $n -lt 20 ]; do
		sleep 0.05
		n=$((n + 1))
	done
	[ $n -lt 20 ] || broken "the hook lives on after a second"
	exec 9>&-
	[[ $(<"$W/said") == *error* ]] || broken "it said nothing" "$(<"$W/said")"
	rm -f "$spool"/* "$W/fifo"
}

item_04_a_reader_who_goes_away_changes_no_verdict()
{
	local n
	for kind in good bad; do
		nruns=$((nruns + 1))
		rm -f "$spool"/*
		cd "$server" || exit 2
		printf '%s %s refs/heads/main\n' "$base" "${!kind}" >"$W/lines"
		status=$( (env GIT_DIR=. GIT_QUARANTINE_PATH="$q" GIT_OBJECT_DIRECTORY="$q" GIT_ALTERNATE_OBJECT_DIRECTORIES="$server/objects" \
			"$bin/portcullis-receive" <"$W/lines" 2>&1; echo $? >&3) 3>&1 >/dev/null | cat)
		status=$( { { sleep 0.1; env GIT_DIR=. GIT_QUARANTINE_PATH="$q" GIT_OBJECT_DIRECTORY="$q" GIT_ALTERNATE_OBJECT_DIRECTORIES="$server/objects" \
			"$bin/portcullis-receive" <"$W/lines" 2>&1; echo $? >&3; } | true; } 3>&1)
		cd "$W" || exit 2
		[ "$kind$status" = good0 ] || [ "$kind$status" = bad1 ] || broken "with a closed pipe $kind ended with status $status"
	done
	# The client is killed at a moment of chance.
	leaves_hidden=1
	for ((n = 0; n < $(many 15 300); n++)); do
		kind=$([ $((n % 2)) = 0 ] && echo good || echo bad) id=${!kind}
		nruns=$((nruns + 1)) said=error
		(timeout -s KILL 0.0$((RANDOM % 9 + 1)) git --git-dir="$desk" push -q "$server" "+$kind:refs/heads/main" >/dev/null 2>&1; :) 2>/dev/null
		sleep 0.15
		judge_push
		git --git-dir="$server" update-ref refs/heads/main "$base" 2>/dev/null
	done
	sleep 0.5
	fresh
}

item_05_closed_descriptors_never_change_the_verdict_or_the_record()
{
	local bits closing expected
	for bits in 0 1 2 3 4 5 6 7; do
		for kind in good bad; do
			closing=
			[ $((bits & 1)) = 0 ] || closing="$closing <&-"
			[ $((bits & 2)) = 0 ] || closing="$closing >&-"
			[ $((bits & 4)) = 0 ] || closing="$closing 2>&-"
			nruns=$((nruns + 1))
			rm -f "$spool"/*
			printf '%s %s refs/heads/main\n' "$base" "${!kind}" >"$W/lines"
			(cd "$server" && eval 'env GIT_DIR=. GIT_QUARANTINE_PATH="$q" GIT_OBJECT_DIRECTORY="$q" GIT_ALTERNATE_OBJECT_DIRECTORIES="$server/objects" "$bin/portcullis-receive" <"$W/lines" >/dev/null 2>"$W/said"' "$closing")
			status=$? said=$(<"$W/said")
			may_be_silent=$([ $((bits & 4)) = 0 ] || echo 1)
			judge_run "closed:$closing"
			expected=$([ $kind = good ] && [ $((bits & 1)) = 0 ] && echo 0 || echo 1)
			[ "$((status != 0))" = "$expected" ] || broken "closed:$closing: $kind ended with $status" "$said"
			[ $((bits & 1)) = 1 ] || [ $nrecords = 1 ] || broken "closed:$closing: $nrecords records"
		done
	done
	may_be_silent=
}

item_06_a_full_disk_refuses()
{
	local n fault error
	for fault in write:1 write:1+ write:2 fsync:1 fsync:2 fsync:1+ rename:1 rename:1+; do
		for error in 28 5 122; do
			for kind in good bad; do
				may_be_silent=$([[ $fault = write:1+ || $fault = write:2 ]] && echo 1) # nor can the reason be written
				run $kind LD_PRELOAD="$tools/shim.so" FAULT=$fault FAULT_ERROR=$error
				[ "$kind $fault" = "good write:2" ] || [ $status -ne 0 ] || broken "$fault with error $error passes" "$said"
			done
		done
	done
	may_be_silent=
	if [ "$EUID" = 0 ] && mkdir -p "$W/small" && mount -t tmpfs -o size=64k,mode=700 none "$W/small" 2>/dev/null; then
		head -c 100000 /dev/zero >"$W/small/full" 2>/dev/null
		git --git-dir="$server" config portcullis.spool "$W/small"
		push good
		[ "$(<"$server/refs/heads/main")" = "$base" ] || broken "accepted with a full disk"
		n=$(ls -A "$W/small")
		[ "$n" = full ] || broken "the full disk holds $n"
		git --git-dir="$server" config portcullis.spool "$spool"
		umount "$W/small"
	fi
}

# The spool that is set refuses a good push, and says why.
spool_refuses() # WHAT
{
	push good
	[ "$(<"$server/refs/heads/main")" = "$base" ] || broken "accepted though the spool is $1" "$said"
	[[ $said == *record* || $said == *spool* ]] || broken "the spool is $1, and the reason does not say so" "$said"
}

item_07_a_spool_that_cannot_be_written_refuses()
{
	rmdir "$spool"
	spool_refuses missing
	: >"$W/file"
	ln -s "$W/nowhere" "$spool"
	spool_refuses "a link to nowhere"
	rm "$spool"
	mkdir -m 700 "$spool"
	git --git-dir="$server" config portcullis.spool "$W/file"
	spool_refuses "a file"
	git --git-dir="$server" config portcullis.spool relative/path
	spool_refuses "a relative path"
	git --git-dir="$server" config --unset portcullis.spool
	spool_refuses unset
	git --git-dir="$server" config portcullis.spool "$spool"
	if [ "$EUID" = 0 ]; then
		chattr +i "$spool" 2>/dev/null && { spool_refuses immutable; chattr -i "$spool"; }
		echo "under='setpriv --reuid=65534 --regid=65534 --clear-groups'" >"$W/before"
		chmod 755 "$W"
		spool_refuses "another user's"
	else
		chmod 555 "$spool"
		spool_refuses read-only
		chmod 700 "$spool"
	fi
}

item_10_fifty_pushes_at_once_leave_fifty_records()
{
	local round i
	for i in $(seq 50); do
		git --git-dir="$desk" update-ref "refs/many/$i" "$([ $((i % 5)) = 0 ] && echo "$bad" || echo "$good")"
	done
	for ((round = 0; round < $(many 2 20); round++)); do
		rm -rf "$W"/other
		cp -r "$server.base" "$W/other"
		rm -f "$spool"/*
		nruns=$((nruns + 50))
		seq 50 | xargs -P 50 -I{} sh -c 'r=$(({} % 2)); [ $r = 0 ] && r=$1 || r=$2; timeout 120 git --git-dir="$3" push -q "$r" refs/many/{}:refs/heads/many/{} 2>/dev/null && echo {}' - "$server" "$W/other" "$desk" | sort >"$W/accepted"
		seq 50 | awk '$1 % 5' | sort | cmp -s - "$W/accepted" || broken "not the right pushes were accepted" "$(diff <(seq 50 | awk '$1 % 5' | sort) "$W/accepted" | tr '\n' ' ')"
		said= ; read_spool
		[ $nrecords = 50 ] && [ $npass = 40 ] || broken "$nrecords records of 50 verdicts, $npass of 40 acceptances"
		git --git-dir="$server" for-each-ref --format='delete %(refname)' refs/heads/many | git --git-dir="$server" update-ref --stdin
	done
	rm -f "$spool"/*
}

item_11_two_pushes_that_race_never_leave_an_unjudged_commit_on_main()
{
	local n main
	for ((n = 0; n < $(many 25 500); n++)); do
		nruns=$((nruns + 2))
		(sleep 0.0$((RANDOM % 5)); git --git-dir="$desk" push -q "$server" bad:refs/heads/side >/dev/null 2>&1) &
		(sleep 0.0$((RANDOM % 5)); git --git-dir="$desk" push -q "$server" bad:refs/heads/main >/dev/null 2>&1) &
		wait
		main=$(<"$server/refs/heads/main")
		[ "$main" = "$base" ] || broken "main is at $main"
		[ -f "$server/refs/heads/side" ] || broken "the unprotected side did not move"
		rm -f "$server/refs/heads/side" "$spool"/*
	done
	# main moves between the verdict and the update: git's own comparison of the old value refuses.
	for ((n = 0; n < 5; n++)); do
		nruns=$((nruns + 1))
		printf 'trap "" TERM\n: >%s/arrived\nwhile [ ! -e %s/go ]; do sleep 0.01; done\n' "$W" "$W" >"$W/before"
		git --git-dir="$desk" push -q "$server" good:refs/heads/main >"$W/said" 2>&1 &
		while [ ! -e "$W/arrived" ]; do sleep 0.01; done
		git --git-dir="$server" update-ref refs/heads/main "$base~1"
		: >"$W/go"
		wait
		[ "$(<"$server/refs/heads/main")" = "$(git --git-dir="$server" rev-parse "$base~1")" ] || broken "main was overwritten" "$(<"$W/said")"
		rm -f "$W/arrived" "$W/go" "$W/before"
		git --git-dir="$server" update-ref refs/heads/main "$base"
	done
}

# The policy that is set refuses a good push within ten seconds with one line that names it.
policy_refuses() # WHAT [WORD]
{
	local began=$SECONDS
	push good
	[ "$(<"$server/refs/heads/main")" = "$base" ] || broken "accepted though the policy is $1" "$said"
	[ $((SECONDS - began)) -lt 10 ] || broken "the policy is $1: it took $((SECONDS - began)) s"
	[[ $said == *"${2-policy.json}"* ]] || broken "the policy is $1, and the reason does not name it" "$said"
	law_again
}

item_12_a_policy_that_cannot_be_read_refuses_with_its_place()
{
	local p=$law/policy.json
	rm "$p"; policy_refuses missing
	: >"$p"; policy_refuses empty
	head -c 3000 /dev/urandom >"$p"; policy_refuses garbage
	printf '{"portcullis": 1, "nmae": "x"}' >"$p"; policy_refuses "of an unknown key" policy.json:1:
	sed 's/"name": "Faults"/"name": "a", "name": "b"/' "$W/law.base/policy.json" >"$p"; policy_refuses "of a key given twice" policy.json:1:
	sed 's/"portcullis": 1/"portcullis": 2/' "$W/law.base/policy.json" >"$p"; policy_refuses "of another version" policy.json:1:
	sed 's/"rules": \[\]/"rules": 7/' "$W/law.base/policy.json" >"$p"; policy_refuses "of a wrong type" policy.json:3:
	{ head -c 200000 /dev/zero | tr '\0' '['; } >"$p"; policy_refuses "nested deeply" policy.json:1:
	rm "$p"; mkdir "$p"; policy_refuses "a folder"
	rm -rf "$p"; mkfifo "$p"; policy_refuses "a pipe"
	head -c 100000000 /dev/zero >"$p"; policy_refuses "of 100 MB"
	rm "$p"; ln -s "$W/law.base/policy.json" "$W/link"; mv "$W/link" "$p"; chmod 666 "$W/law.base/policy.json"; policy_refuses "a link to what all can write"
	chmod 644 "$W/law.base/policy.json"; law_again
	chmod 666 "$p"; policy_refuses "what all can write"
	chmod 777 "$law"; policy_refuses "in a folder that all can write to" law
	[ "$EUID" != 0 ] || { chown 65534 "$p"; policy_refuses "another user's"; }
	ln -sf /dev/zero "$p"; policy_refuses "an endless device" zero
	git --git-dir="$server" config --unset portcullis.policy
	git --git-dir="$server" config portcullis.policyRef refs/heads/law:policy.json
	policy_refuses "on a ref that is not there" refs/heads/law
	git --git-dir="$server" config portcullis.policyRef refs/heads/main:policy.json
	policy_refuses "not on its ref"
	git --git-dir="$server" config --unset portcullis.policyRef
	policy_refuses "nowhere" "no policy"
	git --git-dir="$server" config portcullis.policy "$p"
}

item_13_each_push_is_judged_by_one_version_of_the_policy()
{
	local n strict lax digest file text
	write_policy '"c/core"' >"$W/strict"
	write_policy '' | sed 's/"include": \[\],//' >"$W/lax"
	cp "$W/strict" "$law/policy.json"; run bad; text=$(cat "$spool"/VRD-*); [[ $text =~ \"digest\":\ ?\"([0-9a-f]+)\" ]]; strict=${BASH_REMATCH[1]}
	cp "$W/lax" "$law/policy.json"; kind=good; run good; text=$(cat "$spool"/VRD-*); [[ $text =~ \"digest\":\ ?\"([0-9a-f]+)\" ]]; lax=${BASH_REMATCH[1]}
	[ "$strict" != "$lax" ] || broken "two policies have one digest"
	(while [ ! -e "$W/stop" ]; do
		cp "$W/strict" "$W/next" && mv "$W/next" "$law/policy.json"
		cp "$W/lax" "$W/next" && mv "$W/next" "$law/policy.json"
	done) &
	for ((n = 0; n < $(many 60 500); n++)); do
		rm -f "$spool"/*
		nruns=$((nruns + 1))
		said=$(git --git-dir="$desk" push -q "$server" "+bad:refs/heads/main" 2>&1)
		text=$(cat "$spool"/VRD-*)
		[[ $text =~ \"digest\":\ ?\"([0-9a-f]+)\" ]] || text=
		digest=${BASH_REMATCH[1]-}
		if [ "$(<"$server/refs/heads/main")" = "$bad" ]; then
			[ "$digest" = "$lax" ] && [[ $text =~ \"outcome\":\ ?\"pass\" ]] || broken "accepted by policy $digest" "$said"
		else
			[ "$digest" = "$strict" ] || broken "refused by policy $digest" "$said"
		fi
		git --git-dir="$server" update-ref refs/heads/main "$base"
	done
	: >"$W/stop"
	wait
	rm -f "$W/stop" "$spool"/*
}

# One byte of a file becomes another.
flip() # FILE OFFSET
{
	local byte
	byte=$(od -An -tu1 -j "$2" -N 1 "$1" | tr -d ' ')
	printf "\\x$(printf %x $((byte ^ (1 << RANDOM % 8))))" | dd of="$1" bs=1 seek="$2" conv=notrunc status=none
}

# N times a byte of any file that holds objects.
flip_store() # N
{
	local n files file size at
	for ((n = 0; n < $1; n++)); do
		files=()
		while IFS= read -r file; do files+=("$file"); done < <(find "$server/objects" "$q" -type f -size +0)
		file=${files[RANDOM % ${#files[@]}]}
		size=$(stat -c %s "$file") at=$(((RANDOM << 15 | RANDOM) % size))
		cp "$file" "$W/kept"
		chmod u+w "$file"
		flip "$file" $at
		run $([ $((n % 3)) = 0 ] && echo good || echo bad)
		cp "$W/kept" "$file"
	done
}

item_14_a_flipped_byte_in_the_store_never_lets_a_push_through()
{
	local n file
	chmod -R u+w "$server/objects" "$server.base/objects"
	flip_store "$(many 250 5000)"
	# The same push as a pack.
	cp -r "$q" "$W/loose"
	rm -r "$q"/??
	git --git-dir="$desk" rev-list --objects good bad --not base | cut -d' ' -f1 | git --git-dir="$desk" pack-objects -q "$q/pack/pack" >/dev/null
	run good; [ $status = 0 ] || broken "a sound pack is refused" "$said"
	run bad; [ $status = 1 ] || broken "a sound pack ends with status $status" "$said"
	flip_store "$(many 250 5000)"
	rm -rf "$q"
	mv "$W/loose" "$q"
	# Cut short (which libgit2 reads for ever: some seconds each), empty, gone.
	n=0
	for file in $(find "$server/objects" "$q" -type f -size +0 | sort); do
		n=$((n + 1))
		[ "$full" ] || [ $((n % 4)) = 0 ] || continue
		cp -p "$file" "$W/kept"
		chmod u+w "$file"
		truncate -s "$(($(stat -c %s "$file") / 2))" "$file"; run bad; run good
		truncate -s 0 "$file"; run bad; run good
		rm "$file"; run bad; run good
		cp -p "$W/kept" "$file"
	done
	# Alternates that lead in a circle, or nowhere.
	echo "$server/objects" >"$server/objects/info/alternates"; run bad; run good
	echo "/nowhere" >"$server/objects/info/alternates"; run bad; run good
	rm "$server/objects/info/alternates"
}

# Each byte of what comes in, as single objects and as a pack with its index: the hook does not hash them, so the checksums of zlib and the pack's own
# structure must tell. With FULL all of them, else every seventh.
item_26_no_changed_byte_of_what_comes_in_lets_a_push_through()
{
	local q=$W/incoming file at
	rm -rf "$q"
	cp -r "$W/quarantine" "$q"
	flip_each
	rm -rf "$q"
	mkdir -p "$q/pack"
	git --git-dir="$desk" rev-list --objects bad --not base | cut -d' ' -f1 | git --git-dir="$desk" pack-objects -q "$q/pack/pack" >"$W/said"
	flip_each
	rm -rf "$q"
}

flip_each()
{
	run bad
	[ $status = 1 ] || broken "what comes in is not judged" "$said"
	for file in $(find "$q" -type f -size +0 ! -name '*.rev' | sort); do
		chmod u+w "$file"
		cp "$file" "$W/kept"
		for ((at = RANDOM % $(many 7 1); at < $(stat -c %s "$file"); at += $(many 7 1))); do
			flip "$file" $at
			run bad
			cp "$W/kept" "$file"
		done
	done
}

# bomb LABEL OLD NEW: what lies in the quarantine folder $W/bomb is refused within the deadline (20 s), in less memory than the gate allows itself.
bomb()
{
	local memory began=$SECONDS
	nruns=$((nruns + 1))
	rm -f "$spool"/*
	printf '%s %s refs/heads/main\n' "$2" "$3" >"$W/lines"
	(cd "$server" && GIT_DIR=. GIT_QUARANTINE_PATH="$W/bomb" GIT_OBJECT_DIRECTORY="$W/bomb" GIT_ALTERNATE_OBJECT_DIRECTORIES="$server/objects" \
		/usr/bin/time -o "$W/memory" -f %M timeout 120 "$bin/portcullis-receive" <"$W/lines" >"$W/said" 2>&1)
	status=$? said=$(<"$W/said") kind=bad
	memory=$(tail -1 "$W/memory")
	judge_run "$1"
	[ $status != 0 ] || broken "$1 is accepted"
	[ $((SECONDS - began)) -lt 25 ] || broken "$1 takes $((SECONDS - began)) s"
	[ "$memory" -lt $((4 * 1024 * 1024)) ] || broken "$1 takes $memory kB"
	printf '    %s: status %s, %s s, %s MB: %s\n' "$1" $status $((SECONDS - began)) $((memory / 1024)) "$(grep -m1 error <<<"$said" | cut -c 1-150)"
}

item_15_a_bomb_is_refused_in_time_and_memory()
{
	local id label
	git --git-dir="$server" config portcullis.deadline 20000
	for label in $("$tools/bombs"); do
		rm -rf "$W/bomb"
		mkdir -p "$W/bomb/pack" "$W/bomb/info"
		echo "$server/objects" >"$W/bomb/info/alternates"
		id=$("$tools/bombs" "$label" "$W/bomb" "$base") || { broken "the bomb $label cannot be made" "$id"; continue; }
		bomb "$label" "$base" "$id"
	done
	rm -rf "$W/bomb"
	git --git-dir="$server" config --unset portcullis.deadline
}

# Every n-th call of a function fails, once and from there on.
each_call_fails() # NAME MOST ERROR...
{
	local n count error
	rm -f "$W/counts"
	run bad LD_PRELOAD="$tools/shim.so" FAULT_COUNT="$W/counts"
	count=$(sed -n "s/^$1 //p" "$W/counts")
	for error in "${@:3}"; do
		for n in $(steps "$count" "$2"); do
			run bad LD_PRELOAD="$tools/shim.so" FAULT="$1:$n" FAULT_ERROR="$error"
			run good LD_PRELOAD="$tools/shim.so" FAULT="$1:$n" FAULT_ERROR="$error"
			run bad LD_PRELOAD="$tools/shim.so" FAULT="$1:$n+" FAULT_ERROR="$error"
		done
	done
}

item_16_memory_that_fails_at_the_nth_call_refuses()
{
	each_call_fails malloc 250 12
}

item_17_a_call_that_fails_at_the_nth_time_refuses()
{
	local each
	may_be_silent=
	for each in read open mmap fstat stat access getrandom fsync rename; do
		each_call_fails $each 60 5
	done
	each_call_fails open 60 24
	may_be_silent=1 # the last words themselves may not be written
	each_call_fails write 20 5 32
	may_be_silent=
	for each in FAULT_SHORT=1 FAULT_EINTR=1 "FAULT_SHORT=1 FAULT_EINTR=1"; do
		run bad LD_PRELOAD="$tools/shim.so" $each
		run good LD_PRELOAD="$tools/shim.so" $each
	done
}

item_18_a_limit_of_the_system_refuses_with_a_reason()
{
	local limit kind
	commit_file heavy base src/heavy.c "$(awk 'BEGIN { for (i = 0; i < 400000; i++) print "int f" i "(int a) { return a + g(a, \"x\", " i "); }"; print "char *b = gets(p);" }')"
	heavy=$(git --git-dir="$desk" rev-parse heavy)
	for limit in '-n 8' '-n 16' '-v 65536' '-v 32768' '-f 0' '-u 0' '-s 64' '-s 128' '-t 1' '-v 131072'; do
		for kind in good bad heavy; do
			echo "ulimit -S $limit" >"$W/before"
			push $kind
			git --git-dir="$server" update-ref refs/heads/main "$base"
		done
	done
}

item_19_the_deadline_ends_in_a_refusal()
{
	local began pid
	git --git-dir="$server" config portcullis.deadline 2000
	for kind in good bad; do
		echo "under='strace -qq -o /dev/null -e inject=read,pread64,openat,newfstatat,mmap:delay_exit=50000'" >"$W/before"
		began=${EPOCHREALTIME/./}
		push $kind
		[ "$(<"$server/refs/heads/main")" = "$base" ] || broken "accepted by a slow disk"
		[[ $said == *deadline* ]] || broken "the reason is not the deadline" "$said"
		began=$(((${EPOCHREALTIME/./} - began) / 1000))
		[ $began -lt 30000 ] || broken "it took $began ms" # before the setting is read no deadline is known
	done
	# Stopped for longer than the deadline, then woken.
	nruns=$((nruns + 1))
	printf '(sleep 0.02; kill -STOP $$; sleep 3; kill -CONT $$) 2>/dev/null &\n' >"$W/before"
	kind=good id=$good
	said=$(timeout 60 git --git-dir="$desk" push -q "$server" good:refs/heads/main 2>&1)
	judge_push
	git --git-dir="$server" config --unset portcullis.deadline
}

item_20_the_verdict_does_not_depend_on_the_time_zone_or_the_century()
{
	local zone clock
	for zone in UTC Pacific/Kiritimati America/Adak :/etc/passwd '<-99>99' ''; do
		run good TZ="$zone"; [ $status = 0 ] || broken "TZ=$zone refuses" "$said"
		run bad TZ="$zone"
	done
	for clock in 86400 400000000 2500000000 200000000000; do
		run good LD_PRELOAD="$tools/shim.so" FAULT_CLOCK=$clock; [ $status = 0 ] || broken "the clock $clock s ahead refuses" "$said"
		run bad LD_PRELOAD="$tools/shim.so" FAULT_CLOCK=$clock
	done
	for clock in -172800 -1700000000; do
		run good LD_PRELOAD="$tools/shim.so" FAULT_CLOCK=$clock; [ $status = 1 ] || broken "the clock $clock s behind: status $status" "$said"
		run bad LD_PRELOAD="$tools/shim.so" FAULT_CLOCK=$clock
	done
	# By now records lie in the future: said, and no deviation applies.
	run good; [[ $status$said == 0*'no deviation applies'* ]] || broken "an early clock is not said" "$said"
	run good LD_PRELOAD="$tools/shim.so" FAULT_CLOCK=200000000000; [ -z "$said" ] || broken "the time of the newest record is called early" "$said"
	rm -f "$spool/.newest"
}

item_21_the_verdict_does_not_depend_on_the_locale()
{
	local locale words=
	for locale in C POSIX C.UTF-8 tr_TR.UTF-8 ja_JP.SJIS '../../etc'; do
		run good LANG="$locale" LC_ALL="$locale" LC_CTYPE="$locale" LANGUAGE=tr; [ $status = 0 ] || broken "$locale refuses" "$said"
		run bad LANG="$locale" LC_ALL="$locale" LC_CTYPE="$locale" LANGUAGE=tr
		[ -z "$words" ] || [ "$words" = "$(grep -v VRD <<<"$said")" ] || broken "$locale says something else" "$said"
		words=$(grep -v VRD <<<"$said")
	done
}

# range good|bad: the check step over one commit of a packed clone: its own verdict, or none (3).
range()
{
	local id=${!1} expected=$([ "$1" = good ] && echo 0 || echo 1)
	nruns=$((nruns + 1))
	(cd "$W/clone" && timeout 60 "$bin/portcullis-ci" --base "$base" --head "$id" --policy "$law/policy.json" --verdict "$W/range.json") >"$W/said" 2>&1
	status=$? said=$(tr -d '\000' <"$W/said")
	[ $status = $expected ] || [ $status = 3 ] || broken "the check step ended with status $status on a $1 range ($2)" "$said"
	[ $status = 0 ] || [[ $said == *error* ]] || broken "status $status without a reason ($2)" "$said"
	[ $status != 1 ] || [ "$(grep -o '"fingerprint":"[^"]*"' "$W/range.json")" = "$marks" ] || broken "other findings ($2)" "$said"
	return 0
}

item_22_a_flipped_byte_in_a_pack_never_changes_what_the_check_step_finds()
{
	local n files file size at marks=
	git init -q --bare --template="$W/empty" "$W/clone"
	git --git-dir="$W/clone" fetch -q "$desk" base:refs/heads/base good:refs/heads/good bad:refs/heads/bad
	git --git-dir="$W/clone" repack -adfq --depth=50
	(cd "$W/clone" && "$bin/portcullis-ci" --base "$base" --head "$bad" --policy "$law/policy.json" --verdict "$W/range.json" >"$W/said" 2>&1)
	marks=$(grep -o '"fingerprint":"[^"]*"' "$W/range.json")
	[ "$marks" ] || broken "the dirty range has no finding" "$said"
	range bad whole
	range good whole
	[ $status = 0 ] || broken "the good range does not pass" "$said"
	chmod -R u+w "$W/clone"
	files=("$W"/clone/objects/pack/*.pack "$W"/clone/objects/pack/*.idx)
	for ((n = 0; n < $(many 200 5000); n++)); do
		file=${files[n % 2]}
		size=$(stat -c %s "$file") at=$(((RANDOM << 15 | RANDOM) % size))
		cp "$file" "$W/kept"
		flip "$file" $at
		range $([ $((n % 4)) -lt 2 ] && echo good || echo bad) "${file##*.} $at"
		cp "$W/kept" "$file"
	done
	for file in "${files[@]}"; do
		cp "$file" "$W/kept"
		truncate -s "$(($(stat -c %s "$file") / 2))" "$file"; range bad cut; range good cut
		truncate -s 0 "$file"; range bad empty; range good empty
		cp "$W/kept" "$file"
	done
	rm -rf "$W/clone"
}

# The server's peculiarity is judged as usual, or refused by its name.
server_is() # WHAT judged|WORD
{
	push bad
	push good
	if [ "$2" = judged ]; then
		[ "$(<"$server/refs/heads/main")" = "$good" ] || broken "a server with $1 refuses" "$said"
	else
		[ "$(<"$server/refs/heads/main")" = "$base" ] || broken "a server with $1 accepts" "$said"
		[[ $said == *$2* ]] || broken "a server with $1 does not say so" "$said"
	fi
	fresh
}

item_25_an_unusual_server_is_supported_or_refused_by_name()
{
	mv "$server/objects" "$W/store"
	mkdir -p "$server/objects/info" "$server/objects/pack"
	echo "$W/store" >"$server/objects/info/alternates"
	server_is alternates judged
	rm -rf "$W/store"
	git --git-dir="$server" rev-parse "$base" >"$server/shallow"
	server_is "a shallow history" shallow
	git --git-dir="$server" config core.repositoryFormatVersion 1
	git --git-dir="$server" config extensions.worktreeConfig true
	server_is worktreeConfig judged
	git --git-dir="$server" config core.repositoryFormatVersion 1
	git --git-dir="$server" config extensions.partialClone origin
	server_is "a partial clone" partial
	printf 'GIT_NAMESPACE=x\nexport GIT_NAMESPACE\n' >"$W/before"
	server_is "a namespace" namespace
	git --git-dir="$server" repack -adq --write-bitmap-index; git --git-dir="$server" multi-pack-index write
	server_is "a multi-pack index" judged
	git --git-dir="$server" pack-refs --all --prune; echo "$base" >"$server/refs/heads/main"
	server_is "packed refs" judged
	mkdir -p "$server/info"; echo "$good" >"$server/info/grafts"
	push bad; [ "$(<"$server/refs/heads/main")" = "$base" ] || broken "grafts let a dirty push through"
	fresh
	# Formats that this git can write, or the settings that stand for them.
	git init -q --bare --template="$W/empty" --object-format=sha256 "$W/wide"
	git --git-dir="$W/wide" config portcullis.policy "$law/policy.json"; git --git-dir="$W/wide" config portcullis.spool "$spool"
	nruns=$((nruns + 1))
	said=$(cd "$W/wide" && printf '%064d %064d refs/heads/main\n' 0 1 | GIT_DIR=. "$bin/portcullis-receive" 2>&1) && broken "a SHA-256 repository is accepted"
	[[ $said == *SHA* ]] || broken "a SHA-256 repository is not refused by name" "$said"
	nruns=$((nruns + 1))
	git --git-dir="$server" config core.repositoryFormatVersion 1
	git --git-dir="$server" config extensions.refStorage reftable
	said=$(cd "$server" && printf '%s %s refs/heads/main\n' "$base" "$good" | GIT_DIR=. GIT_OBJECT_DIRECTORY="$q" GIT_ALTERNATE_OBJECT_DIRECTORIES="$server/objects" "$bin/portcullis-receive" 2>&1) && broken "reftable is accepted"
	[[ $said == *reftable* ]] || broken "reftable is not refused by name" "$said"
	fresh
}
