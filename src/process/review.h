/* SPDX-License-Identifier: MIT */
/* review.h - a periodic review of the problem resolution process: what its events say, and when it may be closed. */
#ifndef PORTCULLIS_PROCESS_REVIEW_H
#define PORTCULLIS_PROCESS_REVIEW_H

#include "process/desk.h"

/* The three questions that people answer (clauses 4.1.6 and 4.1.8 of IEC 81001-5-1). */
enum criterion { CRITERION_COMPLETE, CRITERION_EFFICIENT, CRITERION_RESOLUTION, CRITERIA };
struct span criterion_name(enum criterion); /* complete, efficient, led-to-resolution */

struct review_conclusion {
	struct span answer, justification, by; /* answer: yes, partly, no; empty: not concluded */
};

struct review_person {
	struct span address, name, role;
	struct span grade;    /* of a signature: verified, claimed; empty for a participant */
	struct digest record; /* what was signed */
	int64_t at;
};

struct review_action {
	struct span id, what, owner, improves, rule; /* improves: a problem report; rule: what is to change in the policy */
	struct span due;                             /* day */
	struct span review;                          /* that decided it */
	struct span effect, evidence, policy_commit; /* effect: effective, not-effective, replanned; empty: not done */
};

struct review_input {
	struct span name, digest;
};

struct review {
	struct span id;
	int64_t from, to;             /* the period (from, to] */
	int64_t opened, closed;       /* closed: 0 while it is open */
	int64_t last;                 /* when its newest step was done */
	struct span closed_by;
	const struct span *population; /* ids of problem reports, frozen when it was opened */
	const struct span *open; /* those of them that were open at the end of the period, as far as was known */
	size_t npopulation, nopen;
	struct ledger_head head;      /* of the ledger when it was opened */
	struct review_conclusion conclusions[CRITERIA];
	const struct review_person *participants, *signatures;
	size_t nparticipants, nsignatures;
	const struct review_input *inputs;
	size_t ninputs;
	const struct review_action *actions;
	size_t nactions;
	struct span explanation;      /* why the population's integrity is as it is, where it fails */
	struct digest record;         /* of everything but signatures, as review_record prints it */
};

/* Every review of the ledger in the order of their opening; everything lies in the arena. */
MUST_USE const struct failure *reviews_read(struct ledger *, struct arena *, const struct review **, size_t *count);

/* What signatories sign: the exported lines of the review's events but signatures and closing. */
MUST_USE const struct failure *review_record(struct ledger *, struct arena *, struct span id, struct span *text);

/* What keeps a review from being closed, and the command that mends it. */
struct review_obstacle {
	struct span what, mend;
};
/* None: it may be closed. `sound`: all identities of its population hold. */
size_t review_obstacles(struct arena *, const struct review *, bool sound, const struct review_obstacle **);

#endif
