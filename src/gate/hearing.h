/* SPDX-License-Identifier: MIT */
/* hearing.h - one push or range while it is being judged: who is asked, what was found so far. */
#ifndef PORTCULLIS_GATE_HEARING_H
#define PORTCULLIS_GATE_HEARING_H

#include "git/changes.h"
#include "git/repository.h"
#include "policy/policy.h"

struct scanner;
struct around;
struct cache;

struct hearing {
	struct repository *repository;
	const struct policy *policy;
	const struct push *push;
	struct arena *visit; /* lives as long as the verdict */
	struct arena *walk;  /* reset for every commit object of a walk */
	struct arena *step;  /* reset for every commit that is judged */
	struct scanner *scanner;
	struct around *around;
	struct cache *cache;     /* NULL: nothing is recalled from earlier audits */
	size_t nthreads;         /* that read ahead; at least 1 */
	bool exact;              /* what is new is found whatever dates say: without it more may be judged than owes judgement */
	bool knows_pusher;       /* in the hook; elsewhere `pusher` is not compared */
	bool no_deviations;      /* the clock cannot be trusted with their days */
	struct span name;        /* of the repository */
	struct span trusted_ref; /* full name, resolved; empty when the policy is a file */
	struct span trusted_folder; /* of the policy inside the trusted ref, with a slash at its end unless it is the root */
	struct finding *findings;
	size_t nfindings, room;
	struct notice *notices;
	size_t nnotices, notice_room;
	struct mention *mentions;
	size_t nmentions, mention_room;
	const struct failure *failure; /* the first limit that a check hit */
	size_t ncommits;
	int64_t now; /* the machine's clock */
};

/* What is wrong, before it is a finding. Texts are copied. */
struct accusation {
	const struct rule *rule;
	struct span title, mend;
	const struct commit *commit; /* NULL: about a ref */
	struct span ref;
	struct span path, symbol, kind; /* empty: about a commit */
	const struct digest *window;
	size_t ordinal; /* among findings that are otherwise alike */
	size_t line, column, caret, width;
	struct span source;
};

/* Findings that one verdict holds; with more the push is undecided, and what was found so far is in its record. */
#define HEARING_MOST_FINDINGS 20000
/* The same for references to problem reports. */
#define HEARING_MOST_MENTIONS 1000000

/* Adds a finding, its fingerprint and the deviation that covers it. A rule that is off finds nothing. */
void hearing_accuse(struct hearing *, const struct accusation *);
/* Takes note of the problem reports that the commit's trailers name. */
void hearing_mentions(struct hearing *, const struct commit *, struct trailers);
__attribute__((format(printf, 2, 3))) void hearing_note(struct hearing *, const char *format, ...);
void hearing_gave_up(struct hearing *, const struct rule *, struct span why);

#endif
