/* SPDX-License-Identifier: MIT */
/* progress.c - how a problem report goes on: which states a step passes, and what each asks for. */
#include "process/progress.h"

#include "base/date.h"
#include "process/persons.h"
#include "process/steps.h"
#include "text/identity.h"

/* Duplicates of duplicates that are followed. */
#define DUPLICATES_MOST 100

void give(struct givens *g, enum field field, struct span text)
{
	if (text.len == 0)
		return;
	for (size_t i = 0; i < g->count; i++)
		if (g->list[i].field == field) {
			g->list[i].text = text;
			return;
		}
	g->list = arena_grow(g->arena, g->list, g->count, &g->room, sizeof *g->list);
	g->list[g->count++] = (struct given){field, text};
}

struct span given_text(const struct givens *g, enum field field)
{
	for (size_t i = 0; i < g->count; i++)
		if (g->list[i].field == field)
			return g->list[i].text;
	return SPAN("");
}

/* Where the report went back to a state before this one for the last time: what was given earlier does not count any more. */
static size_t barrier(const struct problem *p, enum problem_state state)
{
	size_t at = 0;
	for (size_t i = 1; i < p->nsteps; i++)
		if (p->steps[i].state < p->steps[i - 1].state && p->steps[i].state < state)
			at = i;
	return at;
}

/* What a report says in a field that a state asks for: given now, or since it came this way. */
static struct span known(const struct problem *p, const struct givens *g, enum field field, enum problem_state state)
{
	struct span text = given_text(g, field), name = span_of(field_form(field)->name);
	for (size_t i = 0; text.len == 0 && i < p->nfields; i++)
		if (span_eq(p->fields[i].name, name) && p->fields[i].step >= barrier(p, state))
			text = p->fields[i].text;
	return text;
}

/* Whether the way out is open, as far as can be told now; what is not known yet is asked for on the way. */
static bool is_open(const struct problem *p, const struct givens *g, enum problem_state from, const struct exit *exit)
{
	struct span text = known(p, g, exit->of, exit->of == FIELD_REASON ? PROBLEM_CLOSED : from);
	if (exit->to == PROBLEM_CLOSED && from != PROBLEM_DISCLOSED && from != PROBLEM_UNDER_REVIEW &&
	    span_eq(known(p, g, FIELD_DISCLOSE, PROBLEM_DISPOSITIONED), SPAN("yes")))
		return false;
	if (exit->among == NULL)
		return true;
	if (text.len == 0 && exit->of == FIELD_REASON)
		text = reason_of_decision(known(p, g, FIELD_DECISION, PROBLEM_DISPOSITIONED));
	if (text.len == 0)
		return exit->of == FIELD_REASON || exit == &state_form(from)->exits[0];
	return word_among(exit->among, text);
}

struct way {
	enum problem_state states[PROBLEM_STATES];
	size_t count;
};

/* The shortest way, found backwards over who was reached from where. */
static bool find_way(const struct problem *p, const struct givens *g, enum problem_state to, struct way *way)
{
	enum problem_state queue[PROBLEM_STATES], from[PROBLEM_STATES];
	bool reached[PROBLEM_STATES] = {0};
	size_t head = 0, tail = 0;
	queue[tail++] = p->state;
	while (head < tail) {
		enum problem_state at = queue[head++];
		const struct state_form *form = state_form(at);
		for (size_t i = 0; i < form->nexits; i++) {
			enum problem_state next = form->exits[i].to;
			if (reached[next] || next == p->state || !is_open(p, g, at, &form->exits[i]))
				continue;
			reached[next] = true;
			from[next] = at;
			queue[tail++] = next;
		}
	}
	way->count = 0;
	if (!reached[to])
		return false;
	for (enum problem_state at = to; at != p->state; at = from[at])
		way->count++;
	enum problem_state at = to;
	for (size_t i = way->count; i-- > 0; at = from[at])
		way->states[i] = at;
	return true;
}

