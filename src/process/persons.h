/* SPDX-License-Identifier: MIT */
/* persons.h - who acts on a problem report, and who is the same person. */
#ifndef PORTCULLIS_PROCESS_PERSONS_H
#define PORTCULLIS_PROCESS_PERSONS_H

#include "process/desk.h"
#include "process/progress.h"

/*
 * Sets the act's actor to the address of who is at the desk, and fails where there is none: four eyes need to know whose they are. The
 * act's people become those of the policy file, or of the policy that the repository's configuration names; without either, each address
 * is a person.
 */
MUST_USE const struct failure *persons_settle(struct desk *, struct span policy, struct act *);

/* Whether the two texts (an address, a name with one, or a login) are, or may be, one person, as far as the act knows people. */
bool persons_same(const struct act *, struct span, struct span);

#endif
