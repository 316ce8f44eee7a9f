/* SPDX-License-Identifier: MIT */
/* metrics_efficient.c - whether the process was efficient: times, backlog, balance, friction. */
#include "base/date.h"
#include "process/lifecycle.h"
#include "process/metrics.h"

/* Working days until the review of a report has begun, by severity; an unrated one has as long as a medium one. */
static const int64_t triage_days[] = {
	[RATING_NONE] = 30, [RATING_LOW] = 30, [RATING_MEDIUM] = 10, [RATING_HIGH] = 3, [RATING_CRITICAL] = 1, [RATING_MISSING] = 10,
};
_Static_assert(COUNT(triage_days) == RATINGS, "a rating lacks its days");

static int64_t triage_took(const struct examination *x, const struct item *i)
{
	return working_days(i->received, i->triaged != 0 ? i->triaged : x->population.to);
}

/* One that waits is a miss once its time is over, and undecided before. */
static bool triage_counts(const struct examination *x, const struct item *i)
{
	if (i->triaged != 0)
		return in_period(&x->population, i->triaged);
	return i->open_at_end && triage_took(x, i) > triage_days[i->rating];
}

static bool triage_holds(const struct examination *x, const struct item *i)
{
	return i->triaged != 0 && triage_took(x, i) <= triage_days[i->rating];
}

static struct span triage_why(const struct examination *x, const struct item *i)
{
	return span_format(x->arena, "%lld working days%s", (long long)triage_took(x, i), i->triaged == 0 ? ", still waiting" : "");
}

static bool triage_lasts(const struct examination *x, const struct item *i, struct duration *d)
{
	*d = (struct duration){triage_took(x, i), i->triaged != 0};
	return true;
}

/* Behind the period's end nothing is known; before receipt nothing lasts. */
static struct duration lasted(const struct examination *x, const struct item *i, int64_t end)
{
	int64_t until = end != 0 ? end : x->population.to;
	return (struct duration){until > i->received ? until - i->received : 0, end != 0};
}

static bool analysis_lasts(const struct examination *x, const struct item *i, struct duration *d)
{
	*d = lasted(x, i, i->analysed);
	return !i->ended_otherwise;
}

static bool resolution_lasts(const struct examination *x, const struct item *i, struct duration *d)
{
	*d = lasted(x, i, i->resolved != 0 ? i->resolved : i->closed);
	return !i->ended_otherwise;
}

static int64_t resolved_at(const struct item *i)
{
	return i->resolved != 0 ? i->resolved : i->closed;
}

static bool is_due_in(const struct examination *x, const struct item *i)
{
	return item_is_due_in(&x->population, i);
}

static bool is_on_time(const struct examination *x, const struct item *i)
{
	(void)x;
	return resolved_at(i) != 0 && resolved_at(i) <= i->due;
}

static struct span lateness(const struct examination *x, const struct item *i)
{
	int64_t end = resolved_at(i) != 0 ? resolved_at(i) : x->population.to;
	return span_format(x->arena, "%lld days late%s", (long long)((end - i->due) / SECONDS_PER_DAY), resolved_at(i) == 0 ? ", still open" : "");
}

static void measure_overdue(struct measurement *m)
{
	const struct examination *x = m->x;
	int64_t *ages = arena_take(x->arena, x->population.nitems, sizeof *ages), by_rating[RATINGS] = {0};
	size_t n = 0;
	for (size_t i = 0; i < x->population.nitems; i++) {
		const struct item *item = &x->population.items[i];
		if (!item->open_at_end || item->due == 0 || item->due > x->population.to)
			continue;
		ages[n++] = x->population.to - item->due;
		by_rating[item->rating]++;
		if (item->rating == RATING_CRITICAL || item->rating == RATING_HIGH)
			miss_add(m, item->problem->id, span_format(x->arena, "%.*s, %lld days overdue", SPAN_ARGS(rating_name(item->rating)),
			                                           (long long)((x->population.to - item->due) / SECONDS_PER_DAY)));
	}
	/* Against the target: critical and high ones, of all that are overdue. */
	figure_add(m, FIGURE_RATIO, "critical and high to all overdue", by_rating[RATING_CRITICAL] + by_rating[RATING_HIGH], (int64_t)n);
	for (enum rating r = 0; r < RATINGS; r++) {
		struct figure *f = figure_add(m, FIGURE_COUNT, "overdue", 0, by_rating[r]);
		f->dimension = dimension_name(BY_SEVERITY);
		f->stratum = rating_name(r);
	}
	values_add(m, "days overdue", UNIT_SECONDS, ages, n);
}

static void measure_balance(struct measurement *m)
{
	const struct population *p = &m->x->population;
	figure_add(m, FIGURE_RATIO, NULL, (int64_t)p->closed, (int64_t)p->received);
}

static int64_t decided_at(const struct item *i)
{
	return i->confirmed != 0 ? i->confirmed : i->closed;
}

static bool is_false_alarm(const struct item *i)
{
	return i->state == PROBLEM_CLOSED && word_among("false-positive not-reproducible", problem_field(i->problem, "reason"));
}

/* A rule is to be looked at again when more than a fifth of at least ten of its reports were false. */
#define LEAST_FOR_RULE 10
#define RULE_LIMIT 0.2

static void judge_rule(struct measurement *m, struct span rule, int64_t k, int64_t n)
{
	struct figure *f = figure_add(m, FIGURE_SHARE, NULL, k, n);
	f->dimension = SPAN("rule");
	f->stratum = rule;
	if (n >= LEAST_FOR_RULE && (double)k > RULE_LIMIT * (double)n)
		miss_add(m, rule, span_format(m->x->arena, "%lld of %lld false", (long long)k, (long long)n));
}

