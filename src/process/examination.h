/* SPDX-License-Identifier: MIT */
/* examination.h - everything that the figures of a review are made of: one period of one ledger, as it was when the review was opened. */
#ifndef PORTCULLIS_PROCESS_EXAMINATION_H
#define PORTCULLIS_PROCESS_EXAMINATION_H

#include "process/population.h"
#include "process/review.h"
#include "process/traffic.h"

/* Somebody's word that nothing was received from a source. */
struct silence {
	struct span id, source;
	int64_t from, to; /* from the first day up to the first moment behind the last */
};

/* The newest audit of a repository. */
struct audit_word {
	struct span repository;
	int64_t at;
	size_t commits;
	struct hole_word {
		struct span commit, author, why;
	} *holes;
	size_t nholes;
	struct span *moves; /* of refs, past the gate */
	size_t nmoves;
};

/* What must be true before any figure means something. */
struct condition {
	const char *name, *formula;
	bool holds;
	struct span found;
	const struct span *exceptions; /* ids */
	size_t nexceptions;
};
#define IDENTITIES 6

struct examination {
	struct arena *arena;
	const struct review *reviews;
	size_t nreviews;
	const struct review *review;
	const struct review *previous; /* the last one that was closed before it was opened; NULL: none */
	struct ledger *frozen;
	const struct policy *policy; /* NULL: none is known */
	struct population population;
	struct traffic traffic;
	struct silence *silences;
	struct audit_word *audits;
	size_t nsilences, naudits;
	struct condition identities[IDENTITIES];
	bool sound;       /* all identities hold */
	struct span left; /* why a record waits in the spool; empty: none does */
	int64_t now;
};

/* An empty id means the newest review. Everything lies in the arena. */
MUST_USE const struct failure *examination_read(struct desk *, struct arena *, struct span id, const struct policy *, struct examination *);

/* Its parts, in this order. */
MUST_USE const struct failure *examination_sources(struct examination *);
MUST_USE const struct failure *examination_identities(struct examination *);

#endif
