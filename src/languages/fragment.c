/* SPDX-License-Identifier: MIT */
/* fragment.c - fragments of C whose suffix other languages use as well; code unless they begin as one of those and no code includes them. */
#include "base/path.h"
#include "languages/language.h"
#include "text/build_flags.h"
#include "text/first_look.h"
#include "text/linker_script.h"
#include "text/suffixes.h"

/*
 * No tool chain of C takes a file for C by these suffixes: they are code because code includes them, and a file that code includes
 * is judged as code whatever its name and its beginning are. So a first look may settle the others: .inc is also PHP, HTML,
 * Pascal and BitBake, .def a list of a Windows library's names. Build flags count in all of them. Makefile.inc is a half of a
 * Makefile by its whole name.
 */
static const char *const suffixes[] = {".inc", ".def", NULL};
static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes) && !span_eq_fold(path_name(path), SPAN("Makefile.inc"));
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	if (looks_like_module_definition(text))
		module_definition_uses(list, text, names);
	else if (looks_like_other_fragment(text))
		script_flag_uses(list, text, names);
	else
		c_uses(list, text, names, true, true);
}

static const struct example examples[] = {
	{"strcpy", "static void f(void) { strcpy(a, b); }", 1},
	{"strcpy", "ENTRY(copy, strcpy)", 1},
	{"strcpy", "# include \"other.h\"\nstrcpy(a, b);", 1},
	{"strcpy", "<?php\nfunction f($a) { return strcpy($a); }", 0},
	{"strcpy", "<% strcpy(a, b); %>", 1},
	{"strcpy", "# A recipe's half.\nrequire pump.inc\ndo_copy() { strcpy(a, b); }", 0},
	{"strcpy", "inherit autotools\nCFLAGS:append = \" -Dcopy=strcpy\"", 1},
	{"strcpy", "; a library\nLIBRARY pump\nEXPORTS\n\tstrcpy @1", 0},
	{"strcpy", "EXPORTS\n\tcopy = strcpy", 1},
	{"strcpy", "EXPORTS(strcpy)", 1},
	{0},
};

const struct language language_fragment = {.name = "fragment", .serves = served, .owns = owns, .uses = uses, .examples = examples};
