/* SPDX-License-Identifier: MIT */
/* reach.c - paths that did not change themselves, but mean something new. */
#include "gate/reach.h"

#include "base/arena.h"
#include "gate/around.h"
#include "gate/tally.h"

#include <stdlib.h>
#include <string.h>

struct reaching {
	struct hearing *hearing;
	struct comparison *comparison;
	struct change *added;
	size_t count, room;
	const struct failure *failure;
	const struct around *around;
};

static bool is_changed(const struct reaching *r, struct span path)
{
	for (size_t i = 0; i < r->comparison->changes->count; i++)
		if (span_eq(r->comparison->changes->list[i].path, path))
			return true;
	for (size_t i = 0; i < r->count; i++)
		if (span_eq(r->added[i].path, path))
			return true;
	return false;
}

/* The path as it stands in every tree of the comparison. */
static void add(struct reaching *r, struct span path, const struct entry *now)
{
	struct hearing *h = r->hearing;
	const struct comparison *c = r->comparison;
	size_t nbefore = c->nparents + c->has_base;
	struct entry *before = arena_take(h->step, nbefore + 1, sizeof *before);
	for (size_t i = 0; i < nbefore && r->failure == NULL; i++)
		r->failure = tree_find(h->repository, h->step, &c->before[i], path, &before[i]);
	r->added = arena_grow(h->step, r->added, r->count, &r->room, sizeof *r->added);
	r->added[r->count++] = (struct change){path, *now, before};
}

/* The file, and what it includes in turn; what is there already is not followed again. */
static void add_meant(void *context, struct span path, const struct entry *entry)
{
	struct reaching *r = context;
	struct hearing *h = r->hearing;
	const struct c_facts *facts = NULL;
	if (r->failure != NULL || is_changed(r, path))
		return;
	add(r, path, entry);
	if (r->failure == NULL)
		r->failure = scanner_facts(h->scanner, h->repository, h->visit, &entry->id, &facts);
	for (size_t i = 0; r->failure == NULL && facts != NULL && i < facts->nincludes; i++)
		if (languages_of(facts->includes[i]) == 0)
			around_meant(r->around, facts->includes[i], add_meant, r);
}

static void add_link(void *context, struct span path, const struct entry *entry)
{
	struct reaching *r = context;
	struct hearing *h = r->hearing;
	struct span text, end;
	struct entry target = {.kind = ENTRY_NONE};
	if (r->failure == NULL && !is_changed(r, path))
		r->failure = repository_read_kind(h->repository, h->step, &entry->id, OBJECT_BLOB, &text);
	else
		return;
	if (r->failure == NULL)
		r->failure = tree_follow(h->repository, h->step, &r->comparison->now, path, text, &target, &end);
	if (r->failure == NULL && target.kind == ENTRY_FILE && is_changed(r, end))
		add(r, path, entry);
}

static bool was_included(const struct c_facts *before, struct span include)
{
	for (size_t i = 0; before != NULL && i < before->nincludes; i++)
		if (span_eq(before->includes[i], include))
			return true;
	return false;
}

static const struct failure *facts_at(struct hearing *h, const struct entry *entry, const struct c_facts **facts)
{
	*facts = NULL;
	return entry->kind == ENTRY_FILE ? scanner_facts(h->scanner, h->repository, h->visit, &entry->id, facts) : NULL;
}

static void ask_around(struct reaching *r)
{
	if (r->around == NULL)
		r->failure = around_read(r->hearing, &r->comparison->now, &r->around);
}

/* Includes that the file did not have in any parent, of files whose own names are not judged. */
static void follow_includes(struct reaching *r, const struct change *change)
{
	struct hearing *h = r->hearing;
	const struct c_facts *now = NULL, *before[2] = {NULL, NULL};
	const struct hits *hits;
	r->failure = scanner_hits(h->scanner, h->repository, h->visit, &change->now.id, languages_of(change->path), &hits);
	if (r->failure == NULL && hits->includes_others)
		r->failure = facts_at(h, &change->now, &now);
	for (size_t i = 0; now != NULL && i < r->comparison->nparents && i < COUNT(before) && r->failure == NULL; i++)
		r->failure = facts_at(h, &change->before[i], &before[i]);
	for (size_t i = 0; r->failure == NULL && now != NULL && i < now->nincludes; i++) {
		if (languages_of(now->includes[i]) != 0 || was_included(before[0], now->includes[i]) || was_included(before[1], now->includes[i]))
			continue;
		ask_around(r);
		if (r->failure == NULL)
			around_meant(r->around, now->includes[i], add_meant, r);
	}
}

/* A changed file that some rule does not look at may be looked at through a link: asked only where it holds something. */
static bool may_be_linked(struct reaching *r, const struct change *change)
{
	struct hearing *h = r->hearing;
	const struct hits *hits;
	bool exempt = languages_of(change->path) == 0;
	for (size_t i = BUILTIN_RULES; i < h->policy->nrules && !exempt; i++)
		exempt = h->policy->rules[i].check != NULL && h->policy->rules[i].check->names != NULL && !rule_covers(&h->policy->rules[i], change->path);
	if (!exempt || change->now.kind != ENTRY_FILE)
		return false;
	r->failure = scanner_hits(h->scanner, h->repository, h->visit, &change->now.id, languages_of_any_name(), &hits);
	return r->failure == NULL && hits_smell(hits);
}

static void follow_links(struct reaching *r)
{
	for (size_t i = 0; i < r->comparison->changes->count && r->failure == NULL; i++) {
		if (!may_be_linked(r, &r->comparison->changes->list[i]))
			continue;
		ask_around(r);
		if (r->failure == NULL)
			around_links(r->around, add_link, r);
		return;
	}
}

static int by_path(const void *a, const void *b)
{
	const struct change *left = a, *right = b;
	return span_order(left->path, right->path);
}

static void join(struct reaching *r)
{
	const struct changes *old = r->comparison->changes;
	struct changes *all = arena_take(r->hearing->step, 1, sizeof *all);
	struct change *list = arena_take(r->hearing->step, old->count + r->count, sizeof *list);
	if (old->count > 0)
		memcpy(list, old->list, old->count * sizeof *list);
	qsort(r->added, r->count, sizeof *r->added, by_path);
	memcpy(list + old->count, r->added, r->count * sizeof *list);
	*all = (struct changes){list, old->count + r->count, old->oddity};
	r->comparison->changes = all;
}

const struct failure *reach_extend(struct hearing *h, struct comparison *c)
{
	struct reaching r = {.hearing = h, .comparison = c};
	for (size_t i = 0; i < c->changes->count && r.failure == NULL; i++) {
		const struct change *change = &c->changes->list[i];
		if (change->now.kind == ENTRY_FILE && tally_is_judged(h->policy, change->path))
			follow_includes(&r, change);
	}
	if (r.failure == NULL)
		follow_links(&r);
	if (r.failure == NULL && r.count > 0)
		join(&r);
	return r.failure;
}
