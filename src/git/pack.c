/* SPDX-License-Identifier: MIT */
/* pack.c - the entries of a pack. */
#include "git/pack.h"

#include "git/repository.h"

#include <libdeflate.h>
#include <string.h>

#define HEAD_SIZE 12
#define TAIL_SIZE 20

bool pack_is_sound(struct span pack)
{
	static const unsigned char head[] = {'P', 'A', 'C', 'K', 0, 0, 0, 2};
	return pack.len >= HEAD_SIZE + TAIL_SIZE && memcmp(pack.at, head, sizeof head) == 0;
}

/* The next byte of an entry, never one of the pack's checksum. */
static bool next(struct span pack, uint64_t *at, unsigned *byte)
{
	if (*at >= pack.len - TAIL_SIZE)
		return false;
	*byte = (unsigned char)pack.at[(*at)++];
	return true;
}

/* Three bits of kind and four of the size, then seven in each byte, the least significant first. */
static bool read_head(struct span pack, uint64_t *at, struct pack_entry *e)
{
	unsigned byte;
	if (!next(pack, at, &byte))
		return false;
	e->kind = byte >> 4 & 7U;
	e->size = byte & 15U;
	for (unsigned shift = 4; (byte & 0x80U) != 0; shift += 7) {
		if (shift > 56 || !next(pack, at, &byte))
			return false;
		e->size |= (uint64_t)(byte & 0x7fU) << shift;
	}
	return true;
}

/* How far before the entry its base begins: seven bits in each byte, the most significant first, one added for each further byte. */
static bool read_distance(struct span pack, uint64_t *at, struct pack_entry *e)
{
	unsigned byte = 0x80U;
	uint64_t distance = 0;
	for (int i = 0; (byte & 0x80U) != 0; i++) {
		if (i == 8 || !next(pack, at, &byte))
			return false;
		distance = (distance + (i > 0)) << 7 | (byte & 0x7fU);
	}
	e->base = e->offset - distance;
	return distance > 0 && distance <= e->offset - HEAD_SIZE;
}

static bool read_base_id(struct span pack, uint64_t *at, struct pack_entry *e)
{
	if (pack.len - TAIL_SIZE - *at < sizeof e->base_id.bytes)
		return false;
	memcpy(e->base_id.bytes, pack.at + *at, sizeof e->base_id.bytes);
	*at += sizeof e->base_id.bytes;
	return true;
}

bool pack_entry_read(struct span pack, uint64_t offset, struct pack_entry *e)
{
	uint64_t at = offset;
	e->offset = offset;
	if (offset < HEAD_SIZE || !read_head(pack, &at, e))
		return false;
	bool sound = e->kind == PACK_DELTA_OFFSET ? read_distance(pack, &at, e)
	             : e->kind == PACK_DELTA_ID   ? read_base_id(pack, &at, e)
	                                          : e->kind >= OBJECT_COMMIT && e->kind <= OBJECT_TAG;
	e->stream = at;
	return sound;
}

bool pack_entry_is_delta(const struct pack_entry *e)
{
	return e->kind == PACK_DELTA_OFFSET || e->kind == PACK_DELTA_ID;
}

bool pack_entry_inflate(struct libdeflate_decompressor *d, struct span pack, const struct pack_entry *e, uint32_t sum, char *room)
{
	size_t read = 0;
	if (libdeflate_zlib_decompress_ex(d, pack.at + e->stream, pack.len - TAIL_SIZE - e->stream, room, e->size, &read, NULL) != LIBDEFLATE_SUCCESS)
		return false;
	return libdeflate_crc32(0, pack.at + e->offset, e->stream - e->offset + read) == sum;
}
