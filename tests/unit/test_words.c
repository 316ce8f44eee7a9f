/* SPDX-License-Identifier: MIT */
/* test_words.c - the words of floor 0: spans, globs, dates, digests, escapes. */
#include "base/arena.h"
#include "base/date.h"
#include "base/digest.h"
#include "base/glob.h"
#include "base/options.h"
#include "base/output.h"
#include "base/unicode.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <sys/wait.h>
#include <unistd.h>

static void a_number_is_taken_up_to_its_limit(void **state)
{
	unsigned long n = 0;
	(void)state;
	assert_true(span_number(SPAN("4294967295"), 4294967295UL, &n) && n == 4294967295UL);
	assert_false(span_number(SPAN("4294967296"), 4294967295UL, &n));
	assert_false(span_number(SPAN(""), 10, &n));
	assert_false(span_number(SPAN("-1"), 10, &n));
	assert_false(span_number(SPAN("18446744073709551616"), UINT64_MAX, &n));
	assert_true(span_number(SPAN("18446744073709551615"), UINT64_MAX, &n) && n == UINT64_MAX);
}

static void pieces_come_in_order_and_an_empty_last_one_is_none(void **state)
{
	struct span rest = SPAN("a//b/"), piece;
	(void)state;
	assert_true(span_next(&rest, '/', &piece) && span_eq(piece, SPAN("a")));
	assert_true(span_next(&rest, '/', &piece) && piece.len == 0);
	assert_true(span_next(&rest, '/', &piece) && span_eq(piece, SPAN("b")));
	assert_false(span_next(&rest, '/', &piece));
}

static void a_glob_says_what_the_reference_says(void **state)
{
	static const struct {
		const char *pattern, *text;
		bool matches;
	} cases[] = {
		{"third_party/**", "third_party/a/b.c", true},  {"third_party/**", "third_party", false},  {"third_party/**", "x/third_party/a.c", false},
		{"**/vendor/**", "vendor/a.c", true},           {"**/vendor/**", "a/b/vendor/c/d.c", true}, {"**/vendor/**", "a/myvendor/c.c", false},
		{"*.c", "a.c", true},                           {"*.c", "a/b.c", false},                    {"**.c", "a/b.c", true},
		{"a/**/b", "a/b", true},                        {"a/**/b", "a/x/y/b", true},                {"a/**/b", "a/xb", false},
		{"a?c", "abc", true},                           {"a?c", "a/c", false},                      {"refs/heads/release/**", "refs/heads/release/1.0", true},
		{"refs/heads/main", "refs/heads/Main", false},  {"refs/heads/*", "refs/heads/a/b", false},  {"", "", true},
		{"*", "", true},                                {"**", "a/b/c", true},                      {"a*b*c", "aXbYbZc", true},
		{"a**b", "a/x/b", true},                        {"**/a", "a", true},                        {"**/a", "ba", false},
		{"*a*a*a*a*b", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", false},
	};
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++)
		if (glob_match(span_of(cases[i].pattern), span_of(cases[i].text)) != cases[i].matches)
			fail_msg("%s against %s", cases[i].pattern, cases[i].text);
}

static void a_pattern_of_stars_alone_says_nothing(void **state)
{
	(void)state;
	assert_true(glob_is_mere_wildcard(SPAN("**")) && glob_is_mere_wildcard(SPAN("*/?")) && glob_is_mere_wildcard(SPAN("")));
	assert_false(glob_is_mere_wildcard(SPAN("src/**")));
}

static void a_day_is_a_day_of_the_calendar(void **state)
{
	int64_t t = 0;
	(void)state;
	assert_true(date_read(SPAN("1970-01-01"), &t) && t == 0);
	assert_true(date_read(SPAN("2026-11-22"), &t) && t == 1795305600);
	assert_true(date_read(SPAN("2024-02-29"), &t));
	assert_false(date_read(SPAN("2026-02-29"), &t) || date_read(SPAN("1900-02-29"), &t) || date_read(SPAN("2026-13-01"), &t));
	assert_false(date_read(SPAN("2026-1-01"), &t) || date_read(SPAN("2026-01-00"), &t) || date_read(SPAN("1969-12-31"), &t));
	assert_true(moment_read(SPAN("2026-11-22T01:02:03Z"), &t) && t == 1795305600 + 3723);
	assert_false(moment_read(SPAN("2026-11-22T24:00:00Z"), &t) || moment_read(SPAN("@-1"), &t) || moment_read(SPAN("@"), &t));
	assert_true(moment_read(SPAN("@17"), &t) && t == 17);
}

static void a_digest_is_the_known_one_and_parts_do_not_run_together(void **state)
{
	struct arena *a = arena_new("step", 1 << 16);
	struct digest d = digest_of_bytes(SPAN("abc"));
	(void)state;
	assert_true(span_eq(digest_hex(a, &d, 64), SPAN("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")));
	assert_true(span_eq(digest_base32(a, &d, 12), SPAN("XJ4BNP4PAHH6")));
	const struct span one[] = {SPAN("ab"), SPAN("c")}, two[] = {SPAN("a"), SPAN("bc")};
	struct digest left = digest_of(one, 2), right = digest_of(two, 2);
	assert_false(digest_eq(&left, &right));
	arena_free(a);
}

