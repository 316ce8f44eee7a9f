/* SPDX-License-Identifier: MIT */
/* metrics_resolution.c - whether the process led to resolution: ends, recurrence, escapes, disclosure, actions, risk. */
#include "base/date.h"
#include "policy/policy.h"
#include "process/lifecycle.h"
#include "process/metrics.h"
#include "process/comeback.h"
#include "process/trends.h"

static bool reason_is(const struct item *i, const char *reasons)
{
	return i->state == PROBLEM_CLOSED && word_among(reasons, problem_field(i->problem, "reason"));
}

static bool is_to_resolve(const struct examination *x, const struct item *i)
{
	return (item_is_due_in(&x->population, i) || i->closed_in) && !i->ended_otherwise;
}

static bool is_resolved(const struct examination *x, const struct item *i)
{
	(void)x;
	return reason_is(i, "fixed mitigated transferred") && i->verified != 0;
}

static struct span end_of(const struct examination *x, const struct item *i)
{
	struct span reason = problem_field(i->problem, "reason");
	return i->state != PROBLEM_CLOSED ? span_format(x->arena, "is %.*s", SPAN_ARGS(problem_state_name(i->state)))
	                                  : span_format(x->arena, "ended %.*s%s", SPAN_ARGS(reason), i->verified == 0 ? ", not verified" : "");
}

static bool is_fixed_in(const struct examination *x, const struct item *i)
{
	(void)x;
	return i->closed_in && reason_is(i, "fixed");
}

static bool is_verified_by_another(const struct examination *x, const struct item *i)
{
	struct span verifier = problem_field(i->problem, "verifier");
	(void)x;
	return i->verified != 0 && verifier.len > 0 && !span_eq_fold(verifier, problem_field(i->problem, "resolver"));
}

static void measure_recurrence(struct measurement *m)
{
	const struct examination *x = m->x;
	const struct recurrences *r = recurrences_find(&x->population, x->arena);
	int64_t n = 0, k = 0, reopened = 0, same = 0, alike = 0;
	for (size_t i = 0; i < x->population.nitems; i++) {
		const struct item *item = &x->population.items[i];
		if (item->closings == 0)
			continue;
		n++;
		reopened += r[i].reopened;
		same += r[i].same_fingerprint;
		alike += r[i].same_cause;
		if (!r[i].reopened && !r[i].same_fingerprint && !r[i].same_cause)
			continue;
		k++;
		miss_add(m, item->problem->id,
		         r[i].reopened ? SPAN("reopened") : span_format(x->arena, "came back as %.*s", SPAN_ARGS(r[i].by)));
	}
	figure_add(m, FIGURE_SHARE, NULL, k, n);
	figure_add(m, FIGURE_SHARE, "reopened", reopened, n);
	figure_add(m, FIGURE_SHARE, "the same fingerprint", same, n);
	figure_add(m, FIGURE_SHARE, "the same class of root cause in the same component", alike, n);
}

#define YEAR_DAYS 365

static void measure_escapes(struct measurement *m)
{
	const struct population *p = &m->x->population;
	int64_t field = 0, all = 0, before_year = 0, all_year = 0;
	for (size_t i = 0; i < p->nitems; i++) {
		const struct item *item = &p->items[i];
		bool escaped = item_is_from_field(item);
		if (item->ended_otherwise || item->received > p->to)
			continue;
		if (item->received_in) {
			all++;
			field += escaped;
		}
		if (item->received > p->to - YEAR_DAYS * SECONDS_PER_DAY) {
			all_year++;
			before_year += !escaped;
		}
	}
	figure_add(m, FIGURE_SHARE, "escapes: received from the field", field, all);
	figure_add(m, FIGURE_SHARE, "DRE: found before release, of all of the last 365 days", before_year, all_year);
}

static bool is_to_disclose(const struct examination *x, const struct item *i)
{
	bool late_enough = i->verified != 0 || i->disclosed != 0 || i->state == PROBLEM_CLOSED;
	(void)x;
	return late_enough && (i->closed_in || i->open_at_end) && !i->ended_otherwise && span_eq(problem_field(i->problem, "disclose"), SPAN("yes"));
}

static bool has(const struct item *i, const char *field, const char *instead)
{
	return problem_field(i->problem, field).len > 0 || problem_field(i->problem, instead).len > 0;
}

static bool is_disclosed(const struct examination *x, const struct item *i)
{
	(void)x;
	return i->disclosed != 0 && has(i, "description", "description") && has(i, "cvss", "scheme") && has(i, "affected", "affected") &&
	       has(i, "released", "rationale") && has(i, "advisory", "advisory");
}

