/* SPDX-License-Identifier: MIT */
/* history.c - which commits are new: two colours painted down the graph. */
#include "git/history.h"

#include "base/arena.h"
#include "git/lineage.h"
#include "git/oid.h"

/*
 * Colours, and which of them a node has passed on to its parents. ASLEEP: a known commit that nothing was read of yet, as its name alone may
 * settle the question.
 */
enum { NEW = 1, KNOWN = 2, PASSED = 4, LISTED = 8, ASLEEP = 16 };

struct walk {
	struct lineage *lineage;
	struct arena *arena;
	const struct history_question *question;
	struct kin_queue queue;  /* nodes to expand */
	size_t nnew;             /* of those in the queue, how many are not known */
	size_t nlisted;          /* nodes that are new so far */
	size_t nopen;            /* of those, the ones that were in the repository before */
	uint64_t lowest_open;    /* the lowest level of these, whatever became of them */
	int64_t oldest_open;     /* and the oldest date of those that were expanded */
	size_t patience;         /* known commits that are still walked through though they look too old */
	bool asleep;
};

/* Where a known commit's date runs backwards, what it reaches is younger than it looks: a few more are looked at. */
enum { PATIENCE = 256 };

static const struct kin *kin_of(const struct walk *w, uint32_t node)
{
	return &w->lineage->nodes[node];
}

static const struct failure *behind_boundary(const struct walk *w, const struct kin *k)
{
	struct span hex = oid_hex(w->arena, &k->id);
	return failure(w->arena, "history: object %.*s cannot be read: it lies behind the boundary of this shallow clone", SPAN_ARGS(hex));
}

static void count_open(struct walk *w, const struct kin *k, bool becomes_known)
{
	if (becomes_known) {
		w->nopen--;
		return;
	}
	w->nopen++;
	if (k->level < w->lowest_open)
		w->lowest_open = k->level;
}

/* A colour that is new to a node brings it (back) into the queue. Known wins over new. */
static const struct failure *paint(struct walk *w, uint32_t node, uint32_t colour)
{
	uint32_t had = lineage_paint(w->lineage, node);
	if ((had & (colour | KNOWN)) != 0)
		return NULL;
	const struct failure *f = lineage_read(w->lineage, w->arena, node);
	if (f != NULL)
		return f;
	const struct kin *k = kin_of(w, node);
	if (k->missing && colour == NEW)
		return behind_boundary(w, k);
	bool becomes_known = (had & NEW) != 0;
	lineage_set_paint(w->lineage, node, (had | colour) & ~(uint32_t)PASSED);
	if (colour == NEW)
		w->nlisted++;
	else
		w->nlisted -= becomes_known;
	if (!k->fresh && (colour == NEW || becomes_known))
		count_open(w, k, becomes_known);
	if (becomes_known && (had & PASSED) == 0) { /* it waits in the queue as new: it is counted there no more */
		w->nnew--;
		return NULL;
	}
	w->nnew += colour == NEW;
	kin_queue_push(&w->queue, node);
	return NULL;
}

static const struct failure *expand(struct walk *w, uint32_t node)
{
	uint32_t had = lineage_paint(w->lineage, node), colour = (had & KNOWN) != 0 ? KNOWN : NEW;
	const struct kin *k = kin_of(w, node);
	const uint32_t *parents = k->parents, nparents = k->nparents;
	const struct failure *f = NULL;
	w->nnew -= colour == NEW;
	lineage_set_paint(w->lineage, node, had | PASSED);
	if (colour == NEW && !k->fresh && k->date < w->oldest_open)
		w->oldest_open = k->date;
	for (uint32_t i = 0; i < nparents && f == NULL; i++)
		f = paint(w, parents[i], colour);
	return f;
}

static void put_to_sleep(struct walk *w)
{
	const struct history_question *q = w->question;
	w->asleep = true;
	for (size_t i = 0; i < q->nknown; i++)
		lineage_set_paint(w->lineage, lineage_node(w->lineage, &q->known[i]), KNOWN | ASLEEP);
}

