/* SPDX-License-Identifier: MIT */
/* debt.h - what a push through break-glass leaves to do. */
#ifndef PORTCULLIS_PROCESS_DEBT_H
#define PORTCULLIS_PROCESS_DEBT_H

#include "process/progress.h"

/* The break-glass entry that let the push of a verdict through; empty: none did. */
struct span debt_entry(const struct json *record);
/*
 * Gives what the one report of that push says: the entry, the day, and which findings it covers, each found again by its observation and
 * its commit. No other report has its fingerprint, which is made of verdict and entry: whatever is known of the findings settles no debt.
 */
void give_debt(struct givens *, const struct json *record, int64_t activity);

#endif
