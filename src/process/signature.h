/* SPDX-License-Identifier: MIT */
/* signature.h - SSH signatures of people of the register over a text (ssh-keygen -Y, format PROTOCOL.sshsig of OpenSSH). */
#ifndef PORTCULLIS_PROCESS_SIGNATURE_H
#define PORTCULLIS_PROCESS_SIGNATURE_H

#include "base/failure.h"
#include "model/registers.h"

struct arena;

/* The namespace of our signatures: what was signed for another purpose proves nothing here. */
#define SIGNATURE_NAMESPACE "portcullis"

/*
 * Whether `signature` (armored, as `ssh-keygen -Y sign -n portcullis` writes it) is over exactly these bytes, by a key that the register
 * gives to the person with that address, who is valid at that moment. Runs ssh-keygen with files of its own and without a shell; fails
 * where that is missing, and for every signature that is not right. *person is the one who signed.
 */
MUST_USE const struct failure *signature_verify(struct arena *, const struct people *, struct span address, int64_t at, struct span text,
                                                struct span signature, const struct person **person);

/* What the signer has to run, for messages: FILE is the text's file. */
#define SIGNATURE_COMMAND "ssh-keygen -Y sign -n " SIGNATURE_NAMESPACE " -f KEY FILE"

#endif
