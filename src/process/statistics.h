/* SPDX-License-Identifier: MIT */
/* statistics.h - the few figures of statistics that a review needs, each by a named method. */
#ifndef PORTCULLIS_PROCESS_STATISTICS_H
#define PORTCULLIS_PROCESS_STATISTICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;

/* The 95 % score interval of a share k of n (Wilson 1927, without continuity correction); 0 to 1 for n = 0. */
struct interval {
	double low, high;
};
struct interval wilson(size_t k, size_t n);

/*
 * The q-quantile (0 < q <= 1) of sorted values: the smallest value that at least a share q of them does not exceed (nearest rank). n > 0.
 */
int64_t quantile(const int64_t *sorted, size_t n, double q);
void sort_numbers(int64_t *values, size_t n);

/* How long something took, or has taken so far. */
struct duration {
	int64_t seconds;
	bool ended; /* false: it goes on (right-censored) */
};

/* A step of the survival curve: the share that goes on after so many seconds. */
struct survival_step {
	int64_t seconds;
	double share;
};

/*
 * Kaplan and Meier's product-limit estimate (1958). Sorts the durations (what ended before what goes on, where both are as long) and
 * writes one step per distinct time at which something ended; `steps` has room for n. Returns the number of steps.
 */
size_t survival_curve(struct duration *durations, size_t n, struct survival_step *steps);
/* The first time at which at most the share `left` goes on (0.5: the median); -1 where the curve never gets there. */
int64_t survival_time(const struct survival_step *steps, size_t nsteps, double left);

/* Limits of a u-chart for one subgroup: mean +- 3 sqrt(mean / units), not below 0 (Shewhart; ISO 7870-2). */
struct interval u_limits(double mean, double units);

#endif
