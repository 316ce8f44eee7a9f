/* SPDX-License-Identifier: MIT */
/* statistics.c - the few figures of statistics that a review needs. */
#include "process/statistics.h"

#include <math.h>
#include <stdlib.h>

/* The 0.975 quantile of the normal distribution. */
#define Z 1.959963984540054
#define SIGMAS 3.0

struct interval wilson(size_t k, size_t n)
{
	if (n == 0)
		return (struct interval){0, 1};
	double count = (double)n, share = (double)k / count, z2 = Z * Z;
	double centre = (share + z2 / (2 * count)) / (1 + z2 / count);
	double half = Z / (1 + z2 / count) * sqrt(share * (1 - share) / count + z2 / (4 * count * count));
	return (struct interval){k == 0 ? 0 : centre - half, k == n ? 1 : centre + half};
}

static int by_number(const void *a, const void *b)
{
	const int64_t *first = a, *second = b;
	return (*first > *second) - (*first < *second);
}

void sort_numbers(int64_t *values, size_t n)
{
	if (n > 1)
		qsort(values, n, sizeof *values, by_number);
}

int64_t quantile(const int64_t *sorted, size_t n, double q)
{
	double rank = ceil(q * (double)n);
	size_t place = rank < 1 ? 1 : (size_t)rank;
	return sorted[(place > n ? n : place) - 1];
}

static int by_length(const void *a, const void *b)
{
	const struct duration *first = a, *second = b;
	if (first->seconds != second->seconds)
		return first->seconds < second->seconds ? -1 : 1;
	return (int)second->ended - (int)first->ended;
}

size_t survival_curve(struct duration *durations, size_t n, struct survival_step *steps)
{
	size_t nsteps = 0;
	double share = 1;
	if (n > 1)
		qsort(durations, n, sizeof *durations, by_length);
	for (size_t i = 0; i < n;) {
		size_t at_risk = n - i, ended = 0;
		int64_t seconds = durations[i].seconds;
		for (; i < n && durations[i].seconds == seconds; i++)
			ended += durations[i].ended;
		if (ended == 0)
			continue;
		share *= 1 - (double)ended / (double)at_risk;
		steps[nsteps++] = (struct survival_step){seconds, share};
	}
	return nsteps;
}

/* Shares are products of fractions: one half may come out a hair above itself. */
#define HAIR 1e-12

int64_t survival_time(const struct survival_step *steps, size_t nsteps, double left)
{
	for (size_t i = 0; i < nsteps; i++)
		if (steps[i].share <= left + HAIR)
			return steps[i].seconds;
	return -1;
}

struct interval u_limits(double mean, double units)
{
	double reach = units > 0 ? SIGMAS * sqrt(mean / units) : 0;
	return (struct interval){mean > reach ? mean - reach : 0, mean + reach};
}
