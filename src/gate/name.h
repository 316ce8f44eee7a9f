/* SPDX-License-Identifier: MIT */
/* name.h - what a repository is called in records, audits and break-glass entries. */
#ifndef PORTCULLIS_GATE_NAME_H
#define PORTCULLIS_GATE_NAME_H

#include "git/repository.h"

/* What the server's configuration says (portcullis.repository), else the folder's name without `.git`. */
MUST_USE const struct failure *name_on_server(struct repository *, struct arena *, struct span *name);

/* What was asked for, else what the CI system says, else the last part of the address of `origin`, else the folder's name. */
MUST_USE const struct failure *name_in_clone(struct repository *, struct arena *, struct span asked, struct span *name);

#endif
