/* SPDX-License-Identifier: MIT */
/* graph_files.h - the commit-graph of a repository, where it has one that may be believed. */
#ifndef PORTCULLIS_GIT_GRAPH_FILES_H
#define PORTCULLIS_GIT_GRAPH_FILES_H

#include "base/mapping.h"
#include "git/commit_graph.h"
#include "git/repository.h"

struct graph_files {
	const struct commit_graph *graph; /* NULL: there is none; until graph_files_close */
	struct mapping files[GRAPH_MOST_LAYERS];
	size_t count;
};

/*
 * objects/info/commit-graph, or the chain beside it. As in git there is none in a shallow repository, in one with grafts or replace refs, and
 * where core.commitGraph is off. Only the server writes there: a push brings objects, and no such file. What is missing or garbled is no
 * failure, as the objects tell everything that it does. A chain that goes on in a store that is borrowed from (alternates) is passed over.
 */
void graph_files_open(struct repository *, struct arena *, struct graph_files *);
void graph_files_close(struct graph_files *);

#endif
