/* SPDX-License-Identifier: MIT */
/* addresses.c - every address that a text may hold, however it is written there. */
#include "text/addresses.h"

#include "text/identity.h"

static bool is_plain(char c)
{
	return byte_is_alnum(c) || c == '.' || c == '-' || c == '_' || c == '+';
}

static bool is_mark(char c)
{
	const struct span marks = SPAN("!#$%&'*/=?[]^`{|}~");
	return span_find(marks, c) < marks.len;
}

static bool is_domain(char c)
{
	return byte_is_alnum(c) || c == '.' || c == '-' || c == '_';
}

/* Turns to the next @ from that offset on, and to the run around it. */
static void turn_to(struct addresses *a, size_t offset)
{
	a->at = offset + span_find(span_from(a->text, offset), '@');
	a->from = a->at;
	a->to = a->at + (a->at < a->text.len);
	while (a->from > 0 && a->at - a->from < IDENTITY_LONGEST_LOCAL && (is_plain(a->text.at[a->from - 1]) || is_mark(a->text.at[a->from - 1])))
		a->from--;
	while (a->to < a->text.len && is_domain(a->text.at[a->to]))
		a->to++;
	while (a->to > a->at && !byte_is_alnum(a->text.at[a->to - 1]))
		a->to--;
}

struct addresses addresses_in(struct span text)
{
	struct addresses a = {.text = text};
	turn_to(&a, 0);
	return a;
}

bool addresses_next(struct addresses *a, struct span *address)
{
	while (a->at < a->text.len) {
		*address = span_slice(a->text, a->from, a->to);
		bool told = a->from < a->at && identity_is_address(*address), leads = a->from < a->at && a->text.at[a->from] == '.';
		while (!leads && a->from < a->at && is_plain(a->text.at[a->from]))
			a->from++;
		while (a->from < a->at && (is_mark(a->text.at[a->from]) || (leads && a->text.at[a->from] == '.')))
			a->from++;
		if (a->from == a->at)
			turn_to(a, a->at + 1);
		if (told)
			return true;
	}
	return false;
}
