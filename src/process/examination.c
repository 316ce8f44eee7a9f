/* SPDX-License-Identifier: MIT */
/* examination.c - everything that the figures of a review are made of. */
#include "process/examination.h"

#include "base/date.h"
#include "process/frozen.h"
#include "process/valid.h"

static const struct review *review_before(const struct examination *x)
{
	const struct review *found = NULL;
	for (size_t i = 0; i < x->nreviews; i++) {
		const struct review *r = &x->reviews[i];
		if (r != x->review && r->closed != 0 && r->head.seq < x->review->head.seq && (found == NULL || r->head.seq > found->head.seq))
			found = r;
	}
	return found;
}

static const struct failure *choose(struct examination *x, struct span id)
{
	for (size_t i = 0; i < x->nreviews; i++)
		if (id.len == 0 || span_eq(x->reviews[i].id, id))
			x->review = &x->reviews[i];
	if (x->review == NULL)
		return failure_cured(x->arena, id.len == 0 ? failure_of_usage(x->arena, "there is no review yet")
		                                           : failure_of_usage(x->arena, "there is no review %.*s", SPAN_ARGS(id)),
		                     SPAN("portcullis review open --as ADDRESS"));
	x->previous = review_before(x);
	return NULL;
}

const struct failure *examination_read(struct desk *d, struct arena *a, struct span id, const struct policy *policy, struct examination *x)
{
	*x = (struct examination){.arena = a, .policy = policy, .left = d->left, .now = d->gate->now};
	const struct failure *f = reviews_read(d->ledger, a, &x->reviews, &x->nreviews);
	if (f == NULL)
		f = choose(x, id);
	if (f != NULL)
		return f;
	const struct review *r = x->review;
	x->frozen = ledger_frozen(a, d->ledger, &r->head);
	f = population_read(x->frozen, a, r->from, r->to, x->previous == NULL ? 0 : x->previous->head.seq, &x->population);
	if (f == NULL)
		f = traffic_read(x->frozen, a, r->from, r->to, &x->traffic);
	if (f == NULL)
		f = examination_sources(x);
	return f != NULL ? f : examination_identities(x);
}

struct words {
	struct examination *x;
	size_t silences_room, audits_room;
};

static void note_silence(struct words *w, const struct event *e, const struct json *body)
{
	struct examination *x = w->x;
	struct silence s = {.id = span_copy(x->arena, e->id), .source = span_copy(x->arena, e->subject)};
	if (!date_read(json_string(body, "from"), &s.from) || !date_read(json_string(body, "to"), &s.to))
		return;
	s.to += SECONDS_PER_DAY;
	x->silences = arena_grow(x->arena, x->silences, x->nsilences, &w->silences_room, sizeof *x->silences);
	x->silences[x->nsilences++] = s;
}

static void note_audit(struct words *w, const struct event *e, const struct json *body)
{
	struct examination *x = w->x;
	const struct json *holes = json_member(body, SPAN("holes")), *commits = json_member(body, SPAN("commits"));
	const struct json *partial = json_member(body, SPAN("partial")), *moves = json_member(body, SPAN("moves"));
	unsigned long number = 0;
	size_t i = 0;
	if (partial != NULL && partial->kind == JSON_TRUE)
		return;
	while (i < x->naudits && !span_eq(x->audits[i].repository, e->subject))
		i++;
	if (i == x->naudits)
		x->audits = arena_grow(x->arena, x->audits, x->naudits++, &w->audits_room, sizeof *x->audits);
	if (commits != NULL && !span_number(commits->text, UINT32_MAX, &number))
		number = 0;
	struct audit_word *audit = &x->audits[i];
	*audit = (struct audit_word){span_copy(x->arena, e->subject), e->activity, (size_t)number, NULL, 0, NULL, 0};
	audit->holes = arena_take(x->arena, holes == NULL ? 0 : holes->count, sizeof *audit->holes);
	for (const struct json *h = holes == NULL ? NULL : holes->first; h != NULL; h = h->next)
		audit->holes[audit->nholes++] = (struct hole_word){span_copy(x->arena, json_string(h, "commit")), span_copy(x->arena, json_string(h, "author")),
		                                                   span_copy(x->arena, json_string(h, "why"))};
	audit->moves = arena_take(x->arena, moves == NULL ? 0 : moves->count, sizeof *audit->moves);
	for (const struct json *m = moves == NULL ? NULL : moves->first; m != NULL; m = m->next)
		audit->moves[audit->nmoves++] = span_format(x->arena, "%.*s at %.*s", SPAN_ARGS(json_string(m, "ref")), SPAN_ARGS(json_string(m, "found")));
}

static const struct failure *take_word(void *context, const struct event *e)
{
	struct words *w = context;
	const struct json *body;
	const struct failure *f = json_read(w->x->frozen->step, e->id, e->body, &body);
	if (f != NULL)
		return failure_copy(w->x->arena, f);
	if (span_eq(e->kind, SPAN("audit")))
		note_audit(w, e, body);
	else
		note_silence(w, e, body);
	return NULL;
}

const struct failure *examination_sources(struct examination *x)
{
	static const struct span kinds[] = {{"audit", 5}, {"none-received", 13}};
	const struct selection wanted = {.kinds = kinds, .nkinds = COUNT(kinds)};
	struct words w = {.x = x};
	return ledger_read_valid(x->frozen, &wanted, take_word, &w);
}
