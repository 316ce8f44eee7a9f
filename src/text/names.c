/* SPDX-License-Identifier: MIT */
/* names.c - a set of wanted identifiers. */
#include "text/names.h"

#include "base/arena.h"
#include "text/c_filter.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Ids of one spelling: a run in the sorted list. */
struct slot {
	struct span spelling; /* empty: nobody lives here */
	const struct wanted_name *first;
	size_t count;
};

/* Patterns that begin with one byte: a run in their sorted list. */
struct bucket {
	const struct wanted_name *first;
	size_t count;
};

struct names {
	const struct slot *slots;
	size_t mask; /* slots - 1; a power of two, at least twice the spellings */
	uint64_t lengths[256]; /* by first byte: bit n for exact names of n letters, the last for longer ones */
	struct bucket patterns[256]; /* by first byte; '*' for those of any */
	const struct wanted_name *list;
	size_t count, nexact;
	const struct c_filter *filter;
};

/* Of the whole text, eight bytes at a time. */
static size_t hash(struct span text)
{
	uint64_t value = text.len, eight = 0;
	for (size_t i = 0; i < text.len; i += 8) {
		eight = 0;
		memcpy(&eight, text.at + i, text.len - i < 8 ? text.len - i : 8);
		value = (value ^ eight) * UINT64_C(0x9E3779B97F4A7C15);
		value ^= value >> 32;
	}
	return (size_t)value;
}

static uint64_t length_bit(size_t len)
{
	return UINT64_C(1) << (len < 63 ? len : 63);
}

bool name_is_pattern(struct span spelling)
{
	return span_find(spelling, '*') < spelling.len;
}

/* A name on its way to its place: most comparisons are over with the head alone. */
struct placed {
	uint64_t head; /* whether it is a pattern, then its first seven bytes */
	const struct wanted_name *wanted;
};

static uint64_t head_of(struct span spelling)
{
	uint64_t head = name_is_pattern(spelling);
	for (size_t i = 0; i < 7; i++)
		head = head << 8 | (i < spelling.len ? (unsigned char)spelling.at[i] : 0);
	return head;
}

/* Exact names first, then patterns; within each by spelling, then id. */
static int order(const void *left, const void *right)
{
	const struct placed *a = left, *b = right;
	if (a->head != b->head)
		return a->head < b->head ? -1 : 1;
	int by_spelling = span_order(a->wanted->spelling, b->wanted->spelling);
	if (by_spelling != 0)
		return by_spelling;
	return (a->wanted->id > b->wanted->id) - (a->wanted->id < b->wanted->id);
}

static const struct wanted_name *sort(struct arena *arena, const struct wanted_name *list, size_t count)
{
	struct placed *places = arena_take(arena, count, sizeof *places);
	struct wanted_name *sorted = arena_take(arena, count, sizeof *sorted);
	for (size_t i = 0; i < count; i++)
		places[i] = (struct placed){head_of(list[i].spelling), &list[i]};
	if (count > 1)
		qsort(places, count, sizeof *places, order);
	for (size_t i = 0; i < count; i++)
		sorted[i] = *places[i].wanted;
	return sorted;
}

static struct slot *slot_of(struct slot *slots, size_t mask, struct span spelling)
{
	size_t place = hash(spelling) & mask;
	while (slots[place].spelling.len != 0 && !span_eq(slots[place].spelling, spelling))
		place = (place + 1) & mask;
	return &slots[place];
}

static void add_exact(struct names *names, struct slot *slots, const struct wanted_name *wanted)
{
	struct slot *slot = slot_of(slots, names->mask, wanted->spelling);
	if (slot->count++ != 0)
		return;
	slot->spelling = wanted->spelling;
	slot->first = wanted;
	names->lengths[(unsigned char)wanted->spelling.at[0]] |= length_bit(wanted->spelling.len);
}

static void add_pattern(struct names *names, const struct wanted_name *wanted)
{
	struct bucket *bucket = &names->patterns[(unsigned char)wanted->spelling.at[0]];
	if (bucket->count++ == 0)
		bucket->first = wanted;
}

