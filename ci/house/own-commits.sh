#!/bin/sh
# own-commits.sh BIN - the gate on our own commits: every one behind the root, by the policy of policies/house. The last line counts.
set -u
cd "$(dirname "$0")/../.." || exit 1
bin=${1:?usage: own-commits.sh BIN}
if ! git rev-parse -q --verify HEAD:policies/house/policy.json >/dev/null 2>&1; then
	echo "own commits: no repository, no commit or no policy in it: nothing to judge"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
if [ "$(git rev-parse --is-shallow-repository)" = true ]; then
	echo "own commits: the clone is shallow, history is missing (git fetch --unshallow)"
	echo "0 passed, 0 failed, 1 skipped"
	exit 0
fi
# The policy is HEAD's, taken out as a file: read from a ref, each change of it would owe a reviewer with the role `policy`
# (GP-001), and the project has no register of people. policies/README.md says so.
work=$(mktemp -d) || exit 1
trap 'rm -rf "$work"' EXIT
for file in policy.json catalogue.csv; do
	git show "HEAD:policies/house/$file" >"$work/$file" || exit 1
done
failed=0 passed=0
for root in $(git rev-list --max-parents=0 HEAD); do
	if "$bin/portcullis-ci" --base "$root" --head HEAD --policy "$work/policy.json" --allow-empty; then
		passed=$((passed + 1))
	else
		echo "own commits: the gate's status is not 0"
		failed=$((failed + 1))
	fi
done
echo "$passed passed, $failed failed"
[ $failed -eq 0 ]
