/* SPDX-License-Identifier: MIT */
/* object_cache.c - objects that were unpacked lately, in memory of a fixed size. */
#include "git/object_cache.h"

#include "base/arena.h"

#include <stdalign.h>

#define UNIT ((size_t)32)
#define NBUCKETS ((size_t)1 << 16)

/*
 * The memory is a row of pieces, each with its length, so that a hand that goes round and round finds the next one. What the hand
 * meets was there for a whole round: it goes, for the gap that the new object needs.
 */
struct object_cache {
	char *memory;
	size_t nunits, hand;
	uint32_t *buckets; /* the first piece of each: one more than its unit; 0: none */
};
_Static_assert(UNIT % alignof(max_align_t) == 0, "a piece is not aligned");

static struct cached *piece_at(const struct object_cache *c, size_t unit)
{
	return (struct cached *)(void *)(c->memory + unit * UNIT);
}

static size_t unit_of(const struct object_cache *c, const struct cached *piece)
{
	return (size_t)((const char *)piece - c->memory) / UNIT;
}

static uint32_t *bucket_of(const struct object_cache *c, uint64_t place)
{
	return &c->buckets[place * UINT64_C(0x9e3779b97f4a7c15) >> 48 & (NBUCKETS - 1)];
}

static void set_free(struct object_cache *c, size_t from, size_t to)
{
	if (from < to)
		*piece_at(c, from) = (struct cached){.units = (uint32_t)(to - from)};
}

struct object_cache *object_cache_new(struct arena *a, size_t bytes)
{
	struct object_cache *c = arena_take(a, 1, sizeof *c);
	c->nunits = bytes / UNIT;
	c->memory = arena_take(a, c->nunits, UNIT);
	c->buckets = arena_take(a, NBUCKETS, sizeof *c->buckets);
	set_free(c, 0, c->nunits);
	return c;
}

const struct cached *object_cache_find(const struct object_cache *c, uint64_t place)
{
	for (uint32_t at = *bucket_of(c, place); at != 0; at = piece_at(c, at - 1)->next)
		if (piece_at(c, at - 1)->place == place)
			return piece_at(c, at - 1);
	return NULL;
}

static void forget(struct object_cache *c, const struct cached *piece)
{
	uint32_t *link = bucket_of(c, piece->place), own = (uint32_t)unit_of(c, piece) + 1;
	if (piece->place == 0)
		return;
	while (*link != own)
		link = &piece_at(c, *link - 1)->next;
	*link = piece->next;
}

struct cached *object_cache_room(struct object_cache *c, uint64_t size, const struct cached *keep)
{
	if (size > c->nunits / 4 * UNIT)
		return NULL;
	size_t units = (sizeof(struct cached) + (size_t)size + UNIT - 1) / UNIT, from = c->hand, to = c->hand;
	while (to - from < units) {
		const struct cached *piece = piece_at(c, to);
		if (to == c->nunits || piece == keep) {
			set_free(c, from, to);
			to = to == c->nunits ? 0 : to + piece->units;
			from = to;
			continue;
		}
		forget(c, piece);
		to += piece->units;
	}
	struct cached *room = piece_at(c, from);
	*room = (struct cached){.size = (uint32_t)size, .units = (uint32_t)units};
	set_free(c, from + units, to);
	c->hand = from + units;
	return room;
}

void object_cache_add(struct object_cache *c, struct cached *room, uint64_t place, enum object_kind kind)
{
	uint32_t *bucket = bucket_of(c, place);
	room->place = place;
	room->kind = kind;
	room->next = *bucket;
	*bucket = (uint32_t)unit_of(c, room) + 1;
}
