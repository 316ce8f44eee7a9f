/* SPDX-License-Identifier: MIT */
/* around.h - what the other files of a tree say about one of them: who includes it, which links lead to it, what its words stand for. */
#ifndef PORTCULLIS_GATE_AROUND_H
#define PORTCULLIS_GATE_AROUND_H

#include "gate/hearing.h"
#include "gate/scanner.h"

/*
 * Stands at one tree at a time. To move from tree to tree costs what differs between them; the first tree is read whole, and every
 * judged file of it once. So a small push does not ask before it must (a file that is not judged by its name holds something that would
 * count, a use is in doubt), and a long one asks first. It has memory of its own.
 */
struct around;
/* It lives in `visit`; free gives back the memory that is its own. */
struct around *around_new(struct arena *visit);
void around_free(struct around *);

/* Whether a question costs less than the reading of a text: what the files of some tree say is known. */
bool around_is_at_hand(const struct hearing *);

/* Follows the step from one tree to the next, where it stands at the first and the files' sayings are known: all that differs is at hand already. */
MUST_USE const struct failure *around_follow(struct hearing *, const struct oid *from, const struct oid *to, const struct changes *);

/* Moves to that tree, of which is asked until the next move. */
MUST_USE const struct failure *around_read(struct hearing *, const struct oid *root);
/* The same without reading any file: enough for around_files and around_has. */
MUST_USE const struct failure *around_list(struct hearing *, const struct oid *root);

/* Whether the tree has a file that is no code by its name, and that an include so written may mean. */
bool around_has(const struct hearing *, struct span include);
/* The files or links of the tree whose names say that they are code or its flags; in no particular order. */
void around_files(const struct hearing *, enum entry_kind, void (*tell)(void *context, struct span path, const struct entry *), void *context);

/* Whether a judged file of the tree includes the path. */
MUST_USE const struct failure *around_includes(struct hearing *, struct span path, bool *includes);
/* The files that are code only because code includes them, directly or by way of others; in no particular order. */
MUST_USE const struct failure *around_included(struct hearing *, void (*tell)(void *context, struct span path), void *context);
/* Whether a use in doubt, in the text of that blob, counts by what the tree's judged files say. */
MUST_USE const struct failure *around_settle(struct hearing *, const struct oid *blob, const struct use *, bool *counts);

#endif
