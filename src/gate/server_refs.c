/* SPDX-License-Identifier: MIT */
/* server_refs.c - the refs of the server before the push. */
#include "gate/server_refs.h"

#include "base/arena.h"
#include "git/oid.h"

/* Every name that can be protected: what the policy protects or releases, and the trusted ref. */
static size_t patterns_of(struct hearing *h, const struct span **patterns)
{
	const struct policy *p = h->policy;
	size_t count = p->release.ntags + 1, n = 0;
	for (size_t i = 0; i < p->nprotections; i++)
		count += p->protections[i].nrefs;
	struct span *list = arena_take(h->visit, count, sizeof *list);
	for (size_t i = 0; i < p->nprotections; i++)
		for (size_t k = 0; k < p->protections[i].nrefs; k++)
			list[n++] = p->protections[i].refs[k];
	for (size_t i = 0; i < p->release.ntags; i++)
		list[n++] = p->release.tags[i];
	if (h->trusted_ref.len > 0)
		list[n++] = h->trusted_ref;
	*patterns = list;
	return n;
}

const struct failure *server_refs_read(struct hearing *h, struct server_refs *refs)
{
	const struct span *patterns;
	size_t npatterns = patterns_of(h, &patterns);
	const struct failure *f = repository_refs(h->repository, h->visit, patterns, npatterns, &refs->list, &refs->count);
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

/*
 * The names under which a push moves the ref, one by one (*i from 0): its own, the one at the end of its symbolic chain, and every symbolic
 * ref that ends there.
 */
static bool next_name(const struct server_refs *refs, const struct ref *ref, size_t *i, struct span *name)
{
	*name = *i == 0 ? ref->name : ref->target;
	for (; *i >= 2 && *i - 2 < refs->naliases; (*i)++) {
		*name = refs->aliases[*i - 2].name;
		if (span_eq(refs->aliases[*i - 2].target, ref->target))
			break;
	}
	return (*i)++ < refs->naliases + 2;
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
	struct span name;
	for (size_t i = 0; next_name(refs, ref, &i, &name);)
		if (policy_protects(h->policy, name, &one))
			tighten(all, &one, &any);
	if (h->trusted_ref.len == 0 || !span_eq(ref->target, h->trusted_ref))
		return any;
	/* How the trusted ref is judged is the policy's to say; that it is neither forced nor deleted is not. */
	enum judge judge = any ? all->judge : JUDGE_COMMITS;
	tighten(all, &trusted, &any);
	all->judge = judge;
	return true;
}

bool server_refs_release(const struct hearing *h, const struct server_refs *refs, const struct ref *ref, struct span *version)
{
	struct span name;
	for (size_t i = 0; next_name(refs, ref, &i, &name);)
		if (policy_releases(h->policy, name, version))
			return true;
	return false;
}

void server_refs_tips(struct hearing *h, const struct server_refs *refs, enum judge judge, const struct oid **tips, size_t *count)
{
	struct oid *list = arena_take(h->visit, refs->count, sizeof *list);
	size_t n = 0;
	for (size_t i = 0; i < refs->count; i++) {
		const struct ref *ref = &refs->list[i];
		struct protection p;
		if (oid_is_zero(&ref->id) || !span_eq(ref->name, ref->target))
			continue;
		if (server_refs_protect(h, refs, ref, &p) && p.judge >= judge)
			list[n++] = oid_is_zero(&ref->peeled) ? ref->id : ref->peeled;
	}
	*tips = list;
	*count = n;
}
