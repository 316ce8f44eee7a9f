#!/bin/sh
# SPDX-License-Identifier: MIT
# check_step.sh BIN - the check step in CI systems, simulated by their variables and event files, and the client's hook pre-push.
set -u
export LC_ALL=C
root=$(cd "$(dirname "$0")/.." && pwd)
bin=$(cd "${1:?usage: check_step.sh BIN}" && pwd) || exit 1
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
work=$(cd "$work" && pwd -P)
umask 022
for variable in $(env | sed -n 's/^\(GIT_[A-Z_0-9]*\)=.*/\1/p; s/^\(GITHUB_[A-Z_]*\)=.*/\1/p; s/^\(CI_[A-Z_]*\)=.*/\1/p; s/^\(GITLAB_CI\)=.*/\1/p'); do
	unset "$variable"
done
export HOME="$work" GIT_CONFIG_NOSYSTEM=1 PATH="$bin:$PATH"
passed=0 failed=0

# step STATUS TEXT COMMAND...: the exit status, and what the answer must hold.
step()
{
	expected=$1 text=$2
	shift 2
	"$@" >"$work/said" 2>&1
	status=$?
	if [ $status -eq "$expected" ] && grep -qF -- "$text" "$work/said"; then
		passed=$((passed + 1))
	else
		failed=$((failed + 1))
		echo "FAILED $*: status $status, and not $expected, or not: $text"
		sed 's/^/    /' "$work/said" | head -12
	fi
}

# Three commits on main, a branch with a good and a bad one, and a merge of both as CI systems make it.
git init -q -b main "$work/desk"
cd "$work/desk" || exit 1
git config user.name 'J. Doe'
git config user.email doe@example.org
mkdir .portcullis
printf '{"portcullis": 1, "name": "CI", "include": ["c/core"], "protect": [{"refs": ["refs/heads/main"]}], "process": {"title": "P", "document": "D", "contact": "c@example.org"}}\n' >.portcullis/policy.json
commit()
{
	printf '%s\n' "$2" >"$1"
	git add -A
	git commit -q -m "Change $1"
	git rev-parse HEAD
}
first=$(commit a.c 'int a;')
main=$(commit b.c 'int b;')
git checkout -q -b topic "$first"
good=$(commit c.c 'int c;')
bad=$(commit d.c 'void d(char *x, char *y) { strcpy(x, y); }')
git checkout -q -b merged main
git merge -q -m 'Merge topic' topic
merge=$(git rev-parse HEAD)
git checkout -q --detach "$merge"
git update-ref refs/remotes/origin/main "$main"
git symbolic-ref refs/remotes/origin/HEAD refs/remotes/origin/main
zero=0000000000000000000000000000000000000000
event=$work/event.json

default='"repository": {"default_branch": "main"}'

github() # EVENT STATUS TEXT JSON
{
	printf '%s' "$4" >"$event"
	step "$2" "$3" env GITHUB_ACTIONS=true GITHUB_EVENT_NAME="$1" GITHUB_EVENT_PATH="$event" GITHUB_SHA="$merge" portcullis-ci
}
github pull_request 1 'error[BF-C-002]' "{\"pull_request\": {\"base\": {\"ref\": \"main\", \"sha\": \"$main\"}, \"head\": {\"sha\": \"$bad\"}}, $default}"
github pull_request 1 "GitHub Actions, event pull_request: $main..$bad" "{\"pull_request\": {\"base\": {\"ref\": \"main\", \"sha\": \"$main\"}, \"head\": {\"sha\": \"$bad\"}}, $default}"
github pull_request 0 '1 commit judged' "{\"pull_request\": {\"base\": {\"ref\": \"main\", \"sha\": \"$main\"}, \"head\": {\"sha\": \"$good\"}}, $default}"
github merge_group 1 "event merge_group: $main..$merge" "{\"merge_group\": {\"base_ref\": \"refs/heads/main\", \"base_sha\": \"$main\", \"head_sha\": \"$merge\"}, $default}"
github push 1 "event push: $good..$bad" "{\"before\": \"$good\", \"after\": \"$bad\", $default}"
github push 1 'event push: refs/remotes/origin/main' "{\"before\": \"$zero\", \"after\": \"$bad\", $default}"
# A branch whose policy rejects nothing: what is meant for it is judged by the default branch all the same.
git checkout -q -b lax "$good"
printf '{"portcullis": 1, "protect": [{"refs": ["refs/heads/none"]}]}\n' >.portcullis/policy.json
lax=$(commit e.c 'int e;')
evil=$(commit f.c 'void f(char *x, char *y) { strcpy(x, y); }')
git checkout -q --detach "$merge"
git update-ref refs/remotes/origin/lax "$lax"
for branch in lax refs/heads/main; do
	github pull_request 1 'error[BF-C-002]' "{\"pull_request\": {\"base\": {\"ref\": \"$branch\", \"sha\": \"$lax\"}, \"head\": {\"sha\": \"$evil\"}}, $default}"