static void measure_actions(struct measurement *m)
{
	const struct review *last = m->x->previous;
	int64_t effective = 0, settled = 0;
	if (last == NULL) {
		figure_add(m, FIGURE_ABSENT, "there was no review before", 0, 0);
		return;
	}
	for (size_t i = 0; i < last->nactions; i++) {
		const struct review_action *action = &last->actions[i];
		bool works = span_eq(action->effect, SPAN("effective")), replanned = span_eq(action->effect, SPAN("replanned"));
		effective += works;
		settled += works || replanned;
		if (!works)
			miss_add(m, action->id, action->effect.len == 0 ? SPAN("nothing is known of it") : action->effect);
	}
	figure_add(m, FIGURE_SHARE, "effective or re-planned", settled, (int64_t)last->nactions);
	figure_add(m, FIGURE_SHARE, "effective", effective, (int64_t)last->nactions);
}

/* Loads by the quarter in which they expire. */
struct load {
	struct named quarters;
	int64_t *counts;
	size_t room;
};

static struct span quarter_of(struct arena *a, int64_t day)
{
	size_t month = month_of(a, day);
	return span_format(a, "%04zu-Q%zu", month / 12, month % 12 / 3 + 1);
}

static void add_load(struct load *l, int64_t day)
{
	size_t before = l->quarters.count, number = named_number(&l->quarters, quarter_of(l->quarters.arena, day));
	if (number == before)
		l->counts = arena_grow(l->quarters.arena, l->counts, before, &l->room, sizeof *l->counts);
	l->counts[number]++;
}

static void put_load(struct measurement *m, const struct load *l, const char *what)
{
	for (size_t i = 0; i < l->quarters.count; i++) {
		struct figure *f = figure_add(m, FIGURE_COUNT, what, 0, l->counts[i]);
		f->dimension = SPAN("expires");
		f->stratum = l->quarters.names[i];
	}
}

static bool is_borne(const struct population *p, const struct item *i, int64_t *expires)
{
	bool accepted = span_eq(problem_field(i->problem, "decision"), SPAN("accept-residual-risk"));
	return accepted && i->received <= p->to && i->state >= PROBLEM_DISPOSITIONED && !i->ended_otherwise &&
	       date_read(problem_field(i->problem, "expires"), expires) && *expires + SECONDS_PER_DAY > p->to;
}

static void measure_residual_risk(struct measurement *m)
{
	const struct population *p = &m->x->population;
	const struct policy *policy = m->x->policy;
	struct load risks = {.quarters = {.arena = m->x->arena}}, deviations = {.quarters = {.arena = m->x->arena}};
	int64_t expires, nrisks = 0, active = 0;
	for (size_t i = 0; i < p->nitems; i++)
		if (is_borne(p, &p->items[i], &expires)) {
			nrisks++;
			add_load(&risks, expires);
		}
	figure_add(m, FIGURE_COUNT, "reports with an accepted risk", 0, nrisks);
	put_load(m, &risks, "reports with an accepted risk");
	for (size_t i = 0; policy != NULL && i < policy->ndeviations; i++) {
		const struct deviation *d = &policy->deviations[i];
		if (d->approved_on > p->to || d->expires_on <= p->to)
			continue;
		active++;
		add_load(&deviations, d->expires_on - SECONDS_PER_DAY);
	}
	if (policy == NULL) {
		figure_add(m, FIGURE_ABSENT, "deviations: no policy was given", 0, 0);
		return;
	}
	figure_add(m, FIGURE_COUNT, "deviations in force", 0, active);
	put_load(m, &deviations, "deviations in force");
}

static bool is_vulnerability(const struct examination *x, const struct item *i)
{
	(void)x;
	return i->confirmed != 0 && !i->ended_otherwise && !span_eq(problem_field(i->problem, "security"), SPAN("no"));
}

static bool day_of(const struct examination *x, const struct item *i, const char *field, int64_t *day)
{
	return moment_read(problem_field(i->problem, field), day) && *day <= x->population.to;
}

static bool is_patched(const struct examination *x, const struct item *i)
{
	int64_t day;
	return day_of(x, i, "patch_available", &day);
}

/* Days are whole: from the day of one to the day of the other. */
static void measure_patch(struct measurement *m, const char *from, const char *to)
{
	const struct population *p = &m->x->population;
	int64_t *days = arena_take(m->x->arena, p->nitems, sizeof *days), first, last;
	size_t n = 0;
	for (size_t i = 0; i < p->nitems; i++) {
		const struct item *item = &p->items[i];
		if (!is_vulnerability(m->x, item) || !day_of(m->x, item, to, &last) || !in_period(p, last))
			continue;
		first = item->received;
		if (from != NULL && !day_of(m->x, item, from, &first))
			continue;
		int64_t whole = last / SECONDS_PER_DAY - first / SECONDS_PER_DAY;
		days[n++] = (whole > 0 ? whole : 0) * SECONDS_PER_DAY;
	}
	values_add(m, NULL, UNIT_SECONDS, days, n);
}

