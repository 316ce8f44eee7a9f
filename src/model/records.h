/* SPDX-License-Identifier: MIT */
/* records.h - the noun that the ledger keeps: an event, one link of an append-only chain. */
#ifndef PORTCULLIS_MODEL_RECORDS_H
#define PORTCULLIS_MODEL_RECORDS_H

#include "base/digest.h"
#include "base/span.h"

#include <stdint.h>

/* Everything that anybody did is an event; every record (a problem report, a review) is read out of its events. */
struct event {
	int64_t seq;              /* from 1, without a gap */
	struct span id;           /* unique; a verdict's own id, or EVT-... */
	struct span kind;         /* verdict, problem, review ...; see process/README.md */
	struct span subject;      /* the record it belongs to: PRB-0001, RVW-2026-1, the id itself */
	struct span actor, role;  /* who did it, and in which role; a claim unless the body says otherwise; may be empty */
	struct span entered_by;   /* the login on the machine that entered it */
	int64_t activity, entry;  /* when it was done, and when it was entered: seconds since 1970 */
	struct span body;         /* a JSON object on one line, verbatim */
	struct digest previous, hash;
};

/* The last event of a ledger; seq 0 and a hash of zeros for an empty one. */
struct ledger_head {
	int64_t seq, entry;
	struct digest hash;
};

#endif
