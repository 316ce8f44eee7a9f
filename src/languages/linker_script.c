/* SPDX-License-Identifier: MIT */
/* linker_script.c - what linker scripts tell a tool chain of C: symbols that get another name (judgement.md 1.10). */
#include "languages/language.h"
#include "text/linker_script.h"
#include "text/suffixes.h"

static const char *const suffixes[] = {".ld", ".lds", ".ldscript", ".lcf", ".icf", ".sct", NULL};
static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes);
}

static const struct example examples[] = {
	{"strcpy", "PROVIDE(copy = strcpy);", 1},
	{"strcpy", "copy=strcpy;", 1},
	{"strcpy", "\"copy\" = DEFINED(other) ? other : \"strcpy\";", 1},
	{"strcpy", "/* copy = strcpy; */ _stack = 0x1000;", 0},
	{"strcpy", "*(.text.strcpy)", 0},
	{0},
};

const struct language language_linker_script = {
	.name = "linker script", .serves = served, .owns = owns, .uses = linker_script_uses, .examples = examples};
