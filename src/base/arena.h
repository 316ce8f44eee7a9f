/* SPDX-License-Identifier: MIT */
/* arena.h - memory with a common end: taken piece by piece, given back all at once. */
#ifndef PORTCULLIS_BASE_ARENA_H
#define PORTCULLIS_BASE_ARENA_H

#include <stddef.h>

struct arena;

/*
 * A new arena that hands out at most `limit` bytes (its own bookkeeping counted). The name stands in
 * the message when the limit is reached. Taking never fails: a gate that is out of memory has one right
 * answer, "could not decide", and gives it in one place (last_word.h) instead of at every call.
 */
struct arena *arena_new(const char *name, size_t limit);
void arena_free(struct arena *);

/* Gives everything back, keeps the arena. What was taken from it must not be touched again. */
void arena_reset(struct arena *);

/* Room for `count` things of `size` bytes, zeroed, aligned for any type. Never NULL, also for 0 bytes. */
__attribute__((returns_nonnull)) void *arena_take(struct arena *, size_t count, size_t size);

/*
 * Room for one more element behind `used` in a growing array; returns the array, which may have moved,
 * and updates *room. Begin with NULL and 0.
 */
__attribute__((returns_nonnull)) void *arena_grow(struct arena *, const void *array, size_t used, size_t *room, size_t size);

/* Bytes handed out since the beginning or the last reset. */
size_t arena_used(const struct arena *);

#endif
