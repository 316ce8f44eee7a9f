/* SPDX-License-Identifier: MIT */
/* assembler_intel.c - assembler in which a semicolon begins a comment. */
#include "text/assembler.h"
#include "languages/language.h"
#include "text/suffixes.h"

static const char *const suffixes[] = {".asm", NULL};
static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	assembler_uses(list, text, names, ASSEMBLER_INTEL);
}

static const struct example examples[] = {
	{"strcpy", "; /*\n\tcall strcpy\n; */", 1},
	{"strcpy", "table:\n\tdd strcpy, 0", 1},
	{"strcpy", "copy equ strcpy", 1},
	{"strcpy", "; don't \"\n\tcall strcpy ; it is \"", 1},
	{"strcpy", "; like strcpy(a, b)\n\tret", 0},
	{"strcpy", "PUBLIC strcpy\nstrcpy PROC\n\tret\nstrcpy ENDP", 0},
	{"strcpy", "global strcpy\nstrcpy:\n\tret", 0},
	{"strcpy", "text db \"strcpy\", 0", 0},
	{0},
};

const struct language language_assembler_intel = {
	.name = "assembler of Intel's manner", .serves = served, .is_code = true, .owns = owns, .uses = uses, .examples = examples};
