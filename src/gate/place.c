/* SPDX-License-Identifier: MIT */
/* place.c - where in a text something stands. */
#include "gate/place.h"

#include "base/arena.h"

#define SHOWN_BEFORE 100
#define SHOWN_BEHIND 160

static bool ends_line(struct span text, size_t at)
{
	return text.at[at] == '\n' || (text.at[at] == '\r' && (at + 1 == text.len || text.at[at + 1] != '\n'));
}

struct lines lines_of(struct arena *a, struct span text)
{
	size_t count = 1;
	for (size_t i = 0; i < text.len; i++)
		count += ends_line(text, i);
	size_t *begins = arena_take(a, count, sizeof *begins);
	count = 1;
	for (size_t i = 0; i < text.len; i++)
		if (ends_line(text, i))
			begins[count++] = i + 1;
	return (struct lines){text, begins, count};
}

/* The last line that begins at or before the place. */
static size_t line_at(const struct lines *l, size_t at)
{
	size_t low = 0, high = l->count;
	while (high - low > 1) {
		size_t middle = low + (high - low) / 2;
		if (l->begins[middle] <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct place place_in(const struct lines *l, size_t at)
{
	size_t line = line_at(l, at), begin = l->begins[line], end = at;
	while (end < l->text.len && l->text.at[end] != '\n' && l->text.at[end] != '\r' && end - at < SHOWN_BEHIND)
		end++;
	size_t from = at - begin > SHOWN_BEFORE ? at - SHOWN_BEFORE : begin;
	return (struct place){line + 1, at - begin + 1, span_slice(l->text, from, end), at - from};
}
