/* SPDX-License-Identifier: MIT */
/* steps.c - the single steps of a problem report: opened, told more, opened again, made void. */
#include "process/steps.h"

#include "base/date.h"
#include "text/words.h"

void complain(struct act *act, enum field field, struct span text)
{
	act->complaints = arena_grow(act->arena, act->complaints, act->ncomplaints, &act->room, sizeof *act->complaints);
	act->complaints[act->ncomplaints++] = (struct complaint){field, text};
}

static bool is_among(enum field field, const enum field *list, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (list[i] == field)
			return true;
	return false;
}

static bool is_asked_between(enum field field, enum problem_state first, enum problem_state last)
{
	for (size_t i = first; i <= (size_t)last; i++) {
		const struct state_form *form = state_form((enum problem_state)i);
		for (size_t k = 0; k < form->nneeds; k++)
			if (form->needs[k].field == field || form->needs[k].instead == field)
				return true;
	}
	return false;
}

/* What may be told at any time, for no state stands on it; and what the gate and imports say of themselves. */
static bool is_told_any_time(const struct act *act, enum field field)
{
	static const enum field anybody[] = {FIELD_NOTE, FIELD_COMPONENT, FIELD_CVE, FIELD_PATCH_AVAILABLE, FIELD_PATCH_DEPLOYED},
	                        gate[] = {FIELD_VERDICT, FIELD_SEEN, FIELD_REVISION, FIELD_STATUS};
	return is_among(field, anybody, COUNT(anybody)) || (act->by_gate && is_among(field, gate, COUNT(gate)));
}

/* What a step takes that does not lead on. A report may turn out to concern security; that it does not is a reason to close it. */
static bool is_of_step(const struct act *act, struct span step, const struct given *given)
{
	if (span_eq(step, SPAN("assigned")) && given->field == FIELD_OWNER)
		return true;
	if (span_eq(step, SPAN("reopened")) && given->field == FIELD_CAUSE)
		return true;
	if (span_eq(step, SPAN("noted")) && given->field == FIELD_SECURITY && span_eq(given->text, SPAN("yes")))
		return true;
	return is_told_any_time(act, given->field);
}

/* What else an opening takes than what came in: what others have found out about it already, but nothing that is decided or done here. */
static bool is_of_opening(const struct act *act, enum field field)
{
	return field <= FIELD_OWNER || field == FIELD_DUE || is_asked_between(field, PROBLEM_CONFIRMED, PROBLEM_ANALYSED) || is_told_any_time(act, field);
}

static struct span why_not_taken(struct arena *a, const struct problem *p, const struct given *given)
{
	if (given->field == FIELD_SECURITY)
		return SPAN("is settled when a report is made; what turns out to be no matter of security is closed with reason=not-security");
	if (given->field < FIELD_OWNER)
		return SPAN("is settled when a report is made; make this one void, and another");
	if (given->field == FIELD_OWNER)
		return SPAN("is given by: portcullis problem assign");
	if (is_asked_between(given->field, PROBLEM_RECEIVED, p->state))
		return span_format(a, "belongs to a state that is passed; it changes where that is passed again, after: portcullis problem reopen %.*s", SPAN_ARGS(p->id));
	return SPAN("does not belong to this step; portcullis problem states shows where it is asked for");
}

void step_takes(struct act *act, const struct problem *p, struct span step, const struct givens *g)
{
	for (size_t i = 0; i < g->count; i++)
		if (!is_of_step(act, step, &g->list[i]))
			complain(act, g->list[i].field, why_not_taken(act->arena, p, &g->list[i]));
}

void way_takes(struct act *act, const struct problem *p, const enum problem_state *way, size_t count, const struct givens *g)
{
	for (size_t i = 0; i < g->count; i++) {
		bool taken = g->list[i].field == FIELD_OWNER || is_told_any_time(act, g->list[i].field);
		for (size_t k = 0; k < count && !taken; k++)
			taken = is_asked_between(g->list[i].field, way[k], way[k]);
		if (!taken)
			complain(act, g->list[i].field, why_not_taken(act->arena, p, &g->list[i]));
	}
}

static int64_t last_activity(const struct problem *p)
{
	int64_t last = 0;
	for (size_t i = 0; i < PROBLEM_STATES; i++)
		if (p->entered[i] > last)
			last = p->entered[i];
	return last;
}

const struct failure *step_begin(struct act *act, const struct problem *p)
{
	struct arena *a = act->arena;
	int64_t last = last_activity(p);
	if (p->is_void)
		return failure_of_usage(a, "%.*s is void: %.*s", SPAN_ARGS(p->id), SPAN_ARGS(p->void_reason));
	if (act->activity < last && act->by_gate)
		act->activity = last;
	if (act->activity < last)
		return failure_of_usage(a, "%.*s became %.*s at %.*s; the next step cannot lie before that, at %.*s", SPAN_ARGS(p->id),
		                        SPAN_ARGS(problem_state_name(p->state)), SPAN_ARGS(moment_print(a, last)), SPAN_ARGS(moment_print(a, act->activity)));
	return NULL;
}

