/* SPDX-License-Identifier: MIT */
/* c_condense.h - the facts of a C text, read of the lines that may tell some: few of them. */
#ifndef PORTCULLIS_TEXT_C_CONDENSE_H
#define PORTCULLIS_TEXT_C_CONDENSE_H

#include "text/c_facts.h"

/*
 * A text of which c_facts_of tells the same facts, perhaps in another number of repetitions, unless it tells of an include of a macro: that
 * may mean any string of the whole text. Lines are left out that hold no directive, and in no reading begin, end or go on anything
 * that reaches into another line: a comment of several lines, a splice, a trigraph. Whether such a line stands in a comment or in
 * code, it says nothing, and the lines around it mean what they meant. A text of which that is not so (namespaces, raw strings, trigraphs,
 * lone carriage returns, __has_include) comes back as it is. Not for build files. Linear time, any bytes.
 */
struct span c_condensed(struct arena *, struct span text);

/* What c_facts_of tells, each fact at least once. */
struct c_facts c_facts_quickly(struct arena *, struct span text, bool code, bool build_file);

#endif
