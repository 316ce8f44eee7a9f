/* SPDX-License-Identifier: MIT */
/* population.c - the problem reports that a review looks at, as they stood at the end of its period. */
#include "process/population.h"

#include "base/date.h"
#include "base/output.h"
#include "process/lifecycle.h"

struct span rating_name(enum rating rating)
{
	static const char *const names[] = {
		[RATING_NONE] = "none", [RATING_LOW] = "low",           [RATING_MEDIUM] = "medium",
		[RATING_HIGH] = "high", [RATING_CRITICAL] = "critical", [RATING_MISSING] = "unrated",
	};
	_Static_assert(COUNT(names) == RATINGS, "a rating lacks its name");
	return span_of(names[rating]);
}

static const char *const dimensions[] = {
	[BY_SEVERITY] = "severity", [BY_PRODUCT] = "product", [BY_SOURCE] = "source", [BY_COMPONENT] = "component",
};
_Static_assert(COUNT(dimensions) == DIMENSIONS, "a dimension lacks its field");

struct span dimension_name(enum dimension dimension)
{
	return span_of(dimensions[dimension]);
}

bool in_period(const struct population *p, int64_t moment)
{
	return moment > p->from && moment <= p->to;
}

bool item_is_due_in(const struct population *p, const struct item *i)
{
	return i->due != 0 && in_period(p, i->due - 1);
}

/* Weekdays from 1970-01-01, a Thursday, up to a day and with it. */
static int64_t weekdays_until(int64_t day)
{
	static const int64_t of_a_part[] = {0, 1, 2, 2, 2, 3, 4};
	return (day + 1) / 7 * 5 + of_a_part[(day + 1) % 7];
}

int64_t working_days(int64_t from, int64_t to)
{
	int64_t first = from / SECONDS_PER_DAY, last = to / SECONDS_PER_DAY;
	return last <= first || first < 0 ? 0 : weekdays_until(last) - weekdays_until(first);
}

bool item_is_from_field(const struct item *i)
{
	struct span origin = problem_field(i->problem, "origin"), source = problem_field(i->problem, "source");
	return word_among("field import", origin) || word_among("user researcher public-monitoring", source);
}

/* What is known while the steps of a report are walked. */
struct walk {
	struct population *population;
	struct item *item;
	enum problem_state state, state_at_start;
	int64_t entered[PROBLEM_STATES], first[PROBLEM_STATES];
	int64_t since; /* when the present state was entered */
	int64_t waiting;
};

static void leave_state(struct walk *w, int64_t at)
{
	bool waits = w->state == PROBLEM_RECEIVED || w->state == PROBLEM_DISPOSITIONED;
	if (waits && at > w->since)
		w->waiting += at - w->since;
	w->since = at;
}

static void enter_state(struct walk *w, const struct problem_step *s, bool again)
{
	struct item *i = w->item;
	leave_state(w, s->activity);
	if (in_period(w->population, s->activity) && s->state == PROBLEM_CLOSED) {
		if (i->closings++ == 0)
			i->first_closing = s->activity;
		i->last_closing = s->activity;
	}
	if (in_period(w->population, s->activity) && again && w->state == PROBLEM_CLOSED) {
		i->reopenings++;
		i->last_reopening = s->activity;
	}
	w->state = s->state;
	w->entered[s->state] = s->activity;
	if (w->first[s->state] == 0)
		w->first[s->state] = s->activity;
	for (size_t later = s->state + 1U; later < PROBLEM_STATES; later++)
		w->entered[later] = 0;
	if (s->activity <= w->population->from)
		w->state_at_start = s->state;
	if (s->state == PROBLEM_CLOSED) {
		i->waiting = w->waiting;
		i->spanned = s->activity > i->received ? s->activity - i->received : 0;
	}
}

static void walk_steps(struct walk *w)
{
	const struct problem *p = w->item->problem;
	for (size_t i = 0; i < p->nsteps; i++) {
		const struct problem_step *s = &p->steps[i];
		bool again = span_eq(s->step, SPAN("reopened"));
		if (s->activity <= w->population->to && (again || span_eq(s->step, problem_state_name(s->state))))
			enter_state(w, s, again);
	}
}

static enum rating rating_of(const struct problem *p)
{
	struct span severity = problem_field(p, "severity");
	for (enum rating r = RATING_NONE; r < RATING_MISSING; r++)
		if (span_eq(severity, rating_name(r)))
			return r;
	return RATING_MISSING;
}

