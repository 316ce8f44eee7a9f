/* SPDX-License-Identifier: MIT */
/* history.c - which commits are new: two colours painted down the graph, newest first. */
#include "git/history.h"

#include "base/arena.h"
#include "git/commit.h"
#include "git/oid.h"

#include <string.h>

enum { NEW = 1, KNOWN = 2, LISTED = 4 };

struct node {
	struct oid id;
	int64_t date;
	unsigned paint, expanded; /* colours it has, and has passed on to its parents */
	size_t *parents;
	size_t nparents;
	bool read;
	bool fresh; /* came with this push: no known commit can reach it */
};

struct walk {
	struct repository *repository;
	struct arena *arena, *step;
	struct oid_map map;
	struct node *nodes;
	size_t nnodes, room;
	size_t *heap, nheap, heap_room; /* nodes to expand, the newest on top */
	size_t nnew;                    /* of those in the heap, how many are not known */
	size_t nopen;                   /* nodes that are new so far, and were in the repository before */
	bool exact;                     /* dates are not believed */
	int64_t oldest_new;
	size_t patience;                /* known commits that are still walked through though they look too old */
};

/* Where a known commit's date runs backwards, what it reaches is younger than it looks: a few more are looked at. */
enum { PATIENCE = 256 };

/* Fresh commits go first: their dates are the pusher's, and must not make us walk the history behind them. */
static bool before(const struct walk *w, size_t a, size_t b)
{
	const struct node *left = &w->nodes[a], *right = &w->nodes[b];
	if (left->fresh != right->fresh)
		return left->fresh;
	return left->date > right->date || (left->date == right->date && a < b);
}

