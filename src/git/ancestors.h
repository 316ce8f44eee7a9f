/* SPDX-License-Identifier: MIT */
/* ancestors.h - all ancestors of one commit, marked once and grown as it moves on to its children. */
#ifndef PORTCULLIS_GIT_ANCESTORS_H
#define PORTCULLIS_GIT_ANCESTORS_H

#include "git/lineage.h"

/*
 * Tries to have exactly the node and its ancestors marked. They are grown from those of the commit marked last, where that is an ancestor of
 * this one; else they are marked anew, for no more work than searches for common ancestors spent meanwhile. *marked is false where that does not
 * do.
 */
MUST_USE const struct failure *ancestors_mark(struct lineage *, struct arena *, uint32_t node, bool *marked);
bool ancestors_hold(const struct lineage *, uint32_t node);

#endif
