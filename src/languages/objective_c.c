/* SPDX-License-Identifier: MIT */
/* objective_c.c - Objective-C, and the other languages that use its suffix. */
#include "languages/language.h"
#include "text/build_flags.h"
#include "text/first_look.h"
#include "text/suffixes.h"

/*
 * A compiler takes a .m for Objective-C by its name, and -D makes any word vanish: only signs that begin no text of C settle that it
 * is MATLAB, Octave or Mercury. A MATLAB file that begins with a word (`function`) stays Objective-C. Where code includes the file,
 * it is judged as code whatever it begins with.
 */
static const char *const suffixes[] = {".m", NULL};
static const char *const served[] = {"c", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	if (looks_like_matlab(text))
		script_flag_uses(list, text, names);
	else
		c_uses(list, text, names, true, false);
}

static const struct example examples[] = {
	{"strcpy", "@implementation Pump\n- (void)copy { strcpy(a, b); }\n@end", 1},
	{"strcpy", "%:define copy strcpy", 1},
	{"strcpy", "function y = copy(x)\ny = strcpy(x, 1);", 1},
	{"sprintf", "% PUMP  tells its state\ns = sprintf('%d', x);", 0},
	{"sprintf", "## Copyright\nfunction s = f (x)\n  s = sprintf (\"%d\", x);\nend", 0},
	{"strcpy", ":- module pump.\n:- pred strcpy(int::in).", 0},
	{"strcpy", "% builds the pump\nmex -Dcopy=strcpy pump.c", 1},
	{0},
};

const struct language language_objective_c = {.name = "objective-c", .serves = served, .owns = owns, .uses = uses, .examples = examples};
