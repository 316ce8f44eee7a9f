/* SPDX-License-Identifier: MIT */
/* m4_flags.c - what autoconf's files tell a tool chain of C: flags that give a function another name (judgement.md 1.10). */
#include "languages/language.h"
#include "text/build_flags.h"

static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return is_build_file(path, COMMENTS_M4);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	build_flag_uses(list, text, names, COMMENTS_M4);
}

static const struct example examples[] = {
	{"strcpy", "CFLAGS=-Dcopy=strcpy", 1},
	{"strcpy", "AC_DEFINE([copy], [strcpy])", 1},
	{"strcpy", "dnl -Dcopy=strcpy", 0},
	{"strcpy", "AC_DEFINE([HAVE_STRCPY], [1], [Define to 1 if you have strcpy])", 0},
	{"strcpy", "AC_CHECK_FUNCS([strcpy])", 0},
	{0},
};

const struct language language_m4_flags = {
	.name = "m4 flags", .serves = served, .owns = owns, .uses = uses, .examples = examples};
