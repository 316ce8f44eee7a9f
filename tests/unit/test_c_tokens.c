/* SPDX-License-Identifier: MIT */
/* test_c_tokens.c - what is true of the tokens of C. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "text/c_tokens.h"

static const struct c_reading c17 = {0}, c99 = {.trigraphs = true};
static const struct c_reading cplusplus17 = {.raw_strings = true, .digit_separators = true, .suffixes = true};

static int begin(void **state)
{
	*state = arena_new("test", 1 << 24);
	return 0;
}

static int end(void **state)
{
	arena_free(*state);
	return 0;
}

/* The tokens' spellings with a letter for the kind in front of each, parted by blanks. */
static struct span listed(struct arena *arena, struct span text, struct c_reading reading)
{
	static const char kinds[] = {'?', 'n', '0', 's', 'c', 'p', '/', 'u'};
	struct c_lexer lexer = c_lexer_of(text, reading);
	struct span list = {"", 0};
	for (;;) {
		struct c_token token = c_lexer_next(&lexer);
		if (token.kind == C_END)
			return list;
		char buffer[64];
		struct span spelling = {buffer, c_token_spell(&lexer, token, buffer, sizeof buffer)};
		list = span_format(arena, "%.*s%s%c%.*s", SPAN_ARGS(list), list.len == 0 ? "" : " ", kinds[token.kind], SPAN_ARGS(spelling));
	}
}

static void reads_as(void **state, struct c_reading reading, const char *text, const char *list)
{
	struct span found = listed(*state, span_of(text), reading);
	assert_string_equal(span_string(*state, found), list);
}

static void a_word_is_a_name_and_a_number_is_not(void **state)
{
	reads_as(state, c17, "a _b $c d9 9d 1.5e+3f .5 0x1p-2", "na n_b n$c nd9 09d 01.5e+3f 0.5 00x1p-2");
	reads_as(state, c17, "1e+strcpy 1p+strcpy", "01e+strcpy 01p+strcpy");
	reads_as(state, cplusplus17, "1p+strcpy 0x1p+strcpy", "01p p+ nstrcpy 00x1p+strcpy");
}

static void a_splice_is_nothing_wherever_it_stands(void **state)
{
	reads_as(state, c17, "str\\\ncpy s\\\r\ntrcpy st\\\rrcpy str\\ \t\ncpy", "nstrcpy nstrcpy nstrcpy nstrcpy");
	reads_as(state, c17, "-\\\n> /\\\n/ x\ny /\\\n* z *\\\n\\\n/ w", "p-> /// x ny //* z */ nw");
}

static void a_token_begins_behind_the_splices_in_front_of_it(void **state)
{
	(void)state;
	struct c_lexer lexer = c_lexer_of(SPAN("\\\n\\\nab\\\nc"), c17);
	struct c_token token = c_lexer_next(&lexer);
	assert_int_equal(token.at, 4);
	assert_int_equal(token.len, 5);
	assert_false(token.clean);
	assert_true(token.starts_line);
}

static void a_trigraph_is_read_only_where_the_reading_says_so(void **state)
{
	reads_as(state, c99, "str?\?/\ncpy ?\?=x ?\?( ?\?)", "nstrcpy p# nx p[ p]");
	reads_as(state, c17, "a?\?=b", "na p? p? p= nb");
	reads_as(state, c99, "\"a?\?/\"b\"", "s\"a\\\"b\"");
}

static void digraphs_keep_their_spelling(void **state)
{
	reads_as(state, c17, "<: :> <% %> %: %:%:", "p<: p:> p<% p%> p%: p%:%:");
	reads_as(state, cplusplus17, "a<::b> <::> <:::", "na p< p:: nb p> p<: p:> p<: p::");
}

static void a_quote_is_escaped_and_a_line_end_ends_a_string(void **state)
{
	reads_as(state, c17, "\"a\\\"b\" c", "s\"a\\\"b\" nc");
	reads_as(state, c17, "\"abc\nd", "u\"abc nd");
	reads_as(state, c17, "\"abc\\\nd\" e", "s\"abcd\" ne");
	reads_as(state, c17, "'a' '\\'' '' 'b", "c'a' c'\\'' u'' u'b");
	reads_as(state, c17, "L\"a\" u8\"b\" U'c' u8'd'", "sL\"a\" su8\"b\" cU'c' nu8 c'd'");
}

static void a_raw_string_needs_its_fence(void **state)
{
	reads_as(state, cplusplus17, "R\"x(a)\" )x\" b", "sR\"x(a)\" )x\" nb");
	reads_as(state, cplusplus17, "u8R\"(\n)\" a", "su8R\"(\n)\" na");
	reads_as(state, cplusplus17, "R\"(a strcpy", "uR\"(a strcpy");
	reads_as(state, cplusplus17, "R\"a b\" c", "uR\"a b\" nc");
	reads_as(state, c17, "R\"(a)\" b", "nR s\"(a)\" nb");
}

