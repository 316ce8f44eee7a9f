/* SPDX-License-Identifier: MIT */
/* lexer.c - what a lexer's grammar says besides what its text says as C: the actions that stand behind patterns. */
#include "text/lexer_grammar.h"
#include "languages/language.h"
#include "text/suffixes.h"

static const char *const suffixes[] = {".l", ".lex", ".flex", NULL};
static const char *const served[] = {"c", "c++", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	lexer_grammar_uses(list, text, names, true, true);
}

static const struct example examples[] = {
	{"strcpy", "%%\nhello  strcpy(buf, yytext);\n%%", 1},
	{"strcpy", "%%\n[-+/*]  { return 1; }\n[a-z]+ { strcpy(a, b); }\n%%", 1},
	{"strcpy", "QUOTE \\\"\n%%\n{QUOTE} { strcpy(a, \"x\"); }", 1},
	{"strcpy", "%%\n<S>{\n  \\\"  { strcpy(a, b); }\n}\n%%", 1},
	{"strcpy", "%%\n[^]\"]  { strcpy(a, \"x\"); }\n%%", 1},
	{"strcpy", "strcpy [a-z]\n%%\nstrcpy { return \"strcpy\"; }\n", 0},
	{"strcpy", "%{\nchar *strcpy(char *, const char *);\n%}\n%%\nx return 1;\n", 0},
	{0},
};

const struct language language_lexer = {
	.name = "lexer", .serves = served, .is_code = true, .owns = owns, .uses = uses, .examples = examples};
