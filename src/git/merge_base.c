/* SPDX-License-Identifier: MIT */
/* merge_base.c - the best common ancestors of commits, as `git merge-base --octopus --all` has them. */
#include "base/arena.h"
#include "git/ancestors.h"
#include "git/lineage.h"

#include <string.h>

/* Which side reaches a node; behind a common ancestor both do, and it is STALE. WAITS: it stands in the queue. */
enum { ONE = 1, TWO = 2, STALE = 4, FOUND = 8, WAITS = 16 };

struct search {
	struct lineage *lineage;
	struct arena *arena;
	struct kin_queue queue;
	size_t nopen; /* of those that wait, how many are not stale */
};

struct bases {
	uint32_t *list;
	size_t count, room;
};

static const struct failure *paint(struct search *s, uint32_t node, uint32_t sides)
{
	uint32_t had = lineage_paint(s->lineage, node), has = had | sides;
	if (has == had)
		return NULL;
	const struct failure *f = lineage_read(s->lineage, s->arena, node);
	if (f != NULL || s->lineage->nodes[node].missing) /* history ends there */
		return f;
	if ((had & WAITS) == 0) {
		kin_queue_push(&s->queue, node);
		s->nopen += (has & STALE) == 0;
	} else if ((had & STALE) == 0 && (has & STALE) != 0) {
		s->nopen--;
	}
	lineage_set_paint(s->lineage, node, has | WAITS);
	return NULL;
}

/* As git: a node that gets a further colour is looked at again, so that the order in which they come costs time and nothing else. */
static const struct failure *expand(struct search *s, uint32_t node, struct bases *found)
{
	uint32_t had = lineage_paint(s->lineage, node) & ~(uint32_t)WAITS, sides = had & (ONE | TWO | STALE);
	s->nopen -= (had & STALE) == 0;
	s->lineage->spent++;
	if (sides == (ONE | TWO)) {
		sides |= STALE;
		if ((had & FOUND) == 0) {
			found->list = arena_grow(s->arena, found->list, found->count, &found->room, sizeof *found->list);
			found->list[found->count++] = node;
		}
		had |= FOUND;
	}
	lineage_set_paint(s->lineage, node, had);
	const uint32_t *parents = s->lineage->nodes[node].parents, nparents = s->lineage->nodes[node].nparents;
	const struct failure *f = NULL;
	for (uint32_t i = 0; i < nparents && f == NULL; i++)
		f = paint(s, parents[i], sides);
	return f;
}

/* Down from one commit and from several, until all that waits lies behind common ancestors. */
static const struct failure *
descend(struct lineage *l, struct arena *a, uint32_t one, const uint32_t *others, size_t nothers, struct bases *found)
{
	/* Topological levels say little about how far two commits are apart; dates, and levels that follow them, do. */
	struct search s = {.lineage = l, .arena = a, .queue = {.lineage = l, .arena = a}};
	s.queue.by_date = lineage_graph(l) == NULL || !commit_graph_has_dates(lineage_graph(l));
	size_t spent = l->spent;
	lineage_begin(l->repository);
	const struct failure *f = paint(&s, one, ONE);
	for (size_t i = 0; i < nothers && f == NULL; i++)
		f = paint(&s, others[i], TWO);
	while (f == NULL && s.nopen > 0 && !l->spoilt)
		f = expand(&s, kin_queue_pop(&s.queue), found);
	l->last_search = l->spent - spent;
	return f;
}

static void add(struct arena *a, struct bases *bases, uint32_t node)
{
	for (size_t i = 0; i < bases->count; i++)
		if (bases->list[i] == node)
			return;
	bases->list = arena_grow(a, bases->list, bases->count, &bases->room, sizeof *bases->list);
	bases->list[bases->count++] = node;
}

#define FEW 8

