/* SPDX-License-Identifier: MIT */
/* test_c_uses.c - what is true of the uses of a name in C and C++. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "text/uses.h"

static int begin(void **state)
{
	*state = arena_new("test", 1 << 26);
	return 0;
}

static int end(void **state)
{
	arena_free(*state);
	return 0;
}

static struct uses read(struct arena *arena, struct span text, bool c, bool cplusplus)
{
	static const struct wanted_name wanted[] = {{{"strcpy", 6}, 0}, {{"system", 6}, 1}};
	struct uses uses = {.arena = arena};
	c_uses(&uses, text, names_new(arena, wanted, COUNT(wanted)), c, cplusplus);
	return uses;
}

/* The kinds in order, parted by blanks; one under #if 0 has a minus in front of it. */
static struct span kinds(struct arena *arena, const char *text, bool c, bool cplusplus)
{
	struct uses uses = read(arena, span_of(text), c, cplusplus);
	struct span list = {"", 0};
	for (size_t i = 0; i < uses.count; i++) {
		struct span kind = use_kind_name(uses.list[i].kind);
		list = span_format(arena, "%.*s%s%s%.*s", SPAN_ARGS(list), i == 0 ? "" : " ", uses.list[i].inactive ? "-" : "", SPAN_ARGS(kind));
	}
	return list;
}

static void in_c(void **state, const char *text, const char *list)
{
	assert_string_equal(span_string(*state, kinds(*state, text, true, false)), list);
}

static void in_cplusplus(void **state, const char *text, const char *list)
{
	assert_string_equal(span_string(*state, kinds(*state, text, false, true)), list);
}

static void a_call_is_a_call_however_it_is_spelled(void **state)
{
	in_c(state, "void f(void) { strcpy(a, b); }", "call");
	in_c(state, "void f(void) { strcpy\n/* x */\n(a, b); }", "call");
	in_c(state, "void f(void) { strcpy\n#if 1\n(a, b);\n#endif\n }", "call");
	in_c(state, "void f(void) { (strcpy)(a, b); ((strcpy))(a, b); (*strcpy)(a, b); (&strcpy)(a, b); }", "call call call call");
	in_c(state, "void f(void) { str\\\ncpy(a, b); }", "call");
	in_c(state, "void f(void) { str?\?/\ncpy(a, b); }", "call");
	in_c(state, "void f(void) { __builtin_strcpy(a, b); __builtin___strcpy_chk(a, b, 1); __strcpy_chk(a, b, 1); }", "call call call");
	in_c(state, "void f(void) { if (x) strcpy(a, b); else strcpy(a, b); return (void)strcpy(a, b); }", "call call call");
	in_c(state, "void f(void) { p = (char *)strcpy(a, b); *strcpy(a, b) = 0; x = !system(c); }", "call call call");
	in_c(state, "void f(void) { MACRO strcpy(a, b); }", "call");
	in_cplusplus(state, "void f() { std::strcpy(a, b); ::strcpy(a, b); ::std::strcpy(a, b); }", "call call call");
}

static void an_address_is_a_reference(void **state)
{
	in_c(state, "copier f = strcpy;", "reference");
	in_c(state, "copier t[] = { strcpy, [1] = strcpy, F strcpy };", "reference reference reference");
	in_c(state, "void f(void) { g(strcpy); g(&strcpy, 1); return x ? strcpy : 0; }", "reference reference reference");
	in_c(state, "void f(void) { struct s s = { .strcpy = strcpy }; }", "member reference");
}

static void a_macro_that_stands_for_it_is_an_alias(void **state)
{
	in_c(state, "#define COPY strcpy", "alias");
	in_c(state, "#define COPY() (strcpy)", "alias");
	in_c(state, "#define COPY(a, b) strcpy((a), (b))", "call");
	in_c(state, "#define COPY(a, b) do { \\\n x = strcpy; } while (0)", "reference");
	in_c(state, "%:define COPY strcpy", "alias");
	/* Without trigraphs that is code. */
	in_c(state, "?\?=define COPY strcpy", "reference");
	in_c(state, "#define COPY(a, b) str ## cpy(a, b)", "reference");
	in_c(state, "#define COPY s ## tr ## cpy", "reference");
}

