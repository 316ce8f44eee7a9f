/* SPDX-License-Identifier: MIT */
/* reach.c - paths that did not change themselves, but mean something new. */
#include "gate/reach.h"

#include "base/arena.h"
#include "gate/around.h"
#include "gate/doubts.h"
#include "gate/tally.h"
#include "git/oid.h"

#include <stdlib.h>
#include <string.h>

struct reaching {
	struct hearing *hearing;
	struct comparison *comparison;
	const struct change **sorted; /* the changes by path */
	struct change *added;
	size_t count, room;
	const struct failure *failure;
	bool links, includes, doubts; /* what may mean something new */
	struct span *texts;           /* what macros newly say, and an include of them may mean */
	size_t ntexts, texts_room;
};

static const struct reading *reading_of(struct hearing *h, struct span path)
{
	return scanner_reading(h->scanner, h->visit, path);
}

static int path_order(const void *a, const void *b)
{
	const struct change *const *left = a, *const *right = b;
	return span_order((*left)->path, (*right)->path);
}

static void sort_changes(struct reaching *r)
{
	const struct changes *c = r->comparison->changes;
	r->sorted = arena_take(r->hearing->step, c->count, sizeof(const struct change *));
	for (size_t i = 0; i < c->count; i++)
		r->sorted[i] = &c->list[i];
	if (c->count > 1)
		qsort(r->sorted, c->count, sizeof(const struct change *), path_order);
}

