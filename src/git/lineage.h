/* SPDX-License-Identifier: MIT */
/* lineage.h - commits and their parents, each read once for all walks through a repository. */
#ifndef PORTCULLIS_GIT_LINEAGE_H
#define PORTCULLIS_GIT_LINEAGE_H

#include "git/commit_graph.h"
#include "git/graph_files.h"
#include "git/oid.h"
#include "git/repository.h"

#define LINEAGE_MOST_COMMITS ((size_t)4000000)

struct kin {
	struct oid id;
	int64_t date;
	uint64_t level;      /* above that of every parent; LEVEL_UNKNOWN where the graph does not hold the commit */
	uint32_t *parents;   /* nodes */
	uint32_t nparents;
	uint32_t position;   /* in the graph, or NO_POSITION */
	uint32_t walk;       /* which walk painted it last */
	uint32_t paint;
	uint32_t family;     /* see ancestors.h */
	bool read;           /* date, level and parents are filled in */
	bool fresh;          /* came with this push: no commit that was there before can reach it */
	bool missing;        /* lies behind the boundary of a shallow clone */
};
#define NO_POSITION UINT32_MAX

/* Lives as long as the repository; the nodes move when one is added. */
struct lineage {
	struct repository *repository;
	struct arena *house, *scratch;
	struct oid_map map;
	struct kin *nodes;
	size_t count, room;
	struct graph_files files;
	bool looked_for_graph, shallow;
	bool spoilt; /* the graph contradicts itself: what was read since is worth nothing */
	uint32_t walk;
	uint32_t family, family_head; /* the mark of all ancestors of one commit, and that commit or NO_POSITION */
	size_t spent, last_search;    /* commits that searches for common ancestors looked at since those were marked, and the last one alone */
	size_t due;                   /* when so much was spent, they are marked anew */
};

/* The lineage of the repository, and a new walk: no node is painted. */
struct lineage *lineage_begin(struct repository *);
/* Whether the graph turned out to be garbled; it is forgotten then with everything read so far, and the walk must be made again. */
bool lineage_restarts(struct lineage *);
void lineage_end(struct lineage *);

/* The node of a commit, which may not be there: nothing is read. */
uint32_t lineage_node(struct lineage *, const struct oid *);

/* Reads a node once, from the graph where that holds it. Behind the boundary of a shallow clone, a commit that is not there has no parents. */
MUST_USE const struct failure *lineage_read(struct lineage *, struct arena *, uint32_t node);

/* The node of the commit that an object is or leads to as a tag, already read; *found is false where it leads elsewhere. */
MUST_USE const struct failure *lineage_peel(struct lineage *, struct arena *, const struct oid *, uint32_t *node, bool *found);

/* Where a stored commit is concerned, the graph is looked for first, and objects are read only of what it does not hold. */
const struct commit_graph *lineage_graph(struct lineage *);

/* The colours that this walk gave to a node. */
uint32_t lineage_paint(const struct lineage *, uint32_t node);
void lineage_set_paint(struct lineage *, uint32_t node, uint32_t paint);

/* Nodes that wait, that one on top which can reach most: fresh ones, then by level, then by date. Each is read already. */
struct kin_queue {
	struct lineage *lineage;
	struct arena *arena;
	uint32_t *nodes;
	size_t count, room;
	bool by_date; /* levels are left out */
};
void kin_queue_push(struct kin_queue *, uint32_t node);
uint32_t kin_queue_pop(struct kin_queue *);

#endif
