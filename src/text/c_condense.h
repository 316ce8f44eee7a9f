/* SPDX-License-Identifier: MIT */
/* c_condense.h - a C text without the lines that say nothing of other files: most of it. */
#ifndef PORTCULLIS_TEXT_C_CONDENSE_H
#define PORTCULLIS_TEXT_C_CONDENSE_H

#include "base/span.h"

struct arena;

/*
 * A text of which c_facts_of tells the same facts. Lines are left out that hold no directive, and in no reading begin, end or go on anything
 * that reaches into another line: a comment of several lines, a splice, a trigraph. Whether such a line stands in a comment or in
 * code, it says nothing, and the lines around it mean what they meant. A text of which that is not so (namespaces, raw strings, trigraphs,
 * lone carriage returns, an include of a macro, build files) comes back as it is. Scratch memory and result lie in the arena. Linear
 * time, any bytes.
 */
struct span c_condensed(struct arena *, struct span text, bool code, bool build_file);

#endif
