/* SPDX-License-Identifier: MIT */
/* pack.h - the entries of a pack of version 2 (gitformat-pack(5), "pack-*.pack files"). */
#ifndef PORTCULLIS_GIT_PACK_H
#define PORTCULLIS_GIT_PACK_H

#include "base/span.h"
#include "model/model.h"

#include <stdint.h>

struct libdeflate_decompressor;

/* Whether the bytes begin and end as those of a pack. */
bool pack_is_sound(struct span pack);

enum { PACK_DELTA_OFFSET = 6, PACK_DELTA_ID = 7 }; /* below: the numbers of enum object_kind */

struct pack_entry {
	unsigned kind;
	uint64_t offset; /* where it begins in the pack */
	uint64_t size;   /* of what is packed here, in bytes: the object, or the delta */
	uint64_t stream; /* where its zlib stream begins */
	uint64_t base;   /* PACK_DELTA_OFFSET: where the base's entry begins, before this one */
	struct oid base_id; /* PACK_DELTA_ID */
};

/* What stands at an offset; false where that is no entry. */
bool pack_entry_read(struct span pack, uint64_t offset, struct pack_entry *);
bool pack_entry_is_delta(const struct pack_entry *);

/*
 * Unpacks an entry into `room`, which takes its size. False unless the stream is sound, makes exactly those bytes (RFC 1950, its
 * Adler-32 included), and the entry's bytes in the pack have that CRC-32, which covers what Adler-32 does not: kind, size and base.
 */
bool pack_entry_inflate(struct libdeflate_decompressor *, struct span pack, const struct pack_entry *, uint32_t sum, char *room);

#endif
