/* SPDX-License-Identifier: MIT */
/* short_ways.c - what the quick reader of C tells of any text is what the plain one tells, which reads letter by letter. */
#include "fuzz.h"

#include "text/c_tokens.h"
#include "text/uses.h"

/* Text is made of these, by number, and of the input's own bytes: what honest code is made of, and what hides a name in it. */
static const char *const pieces[] = {
	"strcpy", "strcpy(a, b);", "gets", "system", "str", "cpy", "s", "ge", "ts", "__builtin_strcpy", "__strcpy_chk", "__strcpy_", "_strcpy", "_gets$x",
	"my_strcpy", "x->strcpy", "std::gets", "\\\n", "\\ \n", "\\\r\n", "str\\\ncpy", "#\\\n#", "as\\\nm", "?\?/\n", "?\?/", "?\?=", "?\?=?\?=", "?\?<", "?\?)",
	"<%", "%>", "%:", "%:%:", "<:", "\\u0073trcpy", "\\u00e9", "\\U000000e9gets", "\\\\\nu0041strcpy", "R\"(", ")\"", "R\"x(\n{\n)x\"", "u8R\"(a)\"", "LR\"",
	"1'000", "1'", "0x1p+", "'a'", "'{'", "'\\''", "''", "'", "\"", "\"}\"", "\"\\\"\"", "\"str\" \"cpy\"", "\"a\"_x", "\"\\x73trcpy\"", "\"\\tgets\"", "\"\\163trcpy\"", "\"\\033gets\"", "\"\\x1b[gets\"", "\"\\x67ets\"", "\"\\0gets\"", "\"\\x\"",
	"/*", "*/", "*\\\n/", "/\\\n*", "//", "// strcpy\n", "/* gets */", "/*\n{\n*/", "// \\\n", "// ?\?/\n",
	"#define A(x, y) x##y\n", "#define B(x) str##x\n", "#define C x ## _y\n", "#define D(x) #x\n", "#define E {\n", "#define F }\n", "#define G strcpy\n",
	"#define H\n", "#define I asm\n", "#define J(x) x(\"gets\")\n", "#undef A\n", "A(str, cpy)", "B(cpy)(a, b);", "M(str, cpy)", "M(str,\n#if 1\ncpy)",
	"M(str, \\\n cpy)", "M(ge,,ts)", "J(asm)", "J(dlsym)", "D(gets)", "#if 0\n", "#if 1\n", "#ifdef X\n", "#elif 0\n", "#elif Y\n", "#else\n", "#endif\n",
	"#include <a/*b>\n", "#include <a'b>\n", "#include \"a\\b\"\n", "#include <sys/x.h>\n", "import <a//b>\n", "import", "export", "__has_include(<a//b>)",
	"#pragma map(a, \"str\" \"cpy\")\n", "#pragma comment(linker, \"/alternatename:_a=_gets\")\n", "#pragma weak a = gets\n", "#pragma once\n", "#error don't\n",
	"_Pragma(\"weak a = strcpy\")", "asm(\"call gets\");", "asm volatile (\"call \" \"str\" \"cpy\");", "dlsym(h, \"gets\")", "__attribute__((alias(\"gets\")))",
	"namespace n {\n", "namespace s = std;", "using namespace std;", "extern \"C\" {\n", "s::gets();", "n::gets();", "int ", "void f(void)", "void f(int gets)",
	"static int gets;", "int gets = 1;", "for (int gets = 0; gets < 1; gets++)", "if (x)", "else", "do", "while (x)", "struct s", "struct X y", "enum e", "class c",
	"union u { int gets; }", " = ", "return ", "goto gets;", "gets:", "case 1:", "? gets : a", "(gets)(a)", "(a, gets)(b)", "(strcpy)", "f(gets)", "{", "}", "{\n",
	"\n}\n", "\n\t}\n", "\n  {\n", "(", ")", ";", ";\n", ",", ":", "::", "->", "\n", "\r\n", "\r", " ", "\t", "\v", "x", "y = z + 1;\n", "foo(bar, baz);\n",
	"a_long_name_of_a_function_with_more_than_eight_letters(one, two, three);\n", "\n{\n\tone(two);\n\tthree = four;\n\tfive(six, seven, \"eight\");\n\tnine /= 10;\n\televen();\n}\n",
	"\n{\n#if 1\n\tone(two) {\n#else\n\tone(three) {\n#endif\n\t\tfour = \"five\"; /* six */\n\t}\n\tseven(eight);\n}\n", "\xC3\xA9", "\xE2\x80\xA8", "\xEF\xBB\xBF", "\xFF",
};
enum { LONGEST = 1 << 14 };

