/* SPDX-License-Identifier: MIT */
/* graph_print.c - what our reader of the commit-graph says, and the best common ancestors that we find. */
#include "base/arena.h"
#include "git/graph_files.h"
#include "git/lineage.h"
#include "git/oid.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * usage: graph_print REPOSITORY graph < IDS    a line `id date level parent...` for each commit, `id -` for one that is not in the graph
 *        graph_print REPOSITORY bases < LINES  for each line of ids: `none`, the best common ancestor, or `several`
 */
static void fail(struct span why)
{
	fprintf(stderr, "graph_print: %.*s\n", SPAN_ARGS(why));
	exit(2);
}

static void print_commit(const struct commit_graph *g, struct arena *a, const struct oid *id)
{
	struct graph_commit c;
	uint32_t position;
	printf("%.*s", SPAN_ARGS(oid_hex(a, id)));
	if (!commit_graph_find(g, id, &position)) {
		puts(" -");
		return;
	}
	if (!commit_graph_commit(g, position, &c))
		fail(SPAN("the graph contradicts itself"));
	printf(" %lld %llu", (long long)c.date, (unsigned long long)c.level);
	for (size_t i = 0; i < c.nparents; i++) {
		struct oid parent = commit_graph_id(g, c.parents[i]);
		printf(" %.*s", SPAN_ARGS(oid_hex(a, &parent)));
	}
	puts("");
}

static void print_bases(struct repository *r, struct arena *a, const struct oid *ids, size_t nids)
{
	struct oid base;
	size_t count;
	const struct failure *f = repository_merge_bases(r, a, ids, nids, &base, &count);
	if (f != NULL)
		fail(f->text);
	printf("%.*s\n", SPAN_ARGS(count == 0 ? SPAN("none") : count == 1 ? oid_hex(a, &base) : SPAN("several")));
}

int main(int argc, char **argv)
{
	struct arena *house = arena_new("house", (size_t)1 << 30), *step = arena_new("step", (size_t)1 << 30);
	struct repository *r;
	struct graph_files files;
	if (argc != 3)
		fail(SPAN("usage: graph_print REPOSITORY graph|bases"));
	bool bases = span_eq(span_of(argv[2]), SPAN("bases"));
	const struct failure *f = repository_open(house, &(struct opening){.path = argv[1], .partial_clone = true, .safe_directory = true}, &r);
	if (f != NULL)
		fail(f->text);
	graph_files_open(r, house, &files);
	if (!bases && files.graph == NULL)
		fail(SPAN("there is no graph"));
	char *line = NULL;
	size_t room = 0;
	while (getline(&line, &room, stdin) > 0) {
		struct span rest = span_trim(span_of(line)), word;
		struct oid ids[64];
		size_t n = 0;
		arena_reset(step);
		while (n < COUNT(ids) && span_next(&rest, ' ', &word))
			if (!oid_read(word, &ids[n++]))
				fail(SPAN("this is no id"));
		if (bases)
			print_bases(r, step, ids, n);
		else
			print_commit(files.graph, step, &ids[0]);
	}
	free(line);
	graph_files_close(&files);
	repository_close(r);
	return fflush(stdout) == 0 ? 0 : 2;
}
