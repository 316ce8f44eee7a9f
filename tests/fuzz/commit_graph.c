/* SPDX-License-Identifier: MIT */
/* commit_graph.c - whatever the files of a commit-graph hold, nothing outside of them is read, and levels fall from child to parent. */
#include "fuzz.h"

#include "git/commit_graph.h"
#include "model/oid.h"

/* Follows first parents: it ends, as levels fall. */
static void descend(const struct commit_graph *g, uint32_t position)
{
	struct graph_commit c;
	uint64_t level = LEVEL_UNKNOWN;
	for (bool more = true; more && commit_graph_commit(g, position, &c); more = c.nparents > 0) {
		HOLDS(c.level > 0 && c.level < level && c.nparents <= GRAPH_MOST_PARENTS);
		level = c.level;
		for (size_t i = 0; i < c.nparents; i++)
			(void)commit_graph_id(g, c.parents[i]);
		position = c.nparents > 0 ? c.parents[0] : position;
	}
}

/* Two bytes that say how long the first file is, and two files: the first alone, and both as a chain. */
int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	size_t rest = len < 2 ? 0 : len - 2, cut = len < 2 ? 0 : ((size_t)bytes[0] << 8 | bytes[1]) % (rest + 1);
	const struct span layers[] = {fuzz_text(a, bytes + (len - rest), cut), fuzz_text(a, bytes + (len - rest) + cut, rest - cut)};
	for (size_t count = 1; count <= COUNT(layers); count++) {
		const struct commit_graph *g = commit_graph_read(a, layers, count);
		uint32_t position;
		for (size_t i = 0; g != NULL && i < 256; i++) {
			struct oid id = {{(unsigned char)i}};
			memcpy(id.bytes, bytes, len < sizeof id.bytes ? len : sizeof id.bytes);
			id.bytes[0] = (unsigned char)i;
			if (commit_graph_find(g, &id, &position))
				descend(g, position);
		}
		struct oid first;
		if (g == NULL)
			continue;
		first = commit_graph_id(g, 0); /* a graph has one */
		if (commit_graph_find(g, &first, &position))
			descend(g, position);
		descend(g, 0);
	}
	arena_free(a);
	return 0;
}
