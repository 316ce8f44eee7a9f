/* SPDX-License-Identifier: MIT */
/* table.c - things found by a text: open addressing, at most half full. */
#include "base/table.h"

#include "base/arena.h"

struct slot *table_slot(const struct table *t, struct span key)
{
	size_t i = span_hash(key) & (t->room - 1);
	while (t->slots[i].key.at != NULL && !span_eq(t->slots[i].key, key))
		i = (i + 1) & (t->room - 1);
	return &t->slots[i];
}

struct slot *table_place(struct table *t, struct span key, bool *found)
{
	if (2 * (t->used + 1) > t->room) {
		struct table wider = {t->arena, arena_take(t->arena, t->room == 0 ? 64 : 2 * t->room, sizeof(struct slot)), t->room == 0 ? 64 : 2 * t->room, t->used};
		for (size_t i = 0; i < t->room; i++)
			if (t->slots[i].key.at != NULL)
				*table_slot(&wider, t->slots[i].key) = t->slots[i];
		*t = wider;
	}
	struct slot *s = table_slot(t, key);
	*found = s->key.at != NULL;
	if (!*found) {
		s->key = span_copy(t->arena, key);
		t->used++;
	}
	return s;
}
