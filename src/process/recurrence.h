/* SPDX-License-Identifier: MIT */
/* recurrence.h - which refused findings are refused again and again. */
#ifndef PORTCULLIS_PROCESS_RECURRENCE_H
#define PORTCULLIS_PROCESS_RECURRENCE_H

#include "process/promotion.h"

/*
 * Fills in the findings of the record that were refused in PROMOTION_PUSHES different pushes, this one counted. The same push tried
 * again - the same new values - is one push.
 */
MUST_USE const struct failure *recurrence_find(struct promotion *);

#endif
