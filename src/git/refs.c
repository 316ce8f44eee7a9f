/* SPDX-License-Identifier: MIT */
/* refs.c - refs by our own hand; revisions and settings through libgit2. */
#include "base/arena.h"
#include "base/glob.h"
#include "git/libgit2.h"
#include "git/loose_refs.h"
#include "git/oid.h"
#include "git/ref_lines.h"

#include <stdlib.h>

#define LONGEST_CHAIN 8

/* As it stands now: git replaces the file by a rename. What is not packed lies in a file of its own, so those are read first. */
static const struct failure *packed_refs_of(struct repository *r, struct arena *a, const struct packed_refs **packed)
{
	const char *path = span_format(a, "%spacked-refs", git_repository_commondir(r->foreign)).at;
	bool found;
	*packed = &r->packed;
	if (r->packed_file.bytes.len > 0 && mapping_is_current(&r->packed_file, path))
		return NULL;
	mapping_close(&r->packed_file);
	r->packed = (struct packed_refs){.lines = SPAN("")};
	const struct failure *f = mapping_open(a, path, &r->packed_file, &found);
	return f != NULL ? f : packed_refs_read(a, r->packed_file.bytes, &r->packed);
}

/* The folder in which a linked work tree keeps the ref, or the one of all its refs. */
static struct span folder_of(const struct repository *r, struct span name)
{
	bool own = !span_starts(name, SPAN("refs/")) || span_starts(name, SPAN("refs/bisect/")) || span_starts(name, SPAN("refs/worktree/")) ||
	           span_starts(name, SPAN("refs/rewritten/"));
	return span_of(own ? git_repository_path(r->foreign) : git_repository_commondir(r->foreign));
}

/* HEAD and its like. */
static bool is_head_name(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if ((name.at[i] < 'A' || name.at[i] > 'Z') && name.at[i] != '_')
			return false;
	return name.len > 0;
}

/* One step: the id of a direct ref, or the next name of a symbolic one; *found tells whether there is such a ref. */
static const struct failure *
look_up(struct repository *r, struct arena *a, struct span name, struct ref *ref, struct span *next, bool *found)
{
	struct loose_ref loose;
	struct packed_ref line;
	const struct packed_refs *packed;
	if (!ref_name_is_sound(name) && !is_head_name(name))
		return failure(a, "ref %.*s cannot be read: no ref has such a name", SPAN_ARGS(name));
	const struct failure *f = loose_ref_read(a, folder_of(r, name), name, &loose, found);
	*next = SPAN("");
	if (f == NULL && *found) {
		*next = loose.symbol;
		ref->id = loose.id;
		return NULL;
	}
	if (f == NULL)
		f = packed_refs_of(r, a, &packed);
	if (f == NULL)
		f = packed_refs_find(a, packed, name, &line, found);
	if (f == NULL && *found)
		f = packed_ref_ids(a, &line, &ref->id, &ref->peeled);
	return f;
}

const struct failure *repository_ref(struct repository *r, struct arena *a, struct span name, struct ref *ref)
{
	struct ref at = {.name = name, .target = name};
	for (int step = 0; step < LONGEST_CHAIN; step++) {
		struct span next;
		bool found = false;
		const struct failure *f = look_up(r, a, at.target, &at, &next, &found);
		if (f != NULL)
			return f;
		if (!found || next.len == 0) {
			*ref = at;
			return NULL;
		}
		at.target = next;
	}
	return failure(a, "ref %.*s leads through more than %d symbolic refs", SPAN_ARGS(name), LONGEST_CHAIN);
}

struct listing {
	struct repository *repository;
	struct arena *arena;
	const struct span *patterns;
	size_t npatterns;
	struct ref *list;
	size_t count, room;
	size_t nloose; /* of those, the ones with a file of their own, by name inside of each cover */
};

static bool is_wanted(const struct listing *l, struct span name)
{
	for (size_t i = 0; i < l->npatterns; i++)
		if (glob_match(l->patterns[i], name))
			return true;
	return false;
}

static void add(struct listing *l, const struct ref *ref)
{
	l->list = arena_grow(l->arena, l->list, l->count, &l->room, sizeof *l->list);
	l->list[l->count++] = *ref;
}

/* What all names that the pattern matches begin with; whole: the one name that it matches. */
struct cover {
	struct span text;
	bool whole;
};

static struct cover cover_of(struct span pattern)
{
	size_t star = span_find(pattern, '*'), mark = span_find(pattern, '?');
	size_t end = star < mark ? star : mark;
	struct span text = span_slice(pattern, 0, end);
	/* Refs are below refs/; a pattern that takes in more is still looked for there. */
	if (end < pattern.len && span_starts(SPAN("refs/"), text))
		text = SPAN("refs/");
	return (struct cover){text, end == pattern.len};
}

static bool takes_in(const struct cover *one, const struct cover *other)
{
	return one->whole ? other->whole && span_eq(one->text, other->text) : span_starts(other->text, one->text);
}

/* No two of them take in the same name. */
static size_t covers_of(const struct listing *l, struct cover *covers)
{
	size_t count = 0;
	for (size_t i = 0; i < l->npatterns; i++) {
		struct cover next = cover_of(l->patterns[i]);
		bool is_new = span_starts(next.text, SPAN("refs/")); /* what is none lies in no such folder */
		size_t kept = 0;
		for (size_t k = 0; k < count && is_new; k++)
			is_new = !takes_in(&covers[k], &next);
		for (size_t k = 0; k < count && is_new; k++)
			if (!takes_in(&next, &covers[k]))
				covers[kept++] = covers[k];
		if (is_new) {
			covers[kept++] = next;
			count = kept;
		}
	}
	return count;
}

