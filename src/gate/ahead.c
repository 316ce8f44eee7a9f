/* SPDX-License-Identifier: MIT */
/* ahead.c - many commits read ahead of their judgement. */
#include "gate/ahead.h"

#include "base/arena.h"
#include "base/crew.h"
#include "gate/around.h"
#include "gate/cache.h"
#include "gate/gate.h"
#include "gate/scanner.h"
#include "git/oid.h"

#include <stdlib.h>

enum {
	LONG_SCOPE = 256, /* duties from which on it pays */
	BATCH = 256,     /* duties */
	PORTION = 16,     /* duties, or texts, that a thread takes at a time */
};

/* A text that the judge will ask for. */
struct request {
	struct oid blob;
	language_set set; /* 0: what it looks like */
	uint64_t place;
};

struct worker {
	struct repository *repository;
	struct arena *own, *keep, *scratch, *found; /* for all batches; for one; for one commit; what the scanner learns in one batch */
	struct scanner *scanner;
};

struct ahead {
	struct hearing *hearing;
	const struct scope *scope;
	size_t first, count; /* duties of the batch at hand */
	struct prepared *prepared;
	const struct failure **failures;
	struct worker *workers;
	size_t nworkers;
	struct counter portions;
	struct arena *batch;
	struct oid_map asked; /* blobs of this batch's requests */
	struct request *requests;
	size_t nrequests, requests_room;
};

/* A thread without a repository of its own would have to wait for the others: it is left out. */
static void hire(struct ahead *a, size_t wanted)
{
	struct hearing *h = a->hearing;
	a->workers = arena_take(h->visit, wanted, sizeof *a->workers);
	for (size_t i = 0; i < wanted; i++) {
		struct worker *w = &a->workers[a->nworkers];
		w->repository = h->repository;
		if (i > 0 && repository_again(h->repository, h->visit, &w->repository) != NULL)
			continue;
		w->keep = arena_new("visit", gate_limits.visit);
		w->scratch = arena_new("step", gate_limits.step);
		w->found = arena_new("visit", gate_limits.visit);
		w->own = arena_new("house", gate_limits.house);
		w->scanner = scanner_new(w->own, h->policy);
		a->nworkers++;
	}
}

struct ahead *ahead_of(struct hearing *h, const struct scope *scope)
{
	if (scope->nduties == 0 || (scope->nduties < LONG_SCOPE && h->cache == NULL))
		return NULL;
	struct ahead *a = arena_take(h->visit, 1, sizeof *a);
	a->hearing = h;
	a->scope = scope;
	a->batch = arena_new("step", gate_limits.step);
	hire(a, h->nthreads);
	return a;
}

void ahead_free(struct ahead *a)
{
	if (a == NULL)
		return;
	for (size_t i = 0; i < a->nworkers; i++) {
		struct worker *w = &a->workers[i];
		scanner_free(w->scanner);
		arena_free(w->found);
		arena_free(w->scratch);
		arena_free(w->keep);
		arena_free(w->own);
		if (i > 0)
			repository_close(w->repository);
	}
	arena_free(a->batch);
}

/* Takes the next portion of `count` things; false when none is left. */
static bool take_portion(struct ahead *a, size_t count, size_t *from, size_t *to)
{
	*from = counter_take(&a->portions) * PORTION;
	*to = *from + PORTION < count ? *from + PORTION : count;
	return *from < count;
}

static void prepare_some(void *context, size_t member)
{
	struct ahead *a = context;
	struct worker *w = &a->workers[member];
	size_t from, to;
	while (take_portion(a, a->count, &from, &to))
		for (size_t i = from; i < to; i++) {
			arena_reset(w->scratch);
			a->failures[i] = prepare_duty(w->repository, w->keep, w->scratch, &a->scope->duties[a->first + i], &a->prepared[i]);
		}
}

static void study_some(void *context, size_t member)
{
	struct ahead *a = context;
	struct worker *w = &a->workers[member];
	size_t from, to;
	while (take_portion(a, a->nrequests, &from, &to))
		for (size_t i = from; i < to; i++) {
			const struct failure *left_to_the_judge = scanner_study(w->scanner, w->repository, w->found, &a->requests[i].blob, a->requests[i].set);
			(void)left_to_the_judge;
		}
}

static void run(struct ahead *a, void (*work)(void *, size_t))
{
	a->portions = (struct counter){0};
	crew_run(a->nworkers, work, a);
}

