/* SPDX-License-Identifier: MIT */
/* lineage.c - commits and their parents, each read once. */
#include "git/lineage.h"

#include "base/arena.h"
#include "git/commit.h"
#include "git/libgit2.h"

#define LINEAGE_MEMORY ((size_t)1 << 30)
#define SCRATCH_MEMORY ((size_t)256 << 20) /* a commit, or a way down through all of them */
#define FIRST_DUE 1024

struct lineage *lineage_begin(struct repository *r)
{
	if (r->lineage == NULL) {
		struct arena *house = arena_new("visit", LINEAGE_MEMORY);
		r->lineage = arena_take(house, 1, sizeof *r->lineage);
		*r->lineage = (struct lineage){.repository = r, .house = house, .scratch = arena_new("step", SCRATCH_MEMORY), .map = oid_map_in(house)};
		r->lineage->shallow = repository_is_shallow(r);
		r->lineage->family = 1;
		r->lineage->family_head = NO_POSITION;
		r->lineage->due = FIRST_DUE;
	}
	r->lineage->walk++;
	return r->lineage;
}

void lineage_end(struct lineage *l)
{
	if (l == NULL)
		return;
	graph_files_close(&l->files);
	arena_free(l->scratch);
	arena_free(l->house);
}

bool lineage_restarts(struct lineage *l)
{
	if (!l->spoilt)
		return false;
	graph_files_close(&l->files);
	l->spoilt = false;
	l->map = oid_map_in(l->house);
	l->count = 0;
	l->family_head = NO_POSITION;
	return true;
}

const struct commit_graph *lineage_graph(struct lineage *l)
{
	if (!l->looked_for_graph)
		graph_files_open(l->repository, l->house, &l->files);
	l->looked_for_graph = true;
	return l->files.graph;
}

uint32_t lineage_node(struct lineage *l, const struct oid *id)
{
	size_t place;
	if (oid_map_find(&l->map, id, &place))
		return (uint32_t)place;
	l->nodes = arena_grow(l->house, l->nodes, l->count, &l->room, sizeof *l->nodes);
	l->nodes[l->count] = (struct kin){.id = *id, .level = LEVEL_UNKNOWN, .position = NO_POSITION};
	oid_map_add(&l->map, id, l->count);
	return (uint32_t)l->count++;
}

/* A parent that was looked for in the graph in vain cannot be in it. */
static void read_from_graph(struct lineage *l, uint32_t node)
{
	const struct commit_graph *graph = l->files.graph;
	struct graph_commit c;
	if (!commit_graph_commit(graph, l->nodes[node].position, &c)) {
		l->spoilt = true;
		return;
	}
	uint32_t *parents = arena_take(l->house, c.nparents, sizeof *parents);
	for (size_t i = 0; i < c.nparents; i++) {
		struct oid id = commit_graph_id(graph, c.parents[i]);
		parents[i] = lineage_node(l, &id);
		struct kin *parent = &l->nodes[parents[i]];
		if (parent->position == NO_POSITION && !parent->read)
			parent->position = c.parents[i];
		l->spoilt = l->spoilt || parent->position != c.parents[i];
	}
	struct kin *k = &l->nodes[node];
	k->level = c.level;
	k->date = c.date;
	k->parents = parents;
	k->nparents = (uint32_t)c.nparents;
}

static const struct failure *take_commit(struct lineage *l, struct arena *a, uint32_t node, const struct commit *c)
{
	uint32_t *parents = arena_take(l->house, c->nparents, sizeof *parents);
	for (size_t i = 0; i < c->nparents; i++)
		parents[i] = lineage_node(l, &c->parents[i]);
	struct kin *k = &l->nodes[node];
	k->date = c->committer.readable ? c->committer.seconds : 0;
	k->parents = parents;
	k->nparents = (uint32_t)c->nparents;
	return l->count > LINEAGE_MOST_COMMITS ? failure(a, "the push reaches more than %zu commits", LINEAGE_MOST_COMMITS) : NULL;
}

/* What has a place in the graph was there before the push. */
static bool is_in_graph(struct lineage *l, uint32_t node, const struct oid *id)
{
	uint32_t position;
	if (l->nodes[node].position == NO_POSITION && lineage_graph(l) != NULL && commit_graph_find(l->files.graph, id, &position))
		l->nodes[node].position = position;
	return l->nodes[node].position != NO_POSITION;
}

