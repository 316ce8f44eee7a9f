/* SPDX-License-Identifier: MIT */
/* test_arena.c - what is true of memory with a common end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"

#define LIMIT ((size_t)64 << 20)

static void take_soil_and_check(struct arena *a, size_t size)
{
	unsigned char *taken = arena_take(a, size, 1);
	for (size_t i = 0; i < size; i++)
		assert_int_equal(taken[i], 0);
	memset(taken, 0xa5, size);
}

static void what_is_taken_is_zero_whatever_lay_there_before(void **state)
{
	static const size_t sizes[] = {1, 15, 100, 4000, 16000, 20000, 70000, 131072, 200000, 3000000};
	(void)state;
	for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
		struct arena *a = arena_new("test", LIMIT);
		for (int round = 0; round < 4; round++) {
			for (int piece = 0; piece < 5; piece++)
				take_soil_and_check(a, sizes[i]);
			arena_reset(a);
		}
		arena_free(a);
	}
}

static void a_short_use_between_two_long_ones_hides_nothing(void **state)
{
	(void)state;
	struct arena *a = arena_new("test", LIMIT);
	take_soil_and_check(a, 12000);
	arena_reset(a);
	take_soil_and_check(a, 10);
	arena_reset(a);
	take_soil_and_check(a, 14000);
	arena_free(a);
}

static void each_piece_fits_any_type(void **state)
{
	(void)state;
	struct arena *a = arena_new("test", LIMIT);
	for (size_t size = 0; size < 100; size++)
		assert_int_equal((uintptr_t)arena_take(a, size, 1) % _Alignof(max_align_t), 0);
	arena_free(a);
}

static void used_counts_what_was_handed_out_since_the_reset(void **state)
{
	(void)state;
	struct arena *a = arena_new("test", LIMIT);
	(void)arena_take(a, 3, 16);
	assert_int_equal(arena_used(a), 48);
	arena_reset(a);
	assert_int_equal(arena_used(a), 0);
	arena_free(a);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_taken_is_zero_whatever_lay_there_before),
		cmocka_unit_test(a_short_use_between_two_long_ones_hides_nothing),
		cmocka_unit_test(each_piece_fits_any_type),
		cmocka_unit_test(used_counts_what_was_handed_out_since_the_reset),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
