/* SPDX-License-Identifier: MIT */
/* history_print.c - what is new, as we list it, beside what a plain walk through the whole graph says. */
#include "base/arena.h"
#include "git/history.h"
#include "git/oid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * usage: history_print REPOSITORY GRAPH < QUERIES
 *   GRAPH is what `git rev-list --all --parents` says. A query is a line of ids, known ones with ^ in front.
 * For each query: `= listed missing extra misplaced`, then the listed ids, one per line. Missing: reachable from a start and from
 * no known commit, but not listed. Extra: listed, but known. Misplaced: a child that stands before its parent, or one listed twice.
 * An exact answer that is not exact, or a wrong one about whether a start reaches a known commit, ends the program.
 */
struct node {
	const size_t *parents;
	size_t nparents;
	unsigned paint;
	size_t place; /* in our list, from 1 */
};

enum { KNOWN = 1, NEW = 2 };

struct graph {
	struct arena *arena, *step;
	struct oid_map map;
	struct node *nodes;
	size_t count, room;
};

static void fail(const char *why)
{
	fprintf(stderr, "history_print: %s\n", why);
	exit(2);
}

static size_t node_of(struct graph *g, struct span hex)
{
	struct oid id;
	size_t place;
	if (!oid_read(hex, &id))
		fail("this is no id");
	if (oid_map_find(&g->map, &id, &place))
		return place;
	g->nodes = arena_grow(g->arena, g->nodes, g->count, &g->room, sizeof *g->nodes);
	g->nodes[g->count] = (struct node){0};
	oid_map_add(&g->map, &id, g->count);
	return g->count++;
}

static void graph_read(struct graph *g, const char *path)
{
	FILE *file = fopen(path, "r");
	char *line = NULL;
	size_t room = 0;
	if (file == NULL)
		fail("the graph cannot be read");
	while (getline(&line, &room, file) > 0) {
		struct span rest = span_trim(span_of(line)), word;
		size_t parents[1024], count = 0;
		if (!span_next(&rest, ' ', &word))
			continue;
		size_t node = node_of(g, word);
		while (count < COUNT(parents) && span_next(&rest, ' ', &word))
			parents[count++] = node_of(g, word);
		size_t *kept = arena_take(g->arena, count, sizeof *kept);
		memcpy(kept, parents, count * sizeof *kept);
		g->nodes[node].parents = kept;
		g->nodes[node].nparents = count;
	}
	free(line);
	fclose(file);
}

/* Everything that can be reached, whatever the dates. */
static void paint_from(struct graph *g, size_t from, unsigned paint)
{
	size_t *stack = NULL, depth = 0, room = 0;
	stack = arena_grow(g->step, stack, depth, &room, sizeof *stack);
	stack[depth++] = from;
	while (depth > 0) {
		struct node *n = &g->nodes[stack[--depth]];
		if ((n->paint & paint) != 0)
			continue;
		n->paint |= paint;
		for (size_t i = 0; i < n->nparents; i++) {
			stack = arena_grow(g->step, stack, depth, &room, sizeof *stack);
			stack[depth++] = n->parents[i];
		}
	}
}

static size_t misplaced(const struct graph *g, const struct oid *ids, size_t count)
{
	size_t wrong = 0, place;
	for (size_t i = 0; i < count; i++) {
		if (!oid_map_find(&g->map, &ids[i], &place))
			fail("a listed commit is not in the graph");
		wrong += g->nodes[place].place != 0;
		g->nodes[place].place = i + 1;
	}
	for (size_t i = 0; i < g->count; i++)
		for (size_t k = 0; k < g->nodes[i].nparents && g->nodes[i].place > 0; k++)
			wrong += g->nodes[g->nodes[i].parents[k]].place > g->nodes[i].place;
	return wrong;
}

