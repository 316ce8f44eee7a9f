/* SPDX-License-Identifier: MIT */
/* digest.c - SHA-256 through the library that libgit2 brings along. */
#include "base/digest.h"

#include "base/arena.h"
#include "base/last_word.h"

#include <mbedtls/sha256.h>
#include <string.h>

static void feed(mbedtls_sha256_context *state, const void *bytes, size_t len)
{
	if (len > 0 && mbedtls_sha256_update_ret(state, bytes, len) != 0)
		last_word_say("SHA-256 could not be computed");
}

static void begin(mbedtls_sha256_context *state)
{
	mbedtls_sha256_init(state);
	if (mbedtls_sha256_starts_ret(state, 0) != 0)
		last_word_say("SHA-256 could not be computed");
}

static struct digest end(mbedtls_sha256_context *state)
{
	struct digest d;
	if (mbedtls_sha256_finish_ret(state, d.bytes) != 0)
		last_word_say("SHA-256 could not be computed");
	mbedtls_sha256_free(state);
	return d;
}

struct digest digest_of(const struct span *parts, size_t nparts)
{
	mbedtls_sha256_context state;
	begin(&state);
	for (size_t i = 0; i < nparts; i++) {
		unsigned char length[8];
		for (size_t k = 0; k < sizeof length; k++)
			length[k] = (unsigned char)((unsigned long long)parts[i].len >> (8 * (7 - k)));
		feed(&state, length, sizeof length);
		feed(&state, parts[i].at, parts[i].len);
	}
	return end(&state);
}

struct digest digest_of_bytes(struct span bytes)
{
	mbedtls_sha256_context state;
	begin(&state);
	feed(&state, bytes.at, bytes.len);
	return end(&state);
}

bool digest_eq(const struct digest *a, const struct digest *b)
{
	return memcmp(a->bytes, b->bytes, sizeof a->bytes) == 0;
}

struct span digest_hex(struct arena *a, const struct digest *d, size_t digits)
{
	static const char figures[] = "0123456789abcdef";
	if (digits > 2 * sizeof d->bytes)
		digits = 2 * sizeof d->bytes;
	char *text = arena_take(a, digits + 1, 1);
	for (size_t i = 0; i < digits; i++)
		text[i] = figures[(d->bytes[i / 2] >> (i % 2 == 0 ? 4 : 0)) & 15];
	return (struct span){text, digits};
}

bool digest_read(struct span text, struct digest *d)
{
	const struct span figures = SPAN("0123456789abcdef");
	struct digest read;
	if (text.len != 2 * sizeof read.bytes)
		return false;
	for (size_t i = 0; i < sizeof read.bytes; i++) {
		size_t high = span_find(figures, text.at[2 * i]), low = span_find(figures, text.at[2 * i + 1]);
		if (high == figures.len || low == figures.len)
			return false;
		read.bytes[i] = (unsigned char)(high << 4 | low);
	}
	*d = read;
	return true;
}

struct span digest_base32(struct arena *a, const struct digest *d, size_t digits)
{
	static const char figures[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
	size_t most = 8 * sizeof d->bytes / 5;
	if (digits > most)
		digits = most;
	char *text = arena_take(a, digits + 1, 1);
	for (size_t i = 0; i < digits; i++) {
		unsigned value = 0;
		for (size_t bit = 5 * i; bit < 5 * i + 5; bit++)
			value = value << 1 | ((unsigned)d->bytes[bit / 8] >> (7 - bit % 8) & 1U);
		text[i] = figures[value];
	}
	return (struct span){text, digits};
}
