/* SPDX-License-Identifier: MIT */
/* doubts.c - what one text leaves open, settled by what all files of its tree say. */
#include "gate/doubts.h"

#include "base/arena.h"
#include "git/oid.h"

#include <stdint.h>

#define MOST_HANDED 64

/* Links of all files, in chains of those that may lead to the same: a chain is passed once, for the name that leads it. */
struct links {
	const struct c_link **list;
	uint32_t *next, *heads; /* places in the list, plus one; 0: none */
	size_t count, nheads;
};

struct spans {
	struct span *list;
	size_t count, room;
};

struct doubts {
	struct arena *arena;
	const struct c_facts *const *facts;
	size_t nfacts;
	const struct names *bares, *openers, *linkers; /* NULL until they are asked for */
	struct oid_map opened;                         /* blob -> place in `places` */
	size_t *places, nplaces, places_room;          /* where the first macro stands that opens code */
};

struct doubts *doubts_of(struct arena *arena, const struct c_facts *const *facts, size_t count)
{
	struct doubts *d = arena_take(arena, 1, sizeof *d);
	*d = (struct doubts){.arena = arena, .facts = facts, .nfacts = count, .opened = oid_map_in(arena)};
	return d;
}

static void add(struct doubts *d, struct spans *spans, struct span span)
{
	spans->list = arena_grow(d->arena, spans->list, spans->count, &spans->room, sizeof *spans->list);
	spans->list[spans->count++] = span;
}

static const struct names *names_of(struct arena *arena, const struct span *list, size_t count)
{
	struct wanted_name *wanted = arena_take(arena, count, sizeof *wanted);
	size_t n = 0;
	for (size_t i = 0; i < count; i++)
		if (list[i].len > 0)
			wanted[n++] = (struct wanted_name){list[i], 0};
	return names_new(arena, wanted, n);
}

static bool has(const struct names *names, struct span name)
{
	unsigned ids[NAMES_MOST];
	return names_find(names, name, ids) > 0;
}

static size_t chain_of(const struct links *links, struct span name)
{
	return span_hash(name) & (links->nheads - 1);
}

static struct links links_for(struct arena *arena, size_t most)
{
	struct links links = {.nheads = 64};
	while (links.nheads < most && links.nheads < UINT32_MAX / 2)
		links.nheads *= 2;
	links.list = arena_take(arena, most, sizeof(const struct c_link *));
	links.next = arena_take(arena, most, sizeof *links.next);
	links.heads = arena_take(arena, links.nheads, sizeof *links.heads);
	return links;
}

static void put(struct links *links, const struct c_link *link)
{
	uint32_t *head = &links->heads[chain_of(links, link->to)];
	links->list[links->count] = link;
	links->next[links->count++] = *head;
	*head = (uint32_t)links->count;
}
/* The macros' bodies. */
static struct links bodies_of(struct doubts *d)
{
	size_t most = 0;
	for (size_t i = 0; i < d->nfacts; i++)
		most += d->facts[i]->nmentions;
	struct links links = links_for(d->arena, most);
	for (size_t i = 0; i < d->nfacts; i++)
		for (size_t k = 0; k < d->facts[i]->nmentions; k++)
			put(&links, &d->facts[i]->mentions[k]);
	return links;
}

static struct links scopes_of(struct doubts *d)
{
	size_t most = 0;
	for (size_t i = 0; i < d->nfacts; i++)
		most += d->facts[i]->nscopes;
	struct links links = links_for(d->arena, most);
	for (size_t i = 0; i < d->nfacts; i++)
		for (size_t k = 0; k < d->facts[i]->nscopes; k++)
			put(&links, &d->facts[i]->scopes[k]);
	return links;
}

/* Adds from where links lead to the name; they are taken out, so that none is looked at twice for one name. */
static void pass(struct doubts *d, struct links *links, struct span name, struct spans *names)
{
	uint32_t *at = &links->heads[chain_of(links, name)];
	while (*at != 0) {
		const struct c_link *link = links->list[*at - 1];
		if (!span_eq(link->to, name)) {
			at = &links->next[*at - 1];
			continue;
		}
		*at = links->next[*at - 1];
		add(d, names, link->from);
	}
}

/* The names themselves, and all from which links lead to one of them. */
static const struct names *all_before(struct doubts *d, struct links *scopes, struct spans names)
{
	struct links bodies = bodies_of(d);
	for (size_t n = 0; n < names.count; n++) {
		struct span name = names.list[n];
		pass(d, &bodies, name, &names);
		if (scopes != NULL)
			pass(d, scopes, name, &names);
	}
	return names_of(d->arena, names.list, names.count);
}

static const struct names *linkers_of(struct doubts *d)
{
	struct spans names = {0};
	if (d->linkers != NULL)
		return d->linkers;
	for (size_t i = 0; i < d->nfacts; i++)
		for (size_t k = 0; k < d->facts[i]->nlinkers; k++)
			add(d, &names, d->facts[i]->linkers[k]);
	return d->linkers = all_before(d, NULL, names);
}

static const struct names *openers_of(struct doubts *d)
{
	struct spans names = {0};
	if (d->openers != NULL)
		return d->openers;
	for (size_t i = 0; i < d->nfacts; i++)
		for (size_t k = 0; k < d->facts[i]->nopeners; k++)
			add(d, &names, d->facts[i]->openers[k]);
	return d->openers = all_before(d, NULL, names);
}

