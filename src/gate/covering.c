/* SPDX-License-Identifier: MIT */
/* covering.c - which judged merges brought a commit. */
#include "gate/covering.h"

#include "base/arena.h"
#include "git/commit.h"
#include "git/history.h"
#include "git/oid.h"

struct brought {
	struct trailers *by;
	size_t count, room;
};

struct covering {
	struct oid_map places;
	struct brought *commits;
};

static bool is_asked_for(const struct policy *p)
{
	for (size_t i = 0; i < p->nrules; i++) {
		const struct json *option = p->rules[i].check == NULL ? NULL : rule_option(&p->rules[i], "merge_covers");
		if (option != NULL && option->kind == JSON_TRUE && p->rules[i].action != ACTION_OFF)
			return true;
	}
	return false;
}

/* Everything that the merge's further parents reach and its first does not. */
static const struct failure *cover(struct hearing *h, struct covering *c, const struct commit *merge)
{
	const struct oid *ids;
	size_t count, place;
	struct trailers trailers = trailers_read(h->visit, merge->message);
	const struct history_question q = {.starts = merge->parents + 1, .nstarts = merge->nparents - 1, .known = merge->parents, .nknown = 1, .exact = true};
	const struct failure *f = history_new(h->repository, h->visit, &q, &ids, &count);
	for (size_t i = 0; i < count && f == NULL; i++) {
		if (!oid_map_find(&c->places, &ids[i], &place))
			continue;
		struct brought *b = &c->commits[place];
		b->by = arena_grow(h->visit, b->by, b->count, &b->room, sizeof *b->by);
		b->by[b->count++] = trailers;
	}
	return f;
}

const struct failure *covering_of(struct hearing *h, const struct scope *scope, const struct covering **covering)
{
	*covering = NULL;
	if (!is_asked_for(h->policy))
		return NULL;
	struct covering *c = arena_take(h->visit, 1, sizeof *c);
	c->places = oid_map_in(h->visit);
	c->commits = arena_take(h->visit, scope->nduties, sizeof *c->commits);
	for (size_t i = 0; i < scope->nduties; i++)
		oid_map_add(&c->places, &scope->duties[i].commit, i);
	for (size_t i = 0; i < scope->nduties; i++) {
		struct commit commit;
		if ((scope->duties[i].owes & OWES_MESSAGE) == 0)
			continue;
		const struct failure *f = commit_read(h->repository, h->visit, &scope->duties[i].commit, &commit);
		if (f == NULL && commit.nparents > 1)
			f = cover(h, c, &commit);
		if (f != NULL)
			return f;
	}
	*covering = c;
	return NULL;
}

void covering_find(const struct covering *c, const struct oid *commit, const struct trailers **by, size_t *count)
{
	size_t place;
	*by = NULL;
	*count = 0;
	if (c == NULL || !oid_map_find(&c->places, commit, &place))
		return;
	*by = c->commits[place].by;
	*count = c->commits[place].count;
}
