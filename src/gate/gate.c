/* SPDX-License-Identifier: MIT */
/* gate.c - a verdict, put together. */
#include "gate/gate.h"

#include "base/arena.h"
#include "base/chance.h"
#include "base/date.h"
#include "base/last_word.h"
#include "base/output.h"
#include "formats/format.h"
#include "gate/around.h"
#include "gate/break_glass.h"
#include "gate/cache.h"
#include "gate/hearing.h"
#include "gate/judge.h"
#include "gate/release.h"
#include "gate/scanner.h"
#include "gate/scope.h"
#include "git/oid.h"

#include <string.h>

const struct gate_limits gate_limits = {.house = (size_t)256 << 20, .visit = (size_t)4 << 30, .step = (size_t)2 << 30};

struct gate gate_new(struct span program, struct span mode)
{
	int64_t now = moment_now();
	return (struct gate){
		.program = program,
		.mode = mode,
		.house = arena_new("house", gate_limits.house),
		.visit = arena_new("visit", gate_limits.visit),
		.walk = arena_new("step", gate_limits.step),
		.step = arena_new("step", gate_limits.step),
		.host = host_named(SPAN("plain")),
		.where = SPAN(""),
		.clock_fault = SPAN(""),
		.name = SPAN(""),
		.verify_objects = true,
		.now = now,
		.at = now,
		.nthreads = 1,
	};
}

void gate_free(struct gate *g)
{
	repository_close(g->repository);
	arena_free(g->step);
	arena_free(g->walk);
	arena_free(g->visit);
	arena_free(g->house);
}

struct span gate_id(struct gate *g)
{
	unsigned char chance[8];
	chance_fill(chance, sizeof chance);
	struct digest d = digest_of_bytes((struct span){(const char *)chance, sizeof chance});
	return span_format(g->visit, "VRD-%lld-%.*s", (long long)moment_now_microseconds(), SPAN_ARGS(digest_base32(g->visit, &d, 8)));
}

static struct verdict *new_verdict(struct gate *g)
{
	static const struct push nothing = {.pusher = {"", 0}, .host = {"", 0}};
	struct verdict *v = arena_take(g->visit, 1, sizeof *v);
	v->id = gate_id(g);
	v->at = g->now;
	v->program = g->program;
	v->mode = g->mode;
	v->where = g->where;
	v->repository = g->name;
	v->repository_id = g->repository_id;
	v->objects_verified = g->verify_objects;
	v->push = g->push == NULL ? &nothing : g->push;
	v->policy_name = v->policy_source = SPAN("");
	return v;
}

static enum outcome outcome_of(const struct failure *f)
{
	return f->kind == FAILURE_UNDECIDED ? OUTCOME_UNDECIDED : OUTCOME_POLICY;
}

const struct verdict *gate_fail(struct gate *g, const struct failure *f)
{
	struct verdict *v = new_verdict(g);
	v->failure = f;
	v->outcome = outcome_of(f);
	return v;
}

const struct verdict *gate_overrule(struct gate *g, const struct verdict *v, const struct failure *f)
{
	struct verdict *overruled = arena_take(g->visit, 1, sizeof *overruled);
	*overruled = *v;
	overruled->failure = f;
	overruled->outcome = OUTCOME_UNDECIDED;
	return overruled;
}

static bool compares_pusher(const struct policy *p)
{
	for (size_t i = BUILTIN_RULES; i < p->nrules; i++) {
		const struct json *list = p->rules[i].check == NULL ? NULL : rule_option(&p->rules[i], "independent_of");
		for (const struct json *each = list == NULL ? NULL : list->first; each != NULL; each = each->next)
			if (span_eq(each->text, SPAN("pusher")))
				return true;
	}
	return false;
}

