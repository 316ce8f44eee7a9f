/* SPDX-License-Identifier: MIT */
/* scope.h - what owes judgement: from ref lines to commits (judgement.md 1.1 to 1.3, 1.7). */
#ifndef PORTCULLIS_GATE_SCOPE_H
#define PORTCULLIS_GATE_SCOPE_H

#include "gate/hearing.h"

/* A ref that is judged by its net change. */
struct net {
	struct oid now, before; /* commits; before may be zero: everything is new */
};

/* A pushed ref that the policy takes for a release. */
struct release_tag {
	struct span ref, version; /* the version may be empty */
	struct oid commit;
};

struct scope {
	const struct duty *duties; /* parents before children */
	size_t nduties;
	const struct net *nets;
	size_t nnets;
	const struct release_tag *releases;
	size_t nreleases;
	const bool *protected; /* of each update of the push; NULL for a range */
	struct oid trusted_old, trusted_new; /* commits; zero where the push does not move the trusted ref */
};

/* Accuses the refs themselves, and finds the commits that are new to the protected class. */
MUST_USE const struct failure *scope_of_push(struct hearing *, struct scope *);

/* What `head` has beyond `base`, as if it were pushed to a protected ref that is at `base`; with a zero base, the whole history. */
MUST_USE const struct failure *scope_of_range(struct hearing *, const struct oid *base, const struct oid *head, struct scope *);

#endif