done
for ref in refs/heads/lax refs/tags/main main; do
	github push 1 'error[BF-C-002]' "{\"ref\": \"$ref\", \"before\": \"$lax\", \"after\": \"$evil\", $default}"
done
github merge_group 1 'error[BF-C-002]' "{\"merge_group\": {\"base_ref\": \"refs/heads/lax\", \"base_sha\": \"$lax\", \"head_sha\": \"$evil\"}, $default}"
github push 0 '1 commit judged' "{\"ref\": \"refs/heads/main\", \"before\": \"$lax\", \"after\": \"$evil\", $default}"
github push 2 'which branch is the default one' "{\"before\": \"$good\", \"after\": \"$bad\"}"
github workflow_dispatch 3 'names no range of commits' '{}'
github pull_request 3 'hint:' '{"pull_request": '

gitlab() # STATUS TEXT VARIABLE...
{
	status_wanted=$1 text_wanted=$2
	shift 2
	step "$status_wanted" "$text_wanted" env GITLAB_CI=true "$@" portcullis-ci
}
gitlab 1 "GitLab CI, merge request: $first..$bad" CI_COMMIT_SHA="$bad" CI_MERGE_REQUEST_DIFF_BASE_SHA="$first" CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_DEFAULT_BRANCH=main
gitlab 1 "GitLab CI, merge request: $main..$bad" CI_COMMIT_SHA="$merge" CI_MERGE_REQUEST_DIFF_BASE_SHA="$main" CI_MERGE_REQUEST_SOURCE_BRANCH_SHA="$bad" CI_MERGE_REQUEST_TARGET_BRANCH_SHA="$main" CI_MERGE_REQUEST_TARGET_BRANCH_NAME=main CI_DEFAULT_BRANCH=main
gitlab 1 "GitLab CI, push: $good..$bad" CI_COMMIT_SHA="$bad" CI_COMMIT_BEFORE_SHA="$good" CI_DEFAULT_BRANCH=main
gitlab 1 'GitLab CI, push: refs/remotes/origin/main' CI_COMMIT_SHA="$bad" CI_COMMIT_BEFORE_SHA="$zero" CI_DEFAULT_BRANCH=main
gitlab 1 'error[BF-C-002]' CI_MERGE_REQUEST_DIFF_BASE_SHA="$lax" CI_MERGE_REQUEST_SOURCE_BRANCH_SHA="$evil" CI_MERGE_REQUEST_TARGET_BRANCH_NAME=lax CI_DEFAULT_BRANCH=main
gitlab 1 'error[BF-C-002]' CI_COMMIT_BRANCH=lax CI_COMMIT_SHA="$evil" CI_COMMIT_BEFORE_SHA="$lax" CI_DEFAULT_BRANCH=main
gitlab 2 'which branch is the default one' CI_COMMIT_BRANCH=lax CI_COMMIT_SHA="$evil" CI_COMMIT_BEFORE_SHA="$lax"
gitlab 3 'name no range of commits' CI_COMMIT_SHA="$bad" CI_COMMIT_BEFORE_SHA="$zero"

