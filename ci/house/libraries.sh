#!/bin/sh
# libraries.sh OBJECT COMPILER... - prints what links a program with libgit2 and what it needs: its archive without the network half,
# for which OBJECT stands in, or, where no archive is at hand that fits, the shared library, and says so.
set -eu
object=${1:?usage: libraries.sh OBJECT COMPILER...}
shift
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
archives="$object -Wl,--exclude-libs,ALL -Wl,-Bstatic -lgit2 -lpcre2-8 -lmbedcrypto -ldeflate -lz -Wl,-Bdynamic"
cat >"$work/try.c" <<'END'
int git_libgit2_init(void);
int git_repository_open_ext(void **, const char *, unsigned, const char *);
int git_revparse_single(void **, void *, const char *);
int git_merge_bases(void *, void *, const void *, const void *);
int main(void)
{
	void *found;
	return git_libgit2_init() + git_repository_open_ext(&found, ".", 0, "") + git_revparse_single(&found, found, "HEAD") +
	       git_merge_bases(found, found, found, found);
}
END
# shellcheck disable=SC2086
if "$@" -pie -fPIE -o "$work/try" "$work/try.c" $archives >"$work/said" 2>&1; then
	echo "$archives"
	exit
fi
echo "note: no archive of libgit2 1.5 and of its pcre2, mbedcrypto, deflate and zlib can be linked here; the programs use the shared library (slower to start)" >&2
echo '-lgit2 -ldeflate -lpcre2-8 -lmbedcrypto'