static const struct failure *no_way(struct act *act, const struct problem *p, const struct givens *g, enum problem_state to)
{
	struct arena *a = act->arena;
	const struct state_form *form = state_form(p->state);
	for (size_t i = 0; i < form->nexits; i++) {
		const struct exit *exit = &form->exits[i];
		struct span where = SPAN("");
		if (exit->among != NULL)
			where = span_format(a, " where %s is one of: %s", field_form(exit->of)->name, exit->among);
		if (exit->to == PROBLEM_CLOSED && !is_open(p, g, p->state, exit) && where.len == 0)
			where = SPAN(", but disclose=yes: first to disclosed");
		complain(act, FIELDS, span_format(a, "it can go to %.*s%.*s", SPAN_ARGS(problem_state_name(exit->to)), SPAN_ARGS(where)));
	}
	if (p->state > PROBLEM_UNDER_REVIEW)
		complain(act, FIELDS, SPAN("it can be opened again, which leads to under-review"));
	return failure_of_usage(a, "%.*s is %.*s%.*s%.*s, and cannot go from there to %.*s", SPAN_ARGS(p->id), SPAN_ARGS(problem_state_name(p->state)),
	                        SPAN_ARGS(known(p, g, FIELD_DECISION, PROBLEM_DISPOSITIONED).len > 0 ? SPAN(" with decision=") : SPAN("")),
	                        SPAN_ARGS(known(p, g, FIELD_DECISION, PROBLEM_DISPOSITIONED)), SPAN_ARGS(problem_state_name(to)));
}

/* What follows from who acts, and when; a person says it by acting. */
static void fill_in(const struct act *act, const struct problem *p, enum problem_state state, struct givens *g)
{
	static const struct {
		enum problem_state state;
		enum field field;
	} persons[] = {{PROBLEM_DISPOSITIONED, FIELD_DECIDER}, {PROBLEM_RESOLVED, FIELD_RESOLVER}, {PROBLEM_VERIFIED, FIELD_VERIFIER}, {PROBLEM_CLOSED, FIELD_CLOSER}},
	  days[] = {{PROBLEM_UNDER_REVIEW, FIELD_STARTED}, {PROBLEM_CLOSED, FIELD_CLOSED}};
	for (size_t i = 0; i < COUNT(persons); i++)
		if (persons[i].state == state && known(p, g, persons[i].field, state).len == 0)
			give(g, persons[i].field, act->actor);
	for (size_t i = 0; i < COUNT(days); i++)
		if (days[i].state == state && known(p, g, days[i].field, state).len == 0)
			give(g, days[i].field, date_print(act->arena, act->activity));
	if (state == PROBLEM_DISPOSITIONED && known(p, g, FIELD_DECIDER_ROLE, state).len == 0)
		give(g, FIELD_DECIDER_ROLE, act->role);
	if (state == PROBLEM_CLOSED && known(p, g, FIELD_REASON, state).len == 0)
		give(g, FIELD_REASON, reason_of_decision(known(p, g, FIELD_DECISION, PROBLEM_DISPOSITIONED)));
}

static bool is_needed(const struct act *act, const struct problem *p, const struct givens *g, const struct need *need)
{
	if (need->of_people && act->by_gate)
		return false;
	/* What is decided holds for all that follows, however often that is done again. */
	return need->is == NULL || span_eq(known(p, g, need->of, PROBLEM_DISPOSITIONED), span_of(need->is));
}

/* Two states of one way may ask for the same. */
static bool is_named_missing(const struct act *act, enum field field)
{
	for (size_t i = 0; i < act->ncomplaints; i++)
		if (act->complaints[i].field == field && span_starts(act->complaints[i].text, SPAN("is missing")))
			return true;
	return false;
}

