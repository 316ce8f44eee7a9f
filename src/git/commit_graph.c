/* SPDX-License-Identifier: MIT */
/* commit_graph.c - git's own table of commits and their parents. */
#include "git/commit_graph.h"

#include "base/arena.h"
#include "model/oid.h"

#include <string.h>

enum { HEADER = 8, ENTRY = 12, ID = 20, FANOUT = 256 * 4, DATA = ID + 16 };

#define NO_PARENT 0x70000000u
#define MORE_PARENTS 0x80000000u
#define LEVEL_LIMIT 0x3fffffffu /* git writes it for any level that is too high for it */

/* One file; positions inside it begin at 0. */
struct layer {
	uint32_t first, count;
	struct span fanout, ids, data, edges, bases, dates, late_dates; /* the last four may be empty */
};

struct commit_graph {
	struct layer layers[GRAPH_MOST_LAYERS];
	size_t nlayers;
	uint32_t count;
	bool has_dates;
};

static uint32_t number(struct span bytes, size_t at)
{
	const unsigned char *b = (const unsigned char *)bytes.at + at;
	return (uint32_t)b[0] << 24 | (uint32_t)b[1] << 16 | (uint32_t)b[2] << 8 | b[3];
}

static uint64_t long_number(struct span bytes, size_t at)
{
	return (uint64_t)number(bytes, at) << 32 | number(bytes, at + 4);
}

/* Each chunk once; it ends where the next entry of the table begins. */
static bool read_chunks(struct layer *l, struct span file, size_t count)
{
	struct {
		const char *name;
		struct span *chunk;
	} known[] = {
		{"OIDF", &l->fanout}, {"OIDL", &l->ids}, {"CDAT", &l->data}, {"EDGE", &l->edges}, {"BASE", &l->bases}, {"GDA2", &l->dates}, {"GDO2", &l->late_dates},
	};
	size_t trailer = file.len - ID;
	uint64_t from = HEADER + (count + 1) * ENTRY;
	if (file.len < ID || from > trailer)
		return false;
	for (size_t i = 0; i < count; i++) {
		size_t entry = HEADER + i * ENTRY;
		uint64_t begin = long_number(file, entry + 4), end = long_number(file, entry + ENTRY + 4);
		if (begin < from || end < begin || end > trailer)
			return false;
		from = end;
		for (size_t k = 0; k < COUNT(known); k++) {
			if (memcmp(file.at + entry, known[k].name, 4) != 0)
				continue;
			if (known[k].chunk->at != NULL)
				return false;
			*known[k].chunk = span_slice(file, (size_t)begin, (size_t)end);
		}
	}
	return number(file, HEADER + count * ENTRY) == 0;
}

static bool check_sizes(struct layer *l)
{
	if (l->fanout.len != FANOUT)
		return false;
	for (size_t i = 0; i < 255; i++)
		if (number(l->fanout, 4 * i) > number(l->fanout, 4 * i + 4))
			return false;
	l->count = number(l->fanout, FANOUT - 4);
	if (l->count == 0 || l->count >= NO_PARENT)
		return false;
	return l->ids.len == (size_t)l->count * ID && l->data.len == (size_t)l->count * DATA && l->edges.len % 4 == 0 && l->late_dates.len % 8 == 0 &&
	       (l->dates.len == 0 || l->dates.len == (size_t)l->count * 4);
}

static struct span checksum(struct span file)
{
	return span_from(file, file.len - ID);
}

/* A layer names the ones below it by their checksums. */
static bool stands_on(const struct layer *l, const struct span *layers, size_t below)
{
	if (l->bases.len != below * ID)
		return false;
	for (size_t i = 0; i < below; i++)
		if (!span_eq(span_slice(l->bases, i * ID, (i + 1) * ID), checksum(layers[i])))
			return false;
	return true;
}

static bool read_layer(struct commit_graph *g, const struct span *layers)
{
	struct layer *l = &g->layers[g->nlayers];
	struct span file = layers[g->nlayers];
	/* Signature, version, SHA-1, chunks, layers below. */
	if (file.len < HEADER + ID || memcmp(file.at, "CGPH\1\1", 6) != 0 || (unsigned char)file.at[7] != g->nlayers)
		return false;
	if (!read_chunks(l, file, (unsigned char)file.at[6]) || !check_sizes(l) || !stands_on(l, layers, g->nlayers))
		return false;
	if (l->count >= NO_PARENT - g->count)
		return false;
	l->first = g->count;
	g->count += l->count;
	g->has_dates = g->has_dates && l->dates.len > 0;
	g->nlayers++;
	return true;
}