static struct span stratum_of(const struct item *i, enum dimension d)
{
	struct span text = d == BY_SEVERITY ? rating_name(i->rating) : problem_field(i->problem, dimensions[d]);
	return text.len > 0 ? text : SPAN("(not given)");
}

static void settle(struct population *p, struct item *i, int64_t since)
{
	struct walk w = {.population = p, .item = i, .state = PROBLEM_RECEIVED, .state_at_start = PROBLEM_RECEIVED};
	int64_t due;
	i->received = i->problem->received;
	w.since = i->received;
	walk_steps(&w);
	i->state = w.state;
	i->rating = rating_of(i->problem);
	i->triaged = w.first[PROBLEM_UNDER_REVIEW];
	i->confirmed = w.first[PROBLEM_CONFIRMED];
	i->analysed = w.first[PROBLEM_ANALYSED];
	i->resolved = w.entered[PROBLEM_RESOLVED];
	i->verified = w.entered[PROBLEM_VERIFIED];
	i->disclosed = w.entered[PROBLEM_DISCLOSED];
	i->closed = w.entered[PROBLEM_CLOSED];
	i->due = date_read(problem_field(i->problem, "due"), &due) ? due + SECONDS_PER_DAY : 0;
	i->open_at_start = i->received <= p->from && w.state_at_start != PROBLEM_CLOSED;
	i->open_at_end = i->received <= p->to && i->state != PROBLEM_CLOSED;
	i->received_in = in_period(p, i->received);
	i->closed_in = i->closed != 0 && in_period(p, i->closed);
	i->late = since != 0 && !i->open_at_start && i->received <= p->from && i->problem->nsteps > 0 && i->problem->steps[0].seq > since;
	i->member = i->open_at_start || i->received_in || i->late;
	i->ended_otherwise = i->state == PROBLEM_CLOSED && word_among("not-applicable not-reproducible duplicate-of false-positive not-security",
	                                                              problem_field(i->problem, "reason"));
}

static void count(struct population *p, struct item *i)
{
	p->members += i->member;
	p->open_at_start += i->open_at_start;
	p->received += i->received_in;
	p->closed += i->closings;
	p->reopened += i->reopenings;
	p->open_at_end += i->open_at_end;
	p->late += i->late;
	for (enum dimension d = 0; i->member && d < DIMENSIONS; d++)
		i->stratum[d] = named_number(&p->strata[d], stratum_of(i, d));
	struct span fingerprint = problem_field(i->problem, "fingerprint");
	if (fingerprint.len > 0)
		named_number(&p->fingerprints, fingerprint);
}

const struct failure *population_read(struct ledger *l, struct arena *a, int64_t from, int64_t to, int64_t since, struct population *p)
{
	const struct problem *problems;
	size_t n;
	const struct failure *f = problems_read(l, a, &problems, &n);
	if (f != NULL)
		return f;
	*p = (struct population){.arena = a, .from = from, .to = to, .items = arena_take(a, n, sizeof *p->items), .fingerprints = {.arena = a}};
	for (enum dimension d = 0; d < DIMENSIONS; d++)
		p->strata[d] = (struct named){.arena = a};
	for (size_t i = 0; i < n; i++) {
		if (problems[i].is_void) {
			p->voided++;
			continue;
		}
		struct item *item = &p->items[p->nitems++];
		item->problem = &problems[i];
		settle(p, item, since);
		count(p, item);
	}
	return NULL;
}

/* The number at the end of an id; false where it has none. */
static bool id_number(struct span id, struct span *head, unsigned long *number)
{
	size_t dash = span_find_last(id, '-');
	*head = span_slice(id, 0, dash);
	return dash < id.len && span_number(span_from(id, dash + 1), 999999999, number);
}

static bool follows(struct span id, struct span next)
{
	struct span a, b;
	unsigned long first, second;
	return id_number(id, &a, &first) && id_number(next, &b, &second) && span_eq(a, b) && second == first + 1;
}

struct span id_runs(struct arena *a, const struct span *ids, size_t n)
{
	struct output *o = output_new(a, false);
	for (size_t i = 0; i < n;) {
		size_t end = i;
		while (end + 1 < n && follows(ids[end], ids[end + 1]))
			end++;
		output_text(o, i == 0 ? "" : ", ");
		output_foreign(o, ids[i]);
		if (end > i) {
			output_text(o, end == i + 1 ? ", " : " to ");
			output_foreign(o, ids[end]);
		}
		i = end + 1;
	}
	return output_taken(o);
}
