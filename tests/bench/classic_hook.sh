#!/bin/bash
# SPDX-License-Identifier: MIT
# classic_hook.sh PATTERN - the pre-receive hook as it is usually written, to be measured against: git prints each new commit, grep searches the added lines.
status=0
while read -r old new _; do
	for commit in $(git rev-list "$old..$new"); do
		git show "$commit" -- '*.c' '*.h' | grep -aP "^\+.*$1" && status=1
	done
done
exit $status
