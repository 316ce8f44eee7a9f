/* SPDX-License-Identifier: MIT */
/* encoding.c - the bytes of a source file as text that a lexer can read. */
#include "text/encoding.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "text/lanes.h"

/* How two bytes make a unit of UTF-16. */
struct order {
	size_t high, low;
};
static const struct order big_end_first = {0, 1}, little_end_first = {1, 0};

static uint32_t unit(struct span bytes, size_t at, struct order order)
{
	return (uint32_t)(unsigned char)bytes.at[at + order.high] << 8 | (unsigned char)bytes.at[at + order.low];
}

static void unreadable(struct decoded *decoded, struct span why, size_t at)
{
	if (decoded->unreadable.len != 0)
		return;
	decoded->unreadable = why;
	decoded->unreadable_at = at;
}

/* The character at the front of the bytes, of which there are two at least; U+FFFD for half a pair. Moves the place. */
static uint32_t character(struct span bytes, size_t *at, struct order order, bool *half)
{
	uint32_t first = unit(bytes, *at, order);
	*at += 2;
	if (first < 0xD800 || first > 0xDFFF)
		return first;
	uint32_t second = first <= 0xDBFF && bytes.len - *at >= 2 ? unit(bytes, *at, order) : 0;
	if (second < 0xDC00 || second > 0xDFFF) {
		*half = true;
		return 0xFFFD;
	}
	*at += 2;
	return 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
}

/* UTF-16 (Unicode 3.9, D91) behind its byte order mark. A unit becomes three bytes at most. */
static struct decoded wide(struct arena *arena, struct span bytes, struct order order)
{
	struct decoded decoded = {0};
	char *text = arena_take(arena, bytes.len / 2 + 1, 3);
	size_t len = 0, at = 0;
	while (bytes.len - at >= 2) {
		bool half = false;
		uint32_t c = character(bytes, &at, order, &half);
		if (half)
			unreadable(&decoded, SPAN("UTF-16 with half a surrogate pair"), len);
		if (c == 0)
			unreadable(&decoded, SPAN("NUL byte"), len);
		len += unicode_encode(c, text + len);
	}
	if (at < bytes.len)
		unreadable(&decoded, SPAN("UTF-16 with an odd byte at its end"), len);
	decoded.text = (struct span){text, len};
	return decoded;
}

/* Letters of ASCII with a NUL beside each are UTF-16: at least three of four pairs among the first 1024. */
static bool looks_wide(struct span bytes, struct order order)
{
	size_t pairs = bytes.len / 2 < 1024 ? bytes.len / 2 : 1024, like = 0;
	for (size_t i = 0; i < pairs; i++) {
		uint32_t c = unit(bytes, 2 * i, order);
		like += (c >= ' ' && c < 127) || c == '\n' || c == '\r' || c == '\t';
	}
	return pairs != 0 && 4 * like >= 3 * pairs;
}

struct decoded encoding_read(struct arena *arena, struct span bytes)
{
	/* Bytes of UTF-32 begin with those of UTF-16, so they are asked for first. */
	bool quarter = span_starts(bytes, SPAN("\xFF\xFE\0\0")) || span_starts(bytes, SPAN("\0\0\xFE\xFF"));
	if (quarter)
		return (struct decoded){.text = bytes, .unreadable = SPAN("UTF-32"), .unreadable_at = 0};
	if (span_starts(bytes, SPAN("\xFE\xFF")))
		return wide(arena, span_from(bytes, 2), big_end_first);
	if (span_starts(bytes, SPAN("\xFF\xFE")))
		return wide(arena, span_from(bytes, 2), little_end_first);
	struct decoded decoded = {.text = span_from(bytes, span_starts(bytes, SPAN("\xEF\xBB\xBF")) ? 3 : 0)};
	size_t nul = span_find(decoded.text, '\0');
	if (nul == decoded.text.len)
		return decoded;
	bool is_wide = looks_wide(decoded.text, big_end_first) || looks_wide(decoded.text, little_end_first);
	unreadable(&decoded, is_wide ? SPAN("UTF-16 without a byte order mark") : SPAN("NUL byte"), nul);
	return decoded;
}

size_t encoding_past_ascii(struct span text, size_t from)
{
	size_t at = from < text.len ? from : text.len;
	for (; text.len - at >= LANES; at += LANES) {
		struct lanes lanes = lanes_load(text.at + at);
		uint64_t mask = lanes_foreign(&lanes);
		if (mask != 0)
			return at + lanes_first(mask);
	}
	while (at < text.len && (unsigned char)text.at[at] < 0x80)
		at++;
	return at;
}