static void a_quote_parts_digits_only_where_the_reading_says_so(void **state)
{
	reads_as(state, cplusplus17, "1'000 0xF'f 1''a'", "01'000 00xF'f 01 u'' na u'");
	reads_as(state, c17, "1'000' a", "01 c'000' na");
}

static void a_suffix_belongs_to_its_literal_in_cplusplus_alone(void **state)
{
	reads_as(state, cplusplus17, "\"a\"_b \"a\"sv \"a\"strcpy 'c'_d 'c's", "s\"a\"_b s\"a\"sv s\"a\" nstrcpy c'c'_d c'c' ns");
	reads_as(state, c17, "\"a\"_b", "s\"a\" n_b");
}

static void characters_beyond_ascii_go_into_names(void **state)
{
	reads_as(state, c17, "\xC3\xA4" "b a\\u00e4z", "n\xC3\xA4" "b na\\u00e4z");
	reads_as(state, c17, "a\\u0063b", "na u\\u0063 nb");
	reads_as(state, c17, "a\xFF" "b", "na u\xFF nb");
}

static void a_comment_has_an_end_or_takes_all(void **state)
{
	reads_as(state, c17, "/*/ a */ b // c \\\n d\ne", "//*/ a */ nb /// c  d ne");
	reads_as(state, c17, "/* a", "//* a");
}

static void a_comment_does_not_end_a_line(void **state)
{
	(void)state;
	struct c_lexer lexer = c_lexer_of(SPAN("/* x */ # define /* \n */ a\nb"), c17);
	static const bool starts[] = {true, true, false, false, false, true};
	for (size_t i = 0; i < COUNT(starts); i++)
		assert_int_equal(c_lexer_next(&lexer).starts_line, starts[i]);
	assert_int_equal(c_lexer_next(&lexer).kind, C_END);
	assert_int_equal(c_lexer_next(&lexer).kind, C_END);
}

static void nul_bytes_are_blanks_and_a_mark_is_passed_over(void **state)
{
	struct span found = listed(*state, SPAN("\xEF\xBB\xBF" "a\0b"), c17);
	assert_string_equal(span_string(*state, found), "na nb");
}

static void a_long_number_is_read_in_linear_time(void **state)
{
	enum { SPLICES = 200000, LEN = 1000000 };
	char *text = arena_take(*state, LEN, 1);
	for (size_t at = 1; at < LEN; at++)
		text[at] = at < 2 * SPLICES ? "\n\\"[at % 2] : "p+"[at % 2];
	text[0] = '0';
	struct c_lexer lexer = c_lexer_of((struct span){text, LEN}, (struct c_reading){true, true, true, true, true, false});
	while (c_lexer_next(&lexer).kind != C_END)
		continue;
	assert_int_equal(lexer.at, LEN);
}

static void hostile_text_is_read_in_linear_time(void **state)
{
	static const char *const pieces[] = {"\"", "'", "R\"(", "*/(", "/*", "\\\n", "?\?/\n", "1'", "R\"a b", "\\ "};
	struct arena *arena = *state;
	for (size_t i = 0; i < COUNT(pieces); i++) {
		struct span piece = span_of(pieces[i]);
		size_t len = 1000000 / piece.len * piece.len;
		char *text = arena_take(arena, len, 1);
		for (size_t at = 0; at < len; at++)
			text[at] = piece.at[at % piece.len];
		struct c_lexer lexer = c_lexer_of((struct span){text, len}, (struct c_reading){true, true, true, true, true, false});
		while (c_lexer_next(&lexer).kind != C_END)
			continue;
		assert_int_equal(lexer.at, len);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(a_word_is_a_name_and_a_number_is_not, begin, end),
		cmocka_unit_test_setup_teardown(a_splice_is_nothing_wherever_it_stands, begin, end),
		cmocka_unit_test_setup_teardown(a_token_begins_behind_the_splices_in_front_of_it, begin, end),
		cmocka_unit_test_setup_teardown(a_trigraph_is_read_only_where_the_reading_says_so, begin, end),
		cmocka_unit_test_setup_teardown(digraphs_keep_their_spelling, begin, end),
		cmocka_unit_test_setup_teardown(a_quote_is_escaped_and_a_line_end_ends_a_string, begin, end),
		cmocka_unit_test_setup_teardown(a_raw_string_needs_its_fence, begin, end),
		cmocka_unit_test_setup_teardown(a_quote_parts_digits_only_where_the_reading_says_so, begin, end),
		cmocka_unit_test_setup_teardown(a_suffix_belongs_to_its_literal_in_cplusplus_alone, begin, end),
		cmocka_unit_test_setup_teardown(characters_beyond_ascii_go_into_names, begin, end),
		cmocka_unit_test_setup_teardown(a_comment_has_an_end_or_takes_all, begin, end),
		cmocka_unit_test_setup_teardown(a_comment_does_not_end_a_line, begin, end),
		cmocka_unit_test_setup_teardown(nul_bytes_are_blanks_and_a_mark_is_passed_over, begin, end),
		cmocka_unit_test_setup_teardown(a_long_number_is_read_in_linear_time, begin, end),
		cmocka_unit_test_setup_teardown(hostile_text_is_read_in_linear_time, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
