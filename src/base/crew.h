/* SPDX-License-Identifier: MIT */
/* crew.h - the same work done by several threads at once. */
#ifndef PORTCULLIS_BASE_CREW_H
#define PORTCULLIS_BASE_CREW_H

#include <stddef.h>

#define CREW_MOST 16

/* How many processors this process may use, at least 1 and at most CREW_MOST. */
size_t crew_processors(void);

/*
 * Calls work(context, i) for each i below `count` (at most CREW_MOST), each in a thread of its own, the first in that of the caller; returns when
 * all have ended. Where the system gives no thread the caller does that share too, so that the result is the same. Signals
 * reach the caller alone.
 */
void crew_run(size_t count, void (*work)(void *context, size_t member), void *context);

/* A number that no other call has got since it was set to 0. */
struct counter {
	size_t next;
};
size_t counter_take(struct counter *);

#endif
