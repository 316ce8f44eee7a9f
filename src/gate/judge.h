/* SPDX-License-Identifier: MIT */
/* judge.h - everything that a scope owes, commit by commit. */
#ifndef PORTCULLIS_GATE_JUDGE_H
#define PORTCULLIS_GATE_JUDGE_H

#include "gate/policy_watch.h"
#include "gate/scope.h"

/* Accuses; fails where something could not be read. */
MUST_USE const struct failure *judge_scope(struct hearing *, struct arena *house, const struct policy_place *, const struct scope *);

#endif
