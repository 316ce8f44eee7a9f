/* SPDX-License-Identifier: MIT */
/* plots.h - the pictures of a review, as SVG inside its HTML: lines and bars, no script, legible in black and white. */
#ifndef PORTCULLIS_PROCESS_PLOTS_H
#define PORTCULLIS_PROCESS_PLOTS_H

#include "process/html.h"
#include "process/statistics.h"
#include "process/trends.h"

/* Rates with their limits, month by month; signals are filled. */
void plot_rates(struct html *, const struct trends *);

/* Bars, most first, with the running share of all; what does not fit is one bar. */
void plot_bars(struct html *, const char *caption, const struct bar *, size_t nbars);

/* Shares that go on, over days. */
struct curve {
	const char *name;
	const struct survival_step *steps;
	size_t nsteps;
};
void plot_curves(struct html *, const char *caption, const struct curve *, size_t ncurves);

/* Open reports by age, stacked by severity. */
void plot_backlog(struct html *, const struct trends *);

#endif
