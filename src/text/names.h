/* SPDX-License-Identifier: MIT */
/* names.h - a set of wanted identifiers, asked once for every identifier of a text. */
#ifndef PORTCULLIS_TEXT_NAMES_H
#define PORTCULLIS_TEXT_NAMES_H

#include "base/span.h"

struct arena;
struct names;

/* Names that one identifier may answer to: exact spellings and patterns with `*` (any run of letters, also none). */
#define NAMES_MOST 16

/* `id` is the caller's own number for the spelling (a rule, say); the same spelling may come with several. */
struct wanted_name {
	struct span spelling;
	unsigned id;
};

/* The set, in the arena; the spellings are borrowed. An empty set finds nothing. */
const struct names *names_new(struct arena *, const struct wanted_name *, size_t count);
/* The same with what the readers of C ask of every text beforehand (c_look.h); without it they make it for each. */
const struct names *names_for_c(struct arena *, const struct wanted_name *, size_t count);
struct c_filter;
const struct c_filter *names_filter(const struct names *); /* NULL: there is none */

/*
 * The ids that the identifier answers to, at most NAMES_MOST (the lowest), each once, in rising order; how many there are.
 * Constant time in the number of exact names; a pattern costs only identifiers that share its first byte.
 */
size_t names_find(const struct names *, struct span identifier, unsigned ids[NAMES_MOST]);

/* Where the exact names that begin with the text stand in the list: from, and how many. */
size_t names_beginning(const struct names *, struct span text, size_t *count);
bool name_is_pattern(struct span spelling);

/* All of them: exact spellings first, then patterns, each by spelling, then id. */
const struct wanted_name *names_list(const struct names *, size_t *count);

#endif
