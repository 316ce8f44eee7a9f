/* SPDX-License-Identifier: MIT */
/* c.c - C, and what a tool chain of C turns into its code. */
#include "languages/language.h"
#include "text/suffixes.h"

static const char *const suffixes[] = {
	".c", ".h", ".i", ".inl",           /* headers and fragments may have any of these */
	".y", ".l", ".rl", ".re", ".gperf", /* grammars with code in them */
	".yacc", ".lex", ".flex", ".bison", ".ragel",
	".pgc", ".ec", ".xs", NULL,         /* embedded SQL, Perl's glue; not .pc, which pkg-config has */
};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	c_uses(list, text, names, true, false);
}

static const struct example examples[] = {
	{"strcpy", "void f(void) { strcpy(a, b); }", 1},
	{"strcpy", "void f(void) { my_strcpy(a, b); }", 0},
	{"strcpy", "/* strcpy(a, b); */", 0},
	{"strcpy", "void f(void) { g(\"strcpy(a, b)\"); }", 0},
	{"strcpy", "void f(void) { (strcpy)(a, b); }", 1},
	{"strcpy", "void f(void) { str\\\ncpy(a, b); }", 1},
	{"strcpy", "#define COPY strcpy", 1},
	{"strcpy", "#define COPY(a, b) str ## cpy(a, b)", 1},
	{"strcpy", "copier f = strcpy;", 1},
	{"strcpy", "void f(void) { __builtin_strcpy(a, b); __strcpy_chk(a, b, 3); }", 2},
	{"strcpy", "#include <strcpy.h>\n#ifdef strcpy\n#undef strcpy\n#endif", 0},
	{"strcpy", "#pragma redefine_extname copy strcpy", 1},
	{"strcpy", "char *copy(char *, const char *) __asm__(\"strcpy\");", 1},
	{"strcpy", "void f(void) { p = dlsym(0, \"str\" \"cpy\"); }", 1},
	{"strcpy", "void f(void) { p->strcpy(a, b); }", 0},
	{"strcpy", "char *strcpy(char *, const char *);", 0},
	{"strcpy", "struct s *f(char *a, const char *b) UNUSED { strcpy(a, b); return 0; }", 1},
	{"strcpy", "#define DO\nvoid f(void) { DO strcpy(T a, b); }", 1},
	{"system", "struct host h = { system: mine };", 0},
	{"system", "struct host { int (*system)(const char *); };", 0},
	{"system", "void f(int system) { g(system); }", 0},
	{0},
};

const struct language language_c = {.name = "c", .owns = owns, .uses = uses, .examples = examples};
