/* SPDX-License-Identifier: MIT */
/* test_trailers.c - what git calls trailers, and what a reader only takes for them. */
#include "base/arena.h"
#include "text/trailers.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)1 << 28);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

/* All trailers of a message as `key=value|key=value`. */
static const char *read_all(struct span message)
{
	struct trailers trailers = trailers_read(arena, message);
	struct span text = {"", 0};
	for (size_t i = 0; i < trailers.count; i++)
		text = span_format(arena, "%.*s%s%.*s=%.*s", SPAN_ARGS(text), i > 0 ? "|" : "", SPAN_ARGS(trailers.list[i].key),
		                   SPAN_ARGS(trailers.list[i].value));
	return span_string(arena, text);
}

static void assert_reads(const char *message, const char *trailers)
{
	assert_string_equal(read_all(span_of(message)), trailers);
}

static const char *lookalike(const char *message, const char *key)
{
	struct trailers trailers = trailers_read(arena, span_of(message));
	return span_string(arena, trailers_lookalike(span_of(message), trailers, span_of(key)));
}

static void a_last_paragraph_of_trailers_is_read_in_order(void **state)
{
	(void)state;
	assert_reads("T\n\nbody\n\nA: 1\nB: 2\nA: 3\n", "A=1|B=2|A=3");
	assert_reads("T\n\nA: 1", "A=1");
	assert_reads("T\n\nA: 1\n\n\n\n", "A=1");
}

static void a_title_is_never_a_trailer(void **state)
{
	(void)state;
	assert_reads("Reviewed-by: R <r@x>\n", "");
	assert_reads("T\nReviewed-by: R <r@x>\n", "");
	assert_reads("# comment\nA: 1\n", "");
	assert_reads("", "");
	assert_reads("\n", "");
}

static void a_trailer_in_the_middle_is_none(void **state)
{
	(void)state;
	assert_reads("T\n\nA: 1\n\nprose\n", "");
	assert_reads("T\n\nA: 1\n\nB: 2\n", "B=2");
}

static void a_trailer_may_be_folded(void **state)
{
	(void)state;
	assert_reads("T\n\nA: 1\n 2\n\t3\nB: 4\n", "A=1 2 3|B=4");
	assert_reads("T\n\nA:\n 1\n", "A=1");
	assert_reads("T\n\nA: 1\r\n 2\r\n", "A=1\r 2");
	assert_reads("T\n\nA: 1\n\v2\n", "");
}

static void an_empty_value_does_not_swallow_the_next_line(void **state)
{
	(void)state;
	assert_reads("T\n\nReviewed-by:\nSigned-off-by: R <r@x>\n", "Reviewed-by=|Signed-off-by=R <r@x>");
}

static void a_key_is_letters_digits_and_dashes_before_blanks_and_a_colon(void **state)
{
	(void)state;
	assert_reads("T\n\nA-1 \t : v : w\n", "A-1=v : w");
	assert_reads("T\n\nA:v\n-: v\n", "A=v|-=v");
	assert_reads("T\n\ntwo words: v\n", "");
	assert_reads("T\n\nA.b: v\n", "");
	assert_reads("T\n\nA=v\n", "");
	assert_reads("T\n\n: v\n", "");
	assert_reads("T\n\nK\xc3\xa9y: v\n", "");
	assert_reads("T\n\n A: v\n", "");
}

static void prose_beside_trailers_needs_a_prefix_of_gits_own_and_a_quarter(void **state)
{
	(void)state;
	assert_reads("T\n\nA: 1\nprose\n", "");
	assert_reads("T\n\nSigned-off-by: R\nprose\nprose\nprose\n", "Signed-off-by=R");
	assert_reads("T\n\nSigned-off-by: R\nprose\nprose\nprose\nprose\n", "");
	assert_reads("T\n\nprose\n(cherry picked from commit 1)\nA: 1\n", "A=1");
	assert_reads("T\n\nsigned-off-by: R\nprose\n", "");
	assert_reads("T\n\nSigned-off-by:R\nprose\n", "");
	/* What is folded below prose is prose. */
	assert_reads("T\n\nSigned-off-by: R\nprose\n more\n more\n", "Signed-off-by=R");
	assert_reads("T\n\nSigned-off-by: R\nprose\n more\n more\n more\n", "");
}

static void comments_stand_aside(void **state)
{
	(void)state;
	assert_reads("T\n\nA: 1\n# note\nB: 2\n", "A=1|B=2");
	assert_reads("T\n\nA: 1\n# note\n folded below a comment\n", "");
	assert_reads("T\n\nA: 1\n\n# note\n#\n", "A=1");
	assert_reads("T\n\n# A: 1\n", "");
}

static void a_tail_of_conflicts_is_passed_over(void **state)
{
	(void)state;
	assert_reads("T\n\nA: 1\n\nConflicts:\n\ta.c\n\tb.c\n", "A=1");
	assert_reads("T\n\nA: 1\n\nConflicts:\n\ta.c\nprose\n", "");
	assert_reads("T\n\nA: 1\n\nConflicts:\n", "A=1");
	assert_reads("T\n\nA: 1\n\nConflicts:", "Conflicts=");
}

