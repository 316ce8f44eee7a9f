/* SPDX-License-Identifier: MIT */
/* pack_store.h - objects straight from the packs of one folder, for those who read many; what it does not know it leaves to libgit2. */
#ifndef PORTCULLIS_GIT_PACK_STORE_H
#define PORTCULLIS_GIT_PACK_STORE_H

#include "git/repository.h"

#include <stdint.h>

struct pack_store;

/*
 * The packs of a folder with an index beside them, both of version 2 and with SHA-1 ids. What is garbled or of another kind is passed
 * over; so are packs that come later, loose objects and alternates. Read objects stay in at most `cache` bytes of private memory; besides
 * there are about five bytes for each object of a pack, and what the largest delta needs. One thread at a time.
 */
struct pack_store *pack_store_open(struct span folder, size_t cache);
void pack_store_close(struct pack_store *);

/* Where an object lies: the number of the pack and the offset in it, in this order. 0: in none of the packs. */
uint64_t pack_store_place(const struct pack_store *, const struct oid *);

/*
 * The object of a place, borrowed until the next one is read. False for anything out of order (a sum, a size, a delta) and for what is
 * larger than a quarter of the cache or deeper than git makes deltas: never wrong bytes but where CRC-32, Adler-32 and the sizes all fit.
 */
bool pack_store_read(struct pack_store *, uint64_t place, struct object *);

#endif
