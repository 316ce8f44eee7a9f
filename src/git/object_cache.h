/* SPDX-License-Identifier: MIT */
/* object_cache.h - objects that were unpacked lately, in memory of a fixed size. */
#ifndef PORTCULLIS_GIT_OBJECT_CACHE_H
#define PORTCULLIS_GIT_OBJECT_CACHE_H

#include "git/repository.h"

#include <stdint.h>

struct arena;
struct object_cache;

struct cached {
	uint64_t place; /* 0: not an object (yet) */
	uint32_t size, kind;
	uint32_t units, next; /* the cache's own */
	char bytes[];
};

/* So many bytes of the arena; they are private memory only once they are used. */
struct object_cache *object_cache_new(struct arena *, size_t bytes);

/* The object of that place, or NULL. It stays until the next object_cache_room. */
const struct cached *object_cache_find(const struct object_cache *, uint64_t place);

/*
 * Room for an object, whose oldest neighbours go, but not `keep` (NULL: none). The object is found from object_cache_add on. NULL where it
 * would take more than a quarter of the cache.
 */
struct cached *object_cache_room(struct object_cache *, uint64_t size, const struct cached *keep);
void object_cache_add(struct object_cache *, struct cached *, uint64_t place, enum object_kind);

#endif
