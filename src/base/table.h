/* SPDX-License-Identifier: MIT */
/* table.h - things found by a text. */
#ifndef PORTCULLIS_BASE_TABLE_H
#define PORTCULLIS_BASE_TABLE_H

#include "base/span.h"

struct arena;

struct slot {
	struct span key; /* at NULL: empty */
	void *value;
};

/* Begin with the arena alone; `slots` has `room` places, empty ones among them, in no order that means anything. */
struct table {
	struct arena *arena;
	struct slot *slots;
	size_t room, used;
};

/* The slot of the key, or the empty one where it would stand; only for a table that holds something. */
struct slot *table_slot(const struct table *, struct span key);
/* The slot of the key, which is copied and added where it is new; *found tells. */
struct slot *table_place(struct table *, struct span key, bool *found);

#endif
