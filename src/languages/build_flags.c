/* SPDX-License-Identifier: MIT */
/* build_flags.c - what build files tell a tool chain of C: flags that give a function another name (judgement.md 1.10). */
#include "text/build_flags.h"
#include "languages/language.h"

static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return is_build_file(path, COMMENTS_HASH);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	build_flag_uses(list, text, names, COMMENTS_HASH);
}

static const struct example examples[] = {
	{"strcpy", "CFLAGS += -Dcopy=strcpy", 1},
	{"strcpy", "CFLAGS += '-Dcopy(a,b)=strcpy(a,b)'", 1},
	{"strcpy", "LDFLAGS += -Wl,--defsym=copy=strcpy", 1},
	{"strcpy", "CFLAGS += -D copy=str\"\"cpy", 1},
	{"strcpy", "NAME = strcpy\nCFLAGS += -Dcopy=$(NAME)", 1},
	{"strcpy", "CPPDEFINES = {'copy': 'strcpy'}", 1},
	{"strcpy", "CFLAGS += -O2 # no -Dcopy=strcpy", 0},
	{"strcpy", "strcpy = $(shell uname)\nCFLAGS += -DOS=$(strcpy)", 0},
	{"strcpy", "defines = [\"copy=strcpy\"]", 1},
	{"strcpy", "# -Dcopy=strcpy", 0},
	{"strcpy", "CFLAGS += -DHAVE_STRCPY=1 -fno-builtin-strcpy", 0},
	{"strcpy", "ac_cv_func_strcpy=yes", 0},
	{"strcpy", "CFLAGS = strcpy", 0},
	{"strcpy", "FUNCS=strcpy gets", 0},
	{"strcpy", "grep --regexp=strcpy", 0},
	{"strcpy", "CFLAGS += -DNAME=\\\"strcpy\\\" '-DOTHER=\"strcpy\"'", 0},
	{0},
};

const struct language language_build_flags = {
	.name = "build flags", .serves = served, .owns = owns, .uses = uses, .examples = examples};
