/* SPDX-License-Identifier: MIT */
/* lexer_cplusplus.c - the same of a lexer in C++. */
#include "text/lexer_grammar.h"
#include "languages/language.h"
#include "text/suffixes.h"

static const char *const suffixes[] = {".ll", ".lpp", ".lxx", ".l++", NULL};
static const char *const served[] = {"c++", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	lexer_grammar_uses(list, text, names, false, true);
}

static const struct example examples[] = {
	{"strcpy", "%%\nhello  std::strcpy(buf, yytext);\n%%", 1},
	{"strcpy", "%%\nhello  text::strcpy(buf, yytext);\n%%", 0},
	{0},
};

const struct language language_lexer_cplusplus = {
	.name = "lexer in c++", .serves = served, .is_code = true, .owns = owns, .uses = uses, .examples = examples};
