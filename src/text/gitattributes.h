/* SPDX-License-Identifier: MIT */
/* gitattributes.h - what git's fsck calls an error in a .gitattributes file (fsck-msgids: gitattributesLarge, LineLength). */
#ifndef PORTCULLIS_TEXT_GITATTRIBUTES_H
#define PORTCULLIS_TEXT_GITATTRIBUTES_H

#include "base/span.h"

/* The first fault, in words, or an empty span. */
struct span gitattributes_fault(struct span bytes);

#endif
