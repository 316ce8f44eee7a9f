/* SPDX-License-Identifier: MIT */
/* changes.h - where a tree differs from others: all of them walked at once, equal parts skipped. */
#ifndef PORTCULLIS_GIT_CHANGES_H
#define PORTCULLIS_GIT_CHANGES_H

#include "git/tree.h"

#define CHANGES_DEEPEST 2048 /* folders inside folders */
#define CHANGES_MOST 2000000 /* paths of one commit */

/* One path below the trees; folders are never told, only what stands in them. */
struct change {
	struct span path;
	struct entry now;
	const struct entry *before; /* as many as trees were given */
	bool reached;               /* it did not change itself: what it leads to, or what leads to it, did */
};

/* Whether the entry differs from those of the first `nparents` trees: a merge takes what one of its sides had. */
bool change_is_born(const struct change *, size_t nparents);

struct changes {
	const struct change *list; /* in path order of git's trees */
	size_t count;
	struct span oddity;        /* of a tree that is in none of the others; with its folder in front */
};

/*
 * All paths at which the entry of `now` differs from that of at least one tree of `before` (there may be none: then
 * everything is told). A zero id stands for an empty tree. Everything is taken from the arena.
 */
MUST_USE const struct failure *changes_find(struct repository *, struct arena *, const struct oid *now, const struct oid *before, size_t nbefore,
                                            struct changes *);

/* The same in another arena, with nothing that does not belong to it. */
struct changes changes_copy(struct arena *, const struct changes *, size_t nbefore);

#endif
