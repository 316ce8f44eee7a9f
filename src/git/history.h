/* SPDX-License-Identifier: MIT */
/* history.h - which commits are new: reachable from here, and from none of those. */
#ifndef PORTCULLIS_GIT_HISTORY_H
#define PORTCULLIS_GIT_HISTORY_H

#include "base/failure.h"
#include "git/repository.h"
#include "model/model.h"

struct arena;

#define HISTORY_MOST_COMMITS ((size_t)4000000)

/*
 * The commits that can be reached through parents from one of `starts` and from none of `known`, each once, parents before
 * children, in an order that depends on nothing but the graph. Sound whatever dates the commits carry: no commit is left out
 * that is not reachable from `known`. (Where dates run backwards, a commit that is already known may be listed all the same.)
 * A commit of the new side that is missing is a failure; beyond the boundary of a shallow clone the known side just ends.
 * Cost: the new commits, and the known ones that are not older than the oldest of them. `step` is reset again and again.
 */
MUST_USE const struct failure *history_new(struct repository *, struct arena *, struct arena *step, const struct oid *starts, size_t nstarts,
                                           const struct oid *known, size_t nknown, const struct oid **ids, size_t *count);

/*
 * The same, and no commit that is known is listed, whatever the dates say. Cost: where a new commit was in the repository before this
 * push, all that is known; a refusal, and what depends on a commit being new, must be worth that.
 */
MUST_USE const struct failure *history_new_exact(struct repository *, struct arena *, struct arena *step, const struct oid *starts, size_t nstarts,
                                                 const struct oid *known, size_t nknown, const struct oid **ids, size_t *count);

/* Whether `old` can be reached from `new` (a commit reaches itself). */
MUST_USE const struct failure *
history_contains(struct repository *, struct arena *, struct arena *step, const struct oid *new, const struct oid *old, bool *contains);

#endif
