/* SPDX-License-Identifier: MIT */
/* changes.c - several trees walked at once. */
#include "git/changes.h"

#include "base/arena.h"
#include "base/path.h"
#include "git/oid.h"

#include <stdlib.h>

/* One folder of the walk: where each tree stands in it. Tree 0 is `now`, the others follow. */
struct folder {
	struct span path;
	struct tree *trees;
	size_t *at;
	struct span *folded; /* names of `now` in lower case, sorted; NULL until they are asked for */
};

struct walk {
	struct repository *repository;
	struct arena *arena;
	size_t ntrees;
	struct folder *stack;
	size_t depth, room;
	struct change *list;
	size_t count, list_room;
	struct span oddity;
};

static const struct entry no_entry = {.name = {"", 0}, .kind = ENTRY_NONE};

bool change_is_born(const struct change *change, size_t nparents)
{
	for (size_t i = 0; i < nparents; i++)
		if (entry_same(&change->now, &change->before[i]))
			return false;
	return true;
}

static bool stands_before(const struct entry *ids, size_t count, const struct entry *id)
{
	for (size_t i = 0; i < count; i++)
		if (entry_same(&ids[i], id))
			return true;
	return false;
}

static const struct failure *enter(struct walk *w, struct span path, const struct entry *entries)
{
	if (w->depth == CHANGES_DEEPEST)
		return failure(w->arena, "folder %.*s is deeper than %d folders", SPAN_ARGS(path), CHANGES_DEEPEST);
	struct folder folder = {.path = path};
	folder.trees = arena_take(w->arena, w->ntrees, sizeof *folder.trees);
	folder.at = arena_take(w->arena, w->ntrees, sizeof *folder.at);
	for (size_t i = 0; i < w->ntrees; i++) {
		if (entries[i].kind != ENTRY_TREE)
			continue;
		const struct failure *f = tree_read(w->repository, w->arena, &entries[i].id, &folder.trees[i]);
		if (f != NULL)
			return failure_within(w->arena, f, "folder /%.*s", SPAN_ARGS(path));
	}
	bool is_new = entries[0].kind == ENTRY_TREE && !stands_before(entries + 1, w->ntrees - 1, &entries[0]);
	if (is_new && w->oddity.len == 0 && folder.trees[0].oddity.len > 0)
		w->oddity = span_format(w->arena, "folder /%.*s has %.*s", SPAN_ARGS(path), SPAN_ARGS(folder.trees[0].oddity));
	w->stack = arena_grow(w->arena, w->stack, w->depth, &w->room, sizeof *w->stack);
	w->stack[w->depth++] = folder;
	return NULL;
}

/* The entries of the smallest name that is next in any tree, one per tree; false at the folder's end. */
static bool take_next(struct walk *w, struct folder *f, struct entry *entries)
{
	const struct entry *least = NULL;
	for (size_t i = 0; i < w->ntrees; i++)
		if (f->at[i] < f->trees[i].nentries && (least == NULL || entry_order(&f->trees[i].entries[f->at[i]], least) < 0))
			least = &f->trees[i].entries[f->at[i]];
	if (least == NULL)
		return false;
	for (size_t i = 0; i < w->ntrees; i++) {
		bool has = f->at[i] < f->trees[i].nentries && entry_order(&f->trees[i].entries[f->at[i]], least) == 0;
		entries[i] = has ? f->trees[i].entries[f->at[i]] : no_entry;
		f->at[i] += has;
	}
	return true;
}

static struct span name_of(const struct entry *entries, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (entries[i].kind != ENTRY_NONE)
			return entries[i].name;
	return SPAN("");
}

static int fold_order(const void *a, const void *b)
{
	const struct span *left = a, *right = b;
	return span_order(*left, *right);
}

