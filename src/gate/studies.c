/* SPDX-License-Identifier: MIT */
/* studies.c - what is known of texts. */
#include "gate/studies.h"

#include "base/arena.h"

const struct hits *hits_copy(struct arena *a, const struct hits *hits)
{
	static const struct hits nothing;
	if (hits->count == 0)
		return &nothing;
	struct use *list = arena_take(a, hits->count, sizeof *list);
	for (size_t i = 0; i < hits->count; i++) {
		list[i] = hits->list[i];
		list[i].name = span_copy(a, list[i].name);
		if (list[i].asked.len > 0)
			list[i].asked = span_copy(a, list[i].asked);
	}
	struct hits *copy = arena_take(a, 1, sizeof *copy);
	*copy = (struct hits){list, hits->count};
	return copy;
}

static const struct oid_map *map_of(const struct studies *s, language_set set)
{
	static const struct oid_map none;
	for (size_t i = 0; i < s->nsets; i++)
		if (s->sets[i].set == set)
			return &s->sets[i].map;
	return &none;
}

static struct oid_map *map_for(struct studies *s, struct arena *a, language_set set)
{
	for (size_t i = 0; i < s->nsets; i++)
		if (s->sets[i].set == set)
			return &s->sets[i].map;
	s->sets = arena_grow(a, s->sets, s->nsets, &s->sets_room, sizeof *s->sets);
	s->sets[s->nsets] = (struct hits_of_set){set, oid_map_in(a)};
	return &s->sets[s->nsets++].map;
}

bool studies_hits(const struct studies *s, const struct oid *blob, language_set set, const struct hits **hits)
{
	size_t place;
	if (!oid_map_find(map_of(s, set), blob, &place))
		return false;
	*hits = s->hits[place];
	return true;
}

bool studies_saying(const struct studies *s, const struct oid *blob, unsigned kind, const struct saying **saying)
{
	size_t place;
	if (!oid_map_find(&s->said_by[kind], blob, &place))
		return false;
	*saying = s->sayings[place];
	return true;
}

bool studies_look(const struct studies *s, const struct oid *blob, struct look *look)
{
	size_t place;
	if (!oid_map_find(&s->looked_at, blob, &place))
		return false;
	*look = s->looks[place];
	return true;
}

const struct hits *studies_keep_hits(struct studies *s, struct arena *a, const struct oid *blob, language_set set, const struct hits *hits)
{
	const struct hits *copy = hits_copy(a, hits);
	s->hits = arena_grow(a, s->hits, s->nhits, &s->hits_room, sizeof *s->hits);
	s->hits[s->nhits] = copy;
	oid_map_add(map_for(s, a, set), blob, s->nhits++);
	return copy;
}

static const struct saying *saying_spelled(struct studies *s, struct arena *a, struct span spelled)
{
	bool found;
	s->spelled.arena = a;
	struct slot *slot = table_place(&s->spelled, spelled, &found);
	if (found)
		return slot->value;
	struct saying *saying = slot->value = arena_take(a, 1, sizeof *saying);
	*saying = (struct saying){c_facts_read(a, slot->key), slot->key, s->nsayings};
	s->sayings = arena_grow(a, s->sayings, s->nsayings, &s->sayings_room, sizeof *s->sayings);
	return s->sayings[s->nsayings++] = saying;
}

const struct saying *studies_keep_saying(struct studies *s, struct arena *a, const struct oid *blob, unsigned kind, struct span spelled)
{
	const struct saying *saying = saying_spelled(s, a, spelled);
	s->said_by[kind].arena = a;
	oid_map_add(&s->said_by[kind], blob, saying->place);
	return saying;
}

void studies_keep_look(struct studies *s, struct arena *a, const struct oid *blob, struct look look)
{
	s->looks = arena_grow(a, s->looks, s->nlooks, &s->looks_room, sizeof *s->looks);
	s->looks[s->nlooks] = look;
	s->looked_at.arena = a;
	oid_map_add(&s->looked_at, blob, s->nlooks++);
}

void studies_take_over(struct studies *s, struct arena *a, const struct studies *other)
{
	const struct oid *blob;
	const struct hits *hits;
	const struct saying *saying;
	struct look look;
	size_t place;
	for (size_t i = 0; i < other->nsets; i++)
		for (size_t at = 0; oid_map_next(&other->sets[i].map, &at, &blob, &place);)
			if (!studies_hits(s, blob, other->sets[i].set, &hits))
				studies_keep_hits(s, a, blob, other->sets[i].set, other->hits[place]);
	for (unsigned kind = 0; kind < SAYING_KINDS; kind++)
		for (size_t at = 0; oid_map_next(&other->said_by[kind], &at, &blob, &place);)
			if (!studies_saying(s, blob, kind, &saying))
				studies_keep_saying(s, a, blob, kind, other->sayings[place]->spelled);
	for (size_t at = 0; oid_map_next(&other->looked_at, &at, &blob, &place);)
		if (!studies_look(s, blob, &look))
			studies_keep_look(s, a, blob, other->looks[place]);
}
