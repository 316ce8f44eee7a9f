/* SPDX-License-Identifier: MIT */
/* doubts.h - what one text leaves open, settled by what all files of its tree say (judgement.md 1.8). */
#ifndef PORTCULLIS_GATE_DOUBTS_H
#define PORTCULLIS_GATE_DOUBTS_H

#include "gate/hearing.h"
#include "gate/scanner.h"

struct doubts;

/* For the tree whose judged files say that; everything lives in the arena. Nothing is worked out before it is asked for. */
struct doubts *doubts_of(struct arena *, const struct c_facts *const *, size_t count);

/*
 * Whether a use in doubt, in the text of that blob, counts. Names stand for the same in all files: where a macro or a namespace is
 * defined twice, each may be meant.
 */
MUST_USE const struct failure *doubts_settle(struct hearing *, struct doubts *, const struct oid *blob, const struct use *, bool *counts);

/* Whether a file says something that may settle a doubt as a use, which none of its texts before said. Of handings, only those in a file that pastes. */
bool doubts_may_settle(struct arena *, const struct c_facts *now, const struct c_facts *before);

#endif
