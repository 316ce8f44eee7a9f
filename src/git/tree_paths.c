/* SPDX-License-Identifier: MIT */
/* tree_paths.c - paths looked up in trees, and links followed inside them. */
#include "base/arena.h"
#include "base/path.h"
#include "git/oid.h"
#include "git/tree.h"

#define MOST_LINKS 40 /* as the kernel has it */

static const struct failure *find_here(struct repository *r, struct arena *a, const struct oid *tree, struct span name, struct entry *found)
{
	struct tree t;
	const struct failure *f = tree_read(r, a, tree, &t);
	if (f != NULL)
		return f;
	*found = (struct entry){.kind = ENTRY_NONE};
	for (size_t i = 0; i < t.nentries; i++)
		if (span_eq(t.entries[i].name, name))
			*found = t.entries[i];
	return NULL;
}

const struct failure *tree_find(struct repository *r, struct arena *a, const struct oid *root, struct span path, struct entry *found)
{
	struct entry at = {.kind = ENTRY_TREE, .mode = 040000, .id = *root};
	struct span part;
	while (span_next(&path, '/', &part)) {
		if (at.kind != ENTRY_TREE) {
			at = (struct entry){.kind = ENTRY_NONE};
			break;
		}
		struct oid tree = at.id;
		const struct failure *f = find_here(r, a, &tree, part, &at);
		if (f != NULL)
			return f;
	}
	*found = at;
	return NULL;
}

/* Where we are while a link is followed: the folder that was reached, as names from the root, and what is left to walk. */
struct trip {
	struct repository *repository;
	struct arena *arena;
	const struct oid *root;
	struct span reached, left;
	int links;
};

/* One name further. *stays: the trip goes on; otherwise it has left the repository. */
static const struct failure *step(struct trip *t, struct span name, struct entry *at, bool *stays)
{
	*stays = true;
	if (name.len == 0 || span_eq(name, SPAN(".")))
		return NULL;
	if (span_eq(name, SPAN(".."))) {
		*stays = t->reached.len > 0;
		t->reached = path_folder(t->reached);
		return tree_find(t->repository, t->arena, t->root, t->reached, at);
	}
	struct span next = path_join(t->arena, t->reached, name);
	const struct failure *f = tree_find(t->repository, t->arena, t->root, next, at);
	if (f != NULL || at->kind != ENTRY_LINK) {
		t->reached = next;
		*stays = f == NULL && at->kind != ENTRY_NONE;
		return f;
	}
	struct span text;
	f = repository_read_kind(t->repository, t->arena, &at->id, OBJECT_BLOB, &text);
	if (f != NULL)
		return f;
	*stays = ++t->links <= MOST_LINKS && text.len > 0 && text.at[0] != '/';
	t->left = path_join(t->arena, text, t->left);
	return tree_find(t->repository, t->arena, t->root, t->reached, at);
}

const struct failure *
tree_follow(struct repository *r, struct arena *a, const struct oid *root, struct span path, struct span text, struct entry *found, struct span *end)
{
	struct trip t = {.repository = r, .arena = a, .root = root, .reached = path_folder(path), .left = text};
	struct entry at = {.kind = ENTRY_TREE, .mode = 040000, .id = *root};
	struct span name;
	bool stays = text.len > 0 && text.at[0] != '/' && span_find(text, '\0') == text.len;
	while (stays && span_next(&t.left, '/', &name)) {
		const struct failure *f = step(&t, name, &at, &stays);
		if (f != NULL)
			return f;
	}
	*found = stays ? at : (struct entry){.kind = ENTRY_NONE};
	*end = t.reached;
	return NULL;
}
