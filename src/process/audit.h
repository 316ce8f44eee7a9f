/* SPDX-License-Identifier: MIT */
/* audit.h - completeness: whether every commit on the protected refs has a verdict, and whether the gate was well. */
#ifndef PORTCULLIS_PROCESS_AUDIT_H
#define PORTCULLIS_PROCESS_AUDIT_H

#include "process/desk.h"

struct audit_request {
	struct span repository;    /* its name in the records */
	struct span repository_id; /* that install gave it; empty: unknown */
	const struct span *refs;   /* patterns of full names; none: what the policy protects */
	size_t nrefs;
	const struct policy *policy; /* NULL: unknown, and `refs` are given */
	bool accept_ci;            /* passing verdicts on ranges count as well */
	int64_t from, to;          /* of the gate's health: verdicts of [from, to) */
};

/* What is known of a commit's judgement, the better knowledge the greater. */
enum judgement { JUDGED_NEVER, JUDGED_UNDECIDED, JUDGED_REFUSED, JUDGED_IN_CI, JUDGED_PASSED };

struct audit_hole {
	struct oid commit;
	struct span title, author;
	enum judgement judgement;
	struct span report; /* problem report that names it */
	bool decided;       /* and that has a disposition */
};

struct audit_ref {
	struct span name;
	struct oid tip, start; /* start: zero where install did not see the ref */
	struct oid value;      /* of the ref itself: an annotated tag is not the commit that it ends in */
	struct audit_hole *holes; /* parents before children */
	size_t nholes, ncommits;        /* commits behind the start that no ref above it in the list has */
};

/* A policy that verdicts named, and when. */
struct audit_policy {
	struct digest digest;
	int64_t first, last;
	size_t verdicts;
};

/* A protected ref that is not, or was not, where the last accepted push had left it: moved past the gate. */
struct audit_move {
	struct span ref;
	struct span left_by;        /* verdict of the push that left `expected`; empty: install saw it there */
	struct span found_by;       /* verdict of the push that found it elsewhere; empty: this audit */
	struct oid expected, found; /* found: zero where the ref is gone */
	struct span report;         /* problem report about it */
	bool decided;               /* and that has a disposition */
	bool told;                  /* a hole of this audit has the same report */
};

struct completeness {
	struct span repository;
	struct audit_ref *refs;
	size_t nrefs, ncommits, nholes, ndecided;
	size_t verdicts, passed, refused, policy_errors, undecided, break_glass;
	const struct span *troubles; /* a sentence for each undecided verdict */
	size_t ntroubles;
	const struct audit_policy *policies;
	size_t npolicies;
	struct audit_move *moves;
	size_t nmoves;
	bool partial;            /* not everything was examined that the policy protects */
	size_t nundecided_moves; /* that no hole tells, and nobody has decided upon */
};

/* Reads ledger and repository; the result lives in the visit arena of the desk's gate. */
MUST_USE const struct failure *audit_run(struct desk *, const struct audit_request *, struct completeness *);

struct span judgement_words(enum judgement); /* "no verdict names it" ... */

/*
 * Gives every hole and every move a problem report: the one that names it already, else a new one for its ref (origin audit). Inside a
 * transaction that is open.
 */
MUST_USE const struct failure *audit_open_reports(struct desk *, struct completeness *);

/* The body of the `audit` event: what was examined, every hole, and the gate's health. */
struct span audit_body(struct arena *, const struct completeness *);
/* The same for people. */
void audit_print(struct output *, const struct completeness *);

#endif
