/* SPDX-License-Identifier: MIT */
/* problem.c - problem reports, read out of their events. */
#include "process/problem.h"

#include "base/date.h"
#include "base/table.h"

#include <stdlib.h>

static const struct span state_names[] = {
	[PROBLEM_RECEIVED] = {"received", 8},   [PROBLEM_UNDER_REVIEW] = {"under-review", 12}, [PROBLEM_CONFIRMED] = {"confirmed", 9},
	[PROBLEM_ANALYSED] = {"analysed", 8},   [PROBLEM_DISPOSITIONED] = {"dispositioned", 13}, [PROBLEM_ADDRESSING] = {"addressing", 10},
	[PROBLEM_RESOLVED] = {"resolved", 8},   [PROBLEM_VERIFIED] = {"verified", 8},          [PROBLEM_DISCLOSED] = {"disclosed", 9},
	[PROBLEM_CLOSED] = {"closed", 6},
};
_Static_assert(COUNT(state_names) == PROBLEM_STATES, "a state lacks a name");

struct span problem_state_name(enum problem_state state)
{
	return state_names[state];
}

struct span problem_field(const struct problem *p, const char *name)
{
	struct span wanted = span_of(name);
	for (size_t i = 0; i < p->nfields; i++)
		if (span_eq(p->fields[i].name, wanted))
			return p->fields[i].text;
	return SPAN("");
}

/* What void events name, and why. */
struct voids {
	struct arena *arena;
	struct void_event {
		struct span id, subject, reason;
	} *list;
	size_t count, room;
	struct table named;
};

static const struct failure *take_void(void *context, struct arena *step, const struct event *e)
{
	struct voids *v = context;
	const struct json *body;
	const struct failure *f = json_read(step, e->id, e->body, &body);
	if (f != NULL)
		return failure_copy(v->arena, f);
	const struct json *reason = json_member(body, SPAN("reason"));
	v->list = arena_grow(v->arena, v->list, v->count, &v->room, sizeof *v->list);
	v->list[v->count++] = (struct void_event){span_copy(v->arena, e->id), span_copy(v->arena, e->subject),
	                                          reason == NULL ? SPAN("") : span_copy(v->arena, reason->text)};
	return NULL;
}

static const struct void_event *void_of(const struct voids *v, struct span id)
{
	return v->named.room == 0 ? NULL : table_slot(&v->named, id)->value;
}

/* From the last to the first: what is void itself names nothing. */
static void settle_voids(struct voids *v)
{
	bool found;
	v->named.arena = v->arena;
	for (size_t i = v->count; i-- > 0;)
		if (void_of(v, v->list[i].id) == NULL)
			table_place(&v->named, v->list[i].subject, &found)->value = &v->list[i];
}

/* A report that grows while its events are read. */
struct growing {
	struct problem problem;
	struct problem_field *fields;
	struct problem_step *steps;
	size_t fields_room, steps_room;
};

struct fold {
	struct ledger *ledger;
	struct arena *arena;
	struct span only; /* of one report; empty: all */
	struct voids voids;
	struct table reports;
};

static void set_field(struct fold *d, struct growing *g, struct span name, struct span text)
{
	struct problem *p = &g->problem;
	size_t i = 0;
	while (i < p->nfields && !span_eq(g->fields[i].name, name))
		i++;
	if (i == p->nfields) {
		g->fields = arena_grow(d->arena, g->fields, p->nfields++, &g->fields_room, sizeof *g->fields);
		g->fields[i] = (struct problem_field){span_copy(d->arena, name), SPAN(""), 0};
	}
	if (!span_eq(g->fields[i].text, text))
		g->fields[i].text = span_copy(d->arena, text);
	g->fields[i].step = p->nsteps - 1;
}

static bool state_of_step(struct span step, enum problem_state *state)
{
	if (span_eq(step, SPAN("reopened"))) {
		*state = PROBLEM_UNDER_REVIEW;
		return true;
	}
	for (size_t i = 0; i < PROBLEM_STATES; i++)
		if (span_eq(step, state_names[i])) {
			*state = (enum problem_state)i;
			return true;
		}
	return false;
}

/* Whoever goes back has not passed what lies ahead. */
static void enter(struct problem *p, enum problem_state state, int64_t activity)
{
	p->state = state;
	p->entered[state] = activity;
	for (size_t later = state + 1U; later < PROBLEM_STATES; later++)
		p->entered[later] = 0;
}

