/* SPDX-License-Identifier: MIT */
/* break_glass.h - the sanctioned way past the gate: approved by two beforehand, for one new value of one ref, and said loudly. */
#ifndef PORTCULLIS_GATE_BREAK_GLASS_H
#define PORTCULLIS_GATE_BREAK_GLASS_H

#include "gate/hearing.h"

/*
 * Covers what blocks the push by the entry that is in force for it, except findings about policy, refs and objects (GP-001 to GP-007). The entry,
 * or NULL. Only a push of that one ref is let through: what else came with it would have nobody's approval. A void entry for it is said.
 */
const struct break_glass *break_glass_use(struct hearing *);

#endif
