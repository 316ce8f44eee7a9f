/* SPDX-License-Identifier: MIT */
/* voiding.h - what was wrong is made void, with a reason; it stays where it is. */
#ifndef PORTCULLIS_PROCESS_VOIDING_H
#define PORTCULLIS_PROCESS_VOIDING_H

#include "process/desk.h"
#include "process/named.h"

/*
 * Makes an event, or a problem report as a whole (PRB-...), void; a transaction of its own. Needs a person and a reason. Refused: what the
 * ledger does not hold, what is void already, a void itself, a step of a
 * problem report that is not its last, a debt, and a reason that says too little.
 */
MUST_USE const struct failure *ledger_void(struct desk *, struct span id, struct span reason);

/* The ids of all that is void: what is among them counts nowhere. `voided` begins with an arena. */
MUST_USE const struct failure *voided_read(struct ledger *, struct named *voided);
bool voided_has(const struct named *voided, struct span id);

#endif
