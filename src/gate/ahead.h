/* SPDX-License-Identifier: MIT */
/* ahead.h - many commits read ahead of their judgement: by several threads, and each text once, in the order in which texts lie on disk. */
#ifndef PORTCULLIS_GATE_AHEAD_H
#define PORTCULLIS_GATE_AHEAD_H

#include "gate/prepared.h"
#include "gate/scope.h"

/*
 * What the judge asks is answered as if nothing had been read ahead, and in the same order, whatever the number of threads. Batches keep
 * the memory flat. What cannot be read is left to the judge, who meets it in his turn and says so.
 */
struct ahead;

/* NULL for a scope of few commits and without a cache, where it does not pay. */
struct ahead *ahead_of(struct hearing *, const struct scope *);
void ahead_free(struct ahead *);

/* The duty of that number; they are asked for in rising order. It lives until one of the next batch is asked for. */
MUST_USE const struct failure *ahead_take(struct ahead *, size_t duty, const struct prepared **);

#endif