static void a_divider_is_text_and_a_scissors_line_ends_the_message(void **state)
{
	(void)state;
	assert_reads("T\n\nA: 1\n---\nB: 2\n", "");
	assert_reads("T\n\n---\n\nA: 1\n", "A=1");
	assert_reads("T\n\nA: 1\n# ------------------------ >8 ------------------------\nB: 2\n", "A=1");
	assert_reads("T\n\nA: 1\n\n# ------------------------ >8 -----------------------\nB: 2\n", "B=2");
}

static void a_message_ends_at_its_first_nul(void **state)
{
	(void)state;
	assert_string_equal(read_all(SPAN("T\n\nA: 1\0\nB: 2\n")), "A=1");
	assert_string_equal(read_all(SPAN("T\n\nA: 1\n\0\n\nprose\n")), "A=1");
	assert_string_equal(read_all(SPAN("\0T\n\nA: 1\n")), "");
}

static void a_megabyte_is_read_in_linear_time(void **state)
{
	(void)state;
	size_t len = (size_t)1 << 20;
	char *bytes = arena_take(arena, len, 1);
	static const char *const fills[] = {"a: b\n", " x\n", "#\n", "\n", "a", ":", "Conflicts:\n\t\n", "\r"};
	for (size_t i = 0; i < COUNT(fills); i++) {
		size_t step = strlen(fills[i]);
		for (size_t at = 0; at + step <= len; at += step)
			memcpy(bytes + at, fills[i], step);
		memcpy(bytes, "T\n\nA: 1\n", 8);
		struct trailers trailers = trailers_read(arena, (struct span){bytes, len});
		(void)trailers_lookalike((struct span){bytes, len}, trailers, SPAN("Reviewed-by"));
	}
}

static void a_line_outside_of_the_block_is_a_lookalike(void **state)
{
	(void)state;
	assert_string_equal(lookalike("T\n\nReviewed-by: R <r@x>\n\nprose\n", "Reviewed-by"), "Reviewed-by: R <r@x>");
	assert_string_equal(lookalike("T\nreviewed-BY : R\n", "Reviewed-by"), "reviewed-BY : R");
	assert_string_equal(lookalike("T\n\n> > Reviewed-by: R\n", "Reviewed-by"), "> > Reviewed-by: R");
	assert_string_equal(lookalike("T\n\nA: 1\n  Reviewed-by: R\n", "Reviewed-by"), "  Reviewed-by: R");
	assert_string_equal(lookalike("T\n\n * **Reviewed-by:** R\n", "Reviewed-by"), " * **Reviewed-by:** R");
	assert_string_equal(lookalike("T\r\rReviewed-by: R\r", "Reviewed-by"), "Reviewed-by: R");
}

static void a_key_that_only_looks_right_is_a_lookalike(void **state)
{
	(void)state;
	assert_true(lookalike("T\n\nReviewed by: R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\nReviewedby: R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\nReviewed_by= R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\nRev\xd1\x96" "ewed-by: R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\nReviewed\xe2\x80\x93" "by: R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\nReviewed\xe2\x80\x8b-by: R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\n\xe2\x80\x8bReviewed-by: R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\n\xe2\x80\xa2 Reviewed-by: R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\nReviewed-by\xef\xbc\x9a R\n", "Reviewed-by")[0] != '\0');
	assert_true(lookalike("T\n\nlmplements: R-1\n", "Implements")[0] != '\0');
}

static void a_trailer_of_the_key_and_ordinary_prose_are_no_lookalikes(void **state)
{
	(void)state;
	assert_string_equal(lookalike("T\n\nReviewed-by: R\nREVIEWED-BY : S\n", "Reviewed-by"), "");
	assert_string_equal(lookalike("T\n\nReviewed by hand.\nSee reviewed-by.org\n", "Reviewed-by"), "");
	assert_string_equal(lookalike("T\n\nNot reviewed-by: R\n", "Reviewed-by"), "");
	assert_string_equal(lookalike("T\n\nPreviewed-by: R\nReviewed-bye: R\nReviewed-b: R\n", "Reviewed-by"), "");
	assert_string_equal(
		lookalike("T\n\n\xd1\x80\xd0\xb5\xd1\x86\xd0\xb5\xd0\xbd\xd0\xb7\xd0\xb5\xd0\xbd\xd1\x82: R\n", "Reviewed"), "");
	assert_string_equal(lookalike("", "Reviewed-by"), "");
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_last_paragraph_of_trailers_is_read_in_order),
		cmocka_unit_test(a_title_is_never_a_trailer),
		cmocka_unit_test(a_trailer_in_the_middle_is_none),
		cmocka_unit_test(a_trailer_may_be_folded),
		cmocka_unit_test(an_empty_value_does_not_swallow_the_next_line),
		cmocka_unit_test(a_key_is_letters_digits_and_dashes_before_blanks_and_a_colon),
		cmocka_unit_test(prose_beside_trailers_needs_a_prefix_of_gits_own_and_a_quarter),
		cmocka_unit_test(comments_stand_aside),
		cmocka_unit_test(a_tail_of_conflicts_is_passed_over),
		cmocka_unit_test(a_divider_is_text_and_a_scissors_line_ends_the_message),
		cmocka_unit_test(a_message_ends_at_its_first_nul),
		cmocka_unit_test(a_megabyte_is_read_in_linear_time),
		cmocka_unit_test(a_line_outside_of_the_block_is_a_lookalike),
		cmocka_unit_test(a_key_that_only_looks_right_is_a_lookalike),
		cmocka_unit_test(a_trailer_of_the_key_and_ordinary_prose_are_no_lookalikes),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
