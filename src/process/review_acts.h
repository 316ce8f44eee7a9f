/* SPDX-License-Identifier: MIT */
/* review_acts.h - what people do with a periodic review, each act one event. */
#ifndef PORTCULLIS_PROCESS_REVIEW_ACTS_H
#define PORTCULLIS_PROCESS_REVIEW_ACTS_H

#include "process/examination.h"

/*
 * Each act is done inside a transaction that is open (ledger_begin), so that what it has read still holds when it adds its event. It needs
 * the address of who does it, and is not dated before the last step of its review.
 */

/* The period ends at `to` (0: now). Refused while a review is open; *id is the new review's. */
MUST_USE const struct failure *review_open(struct desk *, int64_t to, struct span *id, size_t *population);

/* The review that is open; fails where there is none. */
MUST_USE const struct failure *review_current(struct desk *, const struct review **);

/* The id of the review that the first word on the command line names, or of the open one. */
MUST_USE const struct failure *review_named(struct desk *, struct span *id);

/* Adds one step, whose other members are pairs of key and text (empty texts are left out), to the review of that id. */
struct review_word {
	const char *key;
	struct span text;
};
MUST_USE const struct failure *review_add(struct desk *, struct span id, const char *step, const struct review_word *, size_t count);

/* What somebody wrote as a reason: refused where it is short or a placeholder. */
MUST_USE const struct failure *review_reason(struct desk *, const char *option, struct span text);

/* What somebody concludes of the open review on a criterion: yes, partly or no, and why. */
MUST_USE const struct failure *review_conclude(struct desk *, struct span criterion, struct span answer, struct span justification);

/* Somebody's word that nothing was received from a source (`testing`, `supplier` ...) from the first day to the last; an event beside reviews. */
MUST_USE const struct failure *review_none_received(struct desk *, struct span source, struct span from, struct span to, struct span statement);

/* The next free id ACT-nnn of all reviews. */
MUST_USE const struct failure *action_next(struct desk *, struct span *id);
/* The review to which the action belongs. */
MUST_USE const struct failure *action_find(struct desk *, struct span id, const struct review_action **);

/*
 * The person at the desk signs the record as it is now. With a signature it is verified against the people of the policy file; without, it is
 * claimed. *grade tells.
 */
MUST_USE const struct failure *review_sign(struct desk *, struct span id, struct span signature, struct span policy, struct span *grade);

/* Closes it, or says in the output what is missing: *closed tells. */
MUST_USE const struct failure *review_close(struct desk *, struct output *, bool *closed);

#endif
