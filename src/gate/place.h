/* SPDX-License-Identifier: MIT */
/* place.h - where in a text something stands, as a reader finds it. */
#ifndef PORTCULLIS_GATE_PLACE_H
#define PORTCULLIS_GATE_PLACE_H

#include "base/span.h"

struct arena;

/* Where the lines of a text begin. Lines end at LF, CRLF or a lone CR. */
struct lines {
	struct span text;
	const size_t *begins;
	size_t count;
};
struct lines lines_of(struct arena *, struct span text);

struct place {
	size_t line, column; /* from 1; the column counts bytes of the text */
	struct span source;  /* the line without its end, or the part of a long line around the place */
	size_t caret;        /* where in `source` the place is */
};
struct place place_in(const struct lines *, size_t at);

#endif