# --- releases ----------------------------------------------------------------------------------------------------------------
law=$work/law
mkdir "$law"
printf '{"portcullis": 1, "name": "CI", "include": ["c/core"], "release": {"tags": ["refs/tags/v*"], "state": "state.json", "state_hours": 8760, "evidence": ["R_{version}.html"]}, "protect": [{"refs": ["refs/heads/main"]}], "process": {"title": "P", "document": "D"}}\n' >"$law/policy.json"
sum=$(printf '%064d' 1)
state() # COMMIT
{
	printf '{"portcullis-state": 1, "at": "%s", "ledger": {"seq": 1, "head": "%s"}, "signed_off": {"address": "roe@example.org", "name": "R. Roe", "role": "release-manager", "grade": "claimed"},
 "undispositioned": [], "debts": [], "review": {"due": "2098-01-01"}, "audits": [{"repository": "pump", "at": "2026-01-01T00:00:00Z", "holes": 0, "refs": [{"ref": "refs/heads/main", "commit": "%s"}]}],
 "evidence": [{"version": "1.0", "files": [{"name": "R_1.0.html", "sha256": "%s"}]}]}\n' "$(date -u +%Y-%m-%dT%H:%M:%SZ)" "$sum" "$1" "$sum"
}
release() # STATUS TEXT OPTION...
{
	status_wanted=$1 text_wanted=$2
	shift 2
	step "$status_wanted" "$text_wanted" portcullis-ci --base "$first" --head "$good" --policy "$law/policy.json" --repository-name pump "$@"
}
release 1 'error[RL-006]' --ref refs/tags/v1.0
state "$good" >"$law/state.json"
release 0 'the release state of' --ref refs/tags/v1.0
release 0 '"updates":[{"ref":"refs/tags/v1.0","old"' --ref refs/tags/v1.0 --format json
release 1 'R_2.0.html is missing' --ref refs/tags/v2.0
release 2 'is no full name of a ref' --ref v1.0
release 0 '1 commit judged' --ref refs/heads/main
step 1 'no audit of the repository' portcullis-ci --base "$first" --head "$good" --policy "$law/policy.json" --ref refs/tags/v1.0
state "$first" >"$work/state.json"
release 1 'does not reach the tagged commit' --ref refs/tags/v1.0 --state "$work/state.json"
cp "$work/state.json" "$work/desk/state.json"
release 2 'lies in the work tree' --ref refs/tags/v1.0 --state state.json
release 1 'no evidence' --ref refs/tags/v1.0 --state state.json --untrusted-policy
rm "$work/desk/state.json"
step 0 '0 commits judged' portcullis-ci --base "$good" --head "$good" --policy "$law/policy.json" --repository-name pump --ref refs/tags/v1.0
step 3 'the range is empty' portcullis-ci --base "$good" --head "$good" --policy "$law/policy.json" --repository-name pump --ref refs/tags/other
step 1 'error[RL-005]' portcullis check "$first..$good" --policy "$law/policy.json" --repository-name pump --ref refs/tags/v3
step 1 'R_4.html is missing' env GITLAB_CI=true CI_PROJECT_NAME=pump CI_COMMIT_SHA="$good" CI_COMMIT_BEFORE_SHA="$first" CI_COMMIT_TAG=v4 portcullis-ci --policy "$law/policy.json"
printf '%s' "{\"ref\": \"refs/tags/v5\", \"before\": \"$first\", \"after\": \"$good\", \"repository\": {\"default_branch\": \"main\"}}" >"$event"
step 1 'R_5.html is missing' env GITHUB_ACTIONS=true GITHUB_EVENT_NAME=push GITHUB_EVENT_PATH="$event" GITHUB_REPOSITORY=maker/pump portcullis-ci --policy "$law/policy.json"

# --- what the repository is called -------------------------------------------------------------------------------------------
named() # NAME VARIABLE...
{
	name_wanted=$1
	shift
	step 0 "\"repository\":\"$name_wanted\"" env "$@" portcullis-ci --base "$first" --head "$good" --policy-ref "$main:.portcullis/policy.json" --format json
}
named desk A=b
named pump GITHUB_ACTIONS=true GITHUB_REPOSITORY=maker/pump
named pump GITLAB_CI=true CI_PROJECT_NAME=pump
git remote add origin https://git.example/maker/other.git/
named other A=b
git remote set-url origin git@git.example:third.git
named third A=b
git remote remove origin
step 0 '"repository":"given"' portcullis-ci --base "$first" --head "$good" --policy-ref "$main:.portcullis/policy.json" --format json --repository-name given

