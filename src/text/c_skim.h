/* SPDX-License-Identifier: MIT */
/* c_skim.h - over a block of code of which nothing is told, to its closing brace. */
#ifndef PORTCULLIS_TEXT_C_SKIM_H
#define PORTCULLIS_TEXT_C_SKIM_H

#include "base/span.h"

/*
 * From behind a brace that ends its line: the line end in front of the brace that closes it and stands first on a line of its own; 0 where
 * that is not in front of `limit`, or where something stands between them that is more than plain tokens in any reading: a
 * directive that is no #if, #else or #endif, an `#if 0`, a splice, a trigraph, a digraph, a raw string, a quote behind a number. `seen` becomes how far was looked. Linear in what was seen.
 */
size_t c_skim(struct span text, size_t behind, size_t limit, size_t *seen);

/*
 * Leaves out the spots that are in comments in every reading, or in literals, unless these are asked for; returns how many are left.
 * Of a text in which no header's name holds what begins either.
 */
struct c_spot;
size_t c_spots_in_code(struct span text, struct c_spot *spots, size_t count, bool literals);

#endif
