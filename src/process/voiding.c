/* SPDX-License-Identifier: MIT */
/* voiding.c - what was wrong is made void, with a reason. */
#include "process/voiding.h"

#include "process/progress.h"

/* What the ledger holds under the name. */
struct target {
	struct span id, report; /* report: the one that the event, or the name itself, belongs to */
	struct arena *arena;
	bool is_event, is_report, is_void, is_voided;
};

static const struct failure *look(void *context, const struct event *e)
{
	struct target *t = context;
	bool own = span_eq(e->id, t->id), voids = span_eq(e->kind, SPAN("void"));
	t->is_event |= own;
	t->is_void |= own && voids;
	t->is_voided |= voids && !own && span_eq(e->subject, t->id);
	t->is_report |= span_eq(e->kind, SPAN("problem")) && span_eq(e->subject, t->id);
	if (span_eq(e->kind, SPAN("problem")) && (own || span_eq(e->subject, t->id)))
		t->report = span_copy(t->arena, e->subject);
	return NULL;
}

static const struct failure *check_report(struct desk *d, const struct target *t)
{
	struct arena *a = d->gate->visit;
	const struct problem *p = NULL;
	const struct failure *f = problem_read(d->ledger, a, t->report, &p);
	return f != NULL || p == NULL ? f : problem_may_be_void(a, p, t->id);
}

static const struct failure *add(struct desk *d, struct span id, struct span reason)
{
	struct arena *a = d->gate->visit;
	struct target t = {.id = id, .arena = a, .report = SPAN("")};
	const struct selection named = {.name = id};
	const struct failure *f = ledger_read(d->ledger, &named, look, &t);
	if (f != NULL)
		return f;
	if (!t.is_event && !t.is_report)
		return failure_cured(a, failure_of_usage(a, "the ledger holds no event and no problem report %.*s", SPAN_ARGS(id)),
		                     SPAN("portcullis ledger log NAME shows the ids of the events in which a name stands"));
	if (t.is_void)
		return failure_of_usage(a, "%.*s makes something void itself, and stays", SPAN_ARGS(id));
	if (t.is_voided)
		return failure_of_usage(a, "%.*s is void already", SPAN_ARGS(id));
	f = check_report(d, &t);
	if (f == NULL)
		f = void_reason_check(a, id, reason);
	if (f != NULL)
		return f;
	struct output *o = output_new(a, false);
	struct json_writer w = {.output = o};
	json_begin(&w, NULL, '{');
	json_put(&w, "reason", reason);
	json_end(&w, '}');
	return desk_add(d, SPAN("void"), id, output_taken(o));
}

const struct failure *ledger_void(struct desk *d, struct span id, struct span reason)
{
	const struct failure *f = desk_needs_person(d);
	if (f == NULL && span_trim(reason).len == 0)
		f = failure_of_usage(d->gate->visit, "no reason is given: --reason TEXT");
	if (f == NULL)
		f = ledger_begin(d->ledger);
	if (f != NULL)
		return f;
	f = add(d, id, reason);
	return ledger_end(d->ledger, f);
}

static const struct failure *note_void(void *context, const struct event *e)
{
	named_number(context, e->subject);
	return NULL;
}

const struct failure *voided_read(struct ledger *l, struct named *voided)
{
	const struct span kind = SPAN("void");
	const struct selection voids = {.kinds = &kind, .nkinds = 1};
	return ledger_read(l, &voids, note_void, voided);
}

bool voided_has(const struct named *voided, struct span id)
{
	return named_find(voided, id) < voided->count;
}
