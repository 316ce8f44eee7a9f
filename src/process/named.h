/* SPDX-License-Identifier: MIT */
/* named.h - texts numbered in the order in which they are met first. */
#ifndef PORTCULLIS_PROCESS_NAMED_H
#define PORTCULLIS_PROCESS_NAMED_H

#include "base/span.h"

struct arena;

/* Begin with an arena and zeros. */
struct named {
	struct arena *arena;
	struct span *names; /* in the order of their numbers, copied into the arena */
	size_t count, room, nslots;
	size_t *slots; /* number + 1; open addressing, at most half full */
};

/* The text's number; a new one gets the next. */
size_t named_number(struct named *, struct span);
/* Its number, or `count` where it was never met. */
size_t named_find(const struct named *, struct span);

#endif