/* Bytes above 31 that are no ASCII choose a piece; the input's first byte says whether they do. */
static struct span spelled(struct arena *a, const uint8_t *bytes, size_t len)
{
	char *text = arena_take(a, LONGEST, 1);
	size_t used = 0;
	for (size_t i = 1; i + 1 < len; i++) {
		const char byte = (char)bytes[i], *piece = pieces[(bytes[i] % 2 * 256U + bytes[i + 1]) % COUNT(pieces)];
		struct span next = (bytes[0] & 1) != 0 && bytes[i] >= 0x80 ? span_of(piece) : (struct span){&byte, 1};
		i += next.len > 1;
		if (used + next.len > LONGEST)
			break;
		memcpy(text + used, next.at, next.len);
		used += next.len;
	}
	char *exact = arena_take(a, used, 1);
	memcpy(exact, text, used);
	return (struct span){exact, used};
}

static void same_tokens(struct span text, unsigned reading)
{
	struct c_reading of = {(reading & 1) != 0, (reading & 2) != 0, (reading & 4) != 0, (reading & 8) != 0, (reading & 16) != 0, (reading & 32) != 0};
	struct c_lexer quick = c_lexer_of(text, of), plain = quick;
	plain.plain = true;
	for (;;) {
		struct c_token t = c_lexer_next(&quick), p = c_lexer_next(&plain);
		HOLDS(t.kind == p.kind && t.at == p.at && t.len == p.len && t.starts_line == p.starts_line && t.clean == p.clean);
		HOLDS(quick.met == plain.met && quick.odd == plain.odd && quick.header == plain.header);
		if (t.kind == C_END)
			return;
	}
}

static void same_uses(struct arena *a, struct span text, const struct names *names, bool c, bool cplusplus)
{
	struct uses quick = {.arena = a}, plain = {.arena = a};
	c_uses(&quick, text, names, c, cplusplus);
	c_uses_plainly(&plain, text, names, c, cplusplus);
	HOLDS(quick.count == plain.count);
	for (size_t i = 0; i < quick.count; i++) {
		const struct use *q = &quick.list[i], *p = &plain.list[i];
		HOLDS(q->at == p->at && q->len == p->len && q->id == p->id && q->kind == p->kind && q->inactive == p->inactive && q->doubt == p->doubt);
		HOLDS(span_eq(q->name, p->name) && span_eq(q->asked, p->asked) && digest_eq(&q->window, &p->window));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct wanted_name exact[] = {{{"strcpy", 6}, 0}, {{"gets", 4}, 1}, {{"system", 6}, 2}, {{"a", 1}, 3}, {{"a_long_name_of_a_function", 25}, 4}};
	static const struct wanted_name patterns[] = {{{"str*", 4}, 0}, {{"gets", 4}, 1}, {{"*tem", 4}, 2}};
	if (len < 2)
		return 0;
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = spelled(a, bytes, len);
	bool with_patterns = (bytes[0] & 2) != 0, few = (bytes[0] & 4) != 0, c = (bytes[0] & 24) != 8, cplusplus = (bytes[0] & 24) >= 8;
	const struct names *names = with_patterns ? names_for_c(a, patterns, COUNT(patterns)) : names_for_c(a, exact, few ? 3 : COUNT(exact));
	same_uses(a, text, names, c, cplusplus);
	same_tokens(text, bytes[0] >> 2);
	arena_free(a);
	return 0;
}