static const struct failure *wake(struct walk *w)
{
	const struct history_question *q = w->question;
	w->asleep = false;
	for (size_t i = 0; i < q->nknown && !w->lineage->spoilt; i++) {
		uint32_t node;
		bool found;
		const struct failure *f = lineage_peel(w->lineage, w->arena, &q->known[i], &node, &found);
		if (f != NULL)
			return f;
		uint32_t had = lineage_paint(w->lineage, node);
		if (found && (had & ASLEEP) != 0) {
			lineage_set_paint(w->lineage, node, KNOWN);
			kin_queue_push(&w->queue, node);
		} else if (found) {
			f = paint(w, node, KNOWN);
		}
		if (f != NULL)
			return f;
	}
	return NULL;
}

/*
 * What is new came with this push, and all that could reach it from the known side, which came with it too, was walked: it stays new.
 * Or what is known, none of it came with the push any more, is too low to reach any other that is open.
 */
static bool is_settled(const struct walk *w)
{
	if (w->queue.count == 0)
		return true;
	const struct kin *top = kin_of(w, w->queue.nodes[0]);
	if (w->nnew > 0 || top->fresh)
		return false;
	return w->nopen == 0 || (top->level != LEVEL_UNKNOWN && top->level <= w->lowest_open);
}

/* Known commits older than every new one cannot reach a new one, as long as dates run forwards. */
static bool is_too_old(struct walk *w, uint32_t node)
{
	const struct kin *k = kin_of(w, node);
	if (w->question->exact || w->nnew > 0 || k->fresh || k->date >= w->oldest_open) {
		w->patience = PATIENCE;
		return false;
	}
	if (k->level != LEVEL_UNKNOWN)
		return false;
	if (w->patience == 0)
		return true;
	w->patience--;
	return false;
}

static const struct failure *paint_all(struct walk *w)
{
	const struct history_question *q = w->question;
	put_to_sleep(w);
	const struct failure *f = q->stored ? NULL : wake(w);
	for (size_t i = 0; i < q->nstarts && f == NULL; i++)
		f = paint(w, lineage_node(w->lineage, &q->starts[i]), NEW);
	while (f == NULL && !w->lineage->spoilt && !is_settled(w)) {
		/* Fresh ones come first. */
		if (w->asleep && !kin_of(w, w->queue.nodes[0])->fresh)
			f = wake(w);
		uint32_t node = kin_queue_pop(&w->queue);
		if (f == NULL && !is_too_old(w, node))
			f = expand(w, node);
	}
	return f;
}

static bool is_to_list(const struct walk *w, uint32_t node)
{
	return (lineage_paint(w->lineage, node) & (NEW | KNOWN | LISTED)) == NEW;
}

/* Depth first from one start, parents before children, with a stack of our own. */
static void list_from(struct walk *w, uint32_t start, struct oid *ids, size_t *count)
{
	struct turn {
		uint32_t node, next;
	} *stack = NULL;
	size_t depth = 0, room = 0;
	stack = arena_grow(w->lineage->scratch, stack, depth, &room, sizeof *stack);
	stack[depth++] = (struct turn){start, 0};
	while (depth > 0) {
		struct turn *top = &stack[depth - 1];
		const struct kin *k = kin_of(w, top->node);
		if (top->next == 0 && !is_to_list(w, top->node)) {
			depth--;
			continue;
		}
		lineage_set_paint(w->lineage, top->node, lineage_paint(w->lineage, top->node) | LISTED);
		if (top->next == k->nparents) {
			ids[(*count)++] = k->id;
			depth--;
			continue;
		}
		uint32_t parent = k->parents[top->next++];
		if (is_to_list(w, parent)) {
			stack = arena_grow(w->lineage->scratch, stack, depth, &room, sizeof *stack);
			stack[depth++] = (struct turn){parent, 0};
		}
	}
}

