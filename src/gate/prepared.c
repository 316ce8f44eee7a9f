/* SPDX-License-Identifier: MIT */
/* prepared.c - a commit, the trees it is compared with, and what differs between them. */
#include "gate/prepared.h"

#include "base/arena.h"
#include "git/commit.h"
#include "git/oid.h"

const struct failure *prepared_tree(struct repository *r, struct arena *a, const struct oid *id, struct oid *tree)
{
	struct commit commit;
	const struct failure *f = commit_read(r, a, id, &commit);
	if (f == NULL)
		*tree = commit.tree;
	return f;
}

static bool holds(const struct oid *ids, size_t count, const struct oid *id)
{
	for (size_t i = 0; i < count; i++)
		if (oid_eq(&ids[i], id))
			return true;
	return false;
}

static const struct failure *find_trees(struct repository *r, struct arena *keep, struct arena *scratch, struct prepared *p)
{
	const struct commit *c = &p->commit;
	struct oid *parents = arena_take(scratch, c->nparents, sizeof *parents), *trees = arena_take(keep, c->nparents + 1, sizeof *trees);
	struct oid base;
	size_t nbases = 0;
	p->trees = trees;
	for (size_t i = 0; i < c->nparents; i++) {
		if (holds(parents, p->nparents, &c->parents[i]))
			continue;
		const struct failure *f = prepared_tree(r, scratch, &c->parents[i], &trees[p->nparents]);
		if (f != NULL)
			return failure_within(keep, f, "parent of commit %.*s", SPAN_ARGS(oid_hex(scratch, &c->id)));
		parents[p->nparents++] = c->parents[i];
	}
	if (p->nparents < 2)
		return NULL;
	const struct failure *f = repository_merge_bases(r, scratch, parents, p->nparents, &base, &nbases);
	p->has_base = f == NULL && nbases == 1;
	return p->has_base ? prepared_tree(r, scratch, &base, &trees[p->nparents]) : f;
}

const struct failure *
prepare_duty(struct repository *r, struct arena *keep, struct arena *scratch, const struct duty *duty, struct prepared *p)
{
	struct changes changes;
	*p = (struct prepared){.nparents = 0};
	const struct failure *f = commit_read(r, keep, &duty->commit, &p->commit);
	if (f != NULL || (duty->owes & (OWES_CONTENT | OWES_POLICY)) == 0)
		return f;
	f = find_trees(r, keep, scratch, p);
	size_t nbefore = p->nparents + p->has_base;
	if (f == NULL)
		f = changes_find(r, scratch, &p->commit.tree, p->trees, nbefore, &changes);
	if (f != NULL)
		p->failure = failure_copy(keep, f);
	else
		p->changes = scratch == keep ? changes : changes_copy(keep, &changes, nbefore);
	return NULL;
}
