/* SPDX-License-Identifier: MIT */
/* test_pattern.c - regular expressions match whole texts and cannot run away. */
#include "base/arena.h"
#include "text/pattern.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena, *scratch;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)64 * 1024 * 1024);
	scratch = arena_new("scratch", (size_t)64 * 1024 * 1024);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	arena_free(scratch);
	return 0;
}

static const struct pattern *compiled(const char *expression)
{
	const struct pattern *pattern = NULL;
	const struct failure *f = pattern_new(arena, span_of(expression), &pattern);
	if (f != NULL)
		fail_msg("%s: %s", expression, span_string(arena, f->text));
	return pattern;
}

static enum pattern_answer asked(const char *expression, struct span text)
{
	return pattern_is(compiled(expression), scratch, text);
}

static void refused(struct span expression, const char *wanted)
{
	const struct pattern *pattern = NULL;
	const struct failure *f = pattern_new(arena, expression, &pattern);
	assert_non_null(f);
	assert_null(pattern);
	assert_int_equal(f->kind, FAILURE_POLICY);
	const char *have = span_string(arena, f->text);
	if (strcmp(have, wanted) != 0)
		fail_msg("have: %s\n      want: %s", have, wanted);
}

static void the_whole_text_must_match(void **state)
{
	(void)state;
	const char *expression = "SEC-(REQ|CAP)-[0-9]{3,}";
	assert_int_equal(asked(expression, SPAN("SEC-REQ-001")), PATTERN_YES);
	assert_int_equal(asked(expression, SPAN("SEC-CAP-12345")), PATTERN_YES);
	assert_int_equal(asked(expression, SPAN("SEC-REQ-01")), PATTERN_NO);
	assert_int_equal(asked(expression, SPAN(" SEC-REQ-001")), PATTERN_NO);
	assert_int_equal(asked(expression, SPAN("SEC-REQ-001\n")), PATTERN_NO);
	assert_int_equal(asked(expression, SPAN("SEC-REQ-001\0")), PATTERN_NO);
	assert_int_equal(asked(expression, SPAN("")), PATTERN_NO);
	assert_int_equal(asked(expression, SPAN("sec-req-001")), PATTERN_NO);
}

static void alternatives_and_dollars_do_not_open_the_ends(void **state)
{
	(void)state;
	assert_int_equal(asked("a|ab", SPAN("ab")), PATTERN_YES);
	assert_int_equal(asked("a|b", SPAN("ax")), PATTERN_NO);
	assert_int_equal(asked("a$", SPAN("a\n")), PATTERN_NO);
	assert_int_equal(asked("(?m)a$", SPAN("a\nb")), PATTERN_NO);
	assert_int_equal(asked("a(*ACCEPT)b", SPAN("abc")), PATTERN_NO);
	assert_int_equal(asked("\\d+", SPAN("1234")), PATTERN_YES);
}

static void bytes_are_matched_as_bytes(void **state)
{
	(void)state;
	assert_int_equal(asked(".", SPAN("\xC3\xA4")), PATTERN_NO);
	assert_int_equal(asked("..", SPAN("\xC3\xA4")), PATTERN_YES);
	assert_int_equal(asked("[a-z]+", SPAN("\xFF")), PATTERN_NO);
}

static void what_does_not_compile_is_refused_in_words(void **state)
{
	(void)state;
	refused(SPAN("SEC-("), "missing closing parenthesis (at byte 6 of the pattern)");
	refused(SPAN("[a-"), "missing terminating ] for character class (at byte 4 of the pattern)");
	refused(SPAN("*a"), "quantifier does not follow a repeatable item (at byte 1 of the pattern)");
	refused(SPAN("(*UTF)a"), "using UTF is disabled by the application (at byte 7 of the pattern)");
	refused(SPAN("a\\Cb"), "using \\C is disabled by the application (at byte 4 of the pattern)");
}

static void size_and_nesting_have_limits(void **state)
{
	(void)state;
	char *text = arena_take(arena, 5000, 1);
	memset(text, 'a', 5000);
	const struct pattern *pattern = NULL;
	assert_null(pattern_new(arena, (struct span){text, 4096}, &pattern));
	assert_non_null(pattern_new(arena, (struct span){text, 4097}, &pattern));
	memset(text, '(', 60);
	memset(text + 61, ')', 60);
	assert_non_null(pattern_new(arena, (struct span){text, 121}, &pattern));
}

static void a_pattern_that_runs_away_gives_up_and_never_says_no(void **state)
{
	(void)state;
	char text[4001];
	memset(text, 'a', sizeof(text));
	text[4000] = '!';
	struct span short_text = {text + 3960, 41};
	assert_int_equal(asked("(a+)+", short_text), PATTERN_GAVE_UP);
	assert_int_equal(asked("(a|aa)+", short_text), PATTERN_GAVE_UP);
	assert_int_equal(asked("(?:a|(b))*!", (struct span){text, sizeof(text)}), PATTERN_GAVE_UP);
	/* What needs no way back is no burden, however long it is. */
	assert_int_equal(asked("a*!", (struct span){text, sizeof(text)}), PATTERN_YES);
}

static void a_pattern_cannot_raise_its_own_limits(void **state)
{
	(void)state;
	char text[42];
	memset(text, 'a', sizeof(text));
	text[41] = '!';
	assert_int_equal(asked("(*LIMIT_MATCH=4000000000)(*LIMIT_DEPTH=4000000000)(a+)+", (struct span){text, sizeof(text)}), PATTERN_GAVE_UP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(the_whole_text_must_match, set_up, tear_down),
		cmocka_unit_test_setup_teardown(alternatives_and_dollars_do_not_open_the_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(bytes_are_matched_as_bytes, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_does_not_compile_is_refused_in_words, set_up, tear_down),
		cmocka_unit_test_setup_teardown(size_and_nesting_have_limits, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_pattern_that_runs_away_gives_up_and_never_says_no, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_pattern_cannot_raise_its_own_limits, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