const struct failure *step_check(struct act *act, const struct givens *g)
{
	for (size_t i = 0; i < g->count; i++) {
		struct span fault = field_fault(act->arena, g->list[i].field, g->list[i].text, act->ledger->now);
		if (fault.len > 0)
			complain(act, g->list[i].field, fault);
	}
	return NULL;
}

const struct failure *step_add(struct act *act, struct span id, struct span step, struct span from, const struct givens *g)
{
	struct output *o = output_new(act->arena, false);
	struct json_writer w = {o, false};
	json_begin(&w, NULL, '{');
	json_put(&w, "step", step);
	json_put(&w, "from", from);
	json_begin(&w, "fields", '{');
	for (size_t i = 0; i < g->count; i++)
		json_put(&w, field_form(g->list[i].field)->name, g->list[i].text);
	json_end(&w, '}');
	json_end(&w, '}');
	const struct entry entry = {.kind = SPAN("problem"), .subject = id, .actor = act->actor, .role = act->role, .activity = act->activity, .body = output_taken(o)};
	return ledger_add(act->ledger, &entry);
}

static const struct failure *note_that_it_is(void *context, const struct event *e)
{
	(void)e;
	*(bool *)context = true;
	return NULL;
}

static const struct failure *is_taken(struct act *act, unsigned long number, bool *taken)
{
	static const struct span kinds[] = {{"problem", 7}};
	const struct selection named = {.kinds = kinds, .nkinds = 1, .name = span_format(act->arena, "PRB-%04lu", number)};
	*taken = false;
	return ledger_read(act->ledger, &named, note_that_it_is, taken);
}

/* Numbers are given without a gap, so the last one is found by halving; one that is free is taken in any case. */
static const struct failure *next_id(struct act *act, struct span *id)
{
	unsigned long low = act->last, high = low + 1;
	bool taken;
	const struct failure *f = is_taken(act, high, &taken);
	for (unsigned long stride = 1; f == NULL && taken; stride *= 2) {
		low = high;
		high += stride;
		f = is_taken(act, high, &taken);
	}
	while (f == NULL && high - low > 1) {
		unsigned long middle = low + (high - low) / 2;
		f = is_taken(act, middle, &taken);
		if (taken)
			low = middle;
		else
			high = middle;
	}
	*id = span_format(act->arena, "PRB-%04lu", high);
	act->last = high;
	return f;
}

struct ids {
	struct arena *arena;
	struct span *list;
	size_t count, room;
};

static const struct failure *take_id(void *context, const struct event *e)
{
	struct ids *ids = context;
	if (span_among(ids->list, ids->count, e->subject))
		return NULL;
	ids->list = arena_grow(ids->arena, ids->list, ids->count, &ids->room, sizeof *ids->list);
	ids->list[ids->count++] = span_copy(ids->arena, e->subject);
	return NULL;
}

const struct failure *problems_named(struct ledger *l, struct arena *a, struct span name, const struct problem ***problems, size_t *count)
{
	static const struct span kinds[] = {{"problem", 7}};
	const struct selection named = {.kinds = kinds, .nkinds = 1, .name = name};
	struct ids ids = {.arena = a};
	*count = 0;
	if (name.len == 0)
		return NULL;
	const struct failure *f = ledger_read(l, &named, take_id, &ids);
	const struct problem **list = arena_take(a, ids.count, sizeof(struct problem *));
	for (size_t i = 0; f == NULL && i < ids.count; i++) {
		f = problem_read(l, a, ids.list[i], &list[*count]);
		if (f == NULL && list[*count] != NULL && !list[*count]->is_void)
			(*count)++;
	}
	*problems = list;
	return f;
}

/* A fingerprint belongs to at most one open report. */
static const struct failure *check_only_one(struct act *act, struct span fingerprint)
{
	const struct problem **reports;
	size_t count;
	const struct failure *f = problems_named(act->ledger, act->arena, fingerprint, &reports, &count);
	for (size_t i = 0; f == NULL && i < count; i++)
		if (reports[i]->state != PROBLEM_CLOSED && span_eq(problem_field(reports[i], "fingerprint"), fingerprint))
			complain(act, FIELD_FINGERPRINT, span_format(act->arena, "has an open report already: %.*s", SPAN_ARGS(reports[i]->id)));
	return f;
}

