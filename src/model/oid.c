/* SPDX-License-Identifier: MIT */
/* oid.c - object ids. */
#include "model/oid.h"

#include "base/arena.h"

#include <string.h>

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

bool oid_read(struct span hex, struct oid *id)
{
	struct oid read;
	if (hex.len != OID_HEX_LENGTH)
		return false;
	for (size_t i = 0; i < sizeof read.bytes; i++) {
		int high = digit_of(hex.at[2 * i]), low = digit_of(hex.at[2 * i + 1]);
		if (high < 0 || low < 0)
			return false;
		read.bytes[i] = (unsigned char)(high * 16 + low);
	}
	*id = read;
	return true;
}

struct span oid_hex(struct arena *a, const struct oid *id)
{
	static const char figures[] = "0123456789abcdef";
	char *text = arena_take(a, OID_HEX_LENGTH + 1, 1);
	for (size_t i = 0; i < sizeof id->bytes; i++) {
		text[2 * i] = figures[id->bytes[i] >> 4];
		text[2 * i + 1] = figures[id->bytes[i] & 15];
	}
	return (struct span){text, OID_HEX_LENGTH};
}

int oid_order(const struct oid *a, const struct oid *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes);
}

bool oid_eq(const struct oid *a, const struct oid *b)
{
	return oid_order(a, b) == 0;
}

bool oid_is_zero(const struct oid *id)
{
	static const struct oid zero;
	return oid_eq(id, &zero);
}
