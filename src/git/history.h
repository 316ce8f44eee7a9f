/* SPDX-License-Identifier: MIT */
/* history.h - which commits are new: reachable from here, and from none of those. */
#ifndef PORTCULLIS_GIT_HISTORY_H
#define PORTCULLIS_GIT_HISTORY_H

#include "base/failure.h"
#include "git/repository.h"
#include "model/model.h"

struct arena;

struct history_question {
	const struct oid *starts; /* commits */
	size_t nstarts;
	const struct oid *known;  /* commits, or tags; what leads to no commit is passed over */
	size_t nknown;
	bool stored;              /* all that is known was in the repository before this push */
	bool exact;               /* see below */
};

/*
 * The commits that can be reached through parents from one of the starts and from none that is known, each once, parents before children, in
 * an order that depends on nothing but the commits. Sound whatever dates they carry: none is left out that cannot be reached from what is known.
 * Where the commits before the push are in a commit-graph, and wherever `exact` is asked for, none is listed that can. Else one may be listed all the
 * same where dates run backwards; a refusal, and what depends on a commit being new, must ask for `exact`.
 * A commit of the new side that is missing is a failure; beyond the boundary of a shallow clone the known side just ends.
 *
 * Cost: the new commits, and the ids of the known ones. Objects of these are read only when a commit is met that was stored before and is none of
 * them: then their tips, and what they reach down to the level of that commit by the commit-graph; without one, down to its date; without one
 * and exact, all.
 */
MUST_USE const struct failure *
history_new(struct repository *, struct arena *, const struct history_question *, const struct oid **ids, size_t *count);

/* Whether `old` can be reached from `new` (a commit reaches itself), whatever the dates say. */
MUST_USE const struct failure *
history_contains(struct repository *, struct arena *, const struct oid *new, const struct oid *old, bool *contains);

#endif
