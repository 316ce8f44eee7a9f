/* SPDX-License-Identifier: MIT */
/* nearest.h - the word that a mistyped one was probably meant to be. */
#ifndef PORTCULLIS_TEXT_NEAREST_H
#define PORTCULLIS_TEXT_NEAREST_H

#include "base/span.h"

struct arena;

/*
 * The word of the list that becomes the given one by at most two insertions, deletions or replacements (letters are compared
 * without case), or an empty span. Words above 64 bytes have no neighbours.
 */
struct span nearest(struct span word, const struct span *words, size_t nwords);

/* `; did you mean "WORD"?`, or where no word is near `; known are "A", "B" ...`, or nothing for an empty list. */
struct span nearest_hint(struct arena *, struct span word, const struct span *words, size_t nwords);

#endif
