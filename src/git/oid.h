/* SPDX-License-Identifier: MIT */
/* oid.h - object ids: read, print, compare, and a map from them to small numbers. */
#ifndef PORTCULLIS_GIT_OID_H
#define PORTCULLIS_GIT_OID_H

#include "model/model.h"

struct arena;

#define OID_HEX_LENGTH 40

/* Exactly 40 hexadecimal digits in lower case, as git writes them. */
bool oid_read(struct span hex, struct oid *);
struct span oid_hex(struct arena *, const struct oid *);
bool oid_eq(const struct oid *, const struct oid *);
bool oid_is_zero(const struct oid *);
/* The order of the bytes. */
int oid_order(const struct oid *, const struct oid *);

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
/* The id must not be there yet. */
void oid_map_add(struct oid_map *, const struct oid *, size_t value);

#endif
