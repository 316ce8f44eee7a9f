/* SPDX-License-Identifier: MIT */
/* test_statistics.c - the figures of a review against values worked out by hand or printed in books. */
#include "process/statistics.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#define NEAR(a, b) assert_true(fabs((a) - (b)) < 5e-5)

static void wilson_gives_the_intervals_of_newcombe_1998(void **state)
{
	(void)state;
	/* Newcombe, Statistics in Medicine 17 (1998), table I, method 3. */
	struct interval i = wilson(81, 263);
	NEAR(i.low, 0.2553);
	NEAR(i.high, 0.3662);
	i = wilson(15, 148);
	NEAR(i.low, 0.0624);
	NEAR(i.high, 0.1605);
	i = wilson(0, 20);
	NEAR(i.low, 0);
	NEAR(i.high, 0.1611);
	i = wilson(1, 29);
	NEAR(i.low, 0.0061);
	NEAR(i.high, 0.1718);
}

static void a_share_of_nothing_may_be_anything(void **state)
{
	(void)state;
	struct interval none = wilson(0, 0), all = wilson(7, 7);
	assert_true(none.low == 0 && none.high == 1);
	assert_true(all.high == 1 && all.low > 0.6);
}

static void a_quantile_is_one_of_the_values(void **state)
{
	(void)state;
	int64_t values[] = {50, 10, 40, 20, 30};
	sort_numbers(values, 5);
	assert_int_equal(quantile(values, 5, 0.5), 30);
	assert_int_equal(quantile(values, 5, 0.9), 50);
	assert_int_equal(quantile(values, 4, 0.5), 20);
	assert_int_equal(quantile(values, 1, 0.01), 10);
}

static void the_survival_curve_is_that_of_freireich_1963(void **state)
{
	(void)state;
	/* 6-mercaptopurine, weeks of remission (Freireich et al. 1963): 9 of 21 relapsed. The median is 23. */
	static const int weeks[] = {6, 6, 6, 6, 7, 9, 10, 10, 11, 13, 16, 17, 19, 20, 22, 23, 25, 32, 32, 34, 35};
	static const int relapsed[] = {1, 1, 1, 0, 1, 0, 1, 0, 0, 1, 1, 0, 0, 0, 1, 1, 0, 0, 0, 0, 0};
	static const double shares[] = {0.8571, 0.8067, 0.7529, 0.6902, 0.6275, 0.5378, 0.4482};
	struct duration durations[21];
	struct survival_step steps[21];
	for (size_t i = 0; i < 21; i++)
		durations[20 - i] = (struct duration){weeks[i], relapsed[i] == 1};
	assert_int_equal(survival_curve(durations, 21, steps), 7);
	for (size_t i = 0; i < 7; i++)
		NEAR(steps[i].share, shares[i]);
	assert_int_equal(survival_time(steps, 7, 0.5), 23);
}

static void a_curve_that_stays_above_one_half_has_no_median(void **state)
{
	(void)state;
	struct duration durations[] = {{5, true}, {9, false}, {9, false}};
	struct survival_step steps[3];
	assert_int_equal(survival_curve(durations, 3, steps), 1);
	assert_int_equal(survival_time(steps, 1, 0.5), -1);
}

static void one_half_is_reached_by_half_of_them(void **state)
{
	(void)state;
	struct duration durations[6];
	struct survival_step steps[6];
	for (int i = 0; i < 6; i++)
		durations[i] = (struct duration){i + 1, true};
	assert_int_equal(survival_time(steps, survival_curve(durations, 6, steps), 0.5), 3);
}

static void limits_of_a_u_chart_are_three_sigmas_and_not_below_zero(void **state)
{
	(void)state;
	struct interval limits = u_limits(4, 9);
	NEAR(limits.low, 2);
	NEAR(limits.high, 6);
	limits = u_limits(0.5, 1);
	assert_true(limits.low == 0);
	NEAR(limits.high, 0.5 + 3 * sqrt(0.5));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wilson_gives_the_intervals_of_newcombe_1998),
		cmocka_unit_test(a_share_of_nothing_may_be_anything),
		cmocka_unit_test(a_quantile_is_one_of_the_values),
		cmocka_unit_test(the_survival_curve_is_that_of_freireich_1963),
		cmocka_unit_test(a_curve_that_stays_above_one_half_has_no_median),
		cmocka_unit_test(one_half_is_reached_by_half_of_them),
		cmocka_unit_test(limits_of_a_u_chart_are_three_sigmas_and_not_below_zero),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
