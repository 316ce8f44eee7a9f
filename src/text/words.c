/* SPDX-License-Identifier: MIT */
/* words.c - pieces of the sentences in which checks say what they saw. */
#include "text/words.h"

#include "base/arena.h"
#include "base/unicode.h"

struct span words_quote(struct arena *arena, struct span text)
{
	if (text.len <= WORDS_LONGEST)
		return span_format(arena, "\"%.*s\"", SPAN_ARGS(text));
	size_t end = 0;
	for (;;) {
		uint32_t character;
		size_t len = unicode_decode(span_from(text, end), &character);
		len = len == 0 ? 1 : len;
		if (end + len > WORDS_LONGEST)
			break;
		end += len;
	}
	return span_format(arena, "\"%.*s...\"", SPAN_ARGS(span_slice(text, 0, end)));
}

struct span words_list(struct arena *arena, const struct span *list, size_t count, const char *word)
{
	struct span text = count > 0 ? list[0] : (struct span){"", 0};
	for (size_t i = 1; i < count; i++)
		text = i + 1 < count ? span_format(arena, "%.*s, %.*s", SPAN_ARGS(text), SPAN_ARGS(list[i]))
		                     : span_format(arena, "%.*s %s %.*s", SPAN_ARGS(text), word, SPAN_ARGS(list[i]));
	return text;
}

bool words_placeholder(struct span text)
{
	/* None that is somebody's name: Null, No and Na are. */
	static const char *const known[] = {
		"todo",    "tbd",      "tba",    "fixme",   "xxx",  "n/a",       "none",      "nobody",   "noone",         "no one",
		"someone", "somebody", "anyone", "unknown", "name", "your name", "full name", "reviewer", "reviewer name", "pending",
	};
	bool letter = false;
	for (size_t i = 0; i < text.len && !letter; i++)
		letter = byte_is_alnum(text.at[i]) || (unsigned char)text.at[i] >= 0x80;
	for (size_t i = 0; i < COUNT(known); i++)
		if (span_eq_fold(text, span_of(known[i])))
			return true;
	return !letter;
}

bool remarks_open(const struct remarks *r)
{
	return r->count < REMARKS_MOST;
}

void remarks_add(struct remarks *r, struct span text)
{
	if (remarks_open(r))
		r->list[r->count] = text;
	r->count++;
}

struct span remarks_print(struct arena *arena, const struct remarks *r)
{
	size_t kept = r->count < REMARKS_MOST ? r->count : REMARKS_MOST;
	struct span text = kept > 0 ? r->list[0] : (struct span){"", 0};
	for (size_t i = 1; i < kept; i++)
		text = span_format(arena, "%.*s; %.*s", SPAN_ARGS(text), SPAN_ARGS(r->list[i]));
	if (r->count > kept)
		text = span_format(arena, "%.*s; and %zu more", SPAN_ARGS(text), r->count - kept);
	return text;
}
