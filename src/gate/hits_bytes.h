/* SPDX-License-Identifier: MIT */
/* hits_bytes.h - hits as bytes, and back: numbers as this machine has them, for the same machine. */
#ifndef PORTCULLIS_GATE_HITS_BYTES_H
#define PORTCULLIS_GATE_HITS_BYTES_H

#include "gate/studies.h"

#include <stdint.h>

/* Bytes that are read one thing after the other; what does not fit is garbled, and reads as zeros. */
struct byte_source {
	struct span rest;
	bool garbled;
};
void bytes_take(struct byte_source *, void *to, size_t size);
uint32_t bytes_take_number(struct byte_source *);
/* Borrowed from the source. */
struct span bytes_take_span(struct byte_source *, size_t len);

/* Bytes that are written one thing after the other. */
struct byte_sink {
	struct arena *arena;
	char *at;
	size_t len, room;
};
void bytes_put(struct byte_sink *, const void *from, size_t size);
void bytes_put_number(struct byte_sink *, size_t number); /* 32 bits of it */

void bytes_put_hits(struct byte_sink *, const struct hits *);
/* The list lies in the arena, its texts in the source. False where the source holds anything else. */
bool bytes_take_hits(struct byte_source *, struct arena *, struct hits *);

#endif