static bool is_changed(const struct reaching *r, struct span path)
{
	size_t low = 0, high = r->comparison->changes->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = span_order(r->sorted[middle]->path, path);
		if (order == 0)
			return true;
		if (order < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (size_t i = 0; i < r->count; i++)
		if (span_eq(r->added[i].path, path))
			return true;
	return false;
}

/* The path as it stands in every tree of the comparison. */
static void add(struct reaching *r, struct span path)
{
	struct hearing *h = r->hearing;
	const struct comparison *c = r->comparison;
	size_t nbefore = c->nparents + c->has_base;
	struct change change = {.path = span_copy(h->step, path), .reached = true};
	struct entry *before = arena_take(h->step, nbefore + 1, sizeof *before);
	r->failure = tree_find(h->repository, h->step, &c->now, path, &change.now);
	for (size_t i = 0; i < nbefore && r->failure == NULL; i++)
		if (!oid_is_zero(&c->before[i]))
			r->failure = tree_find(h->repository, h->step, &c->before[i], path, &before[i]);
	change.before = before;
	r->added = arena_grow(h->step, r->added, r->count, &r->room, sizeof *r->added);
	r->added[r->count++] = change;
}

static void add_included(void *context, struct span path)
{
	struct reaching *r = context;
	if (r->failure == NULL && !is_changed(r, path))
		add(r, path);
}

/* Where the link ends in one of the trees, as an entry; ENTRY_NONE where the tree has no such link. */
static struct entry end_in(struct reaching *r, const struct oid *root, struct span path)
{
	struct hearing *h = r->hearing;
	struct entry link = {.kind = ENTRY_NONE}, end = {.kind = ENTRY_NONE};
	struct span text, ignored;
	if (oid_is_zero(root) || r->failure != NULL)
		return end;
	r->failure = tree_find(h->repository, h->step, root, path, &link);
	if (r->failure != NULL || link.kind != ENTRY_LINK)
		return end;
	r->failure = repository_read_kind(h->repository, h->step, &link.id, OBJECT_BLOB, &text);
	if (r->failure == NULL)
		r->failure = tree_follow(h->repository, h->step, root, path, text, &end, &ignored);
	return end;
}

/* A link that leads to something else than in any parent. */
static void add_link(void *context, struct span path, const struct entry *entry)
{
	struct reaching *r = context;
	const struct comparison *c = r->comparison;
	(void)entry;
	if (r->failure != NULL || is_changed(r, path))
		return;
	struct entry now = end_in(r, &c->now, path);
	for (size_t i = 0; i < c->nparents; i++) {
		struct entry before = end_in(r, &c->before[i], path);
		if (entry_same(&now, &before))
			return;
	}
	if (r->failure == NULL)
		add(r, path);
}

/* A path whose text leaves a use open which counts now. */
static void add_if_settled(struct reaching *r, struct span path, const struct oid *blob, language_set set)
{
	struct hearing *h = r->hearing;
	const struct hits *hits = NULL;
	if (r->failure != NULL || is_changed(r, path))
		return;
	r->failure = scanner_hits(h->scanner, h->repository, h->visit, blob, set, &hits);
	for (size_t i = 0; r->failure == NULL && i < hits->count; i++) {
		bool counts = false;
		if (hits->list[i].doubt != DOUBT_NONE)
			r->failure = around_settle(h, blob, &hits->list[i], &counts);
		if (!counts || r->failure != NULL)
			continue;
		add(r, path);
		return;
	}
}

static void add_settled(void *context, struct span path, const struct entry *entry)
{
	struct reaching *r = context;
	const struct reading *reading = reading_of(r->hearing, path);
	if (reading->judged)
		add_if_settled(r, path, &entry->id, reading->set);
}

static void add_settled_link(void *context, struct span path, const struct entry *entry)
{
	struct reaching *r = context;
	const struct reading *reading = reading_of(r->hearing, path);
	(void)entry;
	if (!reading->judged)
		return;
	struct entry end = end_in(r, &r->comparison->now, path);
	if (end.kind == ENTRY_FILE)
		add_if_settled(r, path, &end.id, reading->set);
}

/* The file is code because code includes it. */
static void add_settled_included(void *context, struct span path)
{
	struct reaching *r = context;
	struct hearing *h = r->hearing;
	struct entry entry = {.kind = ENTRY_NONE};
	if (r->failure == NULL)
		r->failure = tree_find(h->repository, h->step, &r->comparison->now, path, &entry);
	if (entry.kind == ENTRY_FILE)
		add_if_settled(r, path, &entry.id, reading_of(h, path)->set | languages_of_any_name());
}

static const struct failure *add_all_settled(struct reaching *r)
{
	around_files(r->hearing, ENTRY_FILE, add_settled, r);
	around_files(r->hearing, ENTRY_LINK, add_settled_link, r);
	const struct failure *f = around_included(r->hearing, add_settled_included, r);
	return f != NULL ? f : r->failure;
}

static const struct c_facts *facts_at(struct reaching *r, const struct entry *entry, language_set set)
{
	static const struct saying none;
	const struct saying *saying = &none;
	struct hearing *h = r->hearing;
	if (entry->kind == ENTRY_FILE && r->failure == NULL)
		r->failure = scanner_facts(h->scanner, h->repository, h->visit, &entry->id, set, &saying);
	return &saying->facts;
}

/* Whether a string may be the name of a file that is no code by its name. */
static bool may_be_file(struct span text)
{
	enum { LONGEST_NAME = 255 };
	bool blank = span_find(text, ' ') < text.len || span_find(text, '%') < text.len || span_find(text, '*') < text.len;
	return text.len > 0 && text.len <= LONGEST_NAME && !blank && !languages_read_code(languages_of(text));
}

/* Strings in the bodies of macros that were in none before. */
static void compare_texts(struct reaching *r, const struct c_facts *now, const struct c_facts *before)
{
	struct wanted_name *old = arena_take(r->hearing->step, before->ntexts, sizeof *old);
	size_t nold = 0;
	unsigned ids[NAMES_MOST];
	for (size_t i = 0; i < before->ntexts; i++)
		if (may_be_file(before->texts[i].to))
			old[nold++] = (struct wanted_name){before->texts[i].to, 0};
	const struct names *names = names_new(r->hearing->step, old, nold);
	for (size_t i = 0; i < now->ntexts; i++) {
		struct span text = now->texts[i].to;
		if (!may_be_file(text) || names_find(names, text, ids) > 0)
			continue;
		r->texts = arena_grow(r->hearing->step, r->texts, r->ntexts, &r->texts_room, sizeof *r->texts);
		r->texts[r->ntexts++] = text;
	}
}

/* Whether the file includes another file than it did in each parent, or settles more. */
static void compare_facts(struct reaching *r, const struct c_facts *now, const struct c_facts *before)
{
	if (now == before)
		return;
	for (size_t i = 0; i < now->nincludes; i++)
		r->includes = r->includes || (!languages_read_code(languages_of(now->includes[i])) && !span_among(before->includes, before->nincludes, now->includes[i]));
	for (size_t i = 0; i < now->ncomputed; i++)
		r->includes = r->includes || !span_among(before->computed, before->ncomputed, now->computed[i]);
	compare_texts(r, now, before);
	r->doubts = r->doubts || doubts_may_settle(r->hearing->step, now, before);
}

/* What the changed file says of others; one that is no code by its name may be included by code, and says it then. */
static void look_at_text(struct reaching *r, const struct change *change, const struct reading *reading)
{
	static const struct c_facts none;
	const struct c_facts *now = facts_at(r, &change->now, reading->set);
	for (size_t i = 0; i < r->comparison->nparents; i++)
		compare_facts(r, now, facts_at(r, &change->before[i], reading->set));
	if (r->comparison->nparents == 0)
		compare_facts(r, now, &none);
}

/* A changed file that some rule does not look at may be looked at through a link: only where it holds something. */
static bool is_exempt(const struct policy *p, struct span path, const struct reading *reading)
{
	bool exempt = !reading->code;
	for (size_t i = BUILTIN_RULES; i < p->nrules && !exempt; i++)
		exempt = p->rules[i].check != NULL && p->rules[i].check->names != NULL && !rule_covers(&p->rules[i], path);
	return exempt;
}

static bool was_link(const struct comparison *c, const struct change *change)
{
	for (size_t i = 0; i < c->nparents; i++)
		if (change->before[i].kind == ENTRY_LINK)
			return true;
	return false;
}

static void note_link(void *context, struct span path, const struct entry *entry)
{
	(void)path;
	(void)entry;
	*(bool *)context = true;
}

/* What the file holds as code of any name: it may be looked at through a link, and say something where code includes it. */
static void look_at_exempt(struct reaching *r, const struct change *change, const struct reading *reading)
{
	struct hearing *h = r->hearing;
	const struct hits *hits;
	r->failure = scanner_hits(h->scanner, h->repository, h->visit, &change->now.id, reading->set | languages_of_any_name(), &hits);
	if (r->failure != NULL)
		return;
	r->links = r->links || hits_smell(hits);
	if (!reading->judged && !reading->code)
		look_at_text(r, change, reading);
}

/* Whether the tree has a link that may lead to the file, or code that includes it; where that costs more than to look, it may. */
static bool is_led_to(struct reaching *r, const struct change *change)
{
	struct hearing *h = r->hearing;
	bool linked = false, included = false;
	if (!around_is_at_hand(h))
		return true;
	r->failure = around_read(h, &r->comparison->now);
	if (r->failure == NULL)
		r->failure = around_includes(h, change->path, &included);
	if (r->failure == NULL)
		around_files(h, ENTRY_LINK, note_link, &linked);
	return linked || included;
}

static void look_at(struct reaching *r, const struct change *change)
{
	/* An include may lead to something else now. */
	r->includes = r->includes || change->now.kind == ENTRY_LINK;
	r->links = r->links || change->now.kind != ENTRY_FILE || was_link(r->comparison, change);
	if (change->now.kind != ENTRY_FILE)
		return;
	struct hearing *h = r->hearing;
	const struct reading *reading = reading_of(h, change->path);
	if (reading->judged)
		look_at_text(r, change, reading);
	if (r->failure == NULL && is_exempt(h->policy, change->path, reading) && is_led_to(r, change) && r->failure == NULL)
		look_at_exempt(r, change, reading);
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
	memcpy(list + old->count, r->added, r->count * sizeof *list);
	if (r->count > 1)
		qsort(list + old->count, r->count, sizeof *list, by_path);
	*all = (struct changes){list, old->count + r->count, old->oddity};
	r->comparison->changes = all;
}

/* What macros newly say matters only where the tree has such a file. */
static void look_for_texts(struct reaching *r)
{
	if (r->includes || r->ntexts == 0 || r->failure != NULL)
		return;
	r->failure = around_list(r->hearing, &r->comparison->now);
	for (size_t i = 0; i < r->ntexts && r->failure == NULL; i++)
		r->includes = r->includes || around_has(r->hearing, r->texts[i]);
}

const struct failure *reach_extend(struct hearing *h, struct comparison *c)
{
	struct reaching r = {.hearing = h, .comparison = c};
	if (!scanner_is_needed(h->scanner))
		return NULL;
	if (c->nparents == 1 && !c->has_base)
		r.failure = around_follow(h, &c->before[0], &c->now, c->changes);
	for (size_t i = 0; i < c->changes->count && r.failure == NULL; i++)
		look_at(&r, &c->changes->list[i]);
	look_for_texts(&r);
	if (r.failure != NULL || !(r.links || r.includes || r.doubts))
		return r.failure;
	sort_changes(&r);
	r.failure = r.includes || r.doubts ? around_read(h, &c->now) : around_list(h, &c->now);
	if (r.failure == NULL && r.includes)
		r.failure = around_included(h, add_included, &r);
	if (r.failure == NULL && r.links)
		around_files(h, ENTRY_LINK, add_link, &r);
	if (r.failure == NULL && r.doubts)
		r.failure = add_all_settled(&r);
	if (r.failure == NULL && r.count > 0)
		join(&r);
	return r.failure;
}
