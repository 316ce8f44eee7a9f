/* SPDX-License-Identifier: MIT */
/* oid.c - a map from object ids to small numbers. */
#include "git/oid.h"

#include "base/arena.h"

#include <string.h>

struct oid_map oid_map_in(struct arena *a)
{
	return (struct oid_map){.arena = a};
}

/*
 * An id is a hash already, but its owner may choose it with some effort: the whole of it is mixed, so that
 * a crowd of ids with a common beginning does not crowd one place.
 */
static size_t place_of(const struct oid_map *m, const struct oid *id)
{
	uint64_t words[3] = {0};
	memcpy(words, id->bytes, sizeof id->bytes);
	uint64_t mixed = (words[0] ^ (words[1] * UINT64_C(0x9e3779b97f4a7c15)) ^ (words[2] << 17)) * UINT64_C(0xff51afd7ed558ccd);
	size_t place = (size_t)(mixed >> 20) & (m->room - 1);
	while (m->values[place] != 0 && !oid_eq(&m->keys[place], id))
		place = (place + 1) & (m->room - 1);
	return place;
}

bool oid_map_find(const struct oid_map *m, const struct oid *id, size_t *value)
{
	if (m->room == 0)
		return false;
	size_t place = place_of(m, id);
	if (m->values[place] == 0)
		return false;
	*value = m->values[place] - 1;
	return true;
}

bool oid_map_next(const struct oid_map *m, size_t *at, const struct oid **id, size_t *value)
{
	while (*at < m->room && m->values[*at] == 0)
		(*at)++;
	if (*at >= m->room)
		return false;
	*id = &m->keys[*at];
	*value = m->values[(*at)++] - 1;
	return true;
}

static void widen(struct oid_map *m)
{
	struct oid_map wider = {.arena = m->arena, .room = m->room == 0 ? 64 : m->room * 2};
	wider.keys = arena_take(m->arena, wider.room, sizeof *wider.keys);
	wider.values = arena_take(m->arena, wider.room, sizeof *wider.values);
	for (size_t i = 0; i < m->room; i++)
		if (m->values[i] != 0)
			oid_map_add(&wider, &m->keys[i], m->values[i] - 1);
	*m = wider;
}

void oid_map_add(struct oid_map *m, const struct oid *id, size_t value)
{
	if (m->count * 2 >= m->room)
		widen(m);
	size_t place = place_of(m, id);
	m->keys[place] = *id;
	m->values[place] = value + 1;
	m->count++;
}
