/* SPDX-License-Identifier: MIT */
/* tree.c - a tree object read strictly. */
#include "git/tree.h"

#include "base/arena.h"
#include "git/oid.h"
#include "git/own_names.h"

#include <stdlib.h>
#include <string.h>

static const struct {
	unsigned mode;
	enum entry_kind kind;
} modes[] = {
	{0100644, ENTRY_FILE}, {0100755, ENTRY_FILE}, {0100664, ENTRY_FILE}, {040000, ENTRY_TREE}, {0120000, ENTRY_LINK}, {0160000, ENTRY_SUBMODULE},
};

/* A mode that git does not write is still read by its file type bits, so that nothing hides behind it. */
static enum entry_kind kind_of(unsigned mode, bool *known)
{
	*known = true;
	for (size_t i = 0; i < COUNT(modes); i++)
		if (modes[i].mode == mode)
			return modes[i].kind;
	*known = false;
	unsigned type = mode & 0170000;
	return type == 040000 ? ENTRY_TREE : type == 0120000 ? ENTRY_LINK : type == 0160000 ? ENTRY_SUBMODULE : ENTRY_FILE;
}

static const char *odd_name(struct span name)
{
	if (name.len == 0)
		return "an entry without a name";
	if (span_find(name, '/') != name.len)
		return "an entry with a slash in its name";
	if (span_eq(name, SPAN(".")) || span_eq(name, SPAN("..")))
		return "an entry named . or ..";
	if (own_name_of(name) == OWN_FOLDER)
		return "an entry that some systems take for .git";
	return NULL;
}

static bool take_mode(struct span *rest, unsigned *mode, bool *padded)
{
	size_t digits = span_find(*rest, ' ');
	if (digits == 0 || digits > 7 || digits == rest->len)
		return false;
	*mode = 0;
	for (size_t i = 0; i < digits; i++) {
		if (rest->at[i] < '0' || rest->at[i] > '7')
			return false;
		*mode = *mode * 8 + (unsigned)(rest->at[i] - '0');
	}
	*padded = rest->at[0] == '0';
	*rest = span_from(*rest, digits + 1);
	return true;
}

static bool take_entry(struct span *rest, struct entry *e, const char **oddity)
{
	bool padded, known;
	if (!take_mode(rest, &e->mode, &padded))
		return false;
	size_t end = span_find(*rest, '\0');
	if (end == rest->len || rest->len - end - 1 < sizeof e->id.bytes)
		return false;
	e->name = span_slice(*rest, 0, end);
	memcpy(e->id.bytes, rest->at + end + 1, sizeof e->id.bytes);
	e->kind = kind_of(e->mode, &known);
	*rest = span_from(*rest, end + 1 + sizeof e->id.bytes);
	*oddity = odd_name(e->name);
	if (*oddity == NULL && padded)
		*oddity = "an entry with a zero-padded mode";
	if (*oddity == NULL && !known)
		*oddity = "an entry with a mode that git does not write";
	return true;
}

int entry_order(const struct entry *a, const struct entry *b)
{
	size_t shorter = a->name.len < b->name.len ? a->name.len : b->name.len;
	int order = shorter == 0 ? 0 : memcmp(a->name.at, b->name.at, shorter);
	if (order != 0)
		return order;
	unsigned char next_a = a->name.len > shorter ? (unsigned char)a->name.at[shorter] : a->kind == ENTRY_TREE ? '/' : 0;
	unsigned char next_b = b->name.len > shorter ? (unsigned char)b->name.at[shorter] : b->kind == ENTRY_TREE ? '/' : 0;
	if (next_a != next_b)
		return next_a < next_b ? -1 : 1;
	return (a->name.len > b->name.len) - (a->name.len < b->name.len);
}

bool entry_same(const struct entry *a, const struct entry *b)
{
	if (a->kind == ENTRY_NONE || b->kind == ENTRY_NONE)
		return a->kind == b->kind;
	return a->mode == b->mode && oid_eq(&a->id, &b->id);
}

static int qsort_order(const void *a, const void *b)
{
	return entry_order(a, b);
}

static int name_order(const void *a, const void *b)
{
	const struct entry *left = a, *right = b;
	return span_order(left->name, right->name);
}

/* A file and a folder of one name do not sort beside each other: the names alone are sorted to see them. */
static bool has_twins(struct arena *a, const struct entry *entries, size_t count)
{
	bool folders = false;
	for (size_t i = 0; i < count; i++) {
		if (i > 0 && span_eq(entries[i - 1].name, entries[i].name))
			return true;
		folders = folders || entries[i].kind == ENTRY_TREE;
	}
	if (!folders || count < 2)
		return false;
	struct entry *names = arena_take(a, count, sizeof *names);
	memcpy(names, entries, count * sizeof *names);
	qsort(names, count, sizeof *names, name_order);
	for (size_t i = 1; i < count; i++)
		if (span_eq(names[i - 1].name, names[i].name))
			return true;
	return false;
}

const struct failure *tree_parse(struct arena *a, const struct oid *id, struct span raw, struct tree *tree)
{
	struct entry *entries = NULL;
	size_t n = 0, room = 0;
	const char *oddity = NULL;
	bool sorted = true;
	for (struct span rest = raw; rest.len > 0; n++) {
		const char *odd = NULL;
		entries = arena_grow(a, entries, n, &room, sizeof *entries);
		if (!take_entry(&rest, &entries[n], &odd))
			return failure(a, "tree %.*s is cut or garbled at entry %zu", SPAN_ARGS(oid_hex(a, id)), n + 1);
		oddity = oddity == NULL ? odd : oddity;
		sorted = sorted && (n == 0 || entry_order(&entries[n - 1], &entries[n]) < 0);
	}
	if (!sorted && n > 1)
		qsort(entries, n, sizeof *entries, qsort_order);
	if (oddity == NULL && has_twins(a, entries, n))
		oddity = "two entries of one name";
	if (oddity == NULL && !sorted)
		oddity = "entries in another order than git writes";
	*tree = (struct tree){entries, n, span_of(oddity)};
	return NULL;
}

const struct failure *tree_read(struct repository *r, struct arena *a, const struct oid *id, struct tree *tree)
{
	struct span raw;
	const struct failure *f = repository_read_kind(r, a, id, OBJECT_TREE, &raw);
	return f != NULL ? f : tree_parse(a, id, raw, tree);
}
