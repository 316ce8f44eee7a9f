/* SPDX-License-Identifier: MIT */
/* delta.c - an object told as pieces of another one. */
#include "git/delta.h"

#include <string.h>

#define IS_COPY 0x80U

/* Seven bits in each byte, the least significant first; the top bit says that more follow. */
static bool read_size(struct span *bytes, uint64_t *size)
{
	*size = 0;
	for (unsigned shift = 0; shift < 63; shift += 7) {
		if (bytes->len == 0)
			return false;
		unsigned char byte = (unsigned char)bytes->at[0];
		*bytes = (struct span){bytes->at + 1, bytes->len - 1};
		*size |= (uint64_t)(byte & 0x7fU) << shift;
		if ((byte & 0x80U) == 0)
			return true;
	}
	return false;
}

bool delta_read(struct span bytes, struct delta *d)
{
	if (!read_size(&bytes, &d->base_size) || !read_size(&bytes, &d->result_size))
		return false;
	d->pieces = bytes;
	return true;
}

/* The bytes of a number that are not zero; the bits say which of them are there. False where the delta ends before. */
static bool read_number(const unsigned char **at, const unsigned char *end, unsigned bits, unsigned nbytes, size_t *number)
{
	*number = 0;
	for (unsigned i = 0; i < nbytes; i++) {
		if ((bits >> i & 1U) == 0)
			continue;
		if (*at == end)
			return false;
		*number |= (size_t) * (*at)++ << (8 * i);
	}
	return true;
}

bool delta_apply(const struct delta *d, struct span base, char *result)
{
	const unsigned char *at = (const unsigned char *)d->pieces.at, *end = at + d->pieces.len;
	uint64_t room = d->result_size;
	if (base.len != d->base_size)
		return false;
	while (at < end) {
		unsigned order = *at++;
		size_t from = 0, size = order;
		const char *source = (const char *)at;
		if ((order & IS_COPY) != 0) {
			if (!read_number(&at, end, order, 4, &from) || !read_number(&at, end, order >> 4, 3, &size))
				return false;
			if (size == 0)
				size = 0x10000;
			if (from > base.len || size > base.len - from)
				return false;
			source = base.at + from;
		} else {
			if (size == 0 || size > (size_t)(end - at)) /* 0 is kept by git for later */
				return false;
			at += size;
		}
		if (size > room)
			return false;
		memcpy(result, source, size);
		result += size;
		room -= size;
	}
	return room == 0;
}