/* Where the ancestors of the one are marked, only those of the other are walked through that are not among them. */
static const struct failure *ascend(struct lineage *l, struct arena *a, uint32_t other, struct bases *found)
{
	struct bases seen = {0};
	const struct failure *f = NULL;
	lineage_begin(l->repository);
	add(a, ancestors_hold(l, other) ? found : &seen, other);
	for (size_t i = 0; i < seen.count && f == NULL && found->count <= FEW && !l->spoilt; i++) {
		l->spent++;
		f = lineage_read(l, a, seen.list[i]);
		const struct kin *k = &l->nodes[seen.list[i]];
		for (uint32_t p = 0; f == NULL && p < k->nparents; p++) {
			struct bases *to = ancestors_hold(l, k->parents[p]) ? found : &seen;
			if (lineage_paint(l, k->parents[p]) != 0)
				continue;
			lineage_set_paint(l, k->parents[p], TWO);
			to->list = arena_grow(a, to->list, to->count, &to->room, sizeof *to->list);
			to->list[to->count++] = k->parents[p];
		}
	}
	return f;
}

/*
 * Adds the common ancestors of two commits, each once, without those that were seen to lie behind another. In a long row of merges each search
 * would go down all of them again: once that costs more, the ancestors of the first commit are marked, and grow from merge to merge.
 */
static const struct failure *add_bases(struct lineage *l, struct arena *a, uint32_t one, uint32_t two, struct bases *bases)
{
	struct bases found = {0};
	bool marked;
	const struct failure *f = ancestors_mark(l, a, one, &marked);
	if (f == NULL && marked)
		f = ascend(l, a, two, &found);
	if (f == NULL && (!marked || found.count > FEW)) {
		found = (struct bases){0};
		f = descend(l, a, one, &two, 1, &found);
	}
	for (size_t i = 0; i < found.count && f == NULL; i++)
		if ((lineage_paint(l, found.list[i]) & STALE) == 0)
			add(a, bases, found.list[i]);
	return f;
}

/* Those that no other of them reaches: only two of them are ever asked for. */
static const struct failure *reduce(struct lineage *l, struct arena *a, struct bases *bases)
{
	size_t kept = 0;
	uint32_t best[2] = {0}, *others = arena_take(a, bases->count, sizeof *others);
	for (size_t i = 0; i < bases->count && kept < 2; i++) {
		struct bases unused = {0};
		size_t n = 0;
		for (size_t k = 0; k < bases->count; k++)
			if (k != i)
				others[n++] = bases->list[k];
		uint32_t one = bases->list[i];
		const struct failure *f = descend(l, a, one, others, n, &unused);
		if (f != NULL)
			return f;
		if ((lineage_paint(l, one) & TWO) == 0)
			best[kept++] = one;
	}
	bases->count = kept;
	memcpy(bases->list, best, kept * sizeof *best);
	return NULL;
}

static const struct failure *
find(struct lineage *l, struct arena *a, const struct oid *commits, size_t ncommits, struct oid *base, size_t *count)
{
	uint32_t first = lineage_node(l, &commits[0]);
	struct bases bases = {&first, 1, 1};
	const struct failure *f = NULL;
	for (size_t i = 1; i < ncommits && f == NULL; i++) {
		uint32_t next = lineage_node(l, &commits[i]);
		struct bases with = {0};
		for (size_t k = 0; k < bases.count && f == NULL && !l->spoilt; k++)
			f = add_bases(l, a, bases.list[k], next, &with);
		bases = with;
	}
	if (f == NULL && bases.count > 1 && !l->spoilt)
		f = reduce(l, a, &bases);
	*count = bases.count;
	if (bases.count > 0)
		*base = l->nodes[bases.list[0]].id;
	return f;
}

const struct failure *
repository_merge_bases(struct repository *r, struct arena *a, const struct oid *commits, size_t ncommits, struct oid *base, size_t *count)
{
	struct lineage *l = lineage_begin(r);
	const struct failure *f;
	do
		f = find(l, a, commits, ncommits, base, count);
	while (lineage_restarts(l));
	return failure_within(a, f, "the common ancestors of a merge cannot be found");
}