/* What every reader of the verdict should know about the policy itself. */
static void add_notices(struct gate *g, struct hearing *h)
{
	const struct policy *p = h->policy;
	for (size_t i = 0; i < COUNT(g->notices) && g->notices[i] != NULL; i++)
		hearing_note(h, "%s", g->notices[i]);
	if (g->clock_fault.len > 0)
		hearing_note(h, "no deviation applies until the administrator has looked at the clock: %.*s", SPAN_ARGS(g->clock_fault));
	if (p->standard.review_by != INT64_MAX && g->at >= p->standard.review_by + SECONDS_PER_DAY)
		hearing_note(h, "the secure coding standard %.*s was to be reviewed by %.*s; its review is overdue", SPAN_ARGS(p->standard.title),
		             SPAN_ARGS(date_print(g->visit, p->standard.review_by)));
	struct span review = release_review(g->visit, p);
	if (review.len > 0)
		hearing_note(h, "%.*s", SPAN_ARGS(review));
	for (size_t i = 0; i < p->ndeviations; i++)
		if (p->deviations[i].void_because.len > 0)
			hearing_note(h, "deviation %.*s grants nothing: %.*s", SPAN_ARGS(p->deviations[i].id), SPAN_ARGS(p->deviations[i].void_because));
	if (!g->hook && compares_pusher(p))
		hearing_note(h, "reviewers were not compared with the pusher, who is known to the hook alone");
}

static void count(struct verdict *v)
{
	for (size_t i = 0; i < v->nfindings; i++) {
		const struct finding *f = &v->findings[i];
		v->ncovered += f->deviation != NULL;
		v->nblocking += finding_blocks(f);
		v->nwarnings += f->deviation == NULL && f->rule->action == ACTION_WARN;
	}
}

static void name_policy(struct verdict *v, const struct policy *p)
{
	v->policy_name = p->name;
	v->policy_source = p->source;
	v->policy_digest = p->digest;
	v->process = &p->process;
}

void gate_foresee(struct gate *g, const struct policy *p)
{
	static const char mark[] = "(the reason)";
	struct verdict *v = new_verdict(g);
	struct output *o = output_new(g->visit, false);
	v->failure = failure(g->visit, "%s", mark);
	v->outcome = OUTCOME_UNDECIDED;
	if (p != NULL)
		name_policy(v, p);
	format_named(SPAN("json"))->write(o, g->visit, v);
	struct span record = output_taken(o);
	const char *split = NULL;
	/* The last such words are ours: what comes from the push stands in front of the failure. */
	for (const char *at = record.at; (at = memmem(at, (size_t)(record.at + record.len - at), mark, sizeof mark - 1)) != NULL; at++)
		split = at;
	if (split == NULL)
		return;
	const char *tail = split + sizeof mark - 1;
	last_word_foresee(span_format(g->visit, "%.*s.json", SPAN_ARGS(v->id)).at, record.at, (size_t)(split - record.at), tail,
	                  (size_t)(record.at + record.len - tail));
}

static const struct verdict *conclude(struct gate *g, struct hearing *h, const struct scope *scope, const struct failure *f)
{
	struct verdict *v = new_verdict(g);
	const struct break_glass *entry = break_glass_use(h);
	name_policy(v, h->policy);
	v->findings = h->findings;
	v->nfindings = h->nfindings;
	v->ncommits = h->ncommits;
	v->nblobs = scanner_blobs(h->scanner);
	v->duties = scope->duties;
	v->nduties = scope->nduties;
	v->protected = scope->protected;
	v->mentions = h->mentions;
	v->nmentions = h->nmentions;
	v->notices = h->notices;
	v->nnotices = h->nnotices;
	v->failure = f != NULL ? f : h->failure;
	count(v);
	v->outcome = v->failure != NULL ? outcome_of(v->failure) : v->nblocking > 0 ? OUTCOME_BLOCK : OUTCOME_PASS;
	v->break_glass = v->outcome == OUTCOME_PASS ? entry : NULL;
	return v;
}

