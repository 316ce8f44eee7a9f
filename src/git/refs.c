/* SPDX-License-Identifier: MIT */
/* refs.c - refs, revisions and settings through libgit2. */
#include "base/arena.h"
#include "git/libgit2.h"
#include "git/oid.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_CHAIN 8

/* One step: the id of a direct ref, or the next name of a symbolic one; *found tells whether there is such a ref. */
static const struct failure *
look_up(struct repository *r, struct arena *a, struct span name, struct oid *id, struct span *next, bool *found)
{
	git_reference *reference;
	int answer = git_reference_lookup(&reference, r->foreign, span_string(a, name));
	*found = answer == 0;
	if (answer == GIT_ENOTFOUND)
		return NULL;
	if (answer != 0)
		return failure(a, "ref %.*s cannot be read: %.*s", SPAN_ARGS(name), SPAN_ARGS(libgit2_words()));
	*next = SPAN("");
	if (git_reference_type(reference) == GIT_REFERENCE_SYMBOLIC)
		*next = span_copy(a, span_of(git_reference_symbolic_target(reference)));
	else
		*id = libgit2_own_oid(git_reference_target(reference));
	git_reference_free(reference);
	return NULL;
}

const struct failure *repository_ref(struct repository *r, struct arena *a, struct span name, struct ref *ref)
{
	struct span at = name;
	for (int step = 0; step < LONGEST_CHAIN; step++) {
		struct oid id = {{0}};
		struct span next;
		bool found;
		const struct failure *f = look_up(r, a, at, &id, &next, &found);
		if (f != NULL)
			return f;
		if (!found || next.len == 0) {
			*ref = (struct ref){.name = name, .target = at, .id = id};
			return NULL;
		}
		at = next;
	}
	return failure(a, "ref %.*s leads through more than %d symbolic refs", SPAN_ARGS(name), LONGEST_CHAIN);
}

const struct failure *repository_refs(struct repository *r, struct arena *a, const struct ref **refs, size_t *count)
{
	struct ref *list = NULL;
	size_t n = 0, room = 0;
	git_reference_iterator *each;
	if (git_reference_iterator_new(&each, r->foreign) != 0)
		return failure(a, "the refs cannot be listed: %.*s", SPAN_ARGS(libgit2_words()));
	const struct failure *f = NULL;
	git_reference *reference;
	int answer = 0;
	while (f == NULL && (answer = git_reference_next(&reference, each)) == 0) {
		list = arena_grow(a, list, n, &room, sizeof *list);
		struct span name = span_copy(a, span_of(git_reference_name(reference)));
		list[n] = (struct ref){.name = name, .target = name};
		if (git_reference_type(reference) == GIT_REFERENCE_SYMBOLIC)
			f = repository_ref(r, a, name, &list[n]);
		else
			list[n].id = libgit2_own_oid(git_reference_target(reference));
		n++;
		git_reference_free(reference);
	}
	git_reference_iterator_free(each);
	if (f == NULL && answer != GIT_ITEROVER)
		f = failure(a, "the refs cannot be listed: %.*s", SPAN_ARGS(libgit2_words()));
	if (f != NULL)
		return f;
	list = arena_grow(a, list, n, &room, sizeof *list);
	f = repository_ref(r, a, SPAN("HEAD"), &list[n++]);
	*refs = list;
	*count = n;
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
