/* SPDX-License-Identifier: MIT */
/* fuzz.h - what the fuzz targets share: an input, memory that is watched, and a word for "this must hold". */
#ifndef PORTCULLIS_FUZZ_H
#define PORTCULLIS_FUZZ_H

#include "base/arena.h"
#include "base/failure.h"
#include "base/span.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len);

/* A property; the fuzzer keeps the input that breaks it. */
#define HOLDS(property)                                                                                                                    \
	do {                                                                                                                               \
		if (!(property)) {                                                                                                         \
			fprintf(stderr, "%s:%d: does not hold: %s\n", __FILE__, __LINE__, #property);                                      \
			abort();                                                                                                           \
		}                                                                                                                          \
	} while (0)

/* Inputs are some kilobytes: whatever needs more than this has no bound. */
#define FUZZ_MEMORY ((size_t)256 << 20)

/* A copy of exactly those bytes, so that a read behind its end is seen. */
static inline struct span fuzz_text(struct arena *arena, const uint8_t *bytes, size_t len)
{
	char *copy = arena_take(arena, len, 1);
	if (len > 0)
		memcpy(copy, bytes, len);
	return (struct span){copy, len};
}

static inline bool span_inside(struct span piece, struct span text)
{
	return piece.len == 0 || (piece.at >= text.at && piece.at + piece.len <= text.at + text.len);
}

/* Every byte of it may be read: the sanitizer sees it where not. */
static inline void span_touch(struct span piece)
{
	static volatile char seen;
	for (size_t i = 0; i < piece.len; i++)
		seen = piece.at[i];
	(void)seen;
}

/* A failure says what is wrong, as the kind that is meant. */
static inline void fuzz_failed(const struct failure *f, enum failure_kind kind)
{
	HOLDS(f->kind == kind);
	HOLDS(f->text.len > 0);
	span_touch(f->text);
	span_touch(f->cure);
}

#endif
