/* SPDX-License-Identifier: MIT */
/* certificate.h - whether the signer of a push certificate is the user of the connection (judgement.md 5). */
#ifndef PORTCULLIS_GATE_CERTIFICATE_H
#define PORTCULLIS_GATE_CERTIFICATE_H

#include "gate/hearing.h"

/*
 * Says so in a finding about the ref where they are two people, or where the signature is bad. Git has checked the signature; it
 * compares nobody. What is missing for the comparison (a host that names the pusher, a signature that could be checked, a
 * register of people that knows the login) is said in a notice; a login that is missing or unknown leaves the push undecided.
 */
void certificate_judge(struct hearing *, const struct update *);

#endif
