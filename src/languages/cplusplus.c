/* SPDX-License-Identifier: MIT */
/* cplusplus.c - C++, and what a tool chain of C++ turns into its code. */
#include "languages/language.h"
#include "text/suffixes.h"

static const char *const suffixes[] = {
	".cpp", ".cc", ".cxx", ".c++", ".cp", ".hpp", ".hh", ".hxx", ".h++", ".hp", ".tcc", ".txx", ".tpp", ".ipp", ".ixx", ".cppm",
	".ccm", ".cxxm", ".c++m", ".mpp", ".ii", ".mm", ".ino", ".pde", ".cu", ".cuh", ".hip", ".yy", ".ll", ".ypp", ".lpp", ".yxx", ".lxx", ".y++", ".l++",
	".h", ".inl", ".y", ".l", ".rl", ".re", ".gperf", ".yacc", ".lex", ".flex", ".bison", ".ragel", NULL, /* these may be of C as well */
};
/* In capitals a file of C is one of C++. */
static const char *const capitals[] = {".C", ".H", ".M", NULL};

static bool owns(struct span path)
{
	return suffix_listed(path, suffixes) || suffix_listed_exactly(path, capitals);
}

static void uses(struct uses *list, struct span text, const struct names *names)
{
	c_uses(list, text, names, false, true);
}

static const struct example examples[] = {
	{"strcpy", "void f() { std::strcpy(a, b); }", 1},
	{"strcpy", "void f() { ::strcpy(a, b); }", 1},
	{"strcpy", "void f() { text::strcpy(a, b); }", 0},
	{"strcpy", "namespace s = std; void f() { s::strcpy(a, b); }", 1},
	{"strcpy", "auto copy = std::strcpy;", 1},
	{"strcpy", "using std::strcpy;", 1},
	{"strcpy", "auto t = R\"(strcpy(a, b))\";", 0},
	{"strcpy", "auto n = 1'000; void f() { strcpy(a, b); } auto m = 2'000;", 1},
	{"strcpy", "template <class T> auto f(T *a, const T *b) -> T * { strcpy(a, b); return a; }", 1},
	{"strcpy", "namespace my { using namespace std; } void f() { my::strcpy(a, b); }", 1},
	{"system", "void f() { my::T system(1); }", 0},
	{"system", "class host { int system(const char *); };", 0},
	{"system", "void f() { it.system(\"ls\"); }", 0},
	{0},
};

const struct language language_cplusplus = {.name = "c++", .owns = owns, .uses = uses, .examples = examples};
