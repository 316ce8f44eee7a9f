/* SPDX-License-Identifier: MIT */
/* policy_watch.h - changes of the policy and its registers on the trusted ref (judgement.md 1.7, 2.1). */
#ifndef PORTCULLIS_GATE_POLICY_WATCH_H
#define PORTCULLIS_GATE_POLICY_WATCH_H

#include "gate/policy_place.h"
#include "gate/scope.h"

/* A file of the policy before or after the push, by its path in the tree. */
struct watched {
	struct span path;
	struct entry old, new;
	bool explained; /* a commit of the push brought the new state, and owed its review for it */
};

struct policy_watch {
	struct watched *files;
	size_t nfiles;
};

/* Loads the pushed policy where its files changed; one that does not load is accused. Nothing to watch: no files. */
MUST_USE const struct failure *
policy_watch_begin(struct hearing *, struct arena *house, const struct policy_place *, const struct scope *, struct policy_watch *);

/* The first watched file that the commit itself brings into a state that no parent had, or an empty span. */
struct span policy_watch_see(struct policy_watch *, const struct changes *, size_t nparents);

/* A watched file that is another than before though no commit of the push brought it (an old state came back), or an empty span. */
struct span policy_watch_unexplained(const struct policy_watch *);

#endif