static const struct failure *add_loose(struct listing *l, struct span name)
{
	struct loose_ref loose;
	bool found;
	if (!is_wanted(l, name))
		return NULL;
	const struct failure *f = loose_ref_read(l->arena, folder_of(l->repository, name), name, &loose, &found);
	if (f == NULL && found)
		add(l, &(struct ref){.name = name, .target = loose.symbol.len > 0 ? loose.symbol : name, .id = loose.id});
	return f;
}

static const struct failure *list_loose(struct listing *l, const struct cover *cover)
{
	const struct span *names = &cover->text;
	size_t count = 1;
	const struct failure *f = NULL;
	if (!cover->whole)
		f = loose_refs_list(l->arena, span_of(git_repository_commondir(l->repository->foreign)), cover->text, &names, &count);
	for (size_t i = 0; i < count && f == NULL; i++)
		f = add_loose(l, names[i]);
	return f;
}

static int name_order(const void *a, const void *b)
{
	const struct ref *left = a, *right = b;
	return span_order(left->name, right->name);
}

static bool has_file(const struct listing *l, struct span name)
{
	const struct ref wanted = {.name = name};
	return l->nloose > 0 && bsearch(&wanted, l->list, l->nloose, sizeof *l->list, name_order) != NULL;
}

static const struct failure *add_packed(struct listing *l, const struct packed_ref *line)
{
	if (!is_wanted(l, line->name) || !ref_name_is_sound(line->name) || has_file(l, line->name))
		return NULL;
	struct ref ref = {.name = span_copy(l->arena, line->name)};
	ref.target = ref.name;
	const struct failure *f = packed_ref_ids(l->arena, line, &ref.id, &ref.peeled);
	if (f == NULL)
		add(l, &ref);
	return f;
}

static const struct failure *list_packed(struct listing *l, const struct packed_refs *packed, const struct cover *cover)
{
	struct packed_ref line = {.next = 0};
	bool found = false;
	if (cover->whole) {
		const struct failure *f = packed_refs_find(l->arena, packed, cover->text, &line, &found);
		return f == NULL && found ? add_packed(l, &line) : f;
	}
	const struct failure *f = packed_refs_begin(l->arena, packed, cover->text, &line.next);
	while (f == NULL && (f = packed_refs_next(l->arena, packed, cover->text, line.next, &line, &found)) == NULL && found)
		f = add_packed(l, &line);
	return f;
}

/* A symbolic ref is followed to its end; an end that no pattern names is listed too. */
static const struct failure *follow_symbolic(struct listing *l)
{
	const struct failure *f = NULL;
	for (size_t i = 0, count = l->count; i < count && f == NULL; i++) {
		if (span_eq(l->list[i].name, l->list[i].target))
			continue;
		f = repository_ref(l->repository, l->arena, l->list[i].name, &l->list[i]);
		struct ref end = {.name = l->list[i].target, .target = l->list[i].target, .id = l->list[i].id, .peeled = l->list[i].peeled};
		bool listed = f != NULL || is_wanted(l, end.name) || oid_is_zero(&end.id);
		for (size_t k = count; k < l->count && !listed; k++)
			listed = span_eq(l->list[k].name, end.name);
		if (!listed)
			add(l, &end);
	}
	return f;
}

const struct failure *repository_refs(struct repository *r, struct arena *a, const struct span *patterns, size_t npatterns,
                                      const struct ref **refs, size_t *count)
{
	struct listing l = {.repository = r, .arena = a, .patterns = patterns, .npatterns = npatterns};
	struct cover *covers = arena_take(a, npatterns, sizeof *covers);
	size_t ncovers = covers_of(&l, covers);
	const struct packed_refs *packed;
	const struct failure *f = NULL;
	for (size_t i = 0; i < ncovers && f == NULL; i++)
		f = list_loose(&l, &covers[i]);
	l.nloose = l.count;
	if (l.nloose > 1)
		qsort(l.list, l.nloose, sizeof *l.list, name_order);
	if (f == NULL)
		f = packed_refs_of(r, a, &packed);
	for (size_t i = 0; i < ncovers && f == NULL; i++)
		f = list_packed(&l, packed, &covers[i]);
	if (f == NULL && is_wanted(&l, SPAN("HEAD")))
		f = add_loose(&l, SPAN("HEAD"));
	if (f == NULL)
		f = follow_symbolic(&l);
	*refs = l.list;
	*count = l.count;
	return f;
}

const struct failure *repository_revision(struct repository *r, struct arena *a, struct span text, struct oid *commit)
{
	git_object *found, *peeled;
	if (git_revparse_single(&found, r->foreign, span_string(a, text)) != 0)
		return failure(a, "revision %.*s cannot be resolved: %.*s", SPAN_ARGS(text), SPAN_ARGS(libgit2_words()));
	int answer = git_object_peel(&peeled, found, GIT_OBJECT_COMMIT);
	git_object_free(found);
	if (answer != 0)
		return failure(a, "revision %.*s is no commit: %.*s", SPAN_ARGS(text), SPAN_ARGS(libgit2_words()));
	*commit = libgit2_own_oid(git_object_id(peeled));
	git_object_free(peeled);
	return NULL;
}

const struct failure *repository_setting(struct repository *r, struct arena *a, const char *key, struct span *value)
{
	git_config_entry *entry;
	int answer = git_config_get_entry(&entry, r->settings, key);
	*value = SPAN("");
	if (answer == GIT_ENOTFOUND)
		return NULL;
	if (answer != 0)
		return failure(a, "setting %s cannot be read: %.*s", key, SPAN_ARGS(libgit2_words()));
	if (entry->level == GIT_CONFIG_LEVEL_LOCAL)
		*value = span_copy(a, span_of(entry->value));
	git_config_entry_free(entry);
	return NULL;
}
