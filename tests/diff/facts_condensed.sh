#!/bin/sh
# SPDX-License-Identifier: MIT
# facts_condensed.sh BUILD [TEXTS [SEED [TREE...]]] - a condensed C text must tell the same of other files as the whole one.
set -eu
build=${1:?usage: facts_condensed.sh BUILD [TEXTS [SEED [TREE...]]]}
texts=${2:-20000} seed=${3:-1}
shift $(($# > 3 ? 3 : $#))
"$build/facts_condensed" generated "$texts" "$seed"
for tree in "$@"; do
	find "$tree" -type f \( -name '*.[chS]' -o -name '*.cc' -o -name '*.cpp' -o -name '*.hpp' \) | "$build/facts_condensed" files
done
