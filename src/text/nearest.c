/* SPDX-License-Identifier: MIT */
/* nearest.c - the word that a mistyped one was probably meant to be. */
#include "text/nearest.h"

#include "base/arena.h"

#define LONGEST 64
#define FARTHEST 2

static size_t smaller(size_t a, size_t b)
{
	return a < b ? a : b;
}

/* The edit distance of Levenshtein, one row at a time. */
static size_t distance(struct span a, struct span b)
{
	size_t row[LONGEST + 1];
	for (size_t j = 0; j <= b.len; j++)
		row[j] = j;
	for (size_t i = 0; i < a.len; i++) {
		size_t diagonal = row[0];
		row[0] = i + 1;
		for (size_t j = 0; j < b.len; j++) {
			size_t replaced = diagonal + (byte_lower(a.at[i]) == byte_lower(b.at[j]) ? 0 : 1);
			diagonal = row[j + 1];
			row[j + 1] = smaller(replaced, smaller(row[j], row[j + 1]) + 1);
		}
	}
	return row[b.len];
}

struct span nearest(struct span word, const struct span *words, size_t nwords)
{
	struct span best = {"", 0};
	/* A short word is near to everything: at least half of it must be right. */
	size_t least = smaller(FARTHEST, word.len / 2) + 1;
	for (size_t i = 0; i < nwords && word.len <= LONGEST; i++) {
		if (words[i].len > LONGEST)
			continue;
		size_t far = distance(word, words[i]);
		if (far < least) {
			least = far;
			best = words[i];
		}
	}
	return best;
}

struct span nearest_hint(struct arena *arena, struct span word, const struct span *words, size_t nwords)
{
	struct span best = nearest(word, words, nwords);
	if (best.len > 0)
		return span_format(arena, "; did you mean \"%.*s\"?", SPAN_ARGS(best));
	struct span text = {"", 0};
	for (size_t i = 0; i < nwords; i++)
		text = span_format(arena, "%.*s%s\"%.*s\"", SPAN_ARGS(text), i == 0 ? "; known are " : ", ", SPAN_ARGS(words[i]));
	return text;
}
