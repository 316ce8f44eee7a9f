/* SPDX-License-Identifier: MIT */
/* state.h - the signed-off state of the process that the release gate reads (formats of policies/README.md). */
#ifndef PORTCULLIS_PROCESS_STATE_H
#define PORTCULLIS_PROCESS_STATE_H

#include "process/desk.h"

struct state_request {
	size_t review_days;    /* between two periodic reviews */
	struct span name;        /* of the person who signs off; empty: the address alone is known */
	bool verified;           /* by a signature */
};

/* The state at the desk's moment, one line of JSON with its end, in the visit arena. */
MUST_USE const struct failure *state_write(struct desk *, const struct state_request *, struct span *text);

/* When the next periodic review is due: the day, which may still be used; *last is empty where there was none. */
struct review_dates {
	struct span last;
	int64_t closed, due;
};
MUST_USE const struct failure *review_dates_read(struct desk *, size_t interval_days, struct review_dates *);

#endif
