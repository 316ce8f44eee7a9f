/* SPDX-License-Identifier: MIT */
/* ancestors.c - all ancestors of one commit. */
#include "git/ancestors.h"

#include "base/arena.h"

#define NEAR 64 /* the cost that is always allowed to go from one commit to the next */

/* What it costs to read a commit, in looks at one that was read before. */
enum { COST_OF_OBJECT = 64, COST_OF_GRAPH = 4 };

struct growth {
	struct lineage *lineage;
	struct arena *arena;
	uint32_t *nodes; /* newly marked; the first `done` were expanded */
	size_t count, done, room;
	size_t cost;
	bool meets_last;
};

bool ancestors_hold(const struct lineage *l, uint32_t node)
{
	return l->nodes[node].family == l->family;
}

static void mark(struct growth *g, uint32_t node)
{
	g->meets_last = g->meets_last || node == g->lineage->family_head;
	if (ancestors_hold(g->lineage, node))
		return;
	g->lineage->nodes[node].family = g->lineage->family;
	g->nodes = arena_grow(g->arena, g->nodes, g->count, &g->room, sizeof *g->nodes);
	g->nodes[g->count++] = node;
}

static const struct failure *grow(struct growth *g, uint32_t node, size_t most)
{
	mark(g, node);
	while (g->done < g->count && g->cost <= most && !g->lineage->spoilt) {
		uint32_t next = g->nodes[g->done++];
		g->cost += g->lineage->nodes[next].read ? 1 : lineage_graph(g->lineage) != NULL ? COST_OF_GRAPH : COST_OF_OBJECT;
		const struct failure *f = lineage_read(g->lineage, g->arena, next);
		if (f != NULL)
			return f;
		const uint32_t *parents = g->lineage->nodes[next].parents, nparents = g->lineage->nodes[next].nparents;
		for (uint32_t i = 0; i < nparents; i++)
			mark(g, parents[i]);
	}
	return NULL;
}

static void undo(struct growth *g)
{
	for (size_t i = 0; i < g->count; i++)
		g->lineage->nodes[g->nodes[i]].family = 0;
}

/* Each further try may cost twice as much, and what a success costs must be spent four times before the next. */
static const struct failure *mark_anew(struct lineage *l, struct arena *a, uint32_t node, bool *marked)
{
	struct growth g = {.lineage = l, .arena = a};
	if (l->spent < l->due)
		return NULL;
	l->family++;
	l->family_head = NO_POSITION;
	const struct failure *f = grow(&g, node, l->spent);
	*marked = f == NULL && g.done == g.count;
	if (!*marked) {
		undo(&g);
		l->due = 2 * l->spent;
		return f;
	}
	l->family_head = node;
	l->due = l->due > 4 * g.cost ? l->due : 4 * g.cost;
	l->spent = 0;
	return NULL;
}

const struct failure *ancestors_mark(struct lineage *l, struct arena *a, uint32_t node, bool *marked)
{
	struct growth g = {.lineage = l, .arena = a};
	*marked = l->family_head == node;
	if (*marked)
		return NULL;
	if (l->family_head == NO_POSITION || ancestors_hold(l, node))
		return mark_anew(l, a, node, marked);
	const struct failure *f = grow(&g, node, NEAR + l->last_search);
	*marked = f == NULL && g.done == g.count && g.meets_last;
	if (*marked) {
		l->family_head = node;
		return NULL;
	}
	undo(&g);
	return f != NULL ? f : mark_anew(l, a, node, marked);
}
