/* SPDX-License-Identifier: MIT */
/* encoding.h - the bytes of a source file as text that a lexer can read. */
#ifndef PORTCULLIS_TEXT_ENCODING_H
#define PORTCULLIS_TEXT_ENCODING_H

#include "base/span.h"

struct arena;

struct decoded {
	struct span text;       /* UTF-8 or any ASCII-compatible bytes, without a byte order mark */
	struct span unreadable; /* empty, or why no reader can be sure: "UTF-16 without a byte order mark", "NUL byte", "UTF-32" */
	size_t unreadable_at;   /* offset in text of the first such byte */
};

/*
 * UTF-8 with or without byte order mark and Latin-1 are taken as they are, UTF-16 with a byte order mark becomes UTF-8 in the arena
 * (an unpaired surrogate makes it unreadable). Bytes with NULs are unreadable but still given as text. Linear.
 */
struct decoded encoding_read(struct arena *, struct span bytes);

/* Where the first byte outside ASCII stands, from that place on; the text's length where none does. */
size_t encoding_past_ascii(struct span text, size_t from);

#endif
