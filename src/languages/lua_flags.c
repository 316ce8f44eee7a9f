/* SPDX-License-Identifier: MIT */
/* lua_flags.c - what build files in Lua tell a tool chain of C: flags that give a function another name (judgement.md 1.10). */
#include "languages/language.h"
#include "text/build_flags.h"

static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return is_build_file(path, COMMENTS_LUA);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	build_flag_uses(list, text, names, COMMENTS_LUA);
}

static const struct example examples[] = {
	{"strcpy", "add_cflags('-Dcopy=strcpy')", 1},
	{"strcpy", "defines { 'copy=strcpy' }", 1},
	{"strcpy", "-- never -Dcopy=strcpy", 0},
	{"strcpy", "--[[\n-Dcopy=strcpy ]]", 0},
	{0},
};

const struct language language_lua_flags = {
	.name = "lua flags", .serves = served, .owns = owns, .uses = uses, .examples = examples};
