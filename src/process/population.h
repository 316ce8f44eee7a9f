/* SPDX-License-Identifier: MIT */
/* population.h - the problem reports that a review looks at, as they stood at the end of its period. */
#ifndef PORTCULLIS_PROCESS_POPULATION_H
#define PORTCULLIS_PROCESS_POPULATION_H

#include "process/named.h"
#include "process/problem.h"

enum rating { RATING_NONE, RATING_LOW, RATING_MEDIUM, RATING_HIGH, RATING_CRITICAL, RATING_MISSING, RATINGS };
struct span rating_name(enum rating); /* none, low, medium, high, critical, unrated */

/* The ways in which figures are told apart. */
enum dimension { BY_SEVERITY, BY_PRODUCT, BY_SOURCE, BY_COMPONENT, DIMENSIONS };
struct span dimension_name(enum dimension);

/* One problem report; only steps whose activity is not behind the end of the period count. Moments are 0 where it did not happen. */
struct item {
	const struct problem *problem;
	enum problem_state state;
	enum rating rating;
	int64_t received;
	int64_t triaged, confirmed, analysed;          /* the first time */
	int64_t resolved, verified, disclosed, closed; /* since it was opened last */
	int64_t due;                                   /* first moment behind its day */
	int64_t first_closing, last_closing, last_reopening; /* in the period */
	size_t closings, reopenings;                   /* in the period; reopenings of what was closed */
	int64_t waiting, spanned;                      /* seconds in `received` and `dispositioned`, and from receipt to closing */
	size_t stratum[DIMENSIONS];
	bool open_at_start, open_at_end, received_in, closed_in; /* closed_in: and not opened again by its end */
	bool late;   /* older than the period and closed before it, but entered behind the head at which the last review was frozen */
	bool member; /* of the population */
	bool ended_otherwise; /* it was no problem of ours: a false positive, a duplicate ... */
};

struct population {
	struct arena *arena;
	int64_t from, to;     /* (from, to] */
	struct item *items;   /* all that are not void, in the order of their ids */
	size_t nitems;
	size_t members, open_at_start, received, closed, reopened, open_at_end, late, voided;
	struct named strata[DIMENSIONS];
	struct named fingerprints; /* of all reports, members or not */
};

/*
 * P = {open at from} U {received in (from, to]} U {entered behind `since`, though received and closed before}: read from the ledger, chosen
 * by nobody. `since`: number of the event at which the last review was frozen; 0: there was none.
 */
MUST_USE const struct failure *population_read(struct ledger *, struct arena *, int64_t from, int64_t to, int64_t since, struct population *);

/* Days from Monday to Friday behind the day of the first moment, up to the day of the second. */
int64_t working_days(int64_t from, int64_t to);
/* Whether a moment lies in the period. */
bool in_period(const struct population *, int64_t moment);
/* Whether the last second of the day by which it was to be resolved lies in the period: who has that whole day is not late before its end. */
bool item_is_due_in(const struct population *, const struct item *);
/* Whether the problem came from where the product is used: not found by its makers before the release. */
bool item_is_from_field(const struct item *);
/* Runs of ids as `PRB-0001 to PRB-0007, PRB-0009`. */
struct span id_runs(struct arena *, const struct span *ids, size_t count);

#endif
