/* SPDX-License-Identifier: MIT */
/* commit.h - a commit object read strictly from its raw bytes. */
#ifndef PORTCULLIS_GIT_COMMIT_H
#define PORTCULLIS_GIT_COMMIT_H

#include "base/failure.h"
#include "git/repository.h"
#include "model/model.h"

struct arena;

#define COMMIT_MOST_PARENTS 1024

/*
 * Spans point into the raw bytes. Fails only where no reader could go on (no tree, too many parents); whatever
 * else git fsck calls an error, or a header given twice, is told in commit->oddity. Format: gitformat of a commit object as git
 * writes it (tree, parent*, author, committer, further headers with continuation lines, blank line, message).
 */
MUST_USE const struct failure *commit_parse(struct arena *, const struct oid *id, struct span raw, struct commit *);

/* Reads the object and parses it; everything lies in the arena. */
MUST_USE const struct failure *commit_read(struct repository *, struct arena *, const struct oid *, struct commit *);

/* The first line of the message. */
struct span commit_title(const struct commit *);

#endif
