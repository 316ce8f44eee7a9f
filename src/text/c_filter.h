/* SPDX-License-Identifier: MIT */
/* c_filter.h - what a first look asks of every run of letters, answered by one bit. */
#ifndef PORTCULLIS_TEXT_C_FILTER_H
#define PORTCULLIS_TEXT_C_FILTER_H

#include "text/names.h"

#include <stdint.h>
#include <string.h>

/* A set of words, of which it may say too often that a word is in it: a bit by the first eight letters. */
struct c_bits {
	uint64_t *words;
	unsigned shift; /* 64 less the logarithm of the number of bits */
};

struct c_filter {
	const struct names *keys;
	struct c_bits early; /* wanted, or a beginning of what is; a key that has strings read; a word that turns the reading; pragma */
	struct c_bits known; /* wanted, a key, or one of these words */
	struct c_bits parts; /* a beginning of what is wanted, or of a key that has strings read */
	bool always[256];    /* what begins with that byte is to be asked, whatever the bits say */
	bool patterns;       /* there are some, or a wanted name is not all ASCII */
};

const struct c_filter *c_filter_new(struct arena *, const struct names *);

/* Whether the word changes how the text around it is read: of the names of headers, or of what is declared. */
bool c_turns(struct span run);

/* The first eight letters; `readable` bytes may be read from there on. */
static inline uint64_t c_eight(const char *at, size_t len, size_t readable)
{
	uint64_t eight = 0;
	if (readable < 8) {
		memcpy(&eight, at, len);
		return eight;
	}
	memcpy(&eight, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
	return len >= 8 ? eight : eight & ~(UINT64_MAX >> 8 * len);
#else
	return len >= 8 ? eight : eight & ((UINT64_C(1) << 8 * len) - 1);
#endif
}

static inline size_t c_bits_place(const struct c_bits *bits, uint64_t eight)
{
	return (size_t)(eight * UINT64_C(0x9E3779B97F4A7C15) >> bits->shift);
}

static inline bool c_bits_hold(const struct c_bits *bits, uint64_t eight)
{
	size_t place = c_bits_place(bits, eight);
	return (bits->words[place / 64] >> place % 64 & 1) != 0;
}

/* False: the word is neither wanted, nor a key. */
static inline bool c_may_know(const struct c_filter *filter, struct span word)
{
	return filter->always[(unsigned char)word.at[0]] || c_bits_hold(&filter->known, c_eight(word.at, word.len, word.len));
}

#endif
