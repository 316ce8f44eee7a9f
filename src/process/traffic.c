/* SPDX-License-Identifier: MIT */
/* traffic.c - what the gate's verdicts of a period say together, read in one pass. */
#include "process/traffic.h"

#include "base/date.h"
#include "process/valid.h"

struct pass {
	struct ledger *ledger;
	struct traffic *traffic;
	int64_t from, to;
	size_t first_month;
	struct named tries; /* repository, pusher and ref */
	size_t *refused;    /* pushes in vain so far, for each of them */
	size_t refused_room;
};

size_t month_of(struct arena *a, int64_t moment)
{
	struct span day = date_print(a, moment);
	unsigned long year = 0, month = 1;
	if (!span_number(span_slice(day, 0, 4), 9999, &year) || !span_number(span_slice(day, 5, 7), 12, &month))
		return 0;
	return (size_t)year * 12 + (size_t)month - 1;
}

struct span month_print(struct arena *a, size_t month)
{
	return span_format(a, "%04zu-%02zu", month / 12, month % 12 + 1);
}

static void note_reign(struct pass *p, const struct event *e, const struct json *verdict)
{
	struct traffic *t = p->traffic;
	const struct json *policy = json_member(verdict, SPAN("policy"));
	struct span digest = json_string(policy, "digest");
	if (digest.len == 0)
		return;
	size_t i = t->nreigns;
	while (i > 0 && !span_eq(t->reigns[i - 1].digest, digest))
		i--;
	if (i == 0) {
		t->reigns = arena_grow(t->arena, t->reigns, t->nreigns, &t->reigns_room, sizeof *t->reigns);
		t->reigns[t->nreigns++] = (struct reign){span_copy(t->arena, digest), span_copy(t->arena, json_string(policy, "name")), e->activity, e->activity, 0};
		i = t->nreigns;
	}
	t->reigns[i - 1].last = e->activity;
	t->reigns[i - 1].verdicts++;
}

static void note_attempt(struct pass *p, size_t who, bool accepted)
{
	struct traffic *t = p->traffic;
	while (p->refused_room <= who)
		p->refused = arena_grow(t->arena, p->refused, p->refused_room, &p->refused_room, sizeof *p->refused);
	if (!accepted) {
		p->refused[who]++;
		return;
	}
	t->attempts = arena_grow(t->arena, t->attempts, t->nattempts, &t->attempts_room, sizeof *t->attempts);
	t->attempts[t->nattempts++] = (int64_t)p->refused[who] + 1;
	p->refused[who] = 0;
}

static void note_updates(struct pass *p, const struct json *verdict, bool accepted)
{
	struct arena *step = p->ledger->step;
	for (const struct json *u = json_first(verdict, "updates"); u != NULL; u = u->next) {
		const struct json *protected = json_member(u, SPAN("protected"));
		if (protected != NULL && protected->kind == JSON_FALSE)
			continue;
		struct span key = span_format(step, "%.*s\n%.*s\n%.*s", SPAN_ARGS(json_string(verdict, "repository")), SPAN_ARGS(json_string(verdict, "pusher")),
		                              SPAN_ARGS(json_string(u, "ref")));
		note_attempt(p, named_number(&p->tries, key), accepted);
	}
}

static void note_bypass(struct traffic *t, struct span id, const struct event *e, const struct json *verdict)
{
	t->bypasses = arena_grow(t->arena, t->bypasses, t->nbypasses, &t->bypasses_room, sizeof *t->bypasses);
	t->bypasses[t->nbypasses++] =
		(struct bypass){span_copy(t->arena, id), span_copy(t->arena, e->id), span_copy(t->arena, json_string(verdict, "pusher"))};
}

static void note_landed(struct traffic *t, const struct json *verdict)
{
	for (const struct json *f = json_first(verdict, "findings"); f != NULL; f = f->next) {
		struct span fingerprint = json_string(f, "fingerprint");
		if (fingerprint.len == 0)
			continue;
		size_t before = t->fingerprints.count, number = named_number(&t->fingerprints, fingerprint);
		if (number == before) {
			t->landed = arena_grow(t->arena, t->landed, before, &t->landed_room, sizeof *t->landed);
			t->landed[number] = (struct landed){span_copy(t->arena, json_string(f, "id")), span_copy(t->arena, json_string(f, "rule")), false};
		}
		t->landed[number].covered = json_string(f, "deviation").len > 0 || json_string(f, "break_glass").len > 0;
	}
}

static size_t commits_of(const struct json *verdict)
{
	const struct json *judged = json_member(verdict, SPAN("judged")), *commits = json_member(verdict, SPAN("commits"));
	unsigned long number = 0;
	if (judged != NULL)
		return judged->count;
	if (commits != NULL && commits->kind == JSON_NUMBER && !span_number(commits->text, UINT32_MAX, &number))
		number = 0;
	return (size_t)number;
}

static void note_push(struct pass *p, const struct event *e, const struct json *verdict)
{
	struct traffic *t = p->traffic;
	struct span outcome = json_string(verdict, "outcome"), glass = json_string(verdict, "break_glass");
	bool accepted = span_eq(outcome, SPAN("pass"));
	t->pushes++;
	t->accepted += accepted;
	t->rejected += span_eq(outcome, SPAN("block"));
	t->policy_errors += span_eq(outcome, SPAN("policy-error"));
	t->undecided += span_eq(outcome, SPAN("undecided"));
	note_reign(p, e, verdict);
	note_updates(p, verdict, accepted);
	if (glass.len > 0)
		note_bypass(t, glass, e, verdict);
	if (!accepted)
		return;
	note_landed(t, verdict);
	size_t month = month_of(p->ledger->step, e->activity);
	if (month >= p->first_month && month - p->first_month < t->nmonths)
		t->commits[month - p->first_month] += commits_of(verdict);
}

/* A sudden end has no mode; it was a push's, for a range has somebody who waits for it. */
static const struct failure *take_verdict(void *context, const struct event *e)
{
	struct pass *p = context;
	const struct json *record;
	if (e->activity > p->to)
		return NULL;
	const struct failure *f = json_read(p->ledger->step, e->id, e->body, &record);
	if (f != NULL)
		return failure_copy(p->traffic->arena, f);
	struct span repository = json_string(record, "repository");
	if (repository.len > 0)
		named_number(&p->traffic->repositories, repository);
	if (e->activity > p->from && span_eq(e->kind, SPAN("verdict")) && !span_eq(json_string(record, "mode"), SPAN("range")))
		note_push(p, e, record);
	return NULL;
}

const struct failure *traffic_read(struct ledger *l, struct arena *a, int64_t from, int64_t to, struct traffic *t)
{
	static const struct span kinds[] = {{"verdict", 7}, {"start", 5}};
	const struct selection wanted = {.kinds = kinds, .nkinds = COUNT(kinds)};
	struct pass p = {.ledger = l, .traffic = t, .from = from, .to = to, .first_month = month_of(a, from + 1), .tries = {.arena = a}};
	*t = (struct traffic){.arena = a, .repositories = {.arena = a}, .fingerprints = {.arena = a}};
	t->nmonths = month_of(a, to) - p.first_month + 1;
	t->commits = arena_take(a, t->nmonths, sizeof *t->commits);
	return ledger_read_valid(l, &wanted, take_verdict, &p);
}
