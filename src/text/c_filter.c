/* SPDX-License-Identifier: MIT */
/* c_filter.c - what a first look asks of every run of letters, answered by one bit. */
#include "text/c_filter.h"

#include "base/arena.h"
#include "text/c_code.h"

/* Bits for each word, and those of a small table: what few words have stays in the nearest memory. */
enum { BITS_OF_WORD = 32, SMALL_BITS = 14, MOST_BITS = 24 };

static void set_bit(struct c_bits *bits, struct span word)
{
	size_t place = c_bits_place(bits, c_eight(word.at, word.len, word.len));
	bits->words[place / 64] |= UINT64_C(1) << place % 64;
}

static struct c_bits bits_for(struct arena *arena, size_t count)
{
	unsigned log = SMALL_BITS;
	while (log < MOST_BITS && (size_t)1 << log < count * BITS_OF_WORD)
		log++;
	return (struct c_bits){arena_take(arena, ((size_t)1 << log) / 64, sizeof(uint64_t)), 64 - log};
}

/* Of #pragma, and the words that change how the text around them is read. */
static const struct span others[] = {
	{"pragma", 6}, {"namespace", 9}, {"import", 6}, {"__has_include", 13}, {"__has_include_next", 18}, {"__has_embed", 11},
};

bool c_turns(struct span run)
{
	return span_among(others + 1, COUNT(others) - 1, run);
}

/* The letters in front of the first star. */
static struct span front_of(struct span spelling)
{
	return span_slice(spelling, 0, span_find(spelling, '*'));
}

static size_t letters_of(const struct wanted_name *list, size_t count)
{
	size_t letters = 0;
	for (size_t i = 0; i < count; i++)
		letters += list[i].spelling.len;
	return letters;
}

static void set_beginnings(struct c_bits *bits, struct span spelling)
{
	for (size_t len = 1; len <= spelling.len; len++)
		set_bit(bits, span_slice(spelling, 0, len));
}

static void take_pattern(struct c_filter *filter, struct span spelling)
{
	filter->patterns = true;
	for (size_t i = 0; i < COUNT(filter->always); i++)
		filter->always[i] = filter->always[i] || spelling.at[0] == '*' || (unsigned char)spelling.at[0] == i;
}

static void take_wanted(struct c_filter *filter, const struct wanted_name *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		if (list[i].spelling.len == 0)
			continue;
		set_beginnings(&filter->early, front_of(list[i].spelling));
		set_beginnings(&filter->parts, front_of(list[i].spelling));
		set_bit(&filter->known, list[i].spelling);
		if (name_is_pattern(list[i].spelling))
			take_pattern(filter, list[i].spelling);
		for (size_t k = 0; k < list[i].spelling.len; k++)
			filter->patterns = filter->patterns || (unsigned char)list[i].spelling.at[k] >= 0x80;
	}
}

static void take_keys(struct c_filter *filter, const struct wanted_name *list, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		set_bit(&filter->known, list[i].spelling);
		if (!c_key_reads_strings(list[i].id))
			continue;
		set_bit(&filter->early, list[i].spelling);
		set_beginnings(&filter->parts, list[i].spelling);
	}
}

const struct c_filter *c_filter_new(struct arena *arena, const struct names *names)
{
	struct c_filter *filter = arena_take(arena, 1, sizeof *filter);
	size_t count, nkeys;
	const struct wanted_name *list = names_list(names, &count), *keys = names_list(filter->keys = c_keys(arena), &nkeys);
	filter->early = bits_for(arena, letters_of(list, count) + nkeys);
	filter->known = bits_for(arena, count + nkeys);
	filter->parts = bits_for(arena, letters_of(list, count) + letters_of(keys, nkeys));
	filter->always['_'] = true;
	take_wanted(filter, list, count);
	take_keys(filter, keys, nkeys);
	for (size_t i = 0; i < COUNT(others); i++) {
		set_bit(&filter->early, others[i]);
		set_bit(&filter->known, others[i]);
	}
	return filter;
}