/* Whether something was judged that the repository had before, so that it may not have owed it. */
static bool is_doubtful(const struct hearing *h, const struct scope *scope)
{
	for (size_t i = 0; i < scope->nduties; i++)
		if (!repository_is_fresh(h->repository, &scope->duties[i].commit))
			return true;
	return false;
}

struct question {
	const struct policy_place *place;
	const struct oid *base, *head; /* NULL: the push */
};

static const struct failure *scope_of(struct hearing *h, const struct question *q, struct scope *scope)
{
	return q->head != NULL ? scope_of_range(h, q->base, q->head, scope) : scope_of_push(h, scope);
}

/* A cache that cannot be written costs time, and no judgement. */
static void save_cache(struct hearing *h)
{
	if (cache_is_garbled(h->cache))
		hearing_note(h, "the cache %.*s was garbled: it was not used, and is written anew", SPAN_ARGS(cache_path(h->cache)));
	else
		hearing_note(h, "%zu texts were known from the cache %.*s", cache_uses(h->cache), SPAN_ARGS(cache_path(h->cache)));
	const struct failure *f = cache_write(h->cache, scanner_studies(h->scanner), h->visit);
	if (f != NULL)
		hearing_note(h, "the cache stays as it is: %.*s", SPAN_ARGS(f->text));
}

/* On a copy of the hearing as it begins: nothing found yet. */
static const struct verdict *hear(struct gate *g, struct hearing h, const struct question *q, struct scope *scope)
{
	*scope = (struct scope){0};
	const struct failure *f = scope_of(&h, q, scope);
	if (f == NULL)
		f = judge_scope(&h, g->house, q->place, scope);
	if (f == NULL && g->cache != NULL)
		save_cache(&h);
	add_notices(g, &h);
	return conclude(g, &h, scope, f);
}

static bool same_scope(const struct scope *a, const struct scope *b)
{
	bool same = a->nduties == b->nduties && a->nnets == b->nnets;
	for (size_t i = 0; same && i < a->nduties; i++)
		same = oid_eq(&a->duties[i].commit, &b->duties[i].commit) && a->duties[i].owes == b->duties[i].owes;
	for (size_t i = 0; same && i < a->nnets; i++)
		same = oid_eq(&a->nets[i].now, &b->nets[i].now) && oid_eq(&a->nets[i].before, &b->nets[i].before);
	return same;
}

/* A pass stands: at most more was judged than had to be. A refusal, or the glass that it would break, does not rest on dates. */
static const struct verdict *
confirm(struct gate *g, struct hearing h, const struct question *q, const struct scope *scope, const struct verdict *v)
{
	if ((v->outcome == OUTCOME_PASS && v->break_glass == NULL) || !is_doubtful(&h, scope))
		return v;
	struct scope exact = {0};
	h.exact = true;
	struct hearing asked = h;
	bool same = scope_of(&asked, q, &exact) == NULL && same_scope(scope, &exact);
	return same ? v : hear(g, h, q, &exact);
}

const struct verdict *
gate_judge(struct gate *g, const struct policy_place *place, const struct policy *policy, const struct oid *base, const struct oid *head)
{
	struct hearing h = {
		.repository = g->repository,
		.policy = policy,
		.push = g->push,
		.visit = g->visit,
		.walk = g->walk,
		.step = g->step,
		.scanner = scanner_new(g->house, policy),
		.around = around_new(g->visit),
		.cache = g->cache,
		.nthreads = g->nthreads,
		.knows_pusher = g->hook,
		.name = g->name,
		.trusted_ref = place->ref,
		.trusted_folder = place->folder,
		.no_deviations = g->clock_fault.len > 0,
		.now = g->now,
	};
	const struct question question = {place, base, head};
	struct scope scope;
	const struct verdict *v = hear(g, h, &question, &scope);
	v = confirm(g, h, &question, &scope, v);
	around_free(h.around);
	scanner_free(h.scanner);
	return v;
}