static const struct failure *read_object(struct lineage *l, struct arena *a, uint32_t node, const struct oid *id)
{
	struct commit c;
	arena_reset(l->scratch);
	const struct failure *f = commit_read(l->repository, l->scratch, id, &c);
	return f != NULL ? failure_within(a, f, "history") : take_commit(l, a, node, &c);
}

/* Nothing counts as read that could not be: the next walk meets the same failure. */
const struct failure *lineage_read(struct lineage *l, struct arena *a, uint32_t node)
{
	const struct oid id = l->nodes[node].id;
	const struct failure *f = NULL;
	if (l->nodes[node].read)
		return NULL;
	if (l->nodes[node].position == NO_POSITION)
		l->nodes[node].fresh = repository_is_fresh(l->repository, &id);
	if (!l->nodes[node].fresh && is_in_graph(l, node, &id))
		read_from_graph(l, node);
	else if (l->shallow && !repository_has(l->repository, &id))
		l->nodes[node].missing = true;
	else
		f = read_object(l, a, node, &id);
	l->nodes[node].read = f == NULL;
	return f;
}

const struct failure *lineage_peel(struct lineage *l, struct arena *a, const struct oid *id, uint32_t *node, bool *found)
{
	struct oid commit = *id;
	enum object_kind kind = OBJECT_COMMIT;
	struct object object = {0};
	struct commit c;
	*found = true;
	*node = lineage_node(l, id);
	if (l->nodes[*node].read || is_in_graph(l, *node, id) || (l->shallow && !repository_has(l->repository, id)))
		return lineage_read(l, a, *node);
	arena_reset(l->scratch);
	const struct failure *f = repository_read(l->repository, l->scratch, id, &object);
	if (f == NULL && object.kind == OBJECT_COMMIT)
		f = commit_parse(l->scratch, id, object.bytes, &c);
	else if (f == NULL)
		f = repository_peel(l->repository, l->scratch, id, &commit, &kind);
	if (f != NULL)
		return failure_within(a, f, "the value of a protected ref");
	*found = kind == OBJECT_COMMIT;
	if (!*found)
		return NULL;
	if (object.kind != OBJECT_COMMIT) {
		*node = lineage_node(l, &commit);
		return lineage_read(l, a, *node);
	}
	l->nodes[*node].read = true;
	l->nodes[*node].fresh = repository_is_fresh(l->repository, id);
	return take_commit(l, a, *node, &c);
}

uint32_t lineage_paint(const struct lineage *l, uint32_t node)
{
	return l->nodes[node].walk == l->walk ? l->nodes[node].paint : 0;
}

void lineage_set_paint(struct lineage *l, uint32_t node, uint32_t paint)
{
	l->nodes[node].walk = l->walk;
	l->nodes[node].paint = paint;
}

/* The dates of fresh commits are the pusher's, and must not make us walk the history behind them. */
static bool before(const struct kin_queue *q, uint32_t a, uint32_t b)
{
	const struct kin *left = &q->lineage->nodes[a], *right = &q->lineage->nodes[b];
	if (left->fresh != right->fresh)
		return left->fresh;
	if (!q->by_date && left->level != right->level)
		return left->level > right->level;
	return left->date > right->date || (left->date == right->date && a < b);
}

void kin_queue_push(struct kin_queue *q, uint32_t node)
{
	q->nodes = arena_grow(q->arena, q->nodes, q->count, &q->room, sizeof *q->nodes);
	size_t at = q->count++;
	while (at > 0 && before(q, node, q->nodes[(at - 1) / 2])) {
		q->nodes[at] = q->nodes[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	q->nodes[at] = node;
}

uint32_t kin_queue_pop(struct kin_queue *q)
{
	uint32_t top = q->nodes[0], last = q->nodes[--q->count];
	size_t at = 0;
	for (;;) {
		size_t child = 2 * at + 1;
		if (child >= q->count)
			break;
		if (child + 1 < q->count && before(q, q->nodes[child + 1], q->nodes[child]))
			child++;
		if (!before(q, q->nodes[child], last))
			break;
		q->nodes[at] = q->nodes[child];
		at = child;
	}
	q->nodes[at] = last;
	return top;
}
