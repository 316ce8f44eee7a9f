/* SPDX-License-Identifier: MIT */
/* digest.h - SHA-256 (FIPS 180-4) of pieces of text, and its printed forms. */
#ifndef PORTCULLIS_BASE_DIGEST_H
#define PORTCULLIS_BASE_DIGEST_H

#include "base/span.h"

struct digest {
	unsigned char bytes[32];
};

/*
 * Each part goes in behind its length (8 bytes, big end first), so that no two lists of parts give the
 * same input.
 */
struct digest digest_of(const struct span *parts, size_t nparts);
/* Of the bare bytes, as sha256sum prints it. */
struct digest digest_of_bytes(struct span);

bool digest_eq(const struct digest *, const struct digest *);
/* The first `digits` (at most 64) hexadecimal digits, in the arena. */
struct span digest_hex(struct arena *, const struct digest *, size_t digits);
/* Exactly 64 hexadecimal digits in lower case; false for anything else. */
bool digest_read(struct span, struct digest *);
/* The first `digits` (at most 51) digits in base32 of RFC 4648 section 6, without padding. */
struct span digest_base32(struct arena *, const struct digest *, size_t digits);

#endif
