/* SPDX-License-Identifier: MIT */
/* start.h - the record of where the protected refs stand when the gate is put in front of them. */
#ifndef PORTCULLIS_GATE_START_H
#define PORTCULLIS_GATE_START_H

#include "gate/gate.h"

/* Writes it into the spool folder, for the folder's owner where that is allowed. Described in formats/README.md. */
MUST_USE const struct failure *
start_write(struct gate *, const struct policy_place *, const struct policy *, struct span spool);

#endif
