/* SPDX-License-Identifier: MIT */
/* gitmodules.h - what git's fsck calls an error in a .gitmodules file (fsck-msgids: gitmodulesName, Path, Url, Update). */
#ifndef PORTCULLIS_TEXT_GITMODULES_H
#define PORTCULLIS_TEXT_GITMODULES_H

#include "base/span.h"

struct arena;

/* The first fault, in words, or an empty span. Read as git reads it (config_text.h). */
struct span gitmodules_fault(struct arena *, struct span bytes);

#endif