static void nothing_invisible_leaves(void **state)
{
	static const struct {
		struct span in;
		const char *out;
	} cases[] = {
		{{"plain", 5}, "plain"},           {{"\033[2J", 4}, "\\x1B[2J"},     {{"a\rb\n", 4}, "a\\x0Db\\x0A"}, {{"\\x1B", 4}, "\\\\x1B"},
		{{"\xc3\xa9", 2}, "\xc3\xa9"},     {{"\xe2\x80\xae", 3}, "\\u{202E}"}, {{"\xff", 1}, "\\xFF"},         {{"\0", 1}, "\\x00"},
		{{"\xc2\x9b", 2}, "\\u{9B}"},      {{"\xed\xa0\x80", 3}, "\\xED\\xA0\\x80"}, {{"\xf0\x9f\x98\x80", 4}, "\xf0\x9f\x98\x80"},
		{{"\xef\xbb\xbf", 3}, "\\u{FEFF}"}, {{"\xc0\xaf", 2}, "\\xC0\\xAF"},
	};
	struct arena *a = arena_new("step", 1 << 20);
	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct output *o = output_new(a, false);
		output_foreign(o, cases[i].in);
		assert_true(span_eq(output_taken(o), span_of(cases[i].out)));
	}
	struct output *o = output_new(a, false);
	output_json(o, (struct span){"a\"\\\n\xe2\x80\xae\xff", 8});
	assert_true(span_eq(output_taken(o), SPAN("\"a\\\"\\\\\\u000A\\u202E\\\\xFF\"")));
	arena_free(a);
}

static void utf8_survives_a_round_trip_and_nothing_else_is_taken(void **state)
{
	(void)state;
	for (uint32_t c = 1; c <= 0x10ffff; c++) {
		char bytes[4];
		uint32_t back = 0;
		if (c >= 0xd800 && c <= 0xdfff)
			continue;
		size_t len = unicode_encode(c, bytes);
		assert_int_equal(unicode_decode((struct span){bytes, len}, &back), len);
		assert_int_equal(back, c);
		assert_int_equal(unicode_decode((struct span){bytes, len - 1}, &back), 0);
	}
}

static void an_option_is_read_once_and_unknown_ones_are_refused(void **state)
{
	struct arena *a = arena_new("house", 1 << 16);
	struct span base = SPAN(""), word = SPAN("");
	bool flag = false;
	size_t n;
	const struct option_row rows[] = {{"--base", "REV", "", &base, NULL}, {"--flag", NULL, "", NULL, &flag}, {0}};
	char *good[] = {(char[]){"--base=x"}, (char[]){"--flag"}, (char[]){"--"}, (char[]){"-word"}};
	char *twice[] = {(char[]){"--base"}, (char[]){"x"}, (char[]){"--base"}, (char[]){"y"}};
	char *unknown[] = {(char[]){"--bas"}};
	(void)state;
	assert_null(options_read(a, 4, good, rows, &word, 1, &n));
	assert_true(span_eq(base, SPAN("x")) && flag && n == 1 && span_eq(word, SPAN("-word")));
	base = SPAN("");
	assert_non_null(options_read(a, 4, twice, rows, &word, 1, &n));
	assert_non_null(options_read(a, 1, unknown, rows, &word, 1, &n));
	arena_free(a);
}

/* The process ends with "could not decide", and nothing is handed out beyond the limit. */
static void an_arena_of_any_size_gives_or_ends(void **state)
{
	(void)state;
	for (size_t limit = 0; limit < 4096; limit += 256) {
		pid_t child = fork();
		if (child == 0) {
			(void)close(STDERR_FILENO);
			struct arena *a = arena_new("step", limit);
			for (int i = 0; i < 16; i++)
				*(char *)arena_take(a, 1, 100) = 1;
			_exit(0);
		}
		int status = 0;
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_true(WIFEXITED(status));
		assert_int_equal(WEXITSTATUS(status), limit >= 16 * 112 ? 0 : 3);
	}
}

static void what_was_taken_is_zero_again_after_a_reset(void **state)
{
	struct arena *a = arena_new("step", 1 << 20);
	(void)state;
	for (int round = 0; round < 3; round++) {
		unsigned char *bytes = arena_take(a, 1, 5000);
		for (size_t i = 0; i < 5000; i++) {
			assert_int_equal(bytes[i], 0);
			bytes[i] = 0xaa;
		}
		arena_reset(a);
		assert_int_equal(arena_used(a), 0);
	}
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_number_is_taken_up_to_its_limit),
		cmocka_unit_test(pieces_come_in_order_and_an_empty_last_one_is_none),
		cmocka_unit_test(a_glob_says_what_the_reference_says),
		cmocka_unit_test(a_pattern_of_stars_alone_says_nothing),
		cmocka_unit_test(a_day_is_a_day_of_the_calendar),
		cmocka_unit_test(a_digest_is_the_known_one_and_parts_do_not_run_together),
		cmocka_unit_test(nothing_invisible_leaves),
		cmocka_unit_test(utf8_survives_a_round_trip_and_nothing_else_is_taken),
		cmocka_unit_test(an_option_is_read_once_and_unknown_ones_are_refused),
		cmocka_unit_test(an_arena_of_any_size_gives_or_ends),
		cmocka_unit_test(what_was_taken_is_zero_again_after_a_reset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
