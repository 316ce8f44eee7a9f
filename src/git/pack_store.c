/* SPDX-License-Identifier: MIT */
/* pack_store.c - objects straight from the packs of one folder. */
#include "git/pack_store.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/last_word.h"
#include "base/mapping.h"
#include "git/delta.h"
#include "git/object_cache.h"
#include "git/pack.h"
#include "git/pack_index.h"

#include <libdeflate.h>
#include <stdlib.h>

#define MEMORY ((size_t)4 << 30) /* beyond the cache; a pack of 2^32 objects would need more, and is refused */
#define DEEPEST_DELTA 4096        /* git makes none that is deeper: pack.depth */
#define OFFSET_BITS 44            /* 16 TiB */
#define MOST_PACKS ((UINT64_C(1) << (64 - OFFSET_BITS)) - 1)

struct pack {
	struct mapping file, index_file;
	struct pack_index index;
};

struct pack_store {
	struct arena *arena;
	struct pack *packs; /* the one with the most objects first */
	size_t npacks;
	size_t cache_size, delta_most;
	/* What reading needs; made by the first read. */
	struct libdeflate_decompressor *inflater;
	struct object_cache *cache;
	struct pack_entry *chain; /* an object and its bases, down to the one that is known */
	char *delta;
};

/* An empty file is none. */
static bool open_file(struct arena *a, struct span path, struct mapping *m)
{
	bool found;
	return mapping_open(a, path.at, m, &found) == NULL && found && m->bytes.len > 0;
}

static void pack_close(struct pack *p)
{
	mapping_close(&p->file);
	mapping_close(&p->index_file);
}

static bool pack_open(struct arena *a, struct span folder, struct span index_name, struct pack *p)
{
	struct span stem = span_slice(index_name, 0, index_name.len - 4);
	*p = (struct pack){.file = {.bytes = SPAN("")}, .index_file = {.bytes = SPAN("")}};
	bool open = open_file(a, span_format(a, "%.*s/%.*s", SPAN_ARGS(folder), SPAN_ARGS(index_name)), &p->index_file) &&
	            open_file(a, span_format(a, "%.*s/%.*s.pack", SPAN_ARGS(folder), SPAN_ARGS(stem)), &p->file);
	if (open && pack_is_sound(p->file.bytes) && p->file.bytes.len >> OFFSET_BITS == 0 && pack_index_read(p->index_file.bytes, p->file.bytes, &p->index))
		return true;
	pack_close(p);
	return false;
}

static int larger_first(const void *one, const void *two)
{
	uint32_t a = ((const struct pack *)one)->index.count, b = ((const struct pack *)two)->index.count;
	return (a < b) - (a > b);
}

struct pack_store *pack_store_open(struct span folder, size_t cache)
{
	struct arena *a = arena_new("packs", MEMORY + cache);
	struct pack_store *s = arena_take(a, 1, sizeof *s);
	const struct folder_entry *files;
	size_t nfiles = 0;
	*s = (struct pack_store){.arena = a, .cache_size = cache, .delta_most = cache / 4};
	if (folder_list(a, folder, &files, &nfiles) != NULL) /* no packs: libgit2 has its own words for what may be wrong */
		return s;
	s->packs = arena_take(a, nfiles, sizeof *s->packs);
	for (size_t i = 0; i < nfiles && s->npacks < MOST_PACKS; i++)
		if (span_ends(files[i].name, SPAN(".idx")) && pack_open(a, folder, files[i].name, &s->packs[s->npacks]))
			s->npacks++;
	qsort(s->packs, s->npacks, sizeof *s->packs, larger_first);
	return s;
}

void pack_store_close(struct pack_store *s)
{
	if (s == NULL)
		return;
	for (size_t i = 0; i < s->npacks; i++)
		pack_close(&s->packs[i]);
	libdeflate_free_decompressor(s->inflater);
	arena_free(s->arena);
}

static uint64_t place_of(size_t pack, uint64_t offset)
{
	return (uint64_t)(pack + 1) << OFFSET_BITS | offset;
}

