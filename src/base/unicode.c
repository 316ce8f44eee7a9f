/* SPDX-License-Identifier: MIT */
/* unicode.c - UTF-8, and which characters a reader can see. */
#include "base/unicode.h"

struct range {
	uint32_t from, to;
};

/* Unicode 15: general categories Cc, Cf, Zs other than the blank, Zl, Zp, Cs, Co, non-characters, and the default-ignorable ones. */
static const struct range unseen[] = {
	{0x0000, 0x001f}, {0x007f, 0x00a0}, {0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x0600, 0x0605}, {0x061c, 0x061c},
	{0x06dd, 0x06dd}, {0x070f, 0x070f}, {0x0890, 0x0891}, {0x08e2, 0x08e2}, {0x115f, 0x1160}, {0x1680, 0x1680},
	{0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x2000, 0x200f}, {0x2028, 0x202f}, {0x205f, 0x206f}, {0x2800, 0x2800},
	{0x3000, 0x3000}, {0x3164, 0x3164}, {0xd800, 0xf8ff}, {0xfdd0, 0xfdef}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff},
	{0xffa0, 0xffa0}, {0xfff0, 0xfffb}, {0xfffe, 0xffff}, {0x110bd, 0x110bd}, {0x110cd, 0x110cd}, {0x13430, 0x1343f},
	{0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0x1fffe, 0x1ffff}, {0x2fffe, 0x2ffff}, {0x3fffe, 0x10ffff},
};

static const struct range bidi[] = {{0x061c, 0x061c}, {0x200e, 0x200f}, {0x202a, 0x202e}, {0x2066, 0x2069}};

static const struct range zero_width[] = {
	{0x00ad, 0x00ad}, {0x034f, 0x034f}, {0x115f, 0x1160}, {0x17b4, 0x17b5}, {0x180b, 0x180f}, {0x200b, 0x200d},
	{0x2060, 0x2065}, {0x206a, 0x206f}, {0x3164, 0x3164}, {0xfe00, 0xfe0f}, {0xfeff, 0xfeff}, {0xffa0, 0xffa0},
	{0xfff0, 0xfffb}, {0x1bca0, 0x1bca3}, {0x1d173, 0x1d17a}, {0xe0000, 0xe0fff},
};

static bool among(const struct range *ranges, size_t count, uint32_t c)
{
	for (size_t i = 0; i < count && ranges[i].from <= c; i++)
		if (c <= ranges[i].to)
			return true;
	return false;
}

bool unicode_visible(uint32_t c)
{
	return c <= 0x10ffff && !among(unseen, COUNT(unseen), c);
}

bool unicode_bidi(uint32_t c)
{
	return among(bidi, COUNT(bidi), c);
}

bool unicode_zero_width(uint32_t c)
{
	return among(zero_width, COUNT(zero_width), c);
}

size_t unicode_decode(struct span s, uint32_t *character)
{
	static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
	if (s.len == 0)
		return 0;
	unsigned char first = (unsigned char)s.at[0];
	if (first < 0x80) {
		*character = first;
		return 1;
	}
	size_t len = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
	if (first < 0xc2 || first > 0xf4 || s.len < len)
		return 0;
	uint32_t c = first & (0xffU >> (len + 1));
	for (size_t i = 1; i < len; i++) {
		unsigned char next = (unsigned char)s.at[i];
		if ((next & 0xc0) != 0x80)
			return 0;
		c = c << 6 | (next & 0x3f);
	}
	if (c < least[len] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
		return 0;
	*character = c;
	return len;
}

size_t unicode_encode(uint32_t c, char bytes[4])
{
	if (c < 0x80) {
		bytes[0] = (char)c;
		return 1;
	}
	size_t len = c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
	for (size_t i = len - 1; i > 0; i--) {
		bytes[i] = (char)(0x80 | (c & 0x3f));
		c >>= 6;
	}
	bytes[0] = (char)((0xf00U >> len & 0xf0U) | c);
	return len;
}

bool unicode_well_formed(struct span s)
{
	uint32_t character;
	while (s.len > 0) {
		size_t len = unicode_decode(s, &character);
		if (len == 0)
			return false;
		s = span_from(s, len);
	}
	return true;
}
