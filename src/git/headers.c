/* SPDX-License-Identifier: MIT */
/* headers.c - the lines with which a commit or tag object begins, read strictly. */
#include "git/headers.h"

#include <stdint.h>

bool header_next(struct span *rest, struct header *header)
{
	struct span line;
	const char *from = rest->at;
	if (!span_next(rest, '\n', &line) || line.len == 0)
		return false;
	while (rest->len > 0 && rest->at[0] == ' ') {
		struct span more;
		span_next(rest, '\n', &more);
		line.len = (size_t)(more.at + more.len - from);
	}
	size_t blank = span_find(line, ' ');
	*header = (struct header){span_slice(line, 0, blank), span_from(line, blank + 1)};
	return true;
}

struct span headers_fault(struct span raw, struct span rest)
{
	struct span header = span_slice(raw, 0, raw.len - rest.len);
	if (span_find(header, '\0') != header.len)
		return SPAN("holds a NUL byte");
	return span_ends(header, SPAN("\n")) ? SPAN("") : SPAN("does not end with a line feed");
}

static struct span read_who(struct span line, struct signature *s, struct span *date)
{
	size_t open = span_find(line, '<');
	size_t close = span_find(span_from(line, open + 1), '>') + open + 1;
	*date = SPAN("");
	if (open == 0)
		return SPAN("has no name in front of the address");
	if (span_find(span_slice(line, 0, open), '>') != open)
		return SPAN("has a > in the name");
	if (open == line.len)
		return SPAN("has no address");
	if (line.at[open - 1] != ' ')
		return SPAN("has no blank in front of the address");
	if (close >= line.len || span_find(span_slice(line, open + 1, close), '<') != close - open - 1)
		return SPAN("has an address that is not closed");
	s->name = span_strip(span_slice(line, 0, open));
	s->mail = span_slice(line, open + 1, close);
	*date = span_from(line, close + 1);
	return SPAN("");
}

/* " 1700000000 +0100", without leading zeros, seconds that fit 63 bits. */
static bool read_date(struct span date, int64_t *seconds)
{
	unsigned long number;
	if (date.len < 1 || date.at[0] != ' ')
		return false;
	date = span_from(date, 1);
	size_t blank = span_find(date, ' ');
	struct span digits = span_slice(date, 0, blank), zone = span_from(date, blank + 1);
	if (!span_number(digits, INT64_MAX, &number) || (digits.len > 1 && digits.at[0] == '0'))
		return false;
	if (zone.len != 5 || (zone.at[0] != '+' && zone.at[0] != '-') || !span_number(span_from(zone, 1), 9999, &number))
		return false;
	span_number(digits, INT64_MAX, &number);
	*seconds = (int64_t)number;
	return true;
}

struct span signature_read(struct span line, struct signature *s)
{
	struct span date;
	s->line = line;
	struct span complaint = read_who(line, s, &date);
	s->readable = read_date(date, &s->seconds);
	return complaint;
}