static const struct names *bares_of(struct doubts *d)
{
	struct spans names = {0};
	if (d->bares != NULL)
		return d->bares;
	struct links scopes = scopes_of(d);
	const struct names *linkers = linkers_of(d);
	add(d, &names, SPAN(""));
	add(d, &names, C_LIKE_FUNCTION);
	add(d, &names, SPAN("std"));
	for (size_t i = 0; i < d->nfacts; i++)
		for (size_t k = 0; k < d->facts[i]->ndeclarers; k++)
			if (has(linkers, d->facts[i]->declarers[k].to))
				add(d, &names, d->facts[i]->declarers[k].from);
	return d->bares = all_before(d, &scopes, names);
}

static bool is_paster(const struct doubts *d, struct span macro)
{
	for (size_t i = 0; i < d->nfacts; i++)
		if (span_among(d->facts[i]->pasters, d->facts[i]->npasters, macro))
			return true;
	return false;
}

/* A macro pastes itself, or hands on to one that does. Who hands on to more than honest code has is taken to paste. */
static bool pastes(const struct doubts *d, struct span macro)
{
	struct span asked[MOST_HANDED] = {macro};
	size_t count = 1;
	for (size_t n = 0; n < count; n++) {
		if (is_paster(d, asked[n]))
			return true;
		for (size_t i = 0; i < d->nfacts; i++) {
			for (size_t k = 0; k < d->facts[i]->nhandings; k++) {
				const struct c_link *handing = &d->facts[i]->handings[k];
				if (!span_eq(handing->from, asked[n]) || span_among(asked, count, handing->to))
					continue;
				if (count == MOST_HANDED)
					return true;
				asked[count++] = handing->to;
			}
		}
	}
	return false;
}

/* Whether a macro that opens code stands in front of that place of the text. */
static const struct failure *is_opened(struct hearing *h, struct doubts *d, const struct oid *blob, size_t at, bool *opened)
{
	size_t place;
	if (!oid_map_find(&d->opened, blob, &place)) {
		d->places = arena_grow(d->arena, d->places, d->nplaces, &d->places_room, sizeof *d->places);
		const struct failure *f = scanner_first_of(h->scanner, h->repository, h->visit, blob, openers_of(d), &d->places[d->nplaces]);
		if (f != NULL)
			return f;
		place = d->nplaces++;
		oid_map_add(&d->opened, blob, place);
	}
	*opened = d->places[place] < at;
	return NULL;
}

const struct failure *doubts_settle(struct hearing *h, struct doubts *d, const struct oid *blob, const struct use *use, bool *counts)
{
	*counts = true;
	switch (use->doubt) {
	case DOUBT_NONE:
		return NULL;
	case DOUBT_PASTES:
		*counts = pastes(d, use->asked);
		return NULL;
	case DOUBT_BARES:
		*counts = c_is_guard(use->asked) || has(bares_of(d), use->asked);
		return NULL;
	case DOUBT_CODE:
		return is_opened(h, d, blob, use->at, counts);
	default:
		return NULL;
	}
}

static bool has_new_name(struct arena *arena, const struct span *now, size_t nnow, const struct span *before, size_t nbefore)
{
	const struct names *names = nnow == 0 ? NULL : names_of(arena, before, nbefore);
	for (size_t i = 0; i < nnow; i++)
		if (!has(names, now[i]))
			return true;
	return false;
}

/* Guards and macros like functions are left out: every header has one, and the others lead to what is asked for only through more names. */
static struct spans spelled(struct arena *arena, const struct c_link *links, size_t count)
{
	struct spans spans = {arena_take(arena, count, sizeof(struct span)), 0, count};
	for (size_t i = 0; i < count; i++)
		if (!c_is_guard(links[i].from) && !span_eq(links[i].to, C_LIKE_FUNCTION))
			spans.list[spans.count++] = span_format(arena, "%.*s %.*s", SPAN_ARGS(links[i].from), SPAN_ARGS(links[i].to));
	return spans;
}

/* Macros whose bodies name std. Those that lead there through other macros are left out, like those that open code through others. */
static struct spans of_std(struct arena *arena, const struct c_facts *facts)
{
	struct spans spans = {arena_take(arena, facts->nmentions, sizeof(struct span)), 0, facts->nmentions};
	for (size_t i = 0; i < facts->nmentions; i++)
		if (span_eq(facts->mentions[i].to, SPAN("std")))
			spans.list[spans.count++] = facts->mentions[i].from;
	return spans;
}

bool doubts_may_settle(struct arena *arena, const struct c_facts *now, const struct c_facts *before)
{
	struct spans scopes = spelled(arena, now->scopes, now->nscopes), old = spelled(arena, before->scopes, before->nscopes);
	struct spans handings = spelled(arena, now->handings, now->npasters == 0 ? 0 : now->nhandings);
	struct spans old_handings = spelled(arena, before->handings, before->nhandings);
	struct spans aliases = of_std(arena, now), old_aliases = of_std(arena, before);
	return has_new_name(arena, aliases.list, aliases.count, old_aliases.list, old_aliases.count) ||
	       has_new_name(arena, handings.list, handings.count, old_handings.list, old_handings.count) ||
	       has_new_name(arena, now->pasters, now->npasters, before->pasters, before->npasters) ||
	       has_new_name(arena, now->openers, now->nopeners, before->openers, before->nopeners) ||
	       has_new_name(arena, now->linkers, now->nlinkers, before->linkers, before->nlinkers) ||
	       has_new_name(arena, scopes.list, scopes.count, old.list, old.count);
}
