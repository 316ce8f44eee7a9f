/* SPDX-License-Identifier: MIT */
/* exact_arena.c - an arena in which each piece is an allocation of its own, for the sanitizer's eyes. */
#include "fuzz.h"

struct piece {
	struct piece *next;
	void *bytes;
};

struct arena {
	struct piece *pieces;
	size_t limit, used;
};

struct arena *arena_new(const char *name, size_t limit)
{
	struct arena *a = calloc(1, sizeof *a);
	HOLDS(a != NULL && name != NULL);
	a->limit = limit;
	return a;
}

void arena_reset(struct arena *a)
{
	while (a->pieces != NULL) {
		struct piece *next = a->pieces->next;
		free(a->pieces->bytes);
		free(a->pieces);
		a->pieces = next;
	}
	a->used = 0;
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	arena_reset(a);
	free(a);
}

void *arena_take(struct arena *a, size_t count, size_t size)
{
	HOLDS(size == 0 || count <= a->limit / size);
	HOLDS(count * size <= a->limit - a->used);
	struct piece *p = malloc(sizeof *p);
	HOLDS(p != NULL);
	*p = (struct piece){a->pieces, calloc(1, count * size > 0 ? count * size : 1)};
	HOLDS(p->bytes != NULL);
	a->pieces = p;
	a->used += count * size;
	return p->bytes;
}

void *arena_grow(struct arena *a, const void *array, size_t used, size_t *room, size_t size)
{
	if (used < *room)
		return (void *)(uintptr_t)array;
	*room = *room == 0 ? 4 : *room * 2;
	void *moved = arena_take(a, *room, size);
	if (used > 0)
		memcpy(moved, array, used * size);
	return moved;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
