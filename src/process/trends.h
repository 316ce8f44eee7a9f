/* SPDX-License-Identifier: MIT */
/* trends.h - what changes over the months of a period, and what comes most often. */
#ifndef PORTCULLIS_PROCESS_TRENDS_H
#define PORTCULLIS_PROCESS_TRENDS_H

#include "process/examination.h"
#include "process/statistics.h"

/* A point of the u-chart; without commits it has no rate. */
struct trend_month {
	size_t month, reports, commits;
	double rate;
	struct interval limits;
	bool signal; /* outside of the limits */
};

struct bar {
	struct span name;
	size_t count;
};
enum pareto { PARETO_CWE, PARETO_COMPONENT, PARETO_CAUSE, PARETOS };

enum age { AGE_MONTH, AGE_QUARTER, AGE_HALF, AGE_YEAR, AGE_OLDER, AGES };
const char *age_name(enum age); /* "up to 30 days" ... */

struct trends {
	const struct trend_month *months;
	size_t nmonths, reports, commits; /* of the months that have commits */
	double mean;
	const struct bar *bars[PARETOS]; /* most first; of what was received in the period and was a problem */
	size_t nbars[PARETOS];
	size_t backlog[AGES][RATINGS];   /* open at the end, by age since receipt */
};

const struct trends *trends_find(const struct examination *, struct arena *);

#endif