static void add_step(struct fold *d, struct growing *g, const struct event *e, struct span step)
{
	struct problem *p = &g->problem;
	enum problem_state state;
	if (state_of_step(step, &state))
		enter(p, state, e->activity);
	g->steps = arena_grow(d->arena, g->steps, p->nsteps, &g->steps_room, sizeof *g->steps);
	g->steps[p->nsteps] = (struct problem_step){
		.id = span_copy(d->arena, e->id), .step = span_copy(d->arena, step), .state = p->state, .activity = e->activity, .entry = e->entry,
		.actor = span_copy(d->arena, e->actor), .role = span_copy(d->arena, e->role), .seq = e->seq,
	};
	p->reopened += span_eq(step, SPAN("reopened"));
	p->nsteps++;
}

static struct growing *report_of(struct fold *d, const struct event *e)
{
	bool found;
	struct slot *s = table_place(&d->reports, e->subject, &found);
	if (found)
		return s->value;
	struct growing *g = arena_take(d->arena, 1, sizeof *g);
	const struct void_event *v = void_of(&d->voids, e->subject);
	if (v == NULL)
		v = void_of(&d->voids, e->id);
	g->problem = (struct problem){.id = s->key, .is_void = v != NULL, .void_reason = v == NULL ? SPAN("") : v->reason, .received = e->activity};
	s->value = g;
	return g;
}

static const struct failure *take_problem(void *context, const struct event *e)
{
	struct fold *d = context;
	const struct json *body;
	if (span_eq(e->kind, SPAN("void")))
		return take_void(&d->voids, d->ledger->step, e);
	if (d->only.len > 0 && !span_eq(d->only, e->subject))
		return NULL;
	struct growing *g = report_of(d, e);
	if (void_of(&d->voids, e->id) != NULL && g->problem.nsteps > 0)
		return NULL;
	const struct failure *f = json_read(d->ledger->step, e->id, e->body, &body);
	if (f != NULL)
		return failure_copy(d->arena, f);
	const struct json *step = json_member(body, SPAN("step")), *fields = json_member(body, SPAN("fields"));
	add_step(d, g, e, step == NULL ? SPAN("") : step->text);
	for (const struct json *each = fields == NULL ? NULL : fields->first; each != NULL; each = each->next)
		if (each->kind == JSON_STRING)
			set_field(d, g, each->key, each->text);
	return NULL;
}

static int by_name(const void *a, const void *b)
{
	const struct problem_field *x = a, *y = b;
	return span_order(x->name, y->name);
}

/* PRB-10000 comes behind PRB-9999. */
static int by_id(const void *a, const void *b)
{
	const struct problem *x = a, *y = b;
	if (x->id.len != y->id.len)
		return x->id.len < y->id.len ? -1 : 1;
	return span_order(x->id, y->id);
}

static struct problem finished(struct growing *g)
{
	struct problem *p = &g->problem;
	int64_t received;
	if (p->nfields > 0)
		qsort(g->fields, p->nfields, sizeof *g->fields, by_name);
	p->fields = g->fields;
	p->steps = g->steps;
	if (moment_read(problem_field(p, "received"), &received))
		p->received = received;
	return *p;
}

static const struct failure *fold(struct fold *d)
{
	static const struct span voids[] = {{"void", 4}}, problems[] = {{"problem", 7}};
	const struct selection of_voids = {.kinds = voids, .nkinds = 1}, of_problems = {.kinds = problems, .nkinds = 1, .name = d->only};
	d->voids.arena = d->reports.arena = d->arena;
	const struct failure *f = ledger_read(d->ledger, &of_voids, take_problem, d);
	if (f != NULL)
		return f;
	settle_voids(&d->voids);
	return ledger_read(d->ledger, &of_problems, take_problem, d);
}

const struct failure *problems_read(struct ledger *l, struct arena *a, const struct problem **problems, size_t *count)
{
	struct fold d = {.ledger = l, .arena = a};
	const struct failure *f = fold(&d);
	if (f != NULL)
		return f;
	struct problem *list = arena_take(a, d.reports.used, sizeof *list);
	size_t n = 0;
	for (size_t i = 0; i < d.reports.room; i++)
		if (d.reports.slots[i].value != NULL)
			list[n++] = finished(d.reports.slots[i].value);
	if (n > 0)
		qsort(list, n, sizeof *list, by_id);
	*problems = list;
	*count = n;
	return NULL;
}

const struct failure *problem_read(struct ledger *l, struct arena *a, struct span id, const struct problem **problem)
{
	struct fold d = {.ledger = l, .arena = a, .only = id};
	const struct failure *f = id.len == 0 ? NULL : fold(&d);
	*problem = NULL;
	if (f != NULL || d.reports.used == 0)
		return f;
	for (size_t i = 0; i < d.reports.room; i++)
		if (d.reports.slots[i].value != NULL) {
			struct problem *one = arena_take(a, 1, sizeof *one);
			*one = finished(d.reports.slots[i].value);
			*problem = one;
		}
	return NULL;
}