static void measure_available(struct measurement *m)
{
	measure_patch(m, NULL, "patch_available");
}

static void measure_deployed(struct measurement *m)
{
	measure_patch(m, "patch_available", "patch_deployed");
}

static void measure_trend(struct measurement *m)
{
	const struct trends *t = trends_find(m->x, m->x->arena);
	if (t->commits == 0) {
		figure_add(m, FIGURE_ABSENT, "no accepted push of the period names its commits", 0, 0);
		return;
	}
	figure_add(m, FIGURE_RATIO, "reports to commits", (int64_t)t->reports, (int64_t)t->commits);
	int64_t signals = 0;
	for (size_t i = 0; i < t->nmonths; i++) {
		if (!t->months[i].signal)
			continue;
		signals++;
		miss_add(m, month_print(m->x->arena, t->months[i].month), t->months[i].rate > t->mean ? SPAN("above the limit") : SPAN("below the limit"));
	}
	figure_add(m, FIGURE_COUNT, "months outside of the limits", 0, signals);
}

#define R "led to resolution"
static const struct metric metrics[] = {
	{"L1", R, "resolution rate",
	 "due or closed in the period and ended fixed, mitigated or transferred, verified / due or closed in the period; without what was no problem", ">= 95 %",
	 GOAL_AT_LEAST, 95, NULL, is_to_resolve, is_resolved, end_of, NULL, UNIT_SECONDS, NULL},
	{"L2", R, "verified closure", "closed as fixed in the period and verified by another person than the resolver / closed as fixed in the period", "100 %",
	 GOAL_AT_LEAST, 100, NULL, is_fixed_in, is_verified_by_another, NULL, NULL, UNIT_SECONDS, NULL},
	{"L3", R, "recurrence",
	 "closed in the period and then reopened, or followed within 180 days of closing by a report with the same fingerprint, or the same class of root cause in the same "
	 "component / closed in the period; as far as the period's end", "< 5 %", GOAL_BELOW, 5, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_recurrence},
	{"L4", R, "escape rate and defect removal efficiency",
	 "received from the field in the period / received in the period; DRE = found before release / all of the last 365 days; without what was no problem", "trend",
	 GOAL_NONE, 0, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_escapes},
	{"L5", R, "disclosure completeness",
	 "to disclose, verified or closed, and disclosed with description, CVSS or another scheme, affected versions, resolution, advisory / to disclose, verified or closed",
	 "100 %", GOAL_AT_LEAST, 100, NULL, is_to_disclose, is_disclosed, NULL, NULL, UNIT_SECONDS, NULL},
	{"L6", R, "action effectiveness", "actions of the last review that were effective or re-planned / actions of the last review", "100 %", GOAL_AT_LEAST, 100, NULL, NULL,
	 NULL, NULL, NULL, UNIT_SECONDS, measure_actions},
	{"L7", R, "release conformity", "releases without an undispositioned report at the time of the tag / releases", "100 %", GOAL_AT_LEAST, 100,
	 "the ledger does not record release tags yet", NULL, NULL, NULL, NULL, UNIT_SECONDS, NULL},
	{"L8", R, "residual-risk load", "accepted risks that have not expired, and deviations in force, at the end, by the quarter in which they expire", "trend down",
	 GOAL_NONE, 0, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_residual_risk},
	{"F1", "FDA", "patched share", "confirmed vulnerabilities of P with an update available by the end / confirmed vulnerabilities of P", "reported", GOAL_NONE, 0, NULL,
	 is_vulnerability, is_patched, NULL, NULL, UNIT_SECONDS, NULL},
	{"F2", "FDA", "identification to patch available", "median and P90 of days from receipt to the update, for updates of the period", "reported", GOAL_NONE, 0, NULL,
	 NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_available},
	{"F3", "FDA", "patch available to deployed", "median and P90 of days from the update to its deployment, for deployments of the period", "reported", GOAL_NONE, 0,
	 NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_deployed},
	{"T1", "62304 9.6", "trend",
	 "u-chart per month: u = reports received / commits accepted, limits mean +- 3 sqrt(mean / commits); Pareto by CWE, component and root cause", "list of signals",
	 GOAL_NONE, 0, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_trend},
};

const struct metric_list metrics_resolution = {metrics, COUNT(metrics)};
