/* SPDX-License-Identifier: MIT */
/* comeback.h - what came back after it was closed. */
#ifndef PORTCULLIS_PROCESS_COMEBACK_H
#define PORTCULLIS_PROCESS_COMEBACK_H

#include "process/population.h"

#define RECURRENCE_DAYS 180

struct recurrences {
	bool reopened, same_fingerprint, same_cause;
	struct span by; /* the first report that says the same, where it was not reopened */
};

/*
 * For each item of the population that was closed in the period: what happened behind its last closing, at most 180 days later and not behind
 * the period's end. What was no problem has no cause to come back.
 */
const struct recurrences *recurrences_find(const struct population *, struct arena *);

#endif