/* Learned already, or by an earlier audit. */
static bool is_known(const struct ahead *a, const struct oid *blob, language_set set)
{
	struct hearing *h = a->hearing;
	struct studies *s = scanner_studies(h->scanner);
	const struct hits *hits;
	const struct saying *saying;
	struct look look;
	unsigned says = languages_say(set);
	bool known = set == 0 ? studies_look(s, blob, &look) : studies_hits(s, blob, set, &hits) && studies_saying(s, blob, says, &saying);
	return known || (h->cache != NULL && cache_recall(h->cache, s, h->visit, blob, set, says));
}

static void request(struct ahead *a, const struct entry *entry, const struct reading *reading)
{
	size_t known;
	language_set set = reading->judged ? reading->set : 0;
	bool wanted = entry->kind == ENTRY_FILE && (reading->judged || reading->set == 0);
	if (!wanted || is_known(a, &entry->id, set) || oid_map_find(&a->asked, &entry->id, &known))
		return;
	oid_map_add(&a->asked, &entry->id, 0);
	a->requests = arena_grow(a->batch, a->requests, a->nrequests, &a->requests_room, sizeof *a->requests);
	a->requests[a->nrequests++] = (struct request){entry->id, set, repository_place(a->hearing->repository, &entry->id)};
}

static void request_all(struct ahead *a)
{
	struct hearing *h = a->hearing;
	for (size_t i = 0; i < a->count; i++) {
		const struct prepared *p = &a->prepared[i];
		for (size_t k = 0; a->failures[i] == NULL && k < p->changes.count; k++) {
			const struct change *change = &p->changes.list[k];
			const struct reading *reading = scanner_reading(h->scanner, h->visit, change->path);
			request(a, &change->now, reading);
			for (size_t n = 0; n < p->nparents; n++)
				request(a, &change->before[n], reading);
		}
	}
}

static int by_place(const void *a, const void *b)
{
	const struct request *left = a, *right = b;
	return (left->place > right->place) - (left->place < right->place);
}

/* The judge asks first what other files say, where that is known: for many commits it soon pays to know. */
static void look_around(struct ahead *a)
{
	for (size_t i = 0; i < a->count && !around_is_at_hand(a->hearing); i++)
		if (a->failures[i] == NULL && a->prepared[i].changes.count > 0 && around_read(a->hearing, &a->prepared[i].commit.tree) != NULL)
			return;
}

static const struct failure *verify_cache(struct ahead *a)
{
	struct hearing *h = a->hearing;
	for (size_t i = 0; h->cache != NULL && i < a->nrequests; i++) {
		const struct request *r = &a->requests[i];
		if (!cache_agrees(h->cache, scanner_studies(h->scanner), &r->blob, r->set, languages_say(r->set)))
			return failure_cured(h->visit, failure(h->visit, "the cache %.*s tells otherwise of blob %.*s than its text", SPAN_ARGS(cache_path(h->cache)), SPAN_ARGS(oid_hex(h->visit, &r->blob))),
			                     SPAN("remove the file, and find out who wrote it: verdicts that used it are not to be trusted"));
	}
	return NULL;
}

static const struct failure *begin_batch(struct ahead *a, size_t first)
{
	struct hearing *h = a->hearing;
	size_t left = a->scope->nduties - first;
	arena_reset(a->batch);
	for (size_t i = 0; i < a->nworkers; i++)
		arena_reset(a->workers[i].keep);
	a->first = first;
	a->count = left < BATCH ? left : BATCH;
	a->prepared = arena_take(a->batch, a->count, sizeof *a->prepared);
	a->failures = arena_take(a->batch, a->count, sizeof(const struct failure *));
	run(a, prepare_some);

	a->asked = oid_map_in(a->batch);
	a->requests = NULL;
	a->nrequests = a->requests_room = 0;
	if (scanner_is_needed(h->scanner))
		request_all(a);
	if (a->nrequests > 1)
		qsort(a->requests, a->nrequests, sizeof *a->requests, by_place);
	run(a, study_some);
	for (size_t i = 0; i < a->nworkers; i++) {
		scanner_take_over(h->scanner, h->visit, a->workers[i].scanner);
		arena_reset(a->workers[i].found);
	}
	if (scanner_is_needed(h->scanner))
		look_around(a);
	return verify_cache(a);
}

const struct failure *ahead_take(struct ahead *a, size_t duty, const struct prepared **prepared)
{
	const struct failure *f = duty >= a->first + a->count ? begin_batch(a, duty) : NULL;
	if (f != NULL)
		return f;
	*prepared = &a->prepared[duty - a->first];
	return a->failures[duty - a->first];
}