static struct names *make(struct arena *arena, const struct wanted_name *list, size_t count)
{
	struct names *names = arena_take(arena, 1, sizeof *names);
	const struct wanted_name *sorted = sort(arena, list, count);
	size_t room = 2;
	while (room < 2 * count)
		room *= 2;
	struct slot *slots = arena_take(arena, room, sizeof *slots);
	names->mask = room - 1;
	for (size_t i = 0; i < count; i++) {
		if (sorted[i].spelling.len == 0)
			continue;
		if (name_is_pattern(sorted[i].spelling))
			add_pattern(names, &sorted[i]);
		else
			add_exact(names, slots, &sorted[i]);
	}
	names->slots = slots;
	names->list = sorted;
	names->count = count;
	while (names->nexact < count && !name_is_pattern(sorted[names->nexact].spelling))
		names->nexact++;
	return names;
}

const struct names *names_new(struct arena *arena, const struct wanted_name *list, size_t count)
{
	return make(arena, list, count);
}

const struct names *names_for_c(struct arena *arena, const struct wanted_name *list, size_t count)
{
	struct names *names = make(arena, list, count);
	names->filter = c_filter_new(arena, names);
	return names;
}

const struct c_filter *names_filter(const struct names *names)
{
	return names->filter;
}

/* The first exact name that is not in front of the text, or behind all that begin with it. */
static size_t edge(const struct names *names, struct span text, bool behind)
{
	size_t low = 0, high = names->nexact;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		struct span front = span_slice(names->list[middle].spelling, 0, text.len);
		int order_of = span_order(front, text);
		if (order_of < 0 || (behind && order_of == 0))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

size_t names_beginning(const struct names *names, struct span text, size_t *count)
{
	size_t first = edge(names, text, false);
	*count = edge(names, text, true) - first;
	return first;
}

const struct wanted_name *names_list(const struct names *names, size_t *count)
{
	*count = names->count;
	return names->list;
}

/* A star takes as little as it can; when that was too little, the last star takes one byte more. */
static bool pattern_answers(struct span pattern, struct span text)
{
	size_t p = 0, t = 0, star = pattern.len, taken = 0;
	while (t < text.len) {
		if (p < pattern.len && pattern.at[p] == '*') {
			star = p++;
			taken = t;
			continue;
		}
		if (p < pattern.len && pattern.at[p] == text.at[t]) {
			p++;
			t++;
			continue;
		}
		if (star == pattern.len)
			return false;
		p = star + 1;
		t = ++taken;
	}
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	return p == pattern.len;
}

/* Keeps the list in order and free of doubles; what falls off its end is the highest. */
static void answer(unsigned ids[NAMES_MOST], size_t *count, unsigned id)
{
	size_t place = *count;
	while (place > 0 && ids[place - 1] >= id)
		place--;
	if (place == NAMES_MOST || (place < *count && ids[place] == id))
		return;
	if (*count < NAMES_MOST)
		(*count)++;
	for (size_t i = *count - 1; i > place; i--)
		ids[i] = ids[i - 1];
	ids[place] = id;
}

static void find_patterns(const struct bucket *bucket, struct span identifier, unsigned ids[NAMES_MOST], size_t *count)
{
	for (size_t i = 0; i < bucket->count; i++)
		if (pattern_answers(bucket->first[i].spelling, identifier))
			answer(ids, count, bucket->first[i].id);
}

static void find_exact(const struct names *names, struct span identifier, unsigned ids[NAMES_MOST], size_t *count)
{
	size_t place = hash(identifier) & names->mask;
	while (names->slots[place].spelling.len != 0 && !span_eq(names->slots[place].spelling, identifier))
		place = (place + 1) & names->mask;
	const struct slot *slot = &names->slots[place];
	for (size_t i = 0; i < slot->count; i++)
		answer(ids, count, slot->first[i].id);
}

size_t names_find(const struct names *names, struct span identifier, unsigned ids[NAMES_MOST])
{
	if (identifier.len == 0)
		return 0;
	size_t count = 0;
	unsigned char first = (unsigned char)identifier.at[0];
	if ((names->lengths[first] & length_bit(identifier.len)) != 0)
		find_exact(names, identifier, ids, &count);
	find_patterns(&names->patterns[first], identifier, ids, &count);
	if (first != '*')
		find_patterns(&names->patterns['*'], identifier, ids, &count);
	return count;
}
