/* SPDX-License-Identifier: MIT */
/* around.h - what the other files of a tree say about one of them: who includes it, which links lead to it, what its words stand for. */
#ifndef PORTCULLIS_GATE_AROUND_H
#define PORTCULLIS_GATE_AROUND_H

#include "gate/hearing.h"
#include "gate/scanner.h"

/*
 * Reads the whole tree and every judged file of it once: asked only where a file that is not judged by its name holds something
 * that would count, or where a use is in doubt. Lives in the hearing's step arena.
 */
struct around;
MUST_USE const struct failure *around_read(struct hearing *, const struct oid *root, const struct around **);

/* The same without reading any file: enough for around_files and around_has. */
MUST_USE const struct failure *around_list(struct hearing *, const struct oid *root, const struct around **);

/* Whether the tree has a file that is no code by its name, and that an include so written may mean. */
bool around_has(struct arena *, const struct around *, struct span include);
/* Whether a judged file of the tree includes the path. */
bool around_includes(const struct around *, struct span path);
/* Whether a use in doubt, in the text of that blob, counts by what the tree's judged files say. */
MUST_USE const struct failure *around_settle(struct hearing *, const struct around *, const struct oid *blob, const struct use *, bool *counts);
/* The files that are code only because code includes them, directly or by way of others. */
void around_included(const struct around *, void (*tell)(void *context, struct span path), void *context);
/* The files or links of the tree whose names say that they are code. */
void around_files(const struct around *, enum entry_kind, void (*tell)(void *context, struct span path, const struct entry *), void *context);

#endif
