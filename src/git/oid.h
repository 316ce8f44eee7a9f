/* SPDX-License-Identifier: MIT */
/* oid.h - a map from object ids to small numbers. */
#ifndef PORTCULLIS_GIT_OID_H
#define PORTCULLIS_GIT_OID_H

#include "model/oid.h"

struct arena;

/* A map that lives in an arena and only grows. */
struct oid_map {
	struct arena *arena;
	struct oid *keys;
	size_t *values; /* one more than the value; 0: free place */
	size_t count, room;
};
struct oid_map oid_map_in(struct arena *);
/* Whether the id is there, and under which number. */
bool oid_map_find(const struct oid_map *, const struct oid *, size_t *value);
/* The ids one by one, *at from 0, in no order that means anything; false behind the last. */
bool oid_map_next(const struct oid_map *, size_t *at, const struct oid **, size_t *value);
/* The id must not be there yet. */
void oid_map_add(struct oid_map *, const struct oid *, size_t value);

#endif
