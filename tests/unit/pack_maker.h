/* SPDX-License-Identifier: MIT */
/* pack_maker.h - packs and their indexes by hand, sound ones and others, for tests and fuzz targets. */
#ifndef PORTCULLIS_PACK_MAKER_H
#define PORTCULLIS_PACK_MAKER_H

#include "base/span.h"
#include "model/model.h"

#include <libdeflate.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define MAKER_ROOM ((size_t)1 << 20)
#define MAKER_MOST 256

/* Entries come one after the other; their ids are as the test likes them, for the reader believes the index. */
struct pack_maker {
	unsigned char bytes[MAKER_ROOM], index[MAKER_ROOM];
	size_t len, index_len, count;
	struct made {
		struct oid id;
		uint64_t offset;
		size_t end;
	} entries[MAKER_MOST];
};

static inline struct oid made_id(unsigned number)
{
	struct oid id = {{0}};
	memset(id.bytes, (int)(number * 37 & 255), sizeof id.bytes);
	memcpy(id.bytes + 12, &number, sizeof number);
	return id;
}

static inline void maker_put(struct pack_maker *m, const void *bytes, size_t len)
{
	if (len > MAKER_ROOM - m->len)
		abort();
	memcpy(m->bytes + m->len, bytes, len);
	m->len += len;
}

static inline void maker_byte(struct pack_maker *m, unsigned byte)
{
	const unsigned char one = (unsigned char)byte;
	maker_put(m, &one, 1);
}

static inline void maker_begin(struct pack_maker *m)
{
	m->len = m->count = 0;
	maker_put(m, "PACK\0\0\0\2\0\0\0", 11);
	maker_byte(m, 0); /* the count, which the index tells as well */
}

/* The kind and the size that an entry declares. */
static inline void maker_head(struct pack_maker *m, unsigned kind, uint64_t size)
{
	m->entries[m->count] = (struct made){made_id((unsigned)m->count), m->len, 0};
	unsigned byte = kind << 4 | (unsigned)(size & 15);
	for (size >>= 4; size > 0; size >>= 7) {
		maker_byte(m, byte | 0x80);
		byte = (unsigned)(size & 127);
	}
	maker_byte(m, byte);
}

static inline void maker_distance(struct pack_maker *m, uint64_t distance)
{
	unsigned char digits[10];
	size_t n = 0;
	digits[n++] = (unsigned char)(distance & 127);
	while ((distance >>= 7) > 0)
		digits[n++] = (unsigned char)(0x80 | (--distance & 127));
	while (n > 0)
		maker_byte(m, digits[--n]);
}

static inline void maker_stream(struct pack_maker *m, struct span payload)
{
	static struct libdeflate_compressor *c;
	if (c == NULL)
		c = libdeflate_alloc_compressor(6);
	m->len += libdeflate_zlib_compress(c, payload.at, payload.len, m->bytes + m->len, MAKER_ROOM - m->len);
	m->entries[m->count++].end = m->len;
}

static inline size_t maker_object(struct pack_maker *m, unsigned kind, struct span payload)
{
	maker_head(m, kind, payload.len);
	maker_stream(m, payload);
	return m->count - 1;
}

/* A delta against an entry of this pack (6), or against an id (7). */
static inline size_t maker_delta(struct pack_maker *m, size_t base, struct span delta)
{
	maker_head(m, 6, delta.len);
	maker_distance(m, m->entries[m->count].offset - m->entries[base].offset);
	maker_stream(m, delta);
	return m->count - 1;
}

static inline size_t maker_delta_of_id(struct pack_maker *m, struct oid base, struct span delta)
{
	maker_head(m, 7, delta.len);
	maker_put(m, base.bytes, sizeof base.bytes);
	maker_stream(m, delta);
	return m->count - 1;
}

static inline void maker_number(unsigned char **at, uint64_t number, int nbytes)
{
	for (int i = nbytes; i-- > 0;)
		*(*at)++ = (unsigned char)(number >> (8 * i));
}

static inline int made_order(const void *one, const void *two)
{
	return memcmp(((const struct made *)one)->id.bytes, ((const struct made *)two)->id.bytes, sizeof(struct oid));
}

/* Ends the pack and makes its index; `far`: with all offsets in 64 bits. The sums are right, whatever the entries are. */
static inline void maker_end(struct pack_maker *m, bool far)
{
	struct made sorted[MAKER_MOST];
	unsigned char *at = m->index;
	memcpy(sorted, m->entries, m->count * sizeof *sorted);
	qsort(sorted, m->count, sizeof *sorted, made_order);
	maker_put(m, "checksum of the pack", 20);
	memcpy(at, "\377tOc\0\0\0\2", 8);
	at += 8;
	for (unsigned first = 0; first < 256; first++) {
		size_t n = 0;
		while (n < m->count && sorted[n].id.bytes[0] <= first)
			n++;
		maker_number(&at, n, 4);
	}
	for (size_t i = 0; i < m->count; i++, at += 20)
		memcpy(at, sorted[i].id.bytes, 20);
	for (size_t i = 0; i < m->count; i++)
		maker_number(&at, libdeflate_crc32(0, m->bytes + sorted[i].offset, sorted[i].end - sorted[i].offset), 4);
	for (size_t i = 0; i < m->count; i++)
		maker_number(&at, far ? 0x80000000U | i : sorted[i].offset, 4);
	for (size_t i = 0; far && i < m->count; i++)
		maker_number(&at, sorted[i].offset, 8);
	memcpy(at, "checksum of the pack", 20);
	memset(at + 20, 0, 20);
	m->index_len = (size_t)(at + 40 - m->index);
}

static inline struct span maker_pack(const struct pack_maker *m)
{
	return (struct span){(const char *)m->bytes, m->len};
}

static inline struct span maker_index(const struct pack_maker *m)
{
	return (struct span){(const char *)m->index, m->index_len};
}

static inline void maker_file(const char *folder, const char *name, struct span bytes)
{
	char path[256];
	snprintf(path, sizeof path, "%s/%s", folder, name);
	FILE *file = fopen(path, "wb");
	if (file == NULL || fwrite(bytes.at, 1, bytes.len, file) != bytes.len || fclose(file) != 0)
		abort();
}

/* Both files, in a folder that is there. */
static inline void maker_write(const struct pack_maker *m, const char *folder)
{
	maker_file(folder, "pack-made.pack", maker_pack(m));
	maker_file(folder, "pack-made.idx", maker_index(m));
}

#endif