# --- ranges that are not to be judged ----------------------------------------------------------------------------------------
step 3 'say which commits are meant' portcullis-ci
step 3 'the range is empty' portcullis-ci --base HEAD
step 0 '0 commits judged' portcullis-ci --base HEAD --allow-empty
step 3 'hint:' portcullis-ci --base nowhere
step 2 'lies in the work tree' portcullis-ci --base "$good" --head "$bad" --policy .portcullis/policy.json
step 1 'this verdict is no evidence' portcullis-ci --base "$good" --head "$bad" --policy .portcullis/policy.json --untrusted-policy
git clone -q --depth 1 "file://$work/desk" "$work/shallow"
cd "$work/shallow" || exit 1
step 3 'fetch-depth: 0' portcullis-ci --base "$good"
cd "$work/desk" || exit 1
step 1 '"outcome":"block"' portcullis-ci --base "$good" --head "$bad" --format json
step 1 'error[BF-C-002]' portcullis-ci --base "$good" --head "$bad" --verdict "$work/verdict.json"
step 0 'BF-C-002' grep -o '"rule":"BF-C-002"' "$work/verdict.json"
step 1 '"objects_verified":false' portcullis-ci --base "$good" --head "$bad" --format json
step 1 '"objects_verified":true' portcullis-ci --base "$good" --head "$bad" --format json --verify-objects
step 1 'each object that was read was verified by its hash' portcullis check "$good..$bad" --verify-objects
# An object that is whole, but not the one that it is called: only its hash tells.
git clone -q --no-local "$work/desk" "$work/forged"
cd "$work/forged" || exit 1
git -C "$work/desk" rev-list --all --objects | cut -c 1-40 | while read -r id; do
	mkdir -p ".git/objects/$(echo "$id" | cut -c 1-2)"
	cp "$work/desk/.git/objects/$(echo "$id" | sed 's#..#&/#')" ".git/objects/$(echo "$id" | sed 's#..#&/#')"
done
rm -f .git/objects/pack/*
step 1 'error[BF-C-002]' portcullis-ci --base "$good" --head "$bad" --policy "$law/policy.json" --verify-objects
step 0 'BF-C-002' portcullis scan --policy "$law/policy.json" --verify-objects "$bad"
blob=$(git rev-parse "$bad:d.c" | sed 's#..#&/#')
chmod u+w ".git/objects/$blob"
cp ".git/objects/$(git rev-parse "$good:c.c" | sed 's#..#&/#')" ".git/objects/$blob"
step 3 'hash' portcullis-ci --base "$good" --head "$bad" --policy "$law/policy.json" --verify-objects
step 3 'hash' portcullis scan --policy "$law/policy.json" --verify-objects "$bad"
cd "$work/desk" || exit 1
step 2 'there is no format' portcullis-ci --base "$good" --head "$bad" --format yaml

# --- the client's hook -------------------------------------------------------------------------------------------------------
git init -q --bare -b main "$work/server.git"
git push -q "$work/server.git" main:refs/heads/main
git clone -q "$work/server.git" "$work/mine" -b main
cd "$work/mine" || exit 1
git config user.name 'J. Doe'
git config user.email doe@example.org
cp "$root/hooks/pre-push" .git/hooks/pre-push
chmod 755 .git/hooks/pre-push
commit e.c 'int e;' >/dev/null
step 0 '1 commit judged, 0 blocking findings' git push origin main
commit f.c 'void f(char *x) { gets(x); }' >/dev/null
step 1 'error[BF-C-001]' git push origin main
step 1 'error[BF-C-001]' git push origin HEAD:refs/heads/new
step 0 'deleted' sh -c 'git push -q --no-verify origin HEAD~1:refs/heads/old && git push origin :refs/heads/old'

echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
