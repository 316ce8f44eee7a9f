/* SPDX-License-Identifier: MIT */
/* policy_watch.c - changes of the policy and its registers on the trusted ref. */
#include "gate/policy_watch.h"

#include "base/arena.h"
#include "git/commit.h"
#include "git/oid.h"

struct watching {
	struct hearing *hearing;
	struct oid old_tree, new_tree;
	struct policy_watch watch;
	size_t room;
};

static const struct failure *tree_of(struct hearing *h, const struct oid *id, struct oid *tree)
{
	struct commit commit;
	if (oid_is_zero(id)) {
		*tree = *id;
		return NULL;
	}
	const struct failure *f = commit_read(h->repository, h->visit, id, &commit);
	if (f == NULL)
		*tree = commit.tree;
	return f;
}

static const struct failure *find_in(struct hearing *h, const struct oid *tree, struct span path, struct entry *entry)
{
	*entry = (struct entry){.kind = ENTRY_NONE};
	return oid_is_zero(tree) ? NULL : tree_find(h->repository, h->visit, tree, path, entry);
}

static const struct failure *watch_file(struct watching *w, struct span path)
{
	for (size_t i = 0; i < w->watch.nfiles; i++)
		if (span_eq(w->watch.files[i].path, path))
			return NULL;
	w->watch.files = arena_grow(w->hearing->visit, w->watch.files, w->watch.nfiles, &w->room, sizeof *w->watch.files);
	struct watched *file = &w->watch.files[w->watch.nfiles++];
	*file = (struct watched){.path = path};
	const struct failure *f = find_in(w->hearing, &w->old_tree, path, &file->old);
	return f != NULL ? f : find_in(w->hearing, &w->new_tree, path, &file->new);
}

static const struct failure *watch_policy(struct watching *w, const struct policy *policy)
{
	const struct failure *f = watch_file(w, SPAN(".mailmap"));
	for (size_t i = 0; i < policy->nfiles && f == NULL; i++) {
		if (policy->files[i].pack || policy->files[i].path.at[0] == '/')
			continue;
		f = watch_file(w, span_format(w->hearing->visit, "%.*s%.*s", SPAN_ARGS(w->hearing->trusted_folder), SPAN_ARGS(policy->files[i].path)));
	}
	return f;
}

static bool any_changed(const struct policy_watch *watch)
{
	for (size_t i = 0; i < watch->nfiles; i++)
		if (!entry_same(&watch->files[i].old, &watch->files[i].new))
			return true;
	return false;
}

static const struct failure *accuse_broken(struct hearing *h, const struct oid *id, const struct failure *why)
{
	struct commit commit;
	const struct failure *f = commit_read(h->repository, h->visit, id, &commit);
	if (f != NULL)
		return f;
	struct accusation a = {.rule = policy_builtin(h->policy, RULE_POLICY_BROKEN), .commit = &commit, .ref = SPAN(""), .path = SPAN(""),
	                       .symbol = SPAN(""), .kind = SPAN(""), .source = SPAN(""), .mend = SPAN("mend the file and push again; try it first with: portcullis check"),
	                       .title = span_format(h->visit, "the pushed policy does not load: %.*s", SPAN_ARGS(why->text))};
	hearing_accuse(h, &a);
	return NULL;
}

const struct failure *policy_watch_begin(struct hearing *h, struct arena *house, const struct policy_place *place, const struct scope *scope,
                                         struct policy_watch *watch)
{
	struct watching w = {.hearing = h};
	*watch = w.watch;
	if (h->trusted_ref.len == 0 || oid_is_zero(&scope->trusted_new))
		return NULL;
	const struct failure *f = tree_of(h, &scope->trusted_old, &w.old_tree);
	if (f == NULL)
		f = tree_of(h, &scope->trusted_new, &w.new_tree);
	if (f == NULL)
		f = watch_policy(&w, h->policy);
	if (f != NULL || !any_changed(&w.watch)) {
		*watch = w.watch;
		return f;
	}
	struct policy_place *pushed = arena_take(house, 1, sizeof *pushed);
	*pushed = policy_place_at(place, &scope->trusted_new);
	const struct policy *policy;
	const struct failure *broken = policy_place_load(h->repository, house, pushed, h->policy->host, h->policy->now, &policy);
	if (broken != NULL && broken->kind == FAILURE_UNDECIDED)
		return broken;
	f = broken != NULL ? accuse_broken(h, &scope->trusted_new, broken) : watch_policy(&w, policy);
	*watch = w.watch;
	return f;
}

struct span policy_watch_see(struct policy_watch *watch, const struct changes *changes, size_t nparents)
{
	struct span seen = SPAN("");
	for (size_t i = 0; i < changes->count; i++) {
		const struct change *change = &changes->list[i];
		for (size_t k = 0; k < watch->nfiles; k++) {
			struct watched *file = &watch->files[k];
			if (!span_eq(file->path, change->path) || !change_is_born(change, nparents))
				continue;
			file->explained = file->explained || entry_same(&change->now, &file->new);
			seen = seen.len == 0 ? file->path : seen;
		}
	}
	return seen;
}

struct span policy_watch_unexplained(const struct policy_watch *watch)
{
	for (size_t i = 0; i < watch->nfiles; i++)
		if (!entry_same(&watch->files[i].old, &watch->files[i].new) && !watch->files[i].explained)
			return watch->files[i].path;
	return SPAN("");
}
