/* SPDX-License-Identifier: MIT */
/* cache.h - what audits learned of texts, kept for the next one in a place that is trusted. */
#ifndef PORTCULLIS_GATE_CACHE_H
#define PORTCULLIS_GATE_CACHE_H

#include "base/failure.h"
#include "gate/studies.h"
#include "policy/policy.h"

struct repository;
struct cache;

/*
 * Opens the file of the folder that was made by this engine, for this policy: `NAME.cache`, where NAME is the digest of both. It may not be there yet. Refused: a folder
 * that lies in the repository, or that others can write to. A file that is garbled, by its own digests, is left aside and written anew;
 * *garbled says so. What is in it is a hint: `verify` has nothing recalled, and cache_agrees compare it with what was read.
 */
MUST_USE const struct failure *
cache_open(struct repository *, struct arena *visit, const struct policy *, struct span folder, bool verify, struct cache **);
void cache_close(struct cache *);
bool cache_is_garbled(const struct cache *);
struct span cache_path(const struct cache *);

/* Takes over what is known of a blob that is read as a file of those languages; whether anything was. */
bool cache_recall(struct cache *, struct studies *, struct arena *visit, const struct oid *blob, language_set, unsigned says);
/* Texts that were recalled, or compared. */
size_t cache_uses(const struct cache *);
/* Whether what was learned of the blob is what the cache holds of it; true where it holds nothing, and where nothing is verified. */
bool cache_agrees(struct cache *, const struct studies *, const struct oid *blob, language_set, unsigned says);

/* Writes all that was learned, and all that was there before; nothing where nothing was learned. */
MUST_USE const struct failure *cache_write(struct cache *, struct studies *, struct arena *visit);

#endif
