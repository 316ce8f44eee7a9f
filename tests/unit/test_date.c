/* SPDX-License-Identifier: MIT */
/* test_date.c - what is true of days and moments. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/date.h"

#include <string.h>
#include <time.h>

#define MOMENTS 200000

static void like_the_library(struct arena *a, int64_t seconds)
{
	struct tm parts;
	char expected[64];
	time_t moment = (time_t)seconds;
	struct span printed = moment_print(a, seconds), day = date_print(a, seconds);
	assert_non_null(gmtime_r(&moment, &parts));
	size_t len = strftime(expected, sizeof expected, "%Y-%m-%dT%H:%M:%SZ", &parts);
	assert_int_equal(printed.len, len);
	assert_memory_equal(printed.at, expected, len);
	assert_true(span_starts(printed, day));
	assert_int_equal(day.len, len - strlen("T00:00:00Z"));
}

static void moments_are_printed_as_the_c_library_prints_them(void **state)
{
	(void)state;
	struct arena *a = arena_new("test", (size_t)1 << 24);
	uint64_t chance = 1;
	for (int64_t i = 0; i < MOMENTS; i++) {
		chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
		like_the_library(a, (i - MOMENTS / 2) * 43201);
		like_the_library(a, (int64_t)(chance >> 24) - (INT64_C(1) << 39));
		arena_reset(a);
	}
	arena_free(a);
}

static void what_is_printed_is_read_again(void **state)
{
	(void)state;
	struct arena *a = arena_new("test", (size_t)1 << 24);
	for (int64_t seconds = 0, read = 0; seconds < INT64_C(253402300800); seconds += 86399 * 7 * 13) {
		assert_true(moment_read(moment_print(a, seconds), &read));
		assert_int_equal(read, seconds);
		arena_reset(a);
	}
	arena_free(a);
}

static void a_moment_without_a_year_is_out_of_range(void **state)
{
	(void)state;
	struct arena *a = arena_new("test", (size_t)1 << 24);
	assert_true(span_eq(moment_print(a, INT64_MAX), SPAN("(a moment out of range)")));
	assert_true(span_eq(moment_print(a, INT64_MIN), SPAN("(a moment out of range)")));
	assert_true(span_eq(date_print(a, INT64_MAX), SPAN("(a day out of range)")));
	assert_true(span_eq(date_print(a, INT64_C(67768036191676799)), SPAN("2147485547-12-31")));
	assert_true(span_eq(date_print(a, INT64_C(67768036191676800)), SPAN("(a day out of range)")));
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(moments_are_printed_as_the_c_library_prints_them),
		cmocka_unit_test(what_is_printed_is_read_again),
		cmocka_unit_test(a_moment_without_a_year_is_out_of_range),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
