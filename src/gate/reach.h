/* SPDX-License-Identifier: MIT */
/* reach.h - paths that did not change themselves, but mean something new: by links, by includes, by what other files now say. */
#ifndef PORTCULLIS_GATE_REACH_H
#define PORTCULLIS_GATE_REACH_H

#include "gate/newness.h"

/* Adds such paths to the changes of the comparison. Everything is taken from the hearing's step arena. */
MUST_USE const struct failure *reach_extend(struct hearing *, struct comparison *);

#endif
