/* SPDX-License-Identifier: MIT */
/* glob.h - path patterns: `?` and `*` stop at a slash, `**` crosses it. */
#ifndef PORTCULLIS_BASE_GLOB_H
#define PORTCULLIS_BASE_GLOB_H

#include "base/span.h"

/*
 * The whole text must match; letters keep their case; there are no classes and no escapes. `**` matches
 * any bytes, and `**` between slashes or at the front with a slash also matches nothing, so that
 * "a/(two stars)/b" matches "a/b". Cost: at most pattern length times text length, without recursion.
 */
bool glob_match(struct span pattern, struct span text);
/* Whether the pattern says nothing at all: it is empty or made of stars, question marks and slashes alone. */
bool glob_is_mere_wildcard(struct span pattern);

#endif