static void code_may_give_a_function_another_name(void **state)
{
	in_c(state, "char *copy(char *, const char *) __asm__(\"str\" \"cpy\");", "alias");
	in_c(state, "char *copy(char *, const char *) __attribute__((alias(\"strcpy\")));", "alias");
	in_c(state, "#pragma redefine_extname copy strcpy", "alias");
	in_c(state, "#pragma weak copy = strcpy", "alias");
	in_c(state, "_Pragma(\"redefine_extname copy strcpy\")", "text");
	in_c(state, "_Pragma(\"GCC poison strcpy\")", "directive");
	in_cplusplus(state, "using std::strcpy;", "alias");
}

static void a_string_counts_where_the_tool_chain_makes_a_name_of_it(void **state)
{
	in_c(state, "void f(void) { g(\"strcpy\"); }", "");
	in_c(state, "void f(void) { __asm__ volatile(\"\\tcall strcpy\\n\\tcall system\\n\" ::: \"memory\"); }", "text text");
	in_c(state, "void f(void) { p = dlsym(h, \"str\" \"cpy\"); p = dlsym(h, \"my_strcpy\"); }", "text");
	in_c(state, "void f(void) { p = dlsym(h, \"str\\x63py\"); }", "text");
	in_c(state, "void f(void) { dlsym(h, \"x\"); g(\"strcpy\"); }", "");
}

static void a_member_is_not_the_function(void **state)
{
	in_c(state, "void f(void) { p->system(x); s.system = 1; }", "member member");
	in_c(state, "struct host { int system; int (*strcpy)(char *); };", "member member");
	in_cplusplus(state, "void f() { host::system(x); a::std::system(x); list<int>::system(x); }", "member member member");
	in_cplusplus(state, "class host { public: int system(const char *); void f() { strcpy(a, b); } };", "member call");
	in_cplusplus(state, "namespace s = std; void f() { s::strcpy(a, b); }", "call");
}

static void a_declaration_is_not_a_use(void **state)
{
	in_c(state, "char *strcpy(char *, const char *);", "declaration");
	in_c(state, "char *strcpy(char *a, const char *b) { return a; }", "declaration");
	in_c(state, "char *(strcpy)(char *, const char *);", "declaration");
	in_c(state, "#define strcpy(a, b) copy(a, b)", "declaration");
	in_c(state, "int f(void) { extern char *strcpy(char *, const char *); }", "declaration");
	in_c(state, "enum e { strcpy, system = 3 };", "declaration declaration");
	in_c(state, "void f(void) { goto system; system: ; }", "declaration declaration");
}

static void a_variable_hides_the_function_while_it_is_in_force(void **state)
{
	in_c(state, "void f(void) { int system = 1; g(system); } void h(void) { g(system); }", "declaration declaration reference");
	in_c(state, "void f(char *system) { g(system); }", "declaration declaration");
	in_c(state, "void f(char *system); void h(void) { g(system); }", "declaration reference");
	in_c(state, "void f(void) {\n#ifdef X\nint system;\n#endif\ng(system); }", "declaration reference");
	in_c(state, "void f(int (*system)(char *)) { system(x); }", "declaration declaration");
	in_c(state, "void f(void) { int system; system(x); }", "declaration call");
	in_c(state, "void f(void) { fn strcpy; g(strcpy); }", "declaration reference");
}

static void a_directive_that_only_mentions_it_is_no_use(void **state)
{
	in_c(state, "#include <strcpy>\n#ifdef strcpy\n#undef strcpy\n#endif\n#error do not use strcpy", "directive directive directive directive");
	in_c(state, "#pragma GCC poison strcpy", "directive");
	in_c(state, "#if defined(strcpy)\n#endif", "directive");
}

static void text_under_if_0_is_marked(void **state)
{
	in_c(state, "#if 0\nint x = strcpy(a);\n#else\nint x = strcpy(a);\n#endif\nint y = strcpy(a);", "-call call call");
	in_c(state, "#if 0\n#if 1\nint x = strcpy(a);\n#else\n#endif\n#define A strcpy\n#elif 1\nint x = strcpy(a);\n#endif", "-call -alias call");
	in_c(state, "#if 0 && X\nint x = strcpy(a);\n#endif", "call");
}