/* Whether another entry of the folder has the same name but for case: a reader on such a file system sees one of the two. */
static bool collides(struct walk *w, struct folder *f, struct span name)
{
	size_t count = f->trees[0].nentries, low = 0, high = count;
	if (f->folded == NULL) {
		f->folded = arena_take(w->arena, count, sizeof *f->folded);
		for (size_t i = 0; i < count; i++)
			f->folded[i] = span_lower(w->arena, f->trees[0].entries[i].name);
		qsort(f->folded, count, sizeof *f->folded, fold_order);
	}
	struct span folded = span_lower(w->arena, name);
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (span_order(f->folded[middle], folded) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low + 1 < count && span_eq(f->folded[low], folded) && span_eq(f->folded[low + 1], folded);
}

/* Only a name that none of the other trees has there can collide anew. */
static void look_for_collision(struct walk *w, struct folder *f, const struct entry *entries)
{
	bool is_new = entries[0].kind != ENTRY_NONE && w->oddity.len == 0;
	for (size_t i = 1; i < w->ntrees; i++)
		is_new = is_new && entries[i].kind == ENTRY_NONE;
	if (is_new && collides(w, f, entries[0].name))
		w->oddity = span_format(w->arena, "folder /%.*s has two entries whose names differ in case only: %.*s", SPAN_ARGS(f->path),
		                        SPAN_ARGS(entries[0].name));
}

static const struct failure *tell(struct walk *w, struct span path, const struct entry *entries)
{
	if (w->count == CHANGES_MOST)
		return failure(w->arena, "a commit changes more than %d paths", CHANGES_MOST);
	struct entry *before = arena_take(w->arena, w->ntrees, sizeof *before);
	for (size_t i = 1; i < w->ntrees; i++)
		before[i - 1] = entries[i];
	w->list = arena_grow(w->arena, w->list, w->count, &w->list_room, sizeof *w->list);
	w->list[w->count++] = (struct change){.path = path, .now = entries[0], .before = before};
	return NULL;
}

/* All that have it have a folder there: git's order never puts a file and a folder under one name together. */
static const struct failure *look_at(struct walk *w, struct span folder, const struct entry *entries)
{
	bool same = w->ntrees > 1, is_folder = false;
	for (size_t i = 0; i < w->ntrees; i++) {
		same = same && entry_same(&entries[0], &entries[i]);
		is_folder = is_folder || entries[i].kind == ENTRY_TREE;
	}
	if (same)
		return NULL;
	struct span path = path_join(w->arena, folder, name_of(entries, w->ntrees));
	if (is_folder)
		return enter(w, path, entries);
	return tell(w, path, entries);
}

const struct failure *
changes_find(struct repository *r, struct arena *a, const struct oid *now, const struct oid *before, size_t nbefore, struct changes *changes)
{
	struct walk w = {.repository = r, .arena = a, .ntrees = nbefore + 1, .oddity = SPAN("")};
	struct entry *entries = arena_take(a, w.ntrees, sizeof *entries);
	for (size_t i = 0; i < w.ntrees; i++) {
		entries[i].id = i == 0 ? *now : before[i - 1];
		entries[i].kind = oid_is_zero(&entries[i].id) ? ENTRY_NONE : ENTRY_TREE;
	}
	const struct failure *f = look_at(&w, SPAN(""), entries);
	while (f == NULL && w.depth > 0) {
		struct folder *top = &w.stack[w.depth - 1];
		if (!take_next(&w, top, entries)) {
			w.depth--;
			continue;
		}
		look_for_collision(&w, top, entries);
		f = look_at(&w, top->path, entries);
	}
	*changes = (struct changes){w.list, w.count, w.oddity};
	return f;
}

/* The names of entries are the last parts of the path, which is copied once. */
static struct entry copy_entry(struct span path, const struct entry *entry)
{
	struct entry copy = *entry;
	copy.name = entry->kind == ENTRY_NONE ? SPAN("") : span_from(path, path.len - entry->name.len);
	return copy;
}

struct changes changes_copy(struct arena *a, const struct changes *changes, size_t nbefore)
{
	struct change *list = arena_take(a, changes->count, sizeof *list);
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *from = &changes->list[i];
		struct entry *before = arena_take(a, nbefore, sizeof *before);
		struct span path = span_copy(a, from->path);
		for (size_t k = 0; k < nbefore; k++)
			before[k] = copy_entry(path, &from->before[k]);
		list[i] = (struct change){.path = path, .now = copy_entry(path, &from->now), .before = before, .reached = from->reached};
	}
	return (struct changes){list, changes->count, span_copy(a, changes->oddity)};
}
