/* SPDX-License-Identifier: MIT */
/* problem.h - a problem report: what its events say, and the only ways in which it goes on. */
#ifndef PORTCULLIS_PROCESS_PROBLEM_H
#define PORTCULLIS_PROCESS_PROBLEM_H

#include "process/ledger.h"

/* The life cycle (clause 9 of IEC 81001-5-1, clause 9 of IEC 62304), in its order; reopening leads back to under-review. */
enum problem_state {
	PROBLEM_RECEIVED,
	PROBLEM_UNDER_REVIEW,
	PROBLEM_CONFIRMED,
	PROBLEM_ANALYSED,
	PROBLEM_DISPOSITIONED,
	PROBLEM_ADDRESSING,
	PROBLEM_RESOLVED,
	PROBLEM_VERIFIED,
	PROBLEM_DISCLOSED,
	PROBLEM_CLOSED,
	PROBLEM_STATES
};
struct span problem_state_name(enum problem_state);

/* One event of a problem report. */
struct problem_step {
	struct span id;          /* of the event */
	struct span step;        /* name of the state that was entered; or assigned, linked, noted, reopened */
	enum problem_state state; /* after it */
	int64_t activity, entry;
	struct span actor, role;
	int64_t seq; /* of the event */
};

struct problem_field {
	struct span name, text;
	size_t step; /* place among the steps of the one that gave it last */
};

struct problem {
	struct span id;
	enum problem_state state;
	bool is_void;
	struct span void_reason;
	/* When each state was entered last since it was received or reopened (the activity); 0: not passed. */
	int64_t entered[PROBLEM_STATES];
	int64_t received; /* date received, never changed by reopening */
	size_t reopened;
	const struct problem_field *fields; /* the last text of each, in the order of their names */
	size_t nfields;
	const struct problem_step *steps; /* all, in order; voided ones are left out */
	size_t nsteps;
};

/* The last text of a field, or empty. */
struct span problem_field(const struct problem *, const char *name);

/*
 * A void report is one whose id, or whose first event, a `void` event names; any other event that is void is passed over. A void event
 * that is itself void counts for nothing.
 */

/* Every problem report of the ledger in the order of their ids, void ones too; everything is copied into the arena. */
MUST_USE const struct failure *problems_read(struct ledger *, struct arena *, const struct problem **, size_t *count);
/* The problem report of that id, or NULL. */
MUST_USE const struct failure *problem_read(struct ledger *, struct arena *, struct span id, const struct problem **);

#endif
