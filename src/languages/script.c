/* SPDX-License-Identifier: MIT */
/* script.c - what scripts tell a tool chain of C: flags that give a function another name (judgement.md 1.10). */
#include "languages/language.h"
#include "text/build_flags.h"

static const char *const served[] = {"c", "c++", NULL};

static const struct example examples[] = {
	{"strcpy", "cc -Dcopy=strcpy main.c", 1},
	{"strcpy", "CFLAGS=\"-O2 -Dcopy=strcpy\"", 1},
	{"strcpy", "cc -Wl,--defsym,copy=strcpy main.c", 1},
	{"strcpy", "# cc -Dcopy=strcpy main.c", 0},
	{"strcpy", "# what is undefined\nname=strcpy", 0},
	{"strcpy", "grep -Dstrcpy strcpy(a, b)", 0},
	{0},
};

/* A script is no text of C, and may carry an archive: nothing but its flags is judged, and no byte of it need be readable. */
const struct language language_script = {
	.name = "script", .serves = served, .owns = is_script, .begins = begins_script, .uses = script_flag_uses, .flags_only = true, .examples = examples};
