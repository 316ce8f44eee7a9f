/* SPDX-License-Identifier: MIT */
/* named.c - texts numbered in the order in which they are met first. */
#include "process/named.h"

#include "base/arena.h"

static size_t *slot_of(const struct named *n, struct span key)
{
	size_t i = span_hash(key) & (n->nslots - 1);
	while (n->slots[i] != 0 && !span_eq(n->names[n->slots[i] - 1], key))
		i = (i + 1) & (n->nslots - 1);
	return &n->slots[i];
}

static void widen(struct named *n)
{
	n->nslots = n->nslots == 0 ? 64 : 2 * n->nslots;
	n->slots = arena_take(n->arena, n->nslots, sizeof *n->slots);
	for (size_t i = 0; i < n->count; i++)
		*slot_of(n, n->names[i]) = i + 1;
}

size_t named_number(struct named *n, struct span key)
{
	if (2 * (n->count + 1) > n->nslots)
		widen(n);
	size_t *slot = slot_of(n, key);
	if (*slot == 0) {
		n->names = arena_grow(n->arena, n->names, n->count, &n->room, sizeof *n->names);
		n->names[n->count++] = span_copy(n->arena, key);
		*slot = n->count;
	}
	return *slot - 1;
}

size_t named_find(const struct named *n, struct span key)
{
	size_t number = n->nslots == 0 ? 0 : *slot_of(n, key);
	return number == 0 ? n->count : number - 1;
}
