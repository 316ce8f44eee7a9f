/* SPDX-License-Identifier: MIT */
/* arena.c - memory with a common end. */
#include "base/arena.h"

#include "base/last_word.h"

#include <stdalign.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define FIRST_BLOCK ((size_t)16 * 1024)
#define LARGEST_BLOCK ((size_t)4 * 1024 * 1024)
#define FRESH_BLOCK ((size_t)128 * 1024) /* from here on the system gives fresh pages, zeroed when they are touched */
#define ALIGNMENT alignof(max_align_t)

struct block {
	struct block *next;
	size_t size, used, soiled; /* behind `soiled` all bytes are zero already */
	max_align_t bytes[];
};

struct arena {
	const char *name;
	size_t limit, used, held;
	struct block *blocks; /* the one in use first */
	size_t next_size;
};

_Noreturn static void exhausted(const struct arena *a)
{
	static const struct {
		const char *name, *why;
	} reasons[] = {
		{"house", "the policy and its registers need more memory than the limit allows"},
		{"visit", "the push needs more memory than the limit allows; push fewer commits at a time"},
		{"step", "one file or commit of the push needs more memory than the limit allows"},
		{"event", "one event of the ledger needs more memory than the limit allows"},
		{"record", "one record of the gate needs more memory than the limit allows"},
		{"review", "the review needs more memory than the limit allows"},
		{"import", "the file that is imported needs more memory than the limit allows"},
	};
	for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (strcmp(reasons[i].name, a->name) == 0)
			last_word_say(reasons[i].why);
	last_word_say("more memory is needed than the limit allows");
}

struct arena *arena_new(const char *name, size_t limit)
{
	struct arena *a = calloc(1, sizeof *a);
	if (a == NULL)
		last_word_say("the system gave no memory");
	a->name = name;
	a->limit = limit;
	a->next_size = FIRST_BLOCK;
	return a;
}

static void give_back(struct arena *a)
{
	while (a->blocks != NULL) {
		struct block *next = a->blocks->next;
		free(a->blocks);
		a->blocks = next;
	}
	a->held = 0;
}

void arena_free(struct arena *a)
{
	if (a == NULL)
		return;
	give_back(a);
	free(a);
}

/* One block of modest size is kept, because the step arena is reset for every file. */
static bool may_stay(const struct block *b)
{
#if defined(__SANITIZE_ADDRESS__)
	(void)b; /* under the sanitizer every late use is to be seen */
	return false;
#else
	return b != NULL && b->next == NULL && b->size <= LARGEST_BLOCK;
#endif
}

void arena_reset(struct arena *a)
{
	if (may_stay(a->blocks)) {
		if (a->blocks->soiled < a->blocks->used)
			a->blocks->soiled = a->blocks->used;
		a->blocks->used = 0;
	} else {
		give_back(a);
		a->next_size = FIRST_BLOCK;
	}
	a->used = 0;
}

static void add_block(struct arena *a, size_t size)
{
	size_t room = size > a->next_size ? size : a->next_size;
	if (room > a->limit - a->held)
		room = size; /* near the limit: exactly what is asked */
	if (size > a->limit - a->held)
		exhausted(a);
	bool fresh = room >= FRESH_BLOCK;
	struct block *b = fresh ? calloc(1, sizeof *b + room) : malloc(sizeof *b + room);
	if (b == NULL)
		last_word_say("the system gave no memory");
	*b = (struct block){.next = a->blocks, .size = room, .soiled = fresh ? 0 : room};
	a->blocks = b;
	a->held += room;
	if (a->next_size < LARGEST_BLOCK)
		a->next_size *= 2;
}

void *arena_take(struct arena *a, size_t count, size_t size)
{
	if (size != 0 && count > (SIZE_MAX - ALIGNMENT) / size)
		exhausted(a);
	size_t bytes = (count * size + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
	if (bytes > a->limit || a->used > a->limit - bytes)
		exhausted(a);
	if (a->blocks == NULL || bytes > a->blocks->size - a->blocks->used)
		add_block(a, bytes);
	struct block *b = a->blocks;
	void *taken = (char *)b->bytes + b->used;
	if (b->used < b->soiled)
		memset(taken, 0, bytes < b->soiled - b->used ? bytes : b->soiled - b->used);
	b->used += bytes;
	a->used += bytes;
	return taken;
}

void *arena_grow(struct arena *a, const void *array, size_t used, size_t *room, size_t size)
{
	if (used < *room)
		return (void *)(uintptr_t)array;
	size_t wider = *room == 0 ? 8 : *room * 2;
	void *moved = arena_take(a, wider, size);
	if (used > 0)
		memcpy(moved, array, used * size);
	*room = wider;
	return moved;
}

size_t arena_used(const struct arena *a)
{
	return a->used;
}
