/* SPDX-License-Identifier: MIT */
/* cmake_flags.c - what CMake's files tell a tool chain of C: flags that give a function another name (judgement.md 1.10). */
#include "languages/language.h"
#include "text/build_flags.h"

static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return is_build_file(path, COMMENTS_CMAKE);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	build_flag_uses(list, text, names, COMMENTS_CMAKE);
}

static const struct example examples[] = {
	{"strcpy", "target_compile_definitions(pump PRIVATE copy=strcpy)", 1},
	{"strcpy", "set(X copy=strcpy)\nadd_compile_definitions(${X})", 1},
	{"strcpy", "#[[\n-Dcopy=strcpy\n]]", 0},
	{"strcpy", "check_function_exists(strcpy HAVE_STRCPY)", 0},
	{0},
};

const struct language language_cmake_flags = {
	.name = "cmake flags", .serves = served, .owns = owns, .uses = uses, .examples = examples};
