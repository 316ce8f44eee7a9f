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

/* The kinds in order, parted by blanks; one under #if 0 has a minus in front of it, one that other files settle a question mark. */
static struct span kinds(struct arena *arena, const char *text, bool c, bool cplusplus)
{
	struct uses uses = read(arena, span_of(text), c, cplusplus);
	struct span list = {"", 0};
	for (size_t i = 0; i < uses.count; i++) {
		struct span kind = use_kind_name(uses.list[i].kind);
		const char *inactive = uses.list[i].inactive ? "-" : "", *doubt = uses.list[i].doubt != DOUBT_NONE ? "?" : "";
		list = span_format(arena, "%.*s%s%s%s%.*s", SPAN_ARGS(list), i == 0 ? "" : " ", inactive, doubt, SPAN_ARGS(kind));
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
	/* Without trigraphs that is code; the stronger reading counts. */
	in_c(state, "?\?=define COPY strcpy", "alias");
	in_c(state, "#define COPY(a, b) str ## cpy(a, b)", "call");
	in_c(state, "#define COPY s ## tr ## cpy", "reference");
}

static void code_may_give_a_function_another_name(void **state)
{
	in_c(state, "char *copy(char *, const char *) __asm__(\"str\" \"cpy\");", "alias");
	in_c(state, "char *copy(char *, const char *) __attribute__((alias(\"strcpy\")));", "alias");
	in_c(state, "#pragma redefine_extname copy strcpy", "alias");
	in_c(state, "#pragma weak copy = strcpy", "alias");
	in_c(state, "_Pragma(\"redefine_extname copy strcpy\")", "alias");
	in_c(state, "_Pragma(\"GCC poison strcpy\")", "directive");
	in_cplusplus(state, "using std::strcpy;", "alias");
}

static void a_string_counts_where_the_tool_chain_makes_a_name_of_it(void **state)
{
	in_c(state, "void f(void) { g(\"strcpy\"); }", "");
	in_c(state, "void f(void) { __asm__ volatile(\"\\tcall strcpy\\n\\tcall system\\n\" ::: \"memory\"); }", "call call");
	in_c(state, "void f(void) { asm(\"ldr r0, =system\\n\\tmov strcpy, r0\"); }", "text alias");
	in_c(state, "asm(\".symver mine, system@GLIBC_2.2.5\\n.set it, _system; .globl system\");", "alias");
	in_c(state, "void f(void) { p = dlsym(h, \"str\" \"cpy\"); p = dlsym(h, \"my_strcpy\"); }", "text");
	in_c(state, "void f(void) { p = dlsym(h, \"str\\x63py\"); }", "text");
	in_c(state, "void f(void) { dlsym(h, \"x\"); g(\"strcpy\"); }", "");
}

static void a_member_is_not_the_function(void **state)
{
	in_c(state, "void f(void) { p->system(x); s.system = 1; }", "member member");
	in_c(state, "struct host { int system; int (*strcpy)(char *); };", "member member");
	in_cplusplus(state, "void f() { host::system(x); a::std::system(x); list<int>::system(x); }", "?call ?call member");
	in_cplusplus(state, "class host { public: int system(const char *); void f() { strcpy(a, b); } };", "member call");
	in_cplusplus(state, "namespace s = std; void f() { s::strcpy(a, b); }", "call");
}

static void code_in_braces_is_no_class_whatever_stands_in_front_of_them(void **state)
{
	in_c(state, "struct s *f(char *a, const char *b) UNUSED { strcpy(a, b); return 0; }", "call");
	in_c(state, "enum e f(char *a, const char *b) UNUSED { strcpy(a, b); return A; }", "call");
	in_c(state, "void f(void) { struct s *p = ({ strcpy(a, b); q; }), *q = ({ strcpy(a, b); q; }); }", "call call");
	in_c(state, "void f(void) { struct s *p = run(^{ strcpy(a, b); }); struct s *x = [o map:^{ strcpy(a, b); }]; }", "call call");
	in_c(state, "struct FUNCTION { strcpy(a, b); if (c) strcpy(a, b); a && strcpy(a, b); (void)strcpy(a, b); }", "call call call call");
	in_c(state, "enum FUNCTION { strcpy(a, b); }", "call");
	in_cplusplus(state, "void f() { struct s v{strcpy(a, b)}; struct s w{0, strcpy}; p = new s{strcpy(a, b)}; }", "call reference call");
	in_cplusplus(state, "void f() { struct s r = run([&] { strcpy(a, b); }); [&]() -> struct q { strcpy(a, b); }(); }", "call call");
	in_cplusplus(state, "template <class T> auto f(T *a, const T *b) -> T * { strcpy(a, b); }", "call");
	in_cplusplus(state, "auto f(char *a, const char *b) -> const struct q { strcpy(a, b); }", "call");
	in_cplusplus(state, "template <class T> void f(T *a) try { strcpy(a, b); } catch (...) { strcpy(a, b); }", "call call");
	in_cplusplus(state, "template <class T> void f(T *a) requires true { strcpy(a, b); }", "call");
	in_cplusplus(state, "struct s *s::f(char *a) & { strcpy(a, b); } struct s *s::g() & noexcept { strcpy(a, b); }", "call call");
	in_cplusplus(state, "template <class T> T v = T{strcpy(0, 0)};", "call");
}

static void a_class_is_one_however_its_head_is_written(void **state)
{
	in_cplusplus(state, "class EXPORT host final : public a::b<c, d<e>>, f { foo_t system(bar); };", "?call");
	in_cplusplus(state, "template <class T> struct alignas(8) [[a]] __attribute__((b)) host<T *> { foo_t system(bar); };", "?call");
	in_cplusplus(state, "class system { system(); ~system(); system(int); foo_t &strcpy(bar); };", "declaration member member member ?call");
	in_cplusplus(state, "struct host { host() : system(1) {} int a, system; };", "member member");
	in_cplusplus(state, "enum class e : unsigned char { strcpy, system = 1 };", "declaration declaration");
}

static void words_of_cplusplus_are_names_in_c(void **state)
{
	in_c(state, "int f(int final) { if (final && strcpy(a, b)) return 1; override && strcpy(a, b); g(class * system(a)); }", "call call call");
	in_cplusplus(state, "void f() { int && strcpy(char *a); a && strcpy(b, c); }", "declaration call");
}

static void a_namespace_may_have_the_names_of_std(void **state)
{
	in_cplusplus(state, "namespace a = std; namespace b = ::a; void f() { b::strcpy(a, b); }", "call");
	in_cplusplus(state, "namespace my { using namespace std; } void f() { my::strcpy(a, b); other::strcpy(a, b); }", "call ?call");
	in_cplusplus(state, "namespace my { void f() { using namespace std; } } void g() { my::system(a); }", "?call");
	in_cplusplus(state, "extern \"C\" { namespace n { int system(char *); } } void f() { n::system(a); }", "declaration call");
	in_cplusplus(state, "namespace my {\n#include <string.h>\n} void f() { my::strcpy(a, b); }", "call");
	in_cplusplus(state, "namespace m { namespace n { extern \"C\" int system(char *); } } void f() { m::n::system(a); m::system(a); }",
		     "declaration call call");
	in_cplusplus(state, "namespace a=std; namespace b=std; namespace c=std; namespace d=std; namespace e=std; namespace f=std; namespace g=std;"
			    "namespace h=std; namespace i=std; namespace j=std; namespace k=std; namespace l=std; namespace m=std;"
			    "namespace n=std; namespace o=std; namespace p=std; namespace q=std; void r() { q::strcpy(a, b); }", "call");
}

static void a_macro_of_this_text_is_no_type_unless_it_looks_like_one(void **state)
{
	in_c(state, "#define DO\n#define AGAIN DO\nvoid f(void) { DO strcpy(T a, b); AGAIN strcpy(T a, b); DO *strcpy(T a, b) = 0; }", "call call call");
	in_c(state, "#define CAST (void *)\nvoid f(void) { g(CAST strcpy); g(CAST &strcpy); }", "reference reference");
	in_c(state, "#define IS =\n#define int return\nvoid f(void) { char *p IS strcpy(a, b); int strcpy(a, b); }", "call call");
	in_c(state, "#define BEGIN {\nvoid f(void) BEGIN strcpy(a, b); }", "call");
	in_c(state, "#define HEAD s f(void)\nstruct HEAD { T strcpy(T a, b); a * system(b); }", "?call call");
	in_c(state, "#define API __attribute__((x)) extern\nAPI foo_t strcpy(bar); char *API strcpy(bar); API int system;",
	     "?call declaration declaration");
	in_c(state, "#define TYPE unsigned int *\nTYPE strcpy(bar); void f(void) { TYPE system; }", "?call declaration");
}

static void a_variable_of_one_function_hides_nothing_in_the_next(void **state)
{
	in_c(state, "void g(void) { char *(*strcpy)(char *) = 0; CLOSE\nvoid f(char *a) { strcpy(a, b); } }", "declaration call");
	in_c(state, "void g(void) { OPEN }\nvoid f(char *system) { g(system); } void h(void) { OPEN { int f(int system) { g(system); } }",
	     "declaration declaration declaration declaration");
	in_c(state, "#define CLOSE }\nvoid g(void) { int (*system)(char *) = 0; CLOSE f(a) { system(a); } }", "declaration declaration");
	in_c(state, "#define CLOSE }\nvoid g(void) { int (*system)(char *) = 0; CLOSE int f(a) { system(a); } }", "declaration call");
}

static void members_have_other_spellings_too(void **state)
{
	in_c(state, "- (void)strcpy:(char *)p with:(int)a system:(int)b;\n+ (id)system { [self strcpy:a]; g(@selector(strcpy:system:)); }",
	     "member member member member member member");
	in_c(state, "struct s s = { system: mine, strcpy: mine }; int t[] = { a ? b, strcpy : system };", "member member reference reference");
	in_c(state, "#define HAVE defined(strcpy) || defined system", "directive directive");
	in_cplusplus(state, "int f() { my::T system(1); return my::system(1); }", "?call ?call");
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

static void instructions_of_assembler_are_calls(void **state)
{
	in_c(state, "\t.globl system\nf:\n\tcall strcpy\n\tret\n\tbl strcpy; ret\n", "declaration call call");
}

static void what_joins_values_declares_nothing(void **state)
{
	in_c(state, "void f(void) { if (a && strcpy) p = strcpy; a && strcpy; p = strcpy; }", "reference reference reference reference");
	in_c(state, "void f(void) { a < b > strcpy; p = strcpy; a * b, strcpy; }", "reference reference reference");
	in_c(state, "void f(void) { n * (*system)(\"ls\"); g(n * strcpy); }", "call reference");
	in_cplusplus(state, "void f() { ns::call(*strcpy); a < b > system(\"ls\"); ops[1](a && strcpy); }", "reference call reference");
	in_cplusplus(state, "auto l = [&](T &&strcpy, U system) mutable -> int { p = strcpy; return system(1); };", "declaration declaration declaration declaration");
}

static void a_name_is_hidden_as_long_as_its_scope(void **state)
{
	in_c(state, "void f(void) { if (a) ; else for (int strcpy;;) if (a) p = strcpy; else p = strcpy; p = strcpy; }",
	     "declaration declaration declaration reference");
	in_c(state, "void f(void) { void g(char *strcpy) MACRO p = strcpy; } }", "declaration reference");
	in_c(state, "void f(fn *system\n#if A\n, int a) {\n#else\n) {\n#endif\nsystem(1); } int x = g(system);", "declaration declaration reference");
	in_c(state, "static fn *strcpy = x; } void f(void) { p = strcpy; }", "declaration reference");
	in_c(state, "static fn *strcpy = x; void f(void) { p = strcpy; }", "declaration ?reference");
	in_cplusplus(state, "S::S(T strcpy) : a(1), b(strcpy) { p = strcpy; } T c = strcpy;", "declaration declaration declaration reference");
}

static void the_value_of_parentheses_is_called(void **state)
{
	in_c(state, "int x = ((0, (a ? system : 0)))(\"ls\") + (h)(g(system));", "call reference");
	in_c(state, "void f(void) { if (system) (*g)(x); while ((system)) (a)(b); x = (sizeof(system))(y); }", "reference reference reference");
}

static void a_header_s_name_opens_nothing(void **state)
{
	in_c(state, "#include <x/*y>\nvoid f(void) { strcpy(a, b); }\n", "call");
	in_c(state, "#include \"x\\\" \"/*\"\nvoid f(void) { strcpy(a, b); }\n", "call");
	in_c(state, "#if 0\n#include <x/*y> \"*/\"/*\n#endif\nvoid f(void) { strcpy(a, b); }\n", "call");
	in_c(state, "#if 0\n#include <x/*y> \"*/\"/*\n#endif\n#include <a/*b>\nvoid f(void) { strcpy(a, b); }\n/* */\n", "call");
	in_c(state, "x = a < b /* strcpy */ > c;\n#include <sys/types.h> // strcpy\n", "");
	in_cplusplus(state, "export import <x/*y>;\nvoid f() { strcpy(a, b); }\n", "call");
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

static void what_macros_make_counts_where_it_is_made(void **state)
{
	in_c(state, "#define A(x) x ## cpy\nvoid f(void) { A(str)(a, b); A(my)(a, b); }", "call");
	in_c(state, "#define A(x) str ## cpy ## x\n", "reference");
	in_c(state, "#define A(x) str ## cpy ## x ## y\n", "");
	in_c(state, "#define A(x, y) str ## x ## y\nvoid f(void) { A(, cpy)(a, b); A(cpy, s)(a, b); }", "call");
	in_c(state, "#define C(x, y) x ## y\n#define D C(str, cpy)\nvoid f(void) { D(a, b); D(a, b); }", "reference");
	in_c(state, "#define E(x) x\n#define C(x, y) x ## y\nvoid f(void) { E(C)(str, cpy)(a, b); }", "call");
}

static void a_macro_with_two_meanings_is_read_in_each(void **state)
{
	in_c(state, "#if X\n#define H str\n#else\n#define H my\n#endif\n#define C(x, y) x ## y\n#define D(x, y) C(x, y)\nvoid f(void) { D(H, cpy)(a, b); }", "call");
	in_c(state, "#if 0\n#define cpy x\n#endif\n#define C(x, y) x ## y\n#define D(x, y) C(x, y)\nvoid f(void) { D(str, cpy)(a, b); }", "call");
}

static void a_macro_that_never_ends_is_a_use_of_what_it_may_make(void **state)
{
	struct span text = SPAN("#define M0(x) x x ## cpy\n"), end;
	for (int i = 1; i < 40; i++)
		text = span_format(*state, "%.*s#define M%d(x) M%d(x) M%d(x)\n", SPAN_ARGS(text), i, i - 1, i - 1);
	end = span_format(*state, "%.*svoid f(void) { M39(%s); }", SPAN_ARGS(text), "str");
	assert_true(read(*state, end, true, false).count > 0);
	end = span_format(*state, "%.*svoid f(void) { M39(%s); }", SPAN_ARGS(text), "my");
	assert_int_equal(read(*state, end, true, false).count, 0);
}

/* What no run of letters tells: a first look at the bytes must not set the text aside. */
static void a_name_that_stands_in_no_run_of_letters_is_told(void **state)
{
	in_c(state, "#define A M(str, \\\n cpy)", "?reference");
	in_c(state, "void f(void) { M(str,\n#if 1\ncpy)(a, b);\n#endif\n }", "?call");
	in_c(state, "#pragma comment(linker, \"/alternatename:copy=str\" \"cpy\")", "alias");
	in_c(state, "#pragma map(copy, \"\\x73trcpy\")", "alias");
	in_c(state, "void f(void) { \\\\\nu0073strcpy(a, b); }", "call");
	in_c(state, "void f(void) { asm(\"call \" \"sys\" \"tem\"); asm(\"\\tsystem\"); }", "call text");
}

/* What is elided in front of a name changes nothing of what is told, whatever it holds. */
static void a_block_without_a_name_tells_nothing_of_others(void **state)
{
	static const char *const blocks[] = {
		"\n{\n\tone(two);\n\tthree = four;\n\tfive(six, \"{\", '}');\n\t/* } */\n\tint seven(int a) {\n\t}\n}\n",
		"\n{\n#if A\n\tif (one) {\n#else\n\tif (two) {\n#endif\n\t\tthree(four, five, six, seven, eight, nine);\n\t}\n}\n",
		"\n{\n\tone(two\n\tthree = four;\n\t}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}}\n}\n",
	};
	static const char *const around[][2] = {
		{"int system; void g(void)", "int f(void) { return system; }"},   {"void g(int system)", "void f(void) { system(a); }"},
		{"void g(void)", "char *strcpy(char *, const char *);"},            {"struct s *g(void)", "int f(void) { return x ? strcpy : 0; }"},
		{"#define A {\nvoid g(void)", "void f(void) A strcpy(a, b); }"},    {"class a b", "int strcpy(int); };"},
		{"int x = (a, system)(", ")"},                                      {"#if 0\nvoid g(void)", "void f(void) { system(a); }\n#endif"},
	};
	for (size_t i = 0; i < COUNT(blocks) * COUNT(around); i++) {
		const char *const *at = around[i % COUNT(around)];
		struct span text = span_format(*state, "%s%s%s", at[0], blocks[i / COUNT(around)], at[1]);
		struct uses quick = read(*state, text, true, true), plain = {.arena = *state};
		static const struct wanted_name wanted[] = {{{"strcpy", 6}, 0}, {{"system", 6}, 1}};
		c_uses_plainly(&plain, text, names_new(*state, wanted, COUNT(wanted)), true, true);
		assert_int_equal(quick.count, plain.count);
		for (size_t k = 0; k < quick.count; k++) {
			assert_int_equal(quick.list[k].kind, plain.list[k].kind);
			assert_true(digest_eq(&quick.list[k].window, &plain.list[k].window));
		}
	}
}

static void hostile_text_is_judged_in_linear_time(void **state)
{
	static const char *const pieces[] = {"strcpy(", "{", "strcpy;", "#if 0\n", "*strcpy ", "int ", "a<b> strcpy;", "int strcpy;{",
					    "namespace a{extern \"C\"{int strcpy;", "struct a{", "class a:b<", "#define a a\na strcpy;", "-(a)strcpy:(",
					    "@selector(strcpy:", "#if 1\n#else\n){", "struct a{struct b c{", "#include <a/*b>\nstrcpy;", "(strcpy", "int (*strcpy)(", "*/(strcpy", "a?strcpy:", "for(int strcpy;", ")(strcpy,",
					    "a::b<strcpy(", ":strcpy(a),", "call a,strcpy,", "int a(),*strcpy(),", "[](a strcpy)", "(a,strcpy)(", "strcpy(a)\nb *c;\n",
					    "*/(", "1'a", "\"", "{\n#if /*", "s,/*", "s,//", "s\n#if a\n", "{\n", "{\n\"", "#define a x##y\\\n", "#i", "str,", "\\\n", "\\ ", "__builtin_", "s "};
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
		cmocka_unit_test_setup_teardown(code_in_braces_is_no_class_whatever_stands_in_front_of_them, begin, end),
		cmocka_unit_test_setup_teardown(a_class_is_one_however_its_head_is_written, begin, end),
		cmocka_unit_test_setup_teardown(words_of_cplusplus_are_names_in_c, begin, end),
		cmocka_unit_test_setup_teardown(a_namespace_may_have_the_names_of_std, begin, end),
		cmocka_unit_test_setup_teardown(a_macro_of_this_text_is_no_type_unless_it_looks_like_one, begin, end),
		cmocka_unit_test_setup_teardown(a_variable_of_one_function_hides_nothing_in_the_next, begin, end),
		cmocka_unit_test_setup_teardown(members_have_other_spellings_too, begin, end),
		cmocka_unit_test_setup_teardown(a_declaration_is_not_a_use, begin, end),
		cmocka_unit_test_setup_teardown(a_variable_hides_the_function_while_it_is_in_force, begin, end),
		cmocka_unit_test_setup_teardown(a_directive_that_only_mentions_it_is_no_use, begin, end),
		cmocka_unit_test_setup_teardown(text_under_if_0_is_marked, begin, end),
		cmocka_unit_test_setup_teardown(comments_never_count, begin, end),
		cmocka_unit_test_setup_teardown(a_use_in_either_reading_counts_once, begin, end),
		cmocka_unit_test_setup_teardown(instructions_of_assembler_are_calls, begin, end),
		cmocka_unit_test_setup_teardown(what_joins_values_declares_nothing, begin, end),
		cmocka_unit_test_setup_teardown(a_name_is_hidden_as_long_as_its_scope, begin, end),
		cmocka_unit_test_setup_teardown(the_value_of_parentheses_is_called, begin, end),
		cmocka_unit_test_setup_teardown(a_header_s_name_opens_nothing, begin, end),
		cmocka_unit_test_setup_teardown(a_window_knows_tokens_and_nothing_else, begin, end),
		cmocka_unit_test_setup_teardown(what_macros_make_counts_where_it_is_made, begin, end),
		cmocka_unit_test_setup_teardown(a_macro_with_two_meanings_is_read_in_each, begin, end),
		cmocka_unit_test_setup_teardown(a_macro_that_never_ends_is_a_use_of_what_it_may_make, begin, end),
		cmocka_unit_test_setup_teardown(a_name_that_stands_in_no_run_of_letters_is_told, begin, end),
		cmocka_unit_test_setup_teardown(a_block_without_a_name_tells_nothing_of_others, begin, end),
		cmocka_unit_test_setup_teardown(hostile_text_is_judged_in_linear_time, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