uint64_t pack_store_place(const struct pack_store *s, const struct oid *id)
{
	uint32_t entry;
	uint64_t offset;
	for (size_t i = 0; i < s->npacks; i++)
		if (pack_index_find(&s->packs[i].index, id, &entry) && pack_index_offset(&s->packs[i].index, entry, &offset))
			return place_of(i, offset);
	return 0;
}

static void prepare(struct pack_store *s)
{
	if (s->cache != NULL)
		return;
	s->inflater = libdeflate_alloc_decompressor();
	if (s->inflater == NULL)
		last_word_say("the system gave no memory");
	s->cache = object_cache_new(s->arena, s->cache_size);
	s->chain = arena_take(s->arena, DEEPEST_DELTA, sizeof *s->chain);
	s->delta = arena_take(s->arena, 1, s->delta_most);
}

/* Where the base of a delta begins. A pack that git stored has it among its own objects. */
static bool base_of(const struct pack *p, const struct pack_entry *e, uint64_t *offset)
{
	uint32_t entry;
	*offset = e->base;
	return e->kind == PACK_DELTA_OFFSET || (pack_index_find(&p->index, &e->base_id, &entry) && pack_index_offset(&p->index, entry, offset));
}

static bool inflate(struct pack_store *s, struct pack *p, const struct pack_entry *e, char *room)
{
	uint32_t entry;
	return pack_index_entry_at(&p->index, s->arena, e->offset, &entry) &&
	       pack_entry_inflate(s->inflater, p->file.bytes, e, pack_index_sum(&p->index, entry), room);
}

static struct cached *unpack_whole(struct pack_store *s, struct pack *p, const struct pack_entry *e)
{
	struct cached *room = object_cache_room(s->cache, e->size, NULL);
	return room != NULL && inflate(s, p, e, room->bytes) ? room : NULL;
}

static struct cached *unpack_delta(struct pack_store *s, struct pack *p, const struct pack_entry *e, const struct cached *base)
{
	struct delta delta;
	if (e->size > s->delta_most || !inflate(s, p, e, s->delta) || !delta_read((struct span){s->delta, (size_t)e->size}, &delta))
		return NULL;
	struct cached *room = object_cache_room(s->cache, delta.result_size, base);
	return room != NULL && delta_apply(&delta, (struct span){base->bytes, base->size}, room->bytes) ? room : NULL;
}

/* The bases of an object, down to one that is whole or in the cache (*base). False where they lead nowhere, or round in a circle. */
static bool find_chain(const struct pack_store *s, const struct pack *p, uint64_t place, size_t *depth, const struct cached **base)
{
	uint64_t offset = place & ((UINT64_C(1) << OFFSET_BITS) - 1), pack = place - offset;
	*depth = 0;
	for (*base = NULL; *base == NULL; *base = object_cache_find(s->cache, pack | offset)) {
		struct pack_entry *e = &s->chain[*depth];
		if (*depth == DEEPEST_DELTA || !pack_entry_read(p->file.bytes, offset, e))
			return false;
		++*depth;
		if (!pack_entry_is_delta(e))
			return true;
		if (!base_of(p, e, &offset))
			return false;
	}
	return true;
}

static const struct cached *unpack(struct pack_store *s, uint64_t place)
{
	size_t number = (size_t)(place >> OFFSET_BITS) - 1, depth;
	struct pack *p = &s->packs[number];
	const struct cached *object;
	if (!find_chain(s, p, place, &depth, &object))
		return NULL;
	while (depth > 0) {
		const struct pack_entry *e = &s->chain[--depth];
		struct cached *next = object == NULL ? unpack_whole(s, p, e) : unpack_delta(s, p, e, object);
		if (next == NULL)
			return NULL;
		object_cache_add(s->cache, next, place_of(number, e->offset), object == NULL ? (enum object_kind)e->kind : (enum object_kind)object->kind);
		object = next;
	}
	return object;
}

bool pack_store_read(struct pack_store *s, uint64_t place, struct object *object)
{
	prepare(s);
	const struct cached *found = object_cache_find(s->cache, place);
	if (found == NULL)
		found = unpack(s, place);
	if (found == NULL)
		return false;
	*object = (struct object){(enum object_kind)found->kind, {found->bytes, found->size}};
	return true;
}
