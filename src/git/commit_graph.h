/* SPDX-License-Identifier: MIT */
/* commit_graph.h - git's own table of commits and their parents (gitformat-commit-graph(5), version 1, SHA-1). */
#ifndef PORTCULLIS_GIT_COMMIT_GRAPH_H
#define PORTCULLIS_GIT_COMMIT_GRAPH_H

#include "model/model.h"

struct arena;

/* A commit's level is above that of each of its parents. */
#define LEVEL_UNKNOWN UINT64_MAX

#define GRAPH_MOST_LAYERS 64
#define GRAPH_MOST_PARENTS 1024

/* Commits are named by their position: those of the lowest layer come first. Every parent of a commit in the graph is in the graph. */
struct commit_graph;

struct graph_commit {
	uint64_t level; /* corrected commit date where every layer tells it, else the generation number (topological level) */
	int64_t date;
	size_t nparents;
	uint32_t parents[GRAPH_MOST_PARENTS];
};

/*
 * The files of a chain, the lowest layer first; a graph in one file is a chain of one. NULL where they are garbled, of another version, or
 * do not belong together: there is no graph then. The bytes must live as long as the graph; everything read from them is checked when it is read.
 */
const struct commit_graph *commit_graph_read(struct arena *, const struct span *layers, size_t count);

/* Whether dates bound what a commit can reach, so that levels are dates (seconds) wherever dates run forwards. */
bool commit_graph_has_dates(const struct commit_graph *);
bool commit_graph_find(const struct commit_graph *, const struct oid *, uint32_t *position);
/* The position must be one that the graph gave. */
struct oid commit_graph_id(const struct commit_graph *, uint32_t position);
/* False where what stands there cannot be: nothing that the graph says may be believed then. */
bool commit_graph_commit(const struct commit_graph *, uint32_t position, struct graph_commit *);

#endif
