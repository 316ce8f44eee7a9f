/* SPDX-License-Identifier: MIT */
/* covering.h - which judged merges brought a commit, for rules that let a merge's trailers cover what it brings. */
#ifndef PORTCULLIS_GATE_COVERING_H
#define PORTCULLIS_GATE_COVERING_H

#include "gate/scope.h"

struct covering;

/* NULL when no rule asks for it. */
MUST_USE const struct failure *covering_of(struct hearing *, const struct scope *, const struct covering **);

/* The trailers of the merges that brought the commit. */
void covering_find(const struct covering *, const struct oid *commit, const struct trailers **, size_t *count);

#endif