static struct walk walk_begin(struct repository *r, struct arena *a, const struct history_question *q)
{
	struct lineage *l = lineage_begin(r);
	return (struct walk){
		.lineage = l, .arena = a, .question = q, .queue = {.lineage = l, .arena = a}, .lowest_open = LEVEL_UNKNOWN, .oldest_open = INT64_MAX,
	};
}

const struct failure *
history_new(struct repository *r, struct arena *a, const struct history_question *q, const struct oid **ids, size_t *count)
{
	struct walk w;
	const struct failure *f;
	do {
		w = walk_begin(r, a, q);
		f = paint_all(&w);
	} while (lineage_restarts(w.lineage));
	if (f != NULL)
		return f;
	struct oid *list = arena_take(a, w.nlisted, sizeof *list);
	size_t listed = 0;
	arena_reset(w.lineage->scratch);
	for (size_t i = 0; i < q->nstarts; i++)
		list_from(&w, lineage_node(w.lineage, &q->starts[i]), list, &listed);
	*ids = list;
	*count = listed;
	return NULL;
}

#define NEAR_COMMITS 64

/* Breadth first through a few commits: almost every push finds the old value here, whatever the dates. */
static const struct failure *is_near(struct walk *w, const struct oid *new, const struct oid *old, bool *near)
{
	uint32_t line[NEAR_COMMITS], wanted = lineage_node(w->lineage, old);
	size_t count = 0;
	line[count++] = lineage_node(w->lineage, new);
	for (size_t i = 0; i < count && !*near; i++) {
		*near = line[i] == wanted;
		const struct failure *f = *near ? NULL : lineage_read(w->lineage, w->arena, line[i]);
		if (f != NULL)
			return f;
		const struct kin *k = kin_of(w, line[i]);
		if (k->missing && !*near)
			return behind_boundary(w, k);
		for (uint32_t p = 0; p < k->nparents && count < NEAR_COMMITS && !*near; p++) {
			if (lineage_paint(w->lineage, k->parents[p]) != 0)
				continue;
			lineage_set_paint(w->lineage, k->parents[p], LISTED);
			line[count++] = k->parents[p];
		}
	}
	return NULL;
}

/* Whether all that waits is too low, or was there too early, to reach the node. */
static bool is_out_of_reach(const struct walk *w, uint32_t node)
{
	const struct kin *top = kin_of(w, w->queue.nodes[0]), *wanted = kin_of(w, node);
	if (top->fresh)
		return false;
	return wanted->fresh || (top->level != LEVEL_UNKNOWN && top->level <= wanted->level);
}

static const struct failure *reaches(struct walk *w, const struct oid *new, const struct oid *old, bool *reached)
{
	uint32_t wanted = lineage_node(w->lineage, old);
	const struct failure *f = lineage_read(w->lineage, w->arena, wanted);
	if (f == NULL)
		f = paint(w, lineage_node(w->lineage, new), KNOWN);
	while (f == NULL && !w->lineage->spoilt && lineage_paint(w->lineage, wanted) == 0 && w->queue.count > 0 && !is_out_of_reach(w, wanted))
		f = expand(w, kin_queue_pop(&w->queue));
	*reached = lineage_paint(w->lineage, wanted) != 0;
	return f;
}

const struct failure *
history_contains(struct repository *r, struct arena *a, const struct oid *new, const struct oid *old, bool *contains)
{
	const struct failure *f;
	struct walk w;
	do {
		*contains = false;
		w = walk_begin(r, a, NULL);
		f = is_near(&w, new, old, contains);
		if (f == NULL && !*contains && !w.lineage->spoilt) {
			w = walk_begin(r, a, NULL);
			f = reaches(&w, new, old, contains);
		}
	} while (lineage_restarts(w.lineage));
	return f;
}
