#!/bin/sh
# SPDX-License-Identifier: MIT
# refs_against_git.sh - the refs that we list and look up against `git for-each-ref`: loose, packed, both, symbolic, with odd and deep names.
#
# usage: refs_against_git.sh BIN [REPOSITORY...]
#   BIN holds refs_print. Exit 1 where a list differs. A made repository is asked in five states, a REPOSITORY (a git directory) as it is.
set -eu
export LC_ALL=C GIT_AUTHOR_NAME=J GIT_AUTHOR_EMAIL=j@example.org GIT_COMMITTER_NAME=J GIT_COMMITTER_EMAIL=j@example.org GIT_CONFIG_NOSYSTEM=1
bin=${1:?usage: refs_against_git.sh BIN [REPOSITORY...]}
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT INT TERM
failed=0 compared=0

# A pattern, and a regular expression that says the same.
cat >"$work/patterns" <<'END'
refs/** ^refs/
refs/heads/** ^refs/heads/
refs/heads/a ^refs/heads/a$
refs/heads/a* ^refs/heads/a[^/]*$
refs/heads/release/** ^refs/heads/release/
refs/heads/*/x ^refs/heads/[^/]*/x$
refs/tags/v* ^refs/tags/v[^/]*$
refs/heads/release/?? ^refs/heads/release/[^/][^/]$
refs/nothing/** ^refs/nothing/
refs/heads/deep/**/end ^refs/heads/deep/(.*/)?end$
** ^(refs/|HEAD$)
END

# theirs GITDIR EXPRESSION: what git lists of those names, and what symbolic ones among them end at.
theirs() {
	{
		git --git-dir="$1" for-each-ref --format='%(refname) %(objectname) %(symref)' 2>/dev/null
		echo "HEAD $(git --git-dir="$1" rev-parse HEAD) $(git --git-dir="$1" symbolic-ref -q HEAD || :)"
	} | awk -v wanted="$2" '
		{ id[$1] = $2; end[$1] = $3 == "" ? "-" : $3; is[$1] = $1 ~ wanted }
		END {
			for (name in is) if (is[name] && end[name] != "-") more[end[name]] = 1
			for (name in is) if (is[name] || name in more) print name, id[name], end[name]
		}' | sort
}

# compare GITDIR STATE
compare() {
	while read -r pattern expression; do
		"$bin/refs_print" "$1" "$pattern" >"$work/listed"
		cut -d' ' -f1-3 "$work/listed" | sort >"$work/ours"
		theirs "$1" "$expression" >"$work/theirs"
		compared=$((compared + 1))
		cmp -s "$work/ours" "$work/theirs" && continue
		failed=1
		echo "$2: $pattern: we list otherwise than git:"
		diff "$work/theirs" "$work/ours" | head -5
	done <"$work/patterns"
	# What packed-refs says of a tag is what git peels it to.
	"$bin/refs_print" "$1" 'refs/**' | awk '$4 != "-" && $3 == "-" { print $4, $1 "^{}" }' | sort -u >"$work/peeled"
	cut -d' ' -f2 "$work/peeled" | git --git-dir="$1" cat-file --batch-check='%(objectname)' >"$work/known"
	cut -d' ' -f1 "$work/peeled" | cmp -s - "$work/known" || { echo "$2: a tag is peeled otherwise"; failed=1; }
}

r=$work/r
git init -q --bare "$r"
tree=$(git --git-dir="$r" hash-object -t tree -w /dev/null)
one=$(git --git-dir="$r" commit-tree -m 1 "$tree")
two=$(git --git-dir="$r" commit-tree -m 2 -p "$one" "$tree")
names() {
	printf 'refs/heads/%s\n' main a a-b a.b a0 'a@' 'a{b' b/x b/y c/x c/x-y release/1 release/10 release/z/end deep/end deep/a/b/c/d/e/end café "it's" '%41' 'a+b' A aa
	printf 'refs/tags/%s\nrefs/pull/7/%s\n' one head v1x merge
	i=0
	while [ $i -lt 150 ]; do
		echo "refs/heads/many/$i"
		i=$((i + 1))
	done
}
names | awk -v id="$one" '{ print "create", $0, id }' | git --git-dir="$r" update-ref --stdin
for tag in v1 v2 v3; do git --git-dir="$r" tag -a -m "$tag" $tag "$two"; done
git --git-dir="$r" -c advice.nestedTag=false tag -a -m nested v4 v3
git --git-dir="$r" symbolic-ref HEAD refs/heads/main
git --git-dir="$r" symbolic-ref refs/heads/release/door refs/heads/main
git --git-dir="$r" symbolic-ref refs/heads/release/two refs/heads/release/door
git --git-dir="$r" symbolic-ref refs/remotes/o/HEAD refs/heads/b/x
compare "$r" 'loose'
# Git passes over names that it would refuse.
echo "$one" >"$r/refs/heads/x.lock"
echo "$one" >"$r/refs/heads/.hidden"
echo "$one" >"$r/refs/heads/a b"
compare "$r" 'loose, with names that are none'
git --git-dir="$r" pack-refs --all 2>/dev/null
compare "$r" packed
names | awk -v id="$two" 'NR % 3 == 0 { print "update", $0, id }' | git --git-dir="$r" update-ref --stdin
git --git-dir="$r" update-ref -d refs/heads/a0
git --git-dir="$r" tag -f -a -m 'v2 again' v2 "$one" >/dev/null
compare "$r" 'packed and loose'
# As git before 2.16 left it: the header promises no order.
awk 'NR == 1 { next } /^\^/ { l[n] = l[n] "\n" $0; next } { l[++n] = $0 } END { print "# pack-refs with: peeled "; for (i = n; i > 0; i--) print l[i] }' \
	"$r/packed-refs" >"$work/old"
cp "$work/old" "$r/packed-refs"
compare "$r" 'packed without order'

# An old way to write a symbolic ref: git follows it, and does not list it.
ln -s refs/heads/c/x "$r/refs/heads/release/link"
[ "$("$bin/refs_print" "$r" refs/heads/release/link | grep release)" = "refs/heads/release/link $(git --git-dir="$r" rev-parse refs/heads/release/link) refs/heads/c/x -" ] ||
	{ echo 'a symbolic ref that is a link is not followed'; failed=1; }

for repository; do
	compare "$(git -C "$repository" rev-parse --absolute-git-dir)" "$repository"
done
echo "$compared lists compared with git's"
exit $failed
