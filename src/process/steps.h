/* SPDX-License-Identifier: MIT */
/* steps.h - one event of a problem report: judged, and added. */
#ifndef PORTCULLIS_PROCESS_STEPS_H
#define PORTCULLIS_PROCESS_STEPS_H

#include "process/progress.h"

void complain(struct act *, enum field, struct span text);

/* Refuses a void report, and a step before the last one. */
MUST_USE const struct failure *step_begin(struct act *, const struct problem *);
/* Complains about each field that is not the step's own: assigned, linked, noted, reopened; or of none of the states on the way. */
void step_takes(struct act *, const struct problem *, struct span step, const struct givens *);
void way_takes(struct act *, const struct problem *, const enum problem_state *way, size_t count, const struct givens *);
/* Complains about each text that does not have the form of its field. */
MUST_USE const struct failure *step_check(struct act *, const struct givens *);
MUST_USE const struct failure *step_add(struct act *, struct span id, struct span step, struct span from, const struct givens *);

#endif
