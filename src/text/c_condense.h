/* SPDX-License-Identifier: MIT */
/* c_condense.h - the lines of a C text that may say something of other files: few of them. */
#ifndef PORTCULLIS_TEXT_C_CONDENSE_H
#define PORTCULLIS_TEXT_C_CONDENSE_H

#include "base/span.h"

struct arena;

/*
 * A text of which c_facts_of tells the same facts, perhaps in another number of repetitions, unless it tells of an include of a macro: that
 * may mean any string of the whole text. Lines are left out that hold no directive, and in no reading begin, end or go on anything
 * that reaches into another line: a comment of several lines, a splice, a trigraph. Whether such a line stands in a comment or in
 * code, it says nothing, and the lines around it mean what they meant. A text of which that is not so (namespaces, raw strings, trigraphs,
 * lone carriage returns, __has_include) comes back as it is. Not for build files. Linear time, any bytes.
 */
struct span c_condensed(struct arena *, struct span text);

#endif
