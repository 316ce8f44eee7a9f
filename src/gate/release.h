/* SPDX-License-Identifier: MIT */
/* release.h - what a commit lacks to be released, by the policy and the ledger's state alone: rules RL-001 to RL-007. */
#ifndef PORTCULLIS_GATE_RELEASE_H
#define PORTCULLIS_GATE_RELEASE_H

#include "gate/scope.h"

struct release_question {
	struct repository *repository;
	struct arena *visit; /* the answer lives here */
	struct arena *step;  /* reset again and again */
	const struct policy *policy; /* its `now` is the moment of the release */
	struct span name;    /* of the repository, as audits name it */
	struct span version; /* empty where none can be told: then evidence that is asked for is missing */
	struct oid commit;
};

/* One thing that is missing; `mend` says who can mend it, and by which command. */
struct release_lack {
	enum builtin rule;
	struct span title, mend;
};

struct release_answer {
	struct release_lack *lacks; /* in the order of the rules */
	size_t nlacks, room;
};

/* The answer of an empty list is "nothing is missing". Fails where history cannot be read. The policy must have `release`. */
MUST_USE const struct failure *release_ask(const struct release_question *, struct release_answer *);

/* One sentence: how old the state is and who signed it off; empty without a state. */
struct span release_age(struct arena *, const struct policy *);
/* One sentence where the periodic review is due soon or overdue; else empty. */
struct span release_review(struct arena *, const struct policy *);

/* Each pushed release tag: what it lacks is accused, and how old the state is becomes a notice. */
MUST_USE const struct failure *release_judge(struct hearing *, const struct scope *);

#endif
