/* SPDX-License-Identifier: MIT */
/* test_encoding.c - what is true of the encodings of source files. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "text/encoding.h"

static int begin(void **state)
{
	*state = arena_new("test", 1 << 20);
	return 0;
}

static int end(void **state)
{
	arena_free(*state);
	return 0;
}

static void reads_as(struct arena *arena, struct span bytes, struct span text, struct span unreadable)
{
	struct decoded decoded = encoding_read(arena, bytes);
	assert_true(span_eq(decoded.text, text));
	assert_true(span_eq(decoded.unreadable, unreadable));
}

static const struct span fine = {"", 0};

static void utf_8_and_latin_1_are_taken_as_they_are(void **state)
{
	reads_as(*state, SPAN(""), SPAN(""), fine);
	reads_as(*state, SPAN("gets();\r\n"), SPAN("gets();\r\n"), fine);
	reads_as(*state, SPAN("\xC3\xA4 \xE4"), SPAN("\xC3\xA4 \xE4"), fine);
}

static void a_byte_order_mark_is_no_text(void **state)
{
	reads_as(*state, SPAN("\xEF\xBB\xBF" "gets"), SPAN("gets"), fine);
	reads_as(*state, SPAN("\xEF\xBB"), SPAN("\xEF\xBB"), fine);
}

static void utf_16_with_a_mark_becomes_utf_8(void **state)
{
	reads_as(*state, SPAN("\xFF\xFEg\0\xE4\0\xAC\x20\x3D\xD8\x00\xDE"), SPAN("g\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), fine);
	reads_as(*state, SPAN("\xFE\xFF\0g\0\xE4\x20\xAC\xD8\x3D\xDE\x00"), SPAN("g\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"), fine);
}

static void half_a_pair_cannot_be_read(void **state)
{
	struct decoded decoded = encoding_read(*state, SPAN("\xFE\xFF\0g\xD8\x3D\0s"));
	assert_int_equal(decoded.unreadable_at, 1);
	reads_as(*state, SPAN("\xFE\xFF\0g\xD8\x3D\0s"), SPAN("g\xEF\xBF\xBDs"), SPAN("UTF-16 with half a surrogate pair"));
	reads_as(*state, SPAN("\xFE\xFF\xDC\x3D"), SPAN("\xEF\xBF\xBD"), SPAN("UTF-16 with half a surrogate pair"));
	reads_as(*state, SPAN("\xFE\xFF\xD8\x3D"), SPAN("\xEF\xBF\xBD"), SPAN("UTF-16 with half a surrogate pair"));
}

static void an_odd_byte_cannot_be_read(void **state)
{
	reads_as(*state, SPAN("\xFF\xFEg\0s"), SPAN("g"), SPAN("UTF-16 with an odd byte at its end"));
}

static void a_nul_byte_is_found_and_the_text_still_given(void **state)
{
	struct decoded decoded = encoding_read(*state, SPAN("int a;\0gets();"));
	assert_true(span_eq(decoded.unreadable, SPAN("NUL byte")));
	assert_int_equal(decoded.unreadable_at, 6);
	assert_int_equal(decoded.text.len, 14);
}

static void utf_16_without_a_mark_is_told_from_a_stray_nul(void **state)
{
	reads_as(*state, SPAN("g\0e\0t\0s\0"), SPAN("g\0e\0t\0s\0"), SPAN("UTF-16 without a byte order mark"));
	reads_as(*state, SPAN("\0g\0e\0t\0s"), SPAN("\0g\0e\0t\0s"), SPAN("UTF-16 without a byte order mark"));
}

static void utf_32_is_not_taken_for_utf_16(void **state)
{
	reads_as(*state, SPAN("\xFF\xFE\0\0g\0\0\0"), SPAN("\xFF\xFE\0\0g\0\0\0"), SPAN("UTF-32"));
}

static void a_byte_outside_ascii_is_found_wherever_it_stands(void **state)
{
	char text[200];
	(void)state;
	for (size_t at = 0; at <= sizeof text; at++) {
		memset(text, 'a', sizeof text);
		if (at < sizeof text)
			text[at] = (char)0x80;
		assert_int_equal(encoding_past_ascii((struct span){text, sizeof text}, 0), at);
		assert_int_equal(encoding_past_ascii((struct span){text, sizeof text}, at / 2), at);
		assert_int_equal(encoding_past_ascii((struct span){text, sizeof text}, at + 1), sizeof text);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(utf_8_and_latin_1_are_taken_as_they_are, begin, end),
		cmocka_unit_test_setup_teardown(a_byte_order_mark_is_no_text, begin, end),
		cmocka_unit_test_setup_teardown(utf_16_with_a_mark_becomes_utf_8, begin, end),
		cmocka_unit_test_setup_teardown(half_a_pair_cannot_be_read, begin, end),
		cmocka_unit_test_setup_teardown(an_odd_byte_cannot_be_read, begin, end),
		cmocka_unit_test_setup_teardown(a_nul_byte_is_found_and_the_text_still_given, begin, end),
		cmocka_unit_test_setup_teardown(utf_16_without_a_mark_is_told_from_a_stray_nul, begin, end),
		cmocka_unit_test_setup_teardown(utf_32_is_not_taken_for_utf_16, begin, end),
		cmocka_unit_test(a_byte_outside_ascii_is_found_wherever_it_stands),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