static void check_needs(struct act *act, const struct problem *p, const struct givens *g, enum problem_state state)
{
	const struct state_form *form = state_form(state);
	for (size_t i = 0; i < form->nneeds; i++) {
		const struct need *need = &form->needs[i];
		if (!is_needed(act, p, g, need) || known(p, g, need->field, state).len > 0 || known(p, g, need->instead, state).len > 0 ||
		    is_named_missing(act, need->field))
			continue;
		complain(act, need->field, span_format(act->arena, "is missing, to become %.*s%s%s%s%s%s%s", SPAN_ARGS(problem_state_name(state)),
		                                       need->is == NULL ? "" : " with ", need->is == NULL ? "" : field_form(need->of)->name,
		                                       need->is == NULL ? "" : "=", need->is == NULL ? "" : need->is,
		                                       need->instead == need->field ? "" : "; or give ",
		                                       need->instead == need->field ? "" : field_form(need->instead)->name));
	}
}

/* Whether the person resolved it this time: as the one who is named, or as the one who entered it. */
static bool is_resolver(const struct act *act, const struct problem *p, const struct givens *g, const struct way *way, struct span person)
{
	if (persons_same(act, known(p, g, FIELD_RESOLVER, PROBLEM_RESOLVED), person))
		return true;
	for (size_t i = 0; i < way->count; i++)
		if (way->states[i] == PROBLEM_RESOLVED && persons_same(act, act->actor, person))
			return true;
	for (size_t i = barrier(p, PROBLEM_RESOLVED); i < p->nsteps; i++)
		if (span_eq(p->steps[i].step, SPAN("resolved")) && persons_same(act, p->steps[i].actor, person))
			return true;
	return false;
}

/* Only the gate may not know the address of who resolved it. */
static void check_resolver(struct act *act, const struct problem *p, const struct givens *g)
{
	struct span named = known(p, g, FIELD_RESOLVER, PROBLEM_RESOLVED);
	if (!act->by_gate && named.len > 0 && !identity_is_address(person_address(named)))
		complain(act, FIELD_RESOLVER, SPAN("is no address of a person, so that nobody could be told from who verifies it"));
}

static void check_person(struct act *act, const struct problem *p, const struct givens *g, const struct way *way, enum problem_state state)
{
	enum field field = state == PROBLEM_VERIFIED ? FIELD_VERIFIER : FIELD_CLOSER;
	if (state == PROBLEM_RESOLVED)
		check_resolver(act, p, g);
	if (state != PROBLEM_VERIFIED && state != PROBLEM_CLOSED)
		return;
	struct span named = known(p, g, field, state);
	if (is_resolver(act, p, g, way, named) || is_resolver(act, p, g, way, act->actor))
		complain(act, field, SPAN("must be another person than the one who resolved it, or entered that, and so must be who enters it"));
}

/* What it is a duplicate of, and what that is a duplicate of, must end somewhere else. */
static const struct failure *check_duplicate(struct act *act, const struct problem *p, struct span reason)
{
	const struct problem *other;
	size_t colon = span_find(reason, ':');
	if (colon == reason.len)
		return NULL;
	struct span id = span_from(reason, colon + 1);
	const struct failure *f = problem_read(act->ledger, act->arena, id, &other);
	if (f != NULL)
		return f;
	if (other == NULL || other->is_void) {
		complain(act, FIELD_REASON, span_format(act->arena, "names %.*s, which is not there, or is void", SPAN_ARGS(id)));
		return NULL;
	}
	for (size_t links = 0; f == NULL && other != NULL && links < DUPLICATES_MOST; links++) {
		if (span_eq(other->id, p->id)) {
			complain(act, FIELD_REASON, SPAN("leads back to this report"));
			return NULL;
		}
		reason = other->state == PROBLEM_CLOSED ? problem_field(other, "reason") : SPAN("");
		if (span_find(reason, ':') == reason.len)
			return NULL;
		f = problem_read(act->ledger, act->arena, span_from(reason, span_find(reason, ':') + 1), &other);
	}
	if (f == NULL && other != NULL)
		complain(act, FIELD_REASON, SPAN("leads from one duplicate to the next, and does not end"));
	return f;
}

