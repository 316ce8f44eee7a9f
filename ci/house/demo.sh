#!/bin/sh
# demo.sh BIN - what a pusher sees: a repository with the gate in front, an honest push, dishonest ones, then the check step.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/../.." && pwd)
bin=$(cd "${1:?usage: demo.sh BIN}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
umask 022
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 NO_COLOR=1 PATH="$bin:$PATH"
unset GIT_DIR GIT_WORK_TREE GIT_INDEX_FILE GITHUB_ACTIONS GITLAB_CI
steps=0 wrong=0

title() { printf '\n--- %s\n\n' "$*"; }

# run EXPECTED COMMAND...: shows the command and what it says; the exit status must be as expected.
run()
{
	expected=$1
	shift
	printf '$ %s\n' "$(printf '%s ' "$@" | sed "s#$work/##g; s# \$##")"
	"$@" >"$work/said" 2>&1
	status=$?
	sed "s#$work/##g; s/[[:space:]]*\$//" "$work/said"
	steps=$((steps + 1))
	if [ $status -ne "$expected" ]; then
		wrong=$((wrong + 1))
		printf '(unexpected: exit status %s, and not %s)\n' $status "$expected"
	fi
}

# says TEXT: the last command said so.
says()
{
	grep -qF -- "$1" "$work/said" && return
	wrong=$((wrong + 1))
	printf '(unexpected: it did not say "%s")\n' "$1"
}

# commit TITLE [TRAILER...]: everything that lies there.
commit()
{
	message=$1
	shift
	git add -A
	if [ $# -gt 0 ]; then
		git commit -q -m "$message" -m "$(printf '%s\n' "$@")"
	else
		git commit -q -m "$message"
	fi
}

# back: to what the server has.
back() { git fetch -q origin && git reset -q --hard origin/main; }

# --- the server and a clone of it ------------------------------------------------------------------------------------------
title 'A server: a bare repository, the example policy of an infusion pump, and the gate in front'
cp -r "$root/policies/examples/infusion-pump" "$work/policy"
chmod -R go-w "$work/policy"
cd "$work" || exit 1
git init -q --bare -b main server.git
run 0 portcullis install --server server.git --policy policy/policy.json
git init -q -b main pump
cd pump || exit 1
git config user.name 'J. Doe'
git config user.email doe@example.org
git config advice.pushUpdateRejected false
git remote add origin "$work/server.git"

title 'An honest commit: no banned function, reviewed by somebody else, traced to a requirement'
mkdir src
cat >src/label.c <<'END'
#include <stdio.h>

/* The label is cut where it does not fit. */
void label_set(char *to, size_t size, const char *from)
{
	snprintf(to, size, "%s", from);
}
END
commit 'Show the label of the syringe' 'Implements: SEC-REQ-001' 'Reviewed-by: M. Moe <moe@example.org>'
run 0 git push origin main

title 'A banned function'
cat >src/station.c <<'END'
#include <string.h>

void station_name(char *to, const char *from)
{
	strcpy(to, from);
}
END
commit 'Name the paired station' 'Implements: SEC-REQ-002' 'Reviewed-by: M. Moe <moe@example.org>'
run 1 git push origin main
says 'error[BF-C-002]'
says 'src/station.c:5:2'
says 'SOP-014 rev C'
back

title 'The same, hidden: the name is cut by a line splice, which the compiler joins again and a search for words does not'
cat >src/station.c <<'END'
#include <string.h>

void station_name(char *to, const char *from)
{
	str\
cpy(to, from);
}
END
commit 'Name the paired station' 'Implements: SEC-REQ-002' 'Reviewed-by: M. Moe <moe@example.org>'
run 1 git push origin main
says 'error[BF-C-002]'
back

title 'No review, or one by the author'
printf '\nint label_length(void);\n' >>src/label.c
commit 'Tell the length of the label' 'Implements: SEC-REQ-001' 'Reviewed-by: J. Doe <doe@example.org>'
run 1 git push origin main
says 'error[RV-001]'
back

title 'A trace to a requirement that nobody knows'
printf '\nint label_length(void);\n' >>src/label.c
commit 'Tell the length of the label' 'Implements: SEC-REQ-999' 'Reviewed-by: M. Moe <moe@example.org>'
run 1 git push origin main
says 'error[TR-001]'
says 'SEC-REQ-999'
back

title 'History rewritten'
git commit -q --amend -m 'Show the label' -m 'Implements: SEC-REQ-001
Reviewed-by: M. Moe <moe@example.org>'
run 1 git push --force origin main
says 'error[GP-003]'
back

# --- the check step --------------------------------------------------------------------------------------------------------
title 'The same judgement as a check step, over a range'
printf '\nint label_length(void);\n' >>src/label.c
commit 'Tell the length of the label' 'Implements: SEC-REQ-001' 'Reviewed-by: M. Moe <moe@example.org>'
cat >src/alarm.c <<'END'
#include <stdio.h>

void alarm_text(char *to, int number)
{
	sprintf(to, "alarm %d", number);
}
END
commit 'Say which alarm it is' 'Implements: SEC-REQ-004'
run 1 portcullis-ci --base origin/main --policy "$work/policy/policy.json"
says 'error[BF-C-003]'
says 'error[RV-001]'

title 'And as a record for other programs (one line; cut here)'
printf '$ portcullis-ci --base origin/main --policy policy/policy.json --format json\n'
portcullis-ci --base origin/main --policy "$work/policy/policy.json" --format json >"$work/said" 2>&1
[ $? -eq 1 ] || { wrong=$((wrong + 1)); echo '(unexpected exit status)'; }
steps=$((steps + 1))
says '"outcome"'
cut -c 1-300 "$work/said" | sed "s#$work/##g; 1s/\$/.../; 2,\$d"

title 'Why, and what instead'
run 0 portcullis explain BF-C-002
says 'CWE-120'

title 'What is on record'
kept=$(grep -l '"portcullis-verdict":1' "$work"/server.git.portcullis-spool/*.json | wc -l)
printf '%s verdicts in server.git.portcullis-spool: one accepted push, five refused\n' "$kept"
[ "$kept" -eq 6 ] || { wrong=$((wrong + 1)); echo '(unexpected: 6 pushes were made)'; }

printf '\ndemo: %s steps, ' "$steps"
if [ $wrong -eq 0 ]; then
	echo 'each as expected'
else
	echo "$wrong NOT as expected"
fi
[ $wrong -eq 0 ]
