/* SPDX-License-Identifier: MIT */
/* test_names.c - what is true of a set of wanted names. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/arena.h"
#include "text/names.h"

static size_t find(struct arena *arena, const struct wanted_name *wanted, size_t count, const char *identifier, unsigned ids[NAMES_MOST])
{
	return names_find(names_new(arena, wanted, count), span_of(identifier), ids);
}

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

static void an_empty_set_finds_nothing(void **state)
{
	unsigned ids[NAMES_MOST];
	assert_int_equal(find(*state, NULL, 0, "strcpy", ids), 0);
	assert_int_equal(find(*state, NULL, 0, "", ids), 0);
}

static void a_name_is_found_whole_and_only_whole(void **state)
{
	static const struct wanted_name wanted[] = {{{"strcpy", 6}, 3}, {{"gets", 4}, 1}};
	unsigned ids[NAMES_MOST];
	assert_int_equal(find(*state, wanted, 2, "strcpy", ids), 1);
	assert_int_equal(ids[0], 3);
	assert_int_equal(find(*state, wanted, 2, "strcp", ids), 0);
	assert_int_equal(find(*state, wanted, 2, "strcpyn", ids), 0);
	assert_int_equal(find(*state, wanted, 2, "fgets", ids), 0);
}

static void a_spelling_may_come_with_several_ids_and_each_is_told_once_in_rising_order(void **state)
{
	static const struct wanted_name wanted[] = {{{"gets", 4}, 7}, {{"gets", 4}, 2}, {{"g*", 2}, 5}, {{"gets", 4}, 7}, {{"*s", 2}, 2}};
	unsigned ids[NAMES_MOST];
	assert_int_equal(find(*state, wanted, 5, "gets", ids), 3);
	assert_int_equal(ids[0], 2);
	assert_int_equal(ids[1], 5);
	assert_int_equal(ids[2], 7);
}

static void a_star_is_any_run_of_letters_and_none(void **state)
{
	static const struct wanted_name wanted[] = {{{"str*py", 6}, 0}, {{"*alloc", 6}, 1}, {{"*f*p*", 5}, 2}, {{"w*", 2}, 3}};
	unsigned ids[NAMES_MOST];
	assert_int_equal(find(*state, wanted, 4, "strpy", ids), 1);
	assert_int_equal(find(*state, wanted, 4, "strcpy", ids), 1);
	assert_int_equal(find(*state, wanted, 4, "strpypy", ids), 1);
	assert_int_equal(find(*state, wanted, 4, "strcpyx", ids), 0);
	assert_int_equal(find(*state, wanted, 4, "malloc", ids), 1);
	assert_int_equal(ids[0], 1);
	assert_int_equal(find(*state, wanted, 4, "fopen", ids), 1);
	assert_int_equal(find(*state, wanted, 4, "w", ids), 1);
	assert_int_equal(find(*state, wanted, 4, "wfp", ids), 2);
}

static void at_most_so_many_ids_are_told_and_they_are_the_lowest(void **state)
{
	struct wanted_name wanted[40];
	unsigned ids[NAMES_MOST];
	for (unsigned i = 0; i < 40; i++)
		wanted[i] = (struct wanted_name){i % 2 != 0 ? SPAN("x") : SPAN("x*"), 39 - i};
	assert_int_equal(find(*state, wanted, 40, "x", ids), NAMES_MOST);
	for (unsigned i = 0; i < NAMES_MOST; i++)
		assert_int_equal(ids[i], i);
}

static void thousands_of_names_are_each_found(void **state)
{
	enum { MANY = 4000 };
	struct arena *arena = *state;
	struct wanted_name *wanted = arena_take(arena, MANY, sizeof *wanted);
	for (unsigned i = 0; i < MANY; i++)
		wanted[i] = (struct wanted_name){span_format(arena, "name_%u", i * 7919), i};
	const struct names *names = names_new(arena, wanted, MANY);
	for (unsigned i = 0; i < MANY; i++) {
		unsigned ids[NAMES_MOST];
		assert_int_equal(names_find(names, wanted[i].spelling, ids), 1);
		assert_int_equal(ids[0], i);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(an_empty_set_finds_nothing, begin, end),
		cmocka_unit_test_setup_teardown(a_name_is_found_whole_and_only_whole, begin, end),
		cmocka_unit_test_setup_teardown(a_spelling_may_come_with_several_ids_and_each_is_told_once_in_rising_order, begin, end),
		cmocka_unit_test_setup_teardown(a_star_is_any_run_of_letters_and_none, begin, end),
		cmocka_unit_test_setup_teardown(at_most_so_many_ids_are_told_and_they_are_the_lowest, begin, end),
		cmocka_unit_test_setup_teardown(thousands_of_names_are_each_found, begin, end),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