static void heap_push(struct walk *w, size_t node)
{
	w->heap = arena_grow(w->arena, w->heap, w->nheap, &w->heap_room, sizeof *w->heap);
	size_t at = w->nheap++;
	while (at > 0 && before(w, node, w->heap[(at - 1) / 2])) {
		w->heap[at] = w->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	w->heap[at] = node;
	w->nnew += (w->nodes[node].paint & KNOWN) == 0;
}

static size_t heap_pop(struct walk *w)
{
	size_t top = w->heap[0], last = w->heap[--w->nheap], at = 0;
	for (;;) {
		size_t child = 2 * at + 1;
		if (child >= w->nheap)
			break;
		if (child + 1 < w->nheap && before(w, w->heap[child + 1], w->heap[child]))
			child++;
		if (!before(w, w->heap[child], last))
			break;
		w->heap[at] = w->heap[child];
		at = child;
	}
	w->heap[at] = last;
	return top;
}

static size_t node_of(struct walk *w, const struct oid *id)
{
	size_t index;
	if (oid_map_find(&w->map, id, &index))
		return index;
	w->nodes = arena_grow(w->arena, w->nodes, w->nnodes, &w->room, sizeof *w->nodes);
	w->nodes[w->nnodes] = (struct node){.id = *id};
	oid_map_add(&w->map, id, w->nnodes);
	return w->nnodes++;
}

/* Date and parents of a node, once. A known commit behind a shallow boundary has none. */
static const struct failure *read_node(struct walk *w, size_t index)
{
	struct commit commit;
	if (w->nodes[index].read)
		return NULL;
	w->nodes[index].read = true;
	arena_reset(w->step);
	const struct oid id = w->nodes[index].id;
	if ((w->nodes[index].paint & KNOWN) != 0 && repository_is_shallow(w->repository) && !repository_has(w->repository, &id))
		return NULL;
	const struct failure *f = commit_read(w->repository, w->step, &id, &commit);
	if (f != NULL)
		return failure_within(w->arena, f, "history");
	size_t *parents = arena_take(w->arena, commit.nparents, sizeof *parents);
	for (size_t i = 0; i < commit.nparents; i++)
		parents[i] = node_of(w, &commit.parents[i]);
	struct node *n = &w->nodes[index];
	n->fresh = repository_is_fresh(w->repository, &id);
	n->date = commit.committer.readable ? commit.committer.seconds : 0;
	n->parents = parents;
	n->nparents = commit.nparents;
	return w->nnodes > HISTORY_MOST_COMMITS ? failure(w->arena, "the push reaches more than %zu commits", HISTORY_MOST_COMMITS) : NULL;
}

/* A colour that is new to a node brings it (back) into the heap. Known wins over new. */
static const struct failure *paint(struct walk *w, size_t index, unsigned colour)
{
	unsigned had = w->nodes[index].paint;
	if ((had & colour) != 0 || (had & KNOWN) != 0)
		return NULL;
	w->nodes[index].paint = had | colour;
	const struct failure *f = read_node(w, index);
	if (f != NULL)
		return f;
	if (!w->nodes[index].fresh)
		w->nopen = colour == NEW ? w->nopen + 1 : w->nopen - (had == NEW);
	if (had != 0 && w->nodes[index].expanded == 0) { /* it waits in the heap as new: it is counted there no more */
		w->nnew--;
		return NULL;
	}
	heap_push(w, index);
	return NULL;
}

static const struct failure *expand(struct walk *w, size_t index)
{
	unsigned colour = (w->nodes[index].paint & KNOWN) != 0 ? KNOWN : NEW;
	w->nnew -= colour == NEW;
	w->nodes[index].expanded |= colour;
	if (colour == NEW && !w->nodes[index].fresh && w->nodes[index].date < w->oldest_new)
		w->oldest_new = w->nodes[index].date;
	for (size_t i = 0; i < w->nodes[index].nparents; i++) {
		const struct failure *f = paint(w, w->nodes[index].parents[i], colour);
		if (f != NULL)
			return f;
	}
	return NULL;
}

/* What is new came with this push, and all that could reach it from the known side, which came with it too, was walked: it stays new. */
static bool is_settled(const struct walk *w)
{
	return w->nheap == 0 || (w->nnew == 0 && w->nopen == 0 && !w->nodes[w->heap[0]].fresh);
}

/* Known commits older than every new one cannot reach a new one, as long as dates run forwards. */
static bool may_stop(struct walk *w)
{
	if (is_settled(w))
		return true;
	if (w->exact || w->nnew > 0 || w->nodes[w->heap[0]].date >= w->oldest_new)
		w->patience = PATIENCE;
	else if (w->patience-- == 0)
		return true;
	return false;
}

static const struct failure *
paint_all(struct walk *w, const struct oid *starts, size_t nstarts, const struct oid *known, size_t nknown)
{
	const struct failure *f = NULL;
	for (size_t i = 0; i < nknown && f == NULL; i++)
		f = paint(w, node_of(w, &known[i]), KNOWN);
	for (size_t i = 0; i < nstarts && f == NULL; i++)
		f = paint(w, node_of(w, &starts[i]), NEW);
	while (f == NULL && !may_stop(w))
		f = expand(w, heap_pop(w));
	return f;
}

/* Depth first from one start, parents before children, with a stack of our own. */
static void list_from(struct walk *w, size_t start, struct oid *ids, size_t *count)
{
	struct turn {
		size_t node, next;
	} *stack = NULL;
	size_t depth = 0, room = 0;
	stack = arena_grow(w->step, stack, depth, &room, sizeof *stack);
	stack[depth++] = (struct turn){start, 0};
	while (depth > 0) {
		struct turn *top = &stack[depth - 1];
		struct node *n = &w->nodes[top->node];
		if (n->paint != NEW && top->next == 0) {
			depth--;
			continue;
		}
		if (top->next == 0)
			n->paint |= LISTED;
		if (top->next == n->nparents) {
			ids[(*count)++] = n->id;
			depth--;
			continue;
		}
		size_t parent = n->parents[top->next++];
		if (w->nodes[parent].paint == NEW) {
			stack = arena_grow(w->step, stack, depth, &room, sizeof *stack);
			stack[depth++] = (struct turn){parent, 0};
		}
	}
}

static const struct failure *
list_new(struct walk *w, const struct oid *starts, size_t nstarts, const struct oid *known, size_t nknown, const struct oid **ids, size_t *count)
{
	const struct failure *f = paint_all(w, starts, nstarts, known, nknown);
	if (f != NULL)
		return f;
	size_t new = 0;
	for (size_t i = 0; i < w->nnodes; i++)
		new += w->nodes[i].paint == NEW;
	struct oid *list = arena_take(w->arena, new, sizeof *list);
	size_t listed = 0;
	arena_reset(w->step);
	for (size_t i = 0; i < nstarts; i++)
		list_from(w, node_of(w, &starts[i]), list, &listed);
	*ids = list;
	*count = listed;
	return NULL;
}

static struct walk new_walk(struct repository *r, struct arena *a, struct arena *step, bool exact)
{
	return (struct walk){.repository = r, .arena = a, .step = step, .map = oid_map_in(a), .oldest_new = INT64_MAX, .exact = exact};
}

const struct failure *history_new(struct repository *r, struct arena *a, struct arena *step, const struct oid *starts, size_t nstarts,
                                  const struct oid *known, size_t nknown, const struct oid **ids, size_t *count)
{
	struct walk w = new_walk(r, a, step, false);
	return list_new(&w, starts, nstarts, known, nknown, ids, count);
}

const struct failure *history_new_exact(struct repository *r, struct arena *a, struct arena *step, const struct oid *starts, size_t nstarts,
                                        const struct oid *known, size_t nknown, const struct oid **ids, size_t *count)
{
	struct walk w = new_walk(r, a, step, true);
	return list_new(&w, starts, nstarts, known, nknown, ids, count);
}

#define NEAR_COMMITS 64

/* Breadth first through a few commits: almost every push finds the old value here, whatever the dates. */
static const struct failure *
is_near(struct repository *r, struct arena *a, struct arena *step, const struct oid *new, const struct oid *old, bool *near)
{
	struct oid_map seen = oid_map_in(a);
	struct oid queue[NEAR_COMMITS];
	size_t count = 0, unused;
	queue[count++] = *new;
	for (size_t i = 0; i < count && !*near; i++) {
		struct commit c;
		arena_reset(step);
		*near = oid_eq(&queue[i], old);
		const struct failure *f = commit_read(r, step, &queue[i], &c);
		if (f != NULL)
			return failure_within(a, f, "history");
		for (size_t k = 0; k < c.nparents; k++) {
			if (count == NEAR_COMMITS || oid_map_find(&seen, &c.parents[k], &unused))
				continue;
			oid_map_add(&seen, &c.parents[k], count);
			queue[count++] = c.parents[k];
		}
	}
	return NULL;
}

const struct failure *
history_contains(struct repository *r, struct arena *a, struct arena *step, const struct oid *new, const struct oid *old, bool *contains)
{
	bool near = false;
	const struct failure *f = is_near(r, a, step, new, old, &near);
	if (f != NULL || near) {
		*contains = near;
		return f;
	}
	const struct oid *ids;
	size_t count;
	f = history_new_exact(r, a, step, old, 1, new, 1, &ids, &count);
	if (f == NULL)
		*contains = count == 0;
	return f;
}
