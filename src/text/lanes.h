/* SPDX-License-Identifier: MIT */
/* lanes.h - sixty-four bytes of text looked at together: a bit for each, the first byte's lowest. */
#ifndef PORTCULLIS_TEXT_LANES_H
#define PORTCULLIS_TEXT_LANES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#if defined(__SSE2__)
#include <emmintrin.h>
#endif

/* Bytes of a block. */
#define LANES ((size_t)64)

/* Which letter stands at the lowest bit; the mask is not 0. */
static inline size_t lanes_first(uint64_t mask)
{
	return (size_t)__builtin_ctzll(mask);
}

#if defined(__SSE2__)

struct lanes {
	__m128i first, second, third, fourth;
};

static inline struct lanes lanes_load(const char *at)
{
	const __m128i *from = (const void *)at;
	return (struct lanes){_mm_loadu_si128(from), _mm_loadu_si128(from + 1), _mm_loadu_si128(from + 2), _mm_loadu_si128(from + 3)};
}

static inline uint64_t lanes_mask(__m128i part)
{
	return (uint64_t)(unsigned)_mm_movemask_epi8(part);
}

static inline uint64_t lanes_join(__m128i first, __m128i second, __m128i third, __m128i fourth)
{
	return lanes_mask(first) | lanes_mask(second) << 16 | lanes_mask(third) << 32 | lanes_mask(fourth) << 48;
}

static inline __m128i lanes_are(__m128i part, char byte)
{
	return _mm_cmpeq_epi8(part, _mm_set1_epi8(byte));
}

/* Written out, because the compiler is to know how many there are. */
static inline __attribute__((always_inline)) __m128i lanes_are_among(__m128i part, const char *bytes, size_t count)
{
	__m128i found = lanes_are(part, bytes[0]);
	found = count > 1 ? _mm_or_si128(found, lanes_are(part, bytes[1])) : found;
	found = count > 2 ? _mm_or_si128(found, lanes_are(part, bytes[2])) : found;
	found = count > 3 ? _mm_or_si128(found, lanes_are(part, bytes[3])) : found;
	found = count > 4 ? _mm_or_si128(found, lanes_are(part, bytes[4])) : found;
	found = count > 5 ? _mm_or_si128(found, lanes_are(part, bytes[5])) : found;
	found = count > 6 ? _mm_or_si128(found, lanes_are(part, bytes[6])) : found;
	found = count > 7 ? _mm_or_si128(found, lanes_are(part, bytes[7])) : found;
	return count > 8 ? _mm_or_si128(found, lanes_are(part, bytes[8])) : found;
}

/* Those that are one of so many bytes, nine at most. */
static inline __attribute__((always_inline)) uint64_t lanes_among(const struct lanes *lanes, const char *bytes, size_t count)
{
	return lanes_join(lanes_are_among(lanes->first, bytes, count), lanes_are_among(lanes->second, bytes, count),
	                  lanes_are_among(lanes->third, bytes, count), lanes_are_among(lanes->fourth, bytes, count));
}

/* Those outside ASCII. */
static inline uint64_t lanes_foreign(const struct lanes *lanes)
{
	return lanes_join(lanes->first, lanes->second, lanes->third, lanes->fourth);
}

static inline __m128i lanes_are_words(__m128i part)
{
	__m128i lower = _mm_or_si128(part, _mm_set1_epi8(0x20));
	__m128i letter = _mm_and_si128(_mm_cmpgt_epi8(lower, _mm_set1_epi8('a' - 1)), _mm_cmplt_epi8(lower, _mm_set1_epi8('z' + 1)));
	__m128i digit = _mm_and_si128(_mm_cmpgt_epi8(part, _mm_set1_epi8('0' - 1)), _mm_cmplt_epi8(part, _mm_set1_epi8('9' + 1)));
	return _mm_or_si128(_mm_or_si128(letter, digit), _mm_or_si128(lanes_are(part, '_'), lanes_are(part, '$')));
}

/* A-Z a-z 0-9 _ $ */
static inline uint64_t lanes_words(const struct lanes *lanes)
{
	return lanes_join(lanes_are_words(lanes->first), lanes_are_words(lanes->second), lanes_are_words(lanes->third), lanes_are_words(lanes->fourth));
}

#else

struct lanes {
	const char *at;
};

static inline struct lanes lanes_load(const char *at)
{
	return (struct lanes){at};
}

static inline uint64_t lanes_among(const struct lanes *lanes, const char *bytes, size_t count)
{
	uint64_t mask = 0;
	for (size_t i = 0; i < LANES; i++)
		mask |= (uint64_t)(memchr(bytes, lanes->at[i], count) != NULL) << i;
	return mask;
}

static inline uint64_t lanes_foreign(const struct lanes *lanes)
{
	uint64_t mask = 0;
	for (size_t i = 0; i < LANES; i++)
		mask |= (uint64_t)((unsigned char)lanes->at[i] >> 7) << i;
	return mask;
}

static inline uint64_t lanes_words(const struct lanes *lanes)
{
	uint64_t mask = 0;
	for (size_t i = 0; i < LANES; i++) {
		unsigned char byte = (unsigned char)lanes->at[i], lower = byte | 0x20;
		bool is = (lower >= 'a' && lower <= 'z') || (byte >= '0' && byte <= '9') || byte == '_' || byte == '$';
		mask |= (uint64_t)is << i;
	}
	return mask;
}

#endif

/* Where the first of so many bytes stands from there on; the length where none does. */
static inline __attribute__((always_inline)) size_t lanes_find(const char *text, size_t len, size_t at, const char *bytes, size_t count)
{
	for (; len - at >= LANES; at += LANES) {
		struct lanes lanes = lanes_load(text + at);
		uint64_t mask = lanes_among(&lanes, bytes, count);
		if (mask != 0)
			return at + lanes_first(mask);
	}
	while (at < len && memchr(bytes, text[at], count) == NULL)
		at++;
	return at;
}

#endif
