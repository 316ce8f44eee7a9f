/* SPDX-License-Identifier: MIT */
/* promotion.h - what follows from a verdict for problem reports. */
#ifndef PORTCULLIS_PROCESS_PROMOTION_H
#define PORTCULLIS_PROCESS_PROMOTION_H

#include "process/progress.h"
#include "text/words.h"

/*
 * A refused push is an observation, no problem report. Of a verdict on a push:
 *   - what landed on a protected ref as a warning or under a deviation becomes a report; where its fingerprint has an open one, that is
 *     told; one that was resolved is opened again;
 *   - a push through break-glass makes one report, a debt of its own that lists all it let through; reports there are, are told as well;
 *   - what is refused in a third different push becomes a report, for it recurs; where there is a report, that is told;
 *   - a trailer Resolves-Problem of a commit that landed on a protected ref brings its report from addressing (or from a decision to
 *     fix) to resolved; in any other state that is noted.
 * What a release lacks (RL-) is no problem of the product: it makes no report of its own.
 */

/* Of each refused finding without a report: in how many other pushes it was refused. At most PROMOTION_MOST of one push are looked at. */
#define PROMOTION_MOST 100
#define PROMOTION_PUSHES 3

struct promotion {
	struct ledger *ledger;
	struct arena *arena; /* for as long as the record takes */
	const struct json *record;
	const struct json *recurring[PROMOTION_MOST];
	size_t nrecurring;
	unsigned long last;      /* number of the report that was opened last */
	struct remarks *remarks; /* what a person should know, as sentences: a report that does not exist */
};

/* Before the verdict is added: looks what was refused before. */
MUST_USE const struct failure *promotion_prepare(struct promotion *);
/* After it, inside the same transaction. */
MUST_USE const struct failure *promotion_follow(struct promotion *);

#endif
