/* SPDX-License-Identifier: MIT */
/* newness.h - which hits a commit brings that none of its parents had (judgement.md 1.5, 1.6). */
#ifndef PORTCULLIS_GATE_NEWNESS_H
#define PORTCULLIS_GATE_NEWNESS_H

#include "gate/hearing.h"

/* A tree and what it is compared with. Zero ids stand for empty trees. */
struct comparison {
	const struct commit *commit; /* whom findings name */
	struct oid now;
	const struct oid *before; /* the parents' trees, each once; then the merge base's, if there is one */
	size_t nparents;
	bool has_base;
	const struct changes *changes; /* between all of them */
};

/*
 * Accuses the commit of every new hit, new link that leads out or nowhere, and new submodule. The count of a hit (rule and
 * window) goes over all paths that the rule covers, so that moved code is not new; for a merge the base and what each
 * parent added to it are taken off.
 */
MUST_USE const struct failure *newness_judge(struct hearing *, const struct comparison *);

#endif
