#!/bin/bash
# SPDX-License-Identifier: MIT
# run.sh BIN_DIR [NAME...] - runs the scenes, or those whose names are given (patterns may be used), and prints one line for each that fails.
# KEEP=1 leaves the folders of scenes that failed behind and says where they are; JOBS=N runs N at a time.
# TIMES=1 tells the ten slowest. PACKS=1: the server keeps each push as a pack, however small, as it does with large ones.
set -u
export LC_ALL=C TZ=UTC GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
umask 022
here=$(cd "$(dirname "$0")" && pwd)

# What every scene starts from: a server with the gate as its hook, a desk with nothing on it.
make_template()
{
	local t=$1 bin=$2
	mkdir -p "$t/home" "$t/scene/spool" "$t/scene/law"
	printf '[user]\n\tname = J. Doe\n\temail = doe@example.org\n[gc]\n\tauto = 0\n[core]\n\tfsync = none\n[advice]\n\tdetachedHead = false\n' >"$t/home/.gitconfig"
	mkdir "$t/empty"
	git init -q --bare --template="$t/empty" -b main "$t/scene/server" || return
	git init -q --bare --template="$t/empty" -b main "$t/scene/desk" || return
	printf '[receive]\n\tautogc = false\n\tdenyDeleteCurrent = ignore\n[core]\n\tfsync = none\n' >>"$t/scene/server/config"
	[ -z "${PACKS-}" ] || git --git-dir="$t/scene/server" config receive.unpackLimit 1
	mkdir "$t/scene/server/hooks"
	cat >"$t/scene/server/hooks/pre-receive" <<END
#!/bin/sh
'$bin/portcullis-receive'
status=\$?
echo \$status >>../status
exit \$status
END
	chmod 755 "$t/scene/server/hooks/pre-receive"
}

# One scene: its result is a file; the first word of it is passed, failed or pending.
run_one()
{
	local file=$1 name
	name=${file##*/}
	name=${name%.scene}
	local from=${EPOCHREALTIME/./}
	(
		. "$here/verbs.sh"
		scene_begin "$name"
		. "$file"
		scene_end
	) >"$T/results/$name" 2>"$T/results/$name.err"
	if ! [ -s "$T/results/$name" ] || [ -s "$T/results/$name.err" ]; then
		{
			printf 'failed\t%s: the scene itself is broken\n' "$name"
			cat "$T/results/$name.err"
		} >"$T/results/$name"
	fi
	rm -f "$T/results/$name.err"
	printf "%d ms %s\n" "$(((${EPOCHREALTIME/./} - from) / 1000))" "$name" >>"$T/times"
}

if [ "${1-}" = --some ]; then
	shift
	for file; do
		run_one "$file"
	done
	exit 0
fi

[ $# -ge 1 ] || {
	echo "usage: run.sh BIN_DIR [NAME...]" >&2
	exit 2
}
BIN=$(cd "$1" && pwd) || exit 2
shift
for variable in $(env | sed -n 's/^\(GIT_[A-Z_]*\)=.*/\1/p'); do
	case $variable in
	GIT_CONFIG_NOSYSTEM | GIT_TERMINAL_PROMPT) ;;
	*) unset "$variable" ;;
	esac
done
unset XDG_CONFIG_HOME REMOTE_USER GL_USERNAME GL_ID

files=()
[ $# -gt 0 ] || set -- '*'
for pattern; do
	pattern=${pattern##*/}
	for file in "$here"/${pattern%.scene}.scene; do
		[ -f "$file" ] && files+=("$file")
	done
done
[ ${#files[@]} -gt 0 ] || {
	echo "no scene of that name" >&2
	exit 2
}

T=$(mktemp -d "${TMPDIR:-/tmp}/scenes.XXXXXX") || exit 2
T=$(cd "$T" && pwd -P)
[ "${KEEP-}" ] || trap 'rm -rf "$T"' EXIT
mkdir "$T/results" "$T/work"
make_template "$T/template" "$BIN" || exit 2
export T BIN HOME="$T/template/home" KEEP="${KEEP-}"

printf '%s\0' "${files[@]}" | xargs -0 -n 8 -P "${JOBS:-$(nproc)}" bash "$here/run.sh" --some

passed=0 failed=0 pending=0
for file in "${files[@]}"; do
	name=${file##*/}
	result=$(<"$T/results/${name%.scene}")
	case $result in
	passed*) passed=$((passed + 1)) ;;
	pending*)
		pending=$((pending + 1))
		printf '%s\n' "${result#*$'\t'}"
		;;
	*)
		failed=$((failed + 1))
		printf 'FAILED %s\n' "${result#*$'\t'}"
		;;
	esac
done
[ -z "${TIMES-}" ] || sort -rn "$T/times" | head -n 10
printf '%d passed, %d failed, %d pending\n' "$passed" "$failed" "$pending"
[ "$failed" -eq 0 ]
