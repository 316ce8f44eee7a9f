/* SPDX-License-Identifier: MIT */
/* frozen.h - a ledger as it was: reading ends at an event. */
#ifndef PORTCULLIS_PROCESS_FROZEN_H
#define PORTCULLIS_PROCESS_FROZEN_H

#include "process/ledger.h"

/*
 * The same ledger without the events behind the head; it can be read, never written. It shares the other's place and step, lives in the
 * arena, and is not closed by itself.
 */
struct ledger *ledger_frozen(struct arena *, struct ledger *, const struct ledger_head *);

#endif