static void answer(struct graph *g, const struct oid *ids, size_t count)
{
	size_t missing = 0, extra = 0, wrong = misplaced(g, ids, count);
	for (size_t i = 0; i < g->count; i++) {
		bool new = g->nodes[i].paint == NEW;
		missing += new && g->nodes[i].place == 0;
		extra += !new && g->nodes[i].place > 0;
	}
	printf("= %zu %zu %zu %zu\n", count, missing, extra, wrong);
	for (size_t i = 0; i < count; i++)
		printf("%.*s\n", SPAN_ARGS(oid_hex(g->step, &ids[i])));
}

/* Asked exactly, nothing else may be listed; and whether the first start reaches the first known commit must be told right. */
static void check_exact(struct graph *g, struct repository *r, struct arena *visit, struct history_question q)
{
	const struct oid *ids;
	size_t count, wanted = 0, place;
	bool contains;
	q.exact = true;
	for (size_t i = 0; i < g->count; i++)
		wanted += g->nodes[i].paint == NEW;
	const struct failure *f = history_new(r, visit, &q, &ids, &count);
	if (f != NULL)
		fail(span_string(visit, f->text));
	if (count != wanted)
		fail("an exact answer lists too many or too few");
	for (size_t i = 0; i < count; i++)
		if (!oid_map_find(&g->map, &ids[i], &place) || g->nodes[place].paint != NEW)
			fail("an exact answer lists a known commit");
	if (q.nknown == 0)
		return;
	f = history_contains(r, visit, q.starts, q.known, &contains);
	if (f != NULL)
		fail(span_string(visit, f->text));
	for (size_t i = 0; i < g->count; i++)
		g->nodes[i].paint = 0;
	paint_from(g, node_of(g, oid_hex(g->step, q.starts)), NEW);
	if (contains != (g->nodes[node_of(g, oid_hex(g->step, q.known))].paint != 0))
		fail("a start is said to reach a known commit, or not to, and that is wrong");
}

static void query(struct graph *g, struct repository *r, struct span line, bool stored)
{
	struct oid starts[1024], known[1024];
	size_t nstarts = 0, nknown = 0, count;
	const struct oid *ids;
	struct span word;
	for (size_t i = 0; i < g->count; i++)
		g->nodes[i].paint = 0, g->nodes[i].place = 0;
	while (span_next(&line, ' ', &word) && nstarts < COUNT(starts) && nknown < COUNT(known)) {
		bool is_known = span_starts(word, SPAN("^"));
		struct span hex = span_from(word, is_known);
		if (!oid_read(hex, is_known ? &known[nknown++] : &starts[nstarts++]))
			fail("this is no id");
		paint_from(g, node_of(g, hex), is_known ? KNOWN : NEW);
	}
	struct arena *visit = arena_new("visit", (size_t)1 << 31);
	const struct history_question q = {.starts = starts, .nstarts = nstarts, .known = known, .nknown = nknown, .stored = stored};
	const struct failure *f = history_new(r, visit, &q, &ids, &count);
	if (f != NULL)
		fail(span_string(visit, f->text));
	answer(g, ids, count);
	check_exact(g, r, visit, q);
	arena_free(visit);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		fail("usage: history_print REPOSITORY GRAPH < QUERIES");
	struct graph g = {.arena = arena_new("house", (size_t)1 << 31), .step = arena_new("step", (size_t)1 << 31)};
	struct repository *r;
	g.map = oid_map_in(g.arena);
	const struct failure *f = repository_open(g.arena, &(struct opening){.path = argv[1], .partial_clone = true, .safe_directory = true}, &r);
	if (f != NULL)
		fail(span_string(g.arena, f->text));
	graph_read(&g, argv[2]);
	char *line = NULL;
	size_t room = 0;
	for (bool stored = false; getline(&line, &room, stdin) > 0; stored = !stored) {
		arena_reset(g.step);
		query(&g, r, span_trim(span_of(line)), stored);
	}
	free(line);
	repository_close(r);
	return fflush(stdout) == 0 ? 0 : 2;
}
