/* SPDX-License-Identifier: MIT */
/* table.c - things found by a text: open addressing, at most half full. */
#include "base/table.h"

#include "base/arena.h"

#include <stdint.h>

/* FNV-1a, 64 bits. */
static size_t scatter(struct span key)
{
	uint64_t h = UINT64_C(14695981039346656037);
	for (size_t i = 0; i < key.len; i++)
		h = (h ^ (unsigned char)key.at[i]) * UINT64_C(1099511628211);
	return (size_t)(h ^ h >> 32);
}

struct slot *table_slot(const struct table *t, struct span key)
{
	size_t i = scatter(key) & (t->room - 1);
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
