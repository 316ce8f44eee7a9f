/* SPDX-License-Identifier: MIT */
/* valid.h - the events that stand: what was made void is passed over. */
#ifndef PORTCULLIS_PROCESS_VALID_H
#define PORTCULLIS_PROCESS_VALID_H

#include "process/ledger.h"

/*
 * Reads as ledger_read does, and tells only events that no void names. A void that is younger than a frozen ledger's head does not reach
 * back: what was examined then stays as it was. Reports that are void as a whole are the business of who reads reports.
 */
MUST_USE const struct failure *ledger_read_valid(struct ledger *, const struct selection *, event_taker *, void *context);

#endif
