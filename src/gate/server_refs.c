/* SPDX-License-Identifier: MIT */
/* server_refs.c - the refs of the server before the push. */
#include "gate/server_refs.h"

#include "base/arena.h"
#include "git/oid.h"

const struct failure *server_refs_read(struct hearing *h, struct server_refs *refs)
{
	const struct failure *f = repository_refs(h->repository, h->visit, &refs->list, &refs->count);
	struct ref *aliases = NULL;
	size_t n = 0, room = 0;
	for (size_t i = 0; f == NULL && i < refs->count; i++) {
		if (span_eq(refs->list[i].name, refs->list[i].target))
			continue;
		aliases = arena_grow(h->visit, aliases, n, &room, sizeof *aliases);
		aliases[n++] = refs->list[i];
	}
	refs->aliases = aliases;
	refs->naliases = n;
	return f;
}

/* Protections add up: what any of them forbids is forbidden. */
static void tighten(struct protection *all, const struct protection *one, bool *any)
{
	if (!*any) {
		*all = *one;
		*any = true;
		return;
	}
	all->force = all->force && one->force;
	all->delete = all->delete && one->delete;
	all->judge = one->judge > all->judge ? one->judge : all->judge;
}

bool server_refs_protect(const struct hearing *h, const struct server_refs *refs, const struct ref *ref, struct protection *all)
{
	static const struct protection trusted = {.force = false, .delete = false, .judge = JUDGE_COMMITS};
	struct protection one;
	bool any = false;
	if (policy_protects(h->policy, ref->name, &one))
		tighten(all, &one, &any);
	if (!span_eq(ref->name, ref->target) && policy_protects(h->policy, ref->target, &one))
		tighten(all, &one, &any);
	for (size_t i = 0; i < refs->naliases; i++)
		if (span_eq(refs->aliases[i].target, ref->target) && policy_protects(h->policy, refs->aliases[i].name, &one))
			tighten(all, &one, &any);
	if (h->trusted_ref.len == 0 || !span_eq(ref->target, h->trusted_ref))
		return any;
	/* How the trusted ref is judged is the policy's to say; that it is neither forced nor deleted is not. */
	enum judge judge = any ? all->judge : JUDGE_COMMITS;
	tighten(all, &trusted, &any);
	all->judge = judge;
	return true;
}

const struct failure *
server_refs_tips(struct hearing *h, const struct server_refs *refs, enum judge judge, const struct oid **tips, size_t *count)
{
	struct oid *list = NULL;
	size_t n = 0, room = 0;
	for (size_t i = 0; i < refs->count; i++) {
		const struct ref *ref = &refs->list[i];
		struct protection p;
		struct oid tip;
		enum object_kind kind;
		if (oid_is_zero(&ref->id) || !span_eq(ref->name, ref->target))
			continue;
		if (!server_refs_protect(h, refs, ref, &p) || p.judge < judge)
			continue;
		const struct failure *f = repository_peel(h->repository, h->visit, &ref->id, &tip, &kind);
		if (f != NULL)
			return failure_within(h->visit, f, "protected ref %.*s", SPAN_ARGS(ref->name));
		if (kind != OBJECT_COMMIT)
			continue;
		list = arena_grow(h->visit, list, n, &room, sizeof *list);
		list[n++] = tip;
	}
	*tips = list;
	*count = n;
	return NULL;
}
