/* SPDX-License-Identifier: MIT */
/* assembler.c - assembler that tool chains of C take. */
#include "text/assembler.h"
#include "languages/language.h"
#include "text/suffixes.h"

static const char *const suffixes[] = {".s", ".sx", NULL};
static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	assembler_uses(list, text, names, ASSEMBLER_GNU);
}

static const struct example examples[] = {
	{"strcpy", "\tcall strcpy", 1},
	{"strcpy", "\tcall \"strcpy\"; bl _strcpy", 2},
	{"strcpy", "# /*\n\tcall strcpy\n# */", 1},
	{"strcpy", "\tmov r0, r1, lsl #2; bl strcpy", 1},
	{"strcpy", "\tmov $'\", %al; call strcpy; mov $'\", %al", 1},
	{"strcpy", "\tnop /* strcpy */ // strcpy", 0},
	{"strcpy", "\tmov %eax, %ebx # as strcpy does", 0},
	{"strcpy", "\t.globl strcpy\nstrcpy:\n\tret\n\t.size strcpy, .-strcpy", 0},
	{"strcpy", "\t.asciz \"strcpy\"", 0},
	{"strcpy", "#define COPY strcpy\n\tcall COPY", 1},
	{0},
};

const struct language language_assembler = {
	.name = "assembler", .serves = served, .is_code = true, .owns = owns, .uses = uses, .examples = examples};
