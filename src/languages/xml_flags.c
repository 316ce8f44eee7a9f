/* SPDX-License-Identifier: MIT */
/* xml_flags.c - what project files in XML tell a tool chain of C: flags that give a function another name (judgement.md 1.10). */
#include "languages/language.h"
#include "text/build_flags.h"

static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return is_build_file(path, COMMENTS_XML);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	build_flag_uses(list, text, names, COMMENTS_XML);
}

static const struct example examples[] = {
	{"strcpy", "<PreprocessorDefinitions>A=1;copy=strcpy</PreprocessorDefinitions>", 1},
	{"strcpy", "<!-- -Dcopy=strcpy -->", 0},
	{0},
};

const struct language language_xml_flags = {
	.name = "xml flags", .serves = served, .owns = owns, .uses = uses, .examples = examples};