const struct failure *problem_open(struct act *act, const struct givens *g, struct span *id)
{
	const struct state_form *form = state_form(PROBLEM_RECEIVED);
	for (size_t i = 0; i < form->nneeds; i++)
		if (given_text(g, form->needs[i].field).len == 0)
			complain(act, form->needs[i].field, SPAN("is missing"));
	for (size_t i = 0; i < g->count; i++)
		if (!is_of_opening(act, g->list[i].field))
			complain(act, g->list[i].field, SPAN("is not told by opening a report; portcullis problem states shows where it is asked for"));
	const struct failure *f = step_check(act, g);
	if (f == NULL)
		f = check_only_one(act, given_text(g, FIELD_FINGERPRINT));
	if (f == NULL && act->ncomplaints > 0)
		f = failure_of_usage(act->arena, "the problem report cannot be opened yet");
	if (f == NULL)
		f = next_id(act, id);
	return f != NULL ? f : step_add(act, *id, SPAN("received"), SPAN(""), g);
}

static const struct failure *append(struct act *act, const struct problem *p, struct span step, const struct givens *g)
{
	step_takes(act, p, step, g);
	const struct failure *f = step_check(act, g);
	if (f == NULL && act->ncomplaints > 0)
		f = failure_of_usage(act->arena, "this cannot be entered for %.*s", SPAN_ARGS(p->id));
	return f != NULL ? f : step_add(act, p->id, step, problem_state_name(p->state), g);
}

const struct failure *problem_append(struct act *act, const struct problem *p, const char *step, const struct givens *g)
{
	const struct failure *f = step_begin(act, p);
	return f != NULL ? f : append(act, p, span_of(step), g);
}

const struct failure *problem_reopen(struct act *act, const struct problem *p, const struct givens *g)
{
	const struct failure *f = step_begin(act, p);
	if (f == NULL && p->state <= PROBLEM_UNDER_REVIEW)
		f = failure_of_usage(act->arena, "%.*s is %.*s: there is nothing to open again", SPAN_ARGS(p->id), SPAN_ARGS(problem_state_name(p->state)));
	if (f != NULL)
		return f;
	if (given_text(g, FIELD_CAUSE).len == 0)
		complain(act, FIELD_CAUSE, SPAN("is missing"));
	if (given_text(g, FIELD_NOTE).len == 0)
		complain(act, FIELD_NOTE, SPAN("is missing"));
	return append(act, p, SPAN("reopened"), g);
}

const struct failure *void_reason_check(struct arena *a, struct span id, struct span reason)
{
	reason = span_trim(reason);
	if (reason.len >= field_form(FIELD_RATIONALE)->least && reason.len <= FIELD_LONGEST && !words_placeholder(reason))
		return NULL;
	return failure_of_usage(a, "the reason for which %.*s is void says too little, or more than %d bytes", SPAN_ARGS(id), FIELD_LONGEST);
}

/* A step that others stand on is not taken away under them: going back is a step of its own. */
const struct failure *problem_may_be_void(struct arena *a, const struct problem *p, struct span id)
{
	const struct problem_step *last = p->nsteps == 0 ? NULL : &p->steps[p->nsteps - 1];
	bool whole = span_eq(id, p->id) || (p->nsteps == 1 && span_eq(id, last->id));
	if (whole && span_eq(problem_field(p, "origin"), SPAN("break-glass")))
		return failure_of_usage(a, "%.*s is the debt of a break-glass: it is closed by a decision, and not made void", SPAN_ARGS(p->id));
	if (whole)
		return NULL;
	if (last == NULL || !span_eq(id, last->id))
		return failure_cured(a, failure_of_usage(a, "%.*s is not the last step of %.*s; others stand on it", SPAN_ARGS(id), SPAN_ARGS(p->id)),
		                     SPAN("portcullis problem reopen leads back, and says why"));
	if (span_eq(last->actor, SPAN("portcullis")))
		return failure_cured(a, failure_of_usage(a, "%.*s was taken by the program itself, and stays", SPAN_ARGS(id)),
		                     SPAN("what follows from it is said by the next step"));
	return NULL;
}

const struct failure *problem_void(struct act *act, const struct problem *p, struct span reason)
{
	struct arena *a = act->arena;
	const struct failure *f = step_begin(act, p);
	if (f != NULL)
		return f;
	f = problem_may_be_void(a, p, p->id);
	if (f == NULL)
		f = void_reason_check(a, p->id, reason);
	if (f != NULL)
		return f;
	struct output *o = output_new(a, false);
	struct json_writer w = {o, false};
	json_begin(&w, NULL, '{');
	json_put(&w, "reason", reason);
	json_end(&w, '}');
	const struct entry entry = {.kind = SPAN("void"), .subject = p->id, .actor = act->actor, .role = act->role, .activity = act->activity, .body = output_taken(o)};
	return ledger_add(act->ledger, &entry);
}
