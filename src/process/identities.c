/* SPDX-License-Identifier: MIT */
/* identities.c - what must be true of a review's population before any figure means something. */
#include "process/examination.h"

struct ids {
	struct arena *arena;
	struct span *list;
	size_t count, room;
};

static void add(struct ids *ids, struct span id)
{
	ids->list = arena_grow(ids->arena, ids->list, ids->count, &ids->room, sizeof *ids->list);
	ids->list[ids->count++] = id;
}

static struct condition condition(const char *name, const char *formula, bool holds, struct span found, const struct ids *ids)
{
	return (struct condition){name, formula, holds, found, ids->list, ids->count};
}

/* Reports whose own steps do not add up: closed before it was received, closed twice, opened again without having been closed. */
static struct condition balance(const struct examination *x)
{
	const struct population *p = &x->population;
	struct ids ids = {.arena = x->arena};
	for (size_t i = 0; i < p->nitems; i++) {
		const struct item *item = &p->items[i];
		if (item->open_at_start + item->received_in + item->reopenings != item->open_at_end + item->closings)
			add(&ids, item->problem->id);
	}
	struct span found = span_format(x->arena, "%zu = %zu + %zu - %zu + %zu", p->open_at_end, p->open_at_start, p->received, p->closed, p->reopened);
	bool holds = p->open_at_end + p->closed == p->open_at_start + p->received + p->reopened && ids.count == 0;
	return condition("balance", "open at the end = open at the start + received - closed + reopened", holds, found, &ids);
}

/* What the last review left open is what this one finds open; reports made void since are named. */
static struct condition carried_over(const struct examination *x)
{
	const struct population *p = &x->population;
	struct ids ids = {.arena = x->arena};
	struct named before = {.arena = x->arena}, here = {.arena = x->arena};
	const char *formula = "open at the start = open at the end of the last review";
	if (x->previous == NULL)
		return condition("carried over", formula, true, SPAN("this is the first review"), &ids);
	for (size_t i = 0; i < x->previous->nopen; i++)
		named_number(&before, x->previous->open[i]);
	for (size_t i = 0; i < p->nitems; i++) {
		if (p->items[i].open_at_start)
			named_number(&here, p->items[i].problem->id);
		if (p->items[i].late || (p->items[i].open_at_start && named_find(&before, p->items[i].problem->id) == before.count))
			add(&ids, p->items[i].problem->id);
	}
	for (size_t i = 0; i < before.count; i++)
		if (named_find(&here, before.names[i]) == here.count)
			add(&ids, before.names[i]);
	struct span found = span_format(x->arena, "%zu here, %zu there, %zu differ", here.count, before.count, ids.count);
	return condition("carried over", formula, ids.count == 0, found, &ids);
}

static struct condition as_frozen(const struct examination *x)
{
	const struct population *p = &x->population;
	struct ids ids = {.arena = x->arena};
	size_t k = 0;
	for (size_t i = 0; i < p->nitems; i++) {
		if (!p->items[i].member)
			continue;
		if (k >= x->review->npopulation || !span_eq(x->review->population[k], p->items[i].problem->id))
			add(&ids, p->items[i].problem->id);
		else
			k++;
	}
	struct span found = span_format(x->arena, "%zu read again, %zu frozen", p->members, x->review->npopulation);
	return condition("as frozen", "the population read again = the population frozen when the review was opened",
	                ids.count == 0 && p->members == x->review->npopulation, found, &ids);
}

static const struct failure *chain(const struct examination *x, struct condition *result)
{
	struct soundness s;
	struct ids none = {.arena = x->arena};
	const struct failure *f = ledger_verify(x->frozen, &s);
	if (f != NULL)
		return f;
	bool holds = s.first_bad == 0 && s.events == x->review->head.seq && digest_eq(&s.head, &x->review->head.hash);
	struct span found = holds ? span_format(x->arena, "%lld events, %lld steps of the clock backwards", (long long)s.events, (long long)s.clock_steps)
	                    : s.first_bad != 0 ? span_format(x->arena, "event %lld: %.*s", (long long)s.first_bad, SPAN_ARGS(s.why))
	                                       : SPAN("the head is not the one that was frozen");
	*result = condition("chain", "every number, link and hash up to the frozen head holds", holds, found, &none);
	return NULL;
}

static const struct audit_word *audit_of(const struct examination *x, struct span repository)
{
	for (size_t i = 0; i < x->naudits; i++)
		if (span_eq(x->audits[i].repository, repository))
			return &x->audits[i];
	return NULL;
}

/* A repository that was never audited in the period is as bad as one with holes. */
static struct condition audited(const struct examination *x)
{
	const struct named *repositories = &x->traffic.repositories;
	struct ids ids = {.arena = x->arena};
	size_t holes = 0, moves = 0, missing = 0;
	for (size_t i = 0; i < repositories->count; i++) {
		const struct audit_word *audit = audit_of(x, repositories->names[i]);
		if (audit != NULL && audit->at > x->review->from)
			continue;
		add(&ids, repositories->names[i]);
		missing++;
	}
	for (size_t i = 0; i < x->naudits; i++)
		for (size_t k = 0; k < x->audits[i].nholes; k++, holes++)
			add(&ids, x->audits[i].holes[k].commit);
	for (size_t i = 0; i < x->naudits; i++)
		for (size_t k = 0; k < x->audits[i].nmoves; k++, moves++)
			add(&ids, x->audits[i].moves[k]);
	struct span found = span_format(x->arena, "%zu repositories, %zu not audited in the period, %zu commits without a verdict, %zu moves past the gate", repositories->count, missing, holes, moves);
	return condition("audit", "every commit on a protected ref has a verdict, by the newest audit of each repository", ids.count == 0, found, &ids);
}

static struct condition intake(const struct examination *x)
{
	struct ids none = {.arena = x->arena};
	return condition("intake", "no record of the gate waits to be filed", x->left.len == 0, x->left.len == 0 ? SPAN("none waits") : x->left, &none);
}

const struct failure *examination_identities(struct examination *x)
{
	x->identities[0] = balance(x);
	x->identities[1] = carried_over(x);
	x->identities[2] = as_frozen(x);
	const struct failure *f = chain(x, &x->identities[3]);
	x->identities[4] = audited(x);
	x->identities[5] = intake(x);
	x->sound = true;
	for (size_t i = 0; i < IDENTITIES; i++)
		x->sound = x->sound && x->identities[i].holds;
	return f;
}
