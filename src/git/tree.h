/* SPDX-License-Identifier: MIT */
/* tree.h - a tree object read strictly, and paths looked up in it. */
#ifndef PORTCULLIS_GIT_TREE_H
#define PORTCULLIS_GIT_TREE_H

#include "base/failure.h"
#include "git/repository.h"
#include "model/model.h"

enum entry_kind { ENTRY_NONE, ENTRY_TREE, ENTRY_FILE, ENTRY_LINK, ENTRY_SUBMODULE };

struct entry {
	struct span name;
	enum entry_kind kind; /* ENTRY_NONE: there is none */
	unsigned mode;        /* as written, octal */
	struct oid id;
};

struct tree {
	const struct entry *entries; /* in git's order: a folder sorts as if its name ended in a slash */
	size_t nentries;
	struct span oddity; /* what git fsck calls an error or what readers read differently; empty for a sound tree */
};

/*
 * Reads the raw bytes (mode, blank, name, NUL, 20 bytes; again and again); names point into them. What cannot be cut into
 * entries is a failure. Oddities: wrong order, a name twice, an empty name, a slash, `.`, `..`, what some file system takes for
 * `.git`, a zero-padded or unknown mode.
 */
MUST_USE const struct failure *tree_parse(struct arena *, const struct oid *, struct span raw, struct tree *);
MUST_USE const struct failure *tree_read(struct repository *, struct arena *, const struct oid *, struct tree *);

/* Git's order of two entries. */
int entry_order(const struct entry *, const struct entry *);
/* Same kind, same mode, same id (both absent counts as same). */
bool entry_same(const struct entry *, const struct entry *);

/* The entry at a path below the tree; kind ENTRY_NONE when there is none. Links are not followed. */
MUST_USE const struct failure *
tree_find(struct repository *, struct arena *, const struct oid *root, struct span path, struct entry *);

/* Follows the link at `path` with that text inside the tree: the entry it ends at and its path; ENTRY_NONE when it leads out or nowhere. */
MUST_USE const struct failure *
tree_follow(struct repository *, struct arena *, const struct oid *root, struct span path, struct span text, struct entry *, struct span *end);

#endif
