/* SPDX-License-Identifier: MIT */
/* lookalike.c - lines of a message that a reader takes for a trailer and git does not. */
#include "base/unicode.h"
#include "text/trailers.h"

/* A character of a line as a reader sees it: ASCII in lower case, or what no ASCII byte is. */
enum { SEEN_NOTHING = 0x100, SEEN_FOREIGN, SEEN_BLANK, SEEN_DASH, SEEN_COLON };

static const struct {
	uint32_t from, to;
	unsigned seen;
} seen_as[] = {
	{0x00a0, 0x00a0, SEEN_BLANK}, {0x00ad, 0x00ad, SEEN_NOTHING}, {0x02d0, 0x02d0, SEEN_COLON}, {0x0300, 0x036f, SEEN_NOTHING},
	{0x2000, 0x200a, SEEN_BLANK}, {0x2010, 0x2015, SEEN_DASH},    {0x202f, 0x202f, SEEN_BLANK}, {0x205f, 0x205f, SEEN_BLANK},
	{0x2212, 0x2212, SEEN_DASH},  {0x2236, 0x2236, SEEN_COLON},   {0x3000, 0x3000, SEEN_BLANK}, {0xa789, 0xa789, SEEN_COLON},
	{0xfe55, 0xfe55, SEEN_COLON}, {0xfe58, 0xfe58, SEEN_DASH},    {0xfe63, 0xfe63, SEEN_DASH},
};

static unsigned seen_ascii(char c)
{
	if (byte_is_blank(c))
		return SEEN_BLANK;
	if (c == '-' || c == '_')
		return SEEN_DASH;
	if (c == ':' || c == '=')
		return SEEN_COLON;
	/* Letters and digits that share a shape in some type. */
	if (c == '1' || byte_lower(c) == 'l')
		return 'i';
	return c == '0' ? 'o' : (unsigned char)byte_lower(c);
}

/* Takes the first character off the line. A stray byte is a foreign character. */
static unsigned seen_next(struct span *line)
{
	uint32_t c = 0;
	size_t len = unicode_decode(*line, &c);
	*line = span_from(*line, len == 0 ? 1 : len);
	if (len == 0)
		return SEEN_FOREIGN;
	if (c >= 0xff01 && c <= 0xff5e) /* the full-width forms of ASCII */
		c -= 0xfee0;
	if (c < 0x80)
		return seen_ascii((char)c);
	for (size_t i = 0; i < COUNT(seen_as); i++)
		if (c >= seen_as[i].from && c <= seen_as[i].to)
			return seen_as[i].seen;
	return unicode_visible(c) && !unicode_zero_width(c) ? SEEN_FOREIGN : SEEN_NOTHING;
}

static bool is_letter(unsigned seen)
{
	return seen == SEEN_FOREIGN || (seen < 0x80 && byte_is_alnum((char)seen));
}

/*
 * Whether the line begins with the key, as a reader sees it, and a colon. A foreign character stands for any one letter;
 * half of the key at least must be its own letters. Blanks, dashes and emphasis between letters are passed over. The value is what
 * stands behind the colon.
 */
static bool reads_as(struct span line, struct span key, struct span *value)
{
	size_t own = 0, foreign = 0;
	while (line.len > 0) {
		unsigned seen = seen_next(&line);
		while (key.len > 0 && !byte_is_alnum(key.at[0]))
			key = span_from(key, 1);
		if (seen == SEEN_COLON) {
			*value = line;
			return key.len == 0 && own >= foreign;
		}
		if (seen == SEEN_NOTHING || seen == SEEN_BLANK || seen == SEEN_DASH || seen == '*' || seen == '`')
			continue;
		if (key.len == 0 || (seen != SEEN_FOREIGN && seen != seen_ascii(key.at[0])))
			return false;
		own += seen != SEEN_FOREIGN;
		foreign += seen == SEEN_FOREIGN;
		key = span_from(key, 1);
	}
	return false;
}

/* The same behind blanks, quote and list marks, bullets and invisible characters. */
static bool looks_like(struct span line, struct span key, struct span *value)
{
	while (line.len > 0) {
		struct span rest = line;
		unsigned seen = seen_next(&rest);
		if (is_letter(seen) && reads_as(line, key, value))
			return true;
		if (is_letter(seen) && seen != SEEN_FOREIGN)
			return false;
		line = rest;
	}
	return false;
}

/* A line ends at a line feed or at a bare carriage return, which git does not know. */
static struct span next_line(struct span *rest)
{
	size_t end = 0;
	while (end < rest->len && rest->at[end] != '\n' && rest->at[end] != '\r')
		end++;
	struct span line = span_slice(*rest, 0, end);
	*rest = span_from(*rest, end + 1);
	return line;
}

struct lookalikes trailers_lookalikes(struct span message, struct trailers trailers, struct span key)
{
	return (struct lookalikes){.rest = message, .trailers = trailers, .key = key};
}

/* Takes the lines that begin with a blank off the front: the value goes on in them. */
static struct span folded(struct span value, struct span *rest)
{
	while (rest->len > 0 && byte_is_blank(rest->at[0])) {
		struct span line = next_line(rest);
		value.len = (size_t)(line.at + line.len - value.at);
	}
	return value;
}

bool lookalikes_next(struct lookalikes *l, struct span *line, struct span *value)
{
	while (l->rest.len > 0) {
		*line = next_line(&l->rest);
		while (l->at < l->trailers.count && l->trailers.list[l->at].key.at < line->at)
			l->at++;
		bool is_trailer = l->at < l->trailers.count && l->trailers.list[l->at].key.at == line->at;
		if (is_trailer && span_eq_fold(l->trailers.list[l->at].key, l->key))
			continue;
		if (looks_like(*line, l->key, value)) {
			*value = folded(*value, &l->rest);
			return true;
		}
	}
	return false;
}

struct span trailers_lookalike(struct span message, struct trailers trailers, struct span key)
{
	struct lookalikes lookalikes = trailers_lookalikes(message, trailers, key);
	struct span line, value;
	return lookalikes_next(&lookalikes, &line, &value) ? line : (struct span){"", 0};
}
