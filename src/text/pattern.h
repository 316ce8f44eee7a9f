/* SPDX-License-Identifier: MIT */
/* pattern.h - regular expressions (PCRE2) with limits, so that none of them can run away. */
#ifndef PORTCULLIS_TEXT_PATTERN_H
#define PORTCULLIS_TEXT_PATTERN_H

#include "base/failure.h"
#include "base/span.h"

struct arena;
struct pattern;

enum pattern_answer { PATTERN_NO, PATTERN_YES, PATTERN_GAVE_UP };

/*
 * Compiles the pattern (bytes, not UTF); it lives as long as the arena, from which PCRE2 takes its memory. Fails with
 * PCRE2's own words. Match, depth and heap limits are set: what reaches one has GAVE_UP, and that is never "no".
 */
MUST_USE const struct failure *pattern_new(struct arena *, struct span expression, const struct pattern **);

/* Whether the whole text matches, from its first byte to its last (a final newline is not passed over). */
enum pattern_answer pattern_is(const struct pattern *, struct arena *scratch, struct span text);

#endif
