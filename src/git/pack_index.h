/* SPDX-License-Identifier: MIT */
/* pack_index.h - which objects a pack holds, and where: its index of version 2 (gitformat-pack(5), "pack-*.idx files"). */
#ifndef PORTCULLIS_GIT_PACK_INDEX_H
#define PORTCULLIS_GIT_PACK_INDEX_H

#include "base/span.h"
#include "model/model.h"

#include <stdint.h>

struct arena;

/* Points into the bytes of the index. What a garbled one says may be wrong, but never leads out of the index or of the pack. */
struct pack_index {
	const unsigned char *fanout, *ids, *sums, *near, *far;
	uint32_t count, nfar;
	uint64_t pack_size;
	struct pack_order {
		uint32_t *starts, *entries; /* the entries of a stretch of the pack: entries[starts[i]] to before entries[starts[i + 1]] */
		unsigned shift;             /* a stretch is 1 << shift bytes long */
	} order;
};

/* False where it is no index of version 2 with SHA-1 ids whose parts fit each other, or not that of the pack (both end in its checksum). */
bool pack_index_read(struct span index, struct span pack, struct pack_index *);

/* Which entry of the index an object is; false where the pack does not hold it. */
bool pack_index_find(const struct pack_index *, const struct oid *, uint32_t *entry);
/* Where in the pack an entry begins; false where that is outside of the pack. */
bool pack_index_offset(const struct pack_index *, uint32_t entry, uint64_t *offset);
/* CRC-32 of an entry's bytes in the pack. */
uint32_t pack_index_sum(const struct pack_index *, uint32_t entry);

/*
 * Which entry begins there; false for none, and for several, of which one at least has a wrong offset. The first question makes a table in the arena: about five bytes for each object.
 */
bool pack_index_entry_at(struct pack_index *, struct arena *, uint64_t offset, uint32_t *entry);

#endif