/* The reason says what the decision was, and what ends without a decision says why there is none. */
static const struct failure *check_reason(struct act *act, const struct problem *p, const struct givens *g, enum problem_state from)
{
	struct span reason = known(p, g, FIELD_REASON, PROBLEM_CLOSED), decision = known(p, g, FIELD_DECISION, PROBLEM_DISPOSITIONED);
	if (from == PROBLEM_UNDER_REVIEW && span_eq(problem_field(p, "origin"), SPAN("break-glass"))) {
		complain(act, FIELD_REASON, SPAN("cannot be that there is no problem: this is the debt of a break-glass, which is closed by a decision"));
		return NULL;
	}
	if (from == PROBLEM_UNDER_REVIEW)
		return check_duplicate(act, p, reason);
	struct span right = reason_of_decision(decision);
	if (reason.len > 0 && !span_eq(reason, right))
		complain(act, FIELD_REASON, span_format(act->arena, "does not fit decision=%.*s; that ends with reason=%.*s", SPAN_ARGS(decision), SPAN_ARGS(right)));
	return NULL;
}

static const struct failure *check_way(struct act *act, const struct problem *p, struct givens *g, const struct way *way)
{
	const struct failure *f = NULL;
	for (size_t i = 0; i < way->count && f == NULL; i++) {
		enum problem_state state = way->states[i];
		fill_in(act, p, state, g);
		check_needs(act, p, g, state);
		check_person(act, p, g, way, state);
		if (state == PROBLEM_CLOSED)
			f = check_reason(act, p, g, i == 0 ? p->state : way->states[i - 1]);
	}
	return f;
}

static bool asks_for(enum problem_state state, enum field field)
{
	const struct state_form *form = state_form(state);
	for (size_t i = 0; i < form->nneeds; i++)
		if (form->needs[i].field == field || form->needs[i].instead == field)
			return true;
	return false;
}

/* Which of the states of the way takes the field: the first that asks for it, else the last. */
static size_t place_on_way(const struct way *way, enum field field)
{
	for (size_t i = 0; i < way->count; i++)
		if (asks_for(way->states[i], field))
			return i;
	return way->count - 1;
}

static const struct failure *go(struct act *act, const struct problem *p, const struct way *way, const struct givens *g)
{
	const struct failure *f = NULL;
	enum problem_state from = p->state;
	for (size_t i = 0; f == NULL && i < way->count; i++) {
		struct givens own = {.arena = act->arena};
		for (size_t k = 0; k < g->count; k++)
			if (place_on_way(way, g->list[k].field) == i)
				give(&own, g->list[k].field, g->list[k].text);
		f = step_add(act, p->id, problem_state_name(way->states[i]), problem_state_name(from), &own);
		from = way->states[i];
	}
	return f;
}

const struct failure *problem_advance(struct act *act, const struct problem *p, enum problem_state to, const struct givens *given)
{
	struct givens g = {.arena = act->arena};
	struct way way;
	for (size_t i = 0; i < given->count; i++)
		give(&g, given->list[i].field, given->list[i].text);
	const struct failure *f = step_begin(act, p);
	if (f != NULL)
		return f;
	if (!find_way(p, &g, to, &way))
		return no_way(act, p, &g, to);
	way_takes(act, p, way.states, way.count, &g);
	f = check_way(act, p, &g, &way);
	if (f == NULL)
		f = step_check(act, &g);
	if (f == NULL && act->ncomplaints > 0)
		f = failure_of_usage(act->arena, "%.*s cannot become %.*s yet", SPAN_ARGS(p->id), SPAN_ARGS(problem_state_name(to)));
	return f != NULL ? f : go(act, p, &way, &g);
}