static void comments_never_count(void **state)
{
	in_c(state, "/* strcpy(a, b) */ // strcpy \\\n strcpy(a, b)\n", "");
}

static void a_use_in_either_reading_counts_once(void **state)
{
	in_c(state, "int a = sizeof R\"(\"; void f(void) { strcpy(a, b); } char *b = \")\";", "call");
	in_cplusplus(state, "auto a = R\"(\"; void f() { strcpy(a, b); } char *b = \")\";", "");
	in_c(state, "void f(void) { // ?\?/\nstrcpy(a, b); }", "call");
	in_c(state, "int a = 1'0; void f(void) { strcpy(a, b); } int b = 1'0;", "call");
}

static void instructions_of_assembler_are_references(void **state)
{
	in_c(state, "\t.globl system\nf:\n\tcall strcpy\n\tret\n\tbl strcpy; ret\n", "declaration reference reference");
}

static struct digest window(struct arena *arena, const char *text)
{
	struct uses uses = read(arena, span_of(text), true, true);
	assert_int_equal(uses.count, 1);
	return uses.list[0].window;
}

static void same(void **state, bool expected, const char *one, const char *other)
{
	struct digest a = window(*state, one), b = window(*state, other);
	assert_int_equal(digest_eq(&a, &b), expected);
}

static void a_window_knows_tokens_and_nothing_else(void **state)
{
	same(state, true, "x = strcpy(a, b + 1);", "\n\n  y = str\\\r\ncpy /* c */ ( a,\r\n b+1 ) ;");
	same(state, false, "x = strcpy(a, b);", "x = strcpy(a, c);");
	same(state, false, "x = strcpy(a, b);", "x = strcpy(ab);");
	same(state, true, "int a = (strcpy)(b);", "int c = (strcpy)(b);");
	same(state, true, "copier f = strcpy;\nint x;", "int x;\ncopier  f  =strcpy; /* c */");
	same(state, false, "copier f = strcpy;", "copier g = strcpy;");
	same(state, true, "#define A \\\n strcpy", "# define A strcpy");
}

static void hostile_text_is_judged_in_linear_time(void **state)
{
	static const char *const pieces[] = {"strcpy(", "{", "strcpy;", "#if 0\n", "*strcpy ", "int ", "a<b> strcpy;", "int strcpy;{"};
	struct arena *arena = arena_new("hostile", (size_t)1 << 30);
	(void)state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct span piece = span_of(pieces[i]);
		size_t len = 200000 / piece.len * piece.len;
		arena_reset(arena);
		char *text = arena_take(arena, len, 1);
		for (size_t at = 0; at < len; at++)
			text[at] = piece.at[at % piece.len];
		struct uses uses = read(arena, (struct span){text, len}, true, true);
		assert_true(uses.count <= len / piece.len);
	}
	arena_free(arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_call_is_a_call_however_it_is_spelled, begin, end),
		cmocka_unit_test_setup_teardown(an_address_is_a_reference, begin, end),
		cmocka_unit_test_setup_teardown(a_macro_that_stands_for_it_is_an_alias, begin, end),
		cmocka_unit_test_setup_teardown(code_may_give_a_function_another_name, begin, end),
		cmocka_unit_test_setup_teardown(a_string_counts_where_the_tool_chain_makes_a_name_of_it, begin, end),
		cmocka_unit_test_setup_teardown(a_member_is_not_the_function, begin, end),
		cmocka_unit_test_setup_teardown(a_declaration_is_not_a_use, begin, end),
		cmocka_unit_test_setup_teardown(a_variable_hides_the_function_while_it_is_in_force, begin, end),
		cmocka_unit_test_setup_teardown(a_directive_that_only_mentions_it_is_no_use, begin, end),
		cmocka_unit_test_setup_teardown(text_under_if_0_is_marked, begin, end),
		cmocka_unit_test_setup_teardown(comments_never_count, begin, end),
		cmocka_unit_test_setup_teardown(a_use_in_either_reading_counts_once, begin, end),
		cmocka_unit_test_setup_teardown(instructions_of_assembler_are_references, begin, end),
		cmocka_unit_test_setup_teardown(a_window_knows_tokens_and_nothing_else, begin, end),
		cmocka_unit_test_setup_teardown(hostile_text_is_judged_in_linear_time, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