static void measure_false_alarms(struct measurement *m)
{
	const struct examination *x = m->x;
	struct named rules = {.arena = x->arena};
	size_t room = 8, k_all = 0, n_all = 0;
	struct tally {
		int64_t k, n;
	} *tallies = arena_take(x->arena, room, sizeof *tallies);
	for (size_t i = 0; i < x->population.nitems; i++) {
		const struct item *item = &x->population.items[i];
		struct span rule = problem_field(item->problem, "rule");
		if (!item->member || rule.len == 0 || decided_at(item) == 0 || !in_period(&x->population, decided_at(item)))
			continue;
		size_t before = rules.count, number = named_number(&rules, rule);
		if (number == before)
			tallies = arena_grow(x->arena, tallies, before, &room, sizeof *tallies);
		tallies[number].n++;
		tallies[number].k += is_false_alarm(item);
		n_all++;
		k_all += is_false_alarm(item);
	}
	figure_add(m, FIGURE_SHARE, NULL, (int64_t)k_all, (int64_t)n_all);
	for (size_t i = 0; i < rules.count; i++)
		judge_rule(m, rules.names[i], tallies[i].k, tallies[i].n);
}

static void measure_friction(struct measurement *m)
{
	const struct traffic *t = &m->x->traffic;
	int64_t *attempts = arena_take(m->x->arena, t->nattempts, sizeof *attempts);
	for (size_t i = 0; i < t->nattempts; i++)
		attempts[i] = t->attempts[i];
	figure_add(m, FIGURE_SHARE, "pushes refused", (int64_t)t->rejected, (int64_t)t->pushes);
	figure_add(m, FIGURE_COUNT, "pushes that could not be decided", 0, (int64_t)(t->undecided + t->policy_errors));
	values_add(m, "pushes until a ref moved", UNIT_PUSHES, attempts, t->nattempts);
	figure_add(m, FIGURE_ABSENT, "P95 of the gate's latency: verdicts do not record how long they took", 0, 0);
}

static void measure_waiting(struct measurement *m)
{
	const struct population *p = &m->x->population;
	int64_t waited = 0, all = 0;
	for (size_t i = 0; i < p->nitems; i++)
		if (p->items[i].member && p->items[i].closed_in) {
			waited += p->items[i].waiting;
			all += p->items[i].spanned;
		}
	figure_add(m, FIGURE_RATIO, "seconds waited to seconds from receipt to closing", waited, all);
}

static const struct metric metrics[] = {
	{"E1", "efficient", "time to triage",
	 "triaged in the period within the target / triaged in the period or still waiting beyond it; the times from receipt to the start of review are E1t",
	 "90 %, within 1, 3, 10, 30 working days (critical, high, medium, low; unrated as medium)", GOAL_AT_LEAST, 90, NULL, triage_counts, triage_holds,
	 triage_why, NULL, UNIT_WORKING_DAYS, NULL},
	{"E1t", "efficient", "times to triage", "median and P90 of working days (Monday to Friday) from receipt to the start of review, over P, Kaplan-Meier", "stated",
	 GOAL_NONE, 0, NULL, NULL, NULL, NULL, triage_lasts, UNIT_WORKING_DAYS, NULL},
	{"E2", "efficient", "time to analyse", "median and P90 of days from receipt to analysed, over P without what was no problem, Kaplan-Meier", "stated", GOAL_NONE, 0,
	 NULL, NULL, NULL, NULL, analysis_lasts, UNIT_SECONDS, NULL},
	{"E3", "efficient", "time to resolve",
	 "median and P90 of days from receipt to resolved (or to closing where nothing was to resolve), over P without what was no problem, Kaplan-Meier", "stated",
	 GOAL_NONE, 0, NULL, NULL, NULL, NULL, resolution_lasts, UNIT_SECONDS, NULL},
	{"E4", "efficient", "on-time rate", "reports of P due in the period and resolved by the end of that day / due in the period; what is open and overdue is a miss",
	 ">= 90 %", GOAL_AT_LEAST, 90, NULL, is_due_in, is_on_time, lateness, NULL, UNIT_SECONDS, NULL},
	{"E5", "efficient", "overdue backlog", "open at the end and due before it, by severity; age P50, P90, greatest", "0 critical or high", GOAL_AT_MOST, 0, NULL, NULL,
	 NULL, NULL, NULL, UNIT_SECONDS, measure_overdue},
	{"E6", "efficient", "throughput balance", "closed in the period / received in the period", "about 1 over 12 months", GOAL_NONE, 0, NULL, NULL, NULL, NULL, NULL,
	 UNIT_SECONDS, measure_balance},
	{"E7", "efficient", "false-positive rate per rule",
	 "reports with a rule that were decided in the period (confirmed, or closed without) and ended false-positive or not-reproducible / all of them; a rule is named when "
	 "more than 20 % of at least 10 were", "< 20 %", GOAL_BELOW, 20, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_false_alarms},
	{"E8", "efficient", "gate friction", "pushes refused / pushes; pushes by one person until a protected ref moved, median and P90", "stated", GOAL_NONE, 0, NULL, NULL,
	 NULL, NULL, NULL, UNIT_SECONDS, measure_friction},
	{"E9", "efficient", "hand-over waste", "time in received and dispositioned / time from receipt to closing, summed over reports closed in the period", "stated",
	 GOAL_NONE, 0, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_waiting},
};

const struct metric_list metrics_efficient = {metrics, COUNT(metrics)};
