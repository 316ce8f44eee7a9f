/* SPDX-License-Identifier: MIT */
/* graph_files.c - the commit-graph of a repository. */
#include "git/graph_files.h"

#include "base/files.h"
#include "git/libgit2.h"
#include "model/oid.h"

#include <sys/stat.h>

#define CHAIN_BYTES ((size_t)GRAPH_MOST_LAYERS * (OID_HEX_LENGTH + 1))

static bool is_unbelieved(struct repository *r, struct arena *a)
{
	static const struct span replaced = {"refs/replace/**", 15};
	const struct ref *refs;
	struct stat about;
	size_t count;
	int enabled;
	if (git_config_get_bool(&enabled, r->settings, "core.commitgraph") == 0 && enabled == 0)
		return true;
	if (repository_is_shallow(r) || stat(span_format(a, "%sinfo/grafts", git_repository_commondir(r->foreign)).at, &about) == 0)
		return true;
	return repository_refs(r, a, &replaced, 1, &refs, &count) != NULL || count > 0;
}

static bool add_file(struct arena *a, const char *path, struct graph_files *g)
{
	bool found;
	if (mapping_open(a, path, &g->files[g->count], &found) != NULL || !found)
		return false;
	g->count++;
	return true;
}

static bool add_chain(struct arena *a, struct span folder, struct graph_files *g)
{
	struct span rest, name;
	struct oid id;
	bool found;
	const struct failure *f = file_read(a, folder, SPAN("info/commit-graphs/commit-graph-chain"), TRUST_ANYBODY, CHAIN_BYTES, &rest, &found);
	if (f != NULL || !found)
		return false;
	while (span_next(&rest, '\n', &name)) {
		if (g->count == GRAPH_MOST_LAYERS || !oid_read(name, &id))
			return false;
		if (!add_file(a, span_format(a, "%.*s/info/commit-graphs/graph-%.*s.graph", SPAN_ARGS(folder), SPAN_ARGS(name)).at, g))
			return false;
	}
	return g->count > 0;
}

void graph_files_open(struct repository *r, struct arena *a, struct graph_files *g)
{
	struct span folder = span_format(a, "%sobjects", git_repository_commondir(r->foreign)), layers[GRAPH_MOST_LAYERS];
	*g = (struct graph_files){.graph = NULL};
	if (!add_file(a, span_format(a, "%.*s/info/commit-graph", SPAN_ARGS(folder)).at, g) && !add_chain(a, folder, g))
		return;
	for (size_t i = 0; i < g->count; i++)
		layers[i] = g->files[i].bytes;
	g->graph = is_unbelieved(r, a) ? NULL : commit_graph_read(a, layers, g->count);
}

void graph_files_close(struct graph_files *g)
{
	g->graph = NULL;
	while (g->count > 0)
		mapping_close(&g->files[--g->count]);
}