const struct commit_graph *commit_graph_read(struct arena *a, const struct span *layers, size_t count)
{
	struct commit_graph *g = arena_take(a, 1, sizeof *g);
	g->has_dates = true;
	if (count == 0 || count > GRAPH_MOST_LAYERS)
		return NULL;
	for (size_t i = 0; i < count; i++)
		if (!read_layer(g, layers))
			return NULL;
	return g;
}

bool commit_graph_has_dates(const struct commit_graph *g)
{
	return g->has_dates;
}

static bool find_in(const struct layer *l, const struct oid *id, uint32_t *place)
{
	uint32_t low = id->bytes[0] == 0 ? 0 : number(l->fanout, 4 * (size_t)(id->bytes[0] - 1)), high = number(l->fanout, 4 * (size_t)id->bytes[0]);
	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = memcmp(l->ids.at + (size_t)middle * ID, id->bytes, ID);
		*place = middle;
		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return false;
}

bool commit_graph_find(const struct commit_graph *g, const struct oid *id, uint32_t *position)
{
	for (size_t i = g->nlayers; i > 0; i--) {
		const struct layer *l = &g->layers[i - 1];
		uint32_t place;
		if (!find_in(l, id, &place))
			continue;
		*position = l->first + place;
		return true;
	}
	return false;
}

static const struct layer *layer_of(const struct commit_graph *g, uint32_t position)
{
	size_t i = g->nlayers - 1;
	while (g->layers[i].first > position)
		i--;
	return &g->layers[i];
}

struct oid commit_graph_id(const struct commit_graph *g, uint32_t position)
{
	const struct layer *l = layer_of(g, position);
	struct oid id;
	memcpy(id.bytes, l->ids.at + (size_t)(position - l->first) * ID, ID);
	return id;
}

/* 0 where there is none that can be. */
static uint64_t level_of(const struct commit_graph *g, const struct layer *l, uint32_t place)
{
	uint64_t packed = long_number(l->data, (size_t)place * DATA + ID + 8), date = packed & 0x3ffffffffu, level = packed >> 34;
	if (!g->has_dates)
		return level >= LEVEL_LIMIT ? 0 : level;
	uint32_t offset = number(l->dates, (size_t)place * 4);
	if ((offset & MORE_PARENTS) == 0)
		return date + offset;
	size_t at = (size_t)(offset & ~MORE_PARENTS) * 8;
	if (at >= l->late_dates.len)
		return 0;
	uint64_t late = long_number(l->late_dates, at);
	return late > INT64_MAX ? 0 : date + late;
}

static bool add_parent(const struct commit_graph *g, const struct layer *l, uint32_t parent, uint64_t level, struct graph_commit *c)
{
	if (parent >= l->first + l->count || c->nparents == GRAPH_MOST_PARENTS)
		return false;
	const struct layer *its = layer_of(g, parent);
	uint64_t below = level_of(g, its, parent - its->first);
	c->parents[c->nparents++] = parent;
	return below > 0 && below < level;
}

static bool add_more_parents(const struct commit_graph *g, const struct layer *l, size_t at, struct graph_commit *c)
{
	for (;; at++) {
		if (at >= l->edges.len / 4)
			return false;
		uint32_t edge = number(l->edges, at * 4);
		if (!add_parent(g, l, edge & ~MORE_PARENTS, c->level, c))
			return false;
		if ((edge & MORE_PARENTS) != 0)
			return true;
	}
}

bool commit_graph_commit(const struct commit_graph *g, uint32_t position, struct graph_commit *c)
{
	const struct layer *l = layer_of(g, position);
	uint32_t place = position - l->first;
	size_t at = (size_t)place * DATA + ID;
	uint32_t first = number(l->data, at), second = number(l->data, at + 4);
	c->nparents = 0;
	c->level = level_of(g, l, place);
	c->date = (int64_t)(long_number(l->data, at + 8) & 0x3ffffffffu);
	if (c->level == 0)
		return false;
	if (first == NO_PARENT)
		return second == NO_PARENT;
	if (!add_parent(g, l, first, c->level, c))
		return false;
	if (second == NO_PARENT)
		return true;
	if ((second & MORE_PARENTS) == 0)
		return add_parent(g, l, second, c->level, c);
	return add_more_parents(g, l, second & ~MORE_PARENTS, c);
}
