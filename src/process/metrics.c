/* SPDX-License-Identifier: MIT */
/* metrics.c - the figures of a review, measured. */
#include "process/metrics.h"

static const struct metric_list *const lists[] = {&metrics_complete, &metrics_efficient, &metrics_resolution};

#define NINETY_PERCENT 0.9
#define HAIR 1e-9

struct figure *figure_add(struct measurement *m, enum figure_kind kind, const char *what, int64_t k, int64_t n)
{
	m->figures = arena_grow(m->x->arena, m->figures, m->nfigures, &m->figures_room, sizeof *m->figures);
	struct figure *f = &m->figures[m->nfigures++];
	*f = (struct figure){.what = what, .kind = kind, .unit = m->metric->unit, .k = k, .n = n, .median = -1, .p90 = -1, .greatest = -1};
	return f;
}

void values_add(struct measurement *m, const char *what, enum unit unit, int64_t *values, size_t n)
{
	struct figure *f = figure_add(m, FIGURE_VALUES, what, (int64_t)n, (int64_t)n);
	f->unit = unit;
	if (n == 0)
		return;
	sort_numbers(values, n);
	f->median = quantile(values, n, 0.5);
	f->p90 = quantile(values, n, NINETY_PERCENT);
	f->greatest = values[n - 1];
}

void miss_add(struct measurement *m, struct span id, struct span why)
{
	m->misses = arena_grow(m->x->arena, m->misses, m->nmisses, &m->misses_room, sizeof *m->misses);
	m->misses[m->nmisses++] = (struct miss){id, why};
}

/* The parts of one dimension, gathered in one pass. */
struct part {
	int64_t k, n;
	struct duration *durations;
};

static void share_part(struct measurement *m, const struct item *i, bool holds, struct part *const parts[DIMENSIONS])
{
	for (enum dimension d = 0; d < DIMENSIONS; d++) {
		struct part *part = &parts[d][i->stratum[d]];
		part->n++;
		part->k += holds;
	}
	bool missed = m->metric->goal == GOAL_AT_MOST || m->metric->goal == GOAL_BELOW ? holds : !holds;
	if (missed && m->metric->goal != GOAL_NONE)
		miss_add(m, i->problem->id, m->metric->why == NULL ? SPAN("") : m->metric->why(m->x, i));
}

static void take_parts(const struct examination *x, struct part *parts[DIMENSIONS])
{
	for (enum dimension d = 0; d < DIMENSIONS; d++)
		parts[d] = arena_take(x->arena, x->population.strata[d].count, sizeof **parts);
}

static struct figure *part_figure(struct measurement *m, enum figure_kind kind, enum dimension d, size_t stratum, const struct part *part)
{
	struct figure *f = figure_add(m, kind, NULL, part->k, part->n);
	f->dimension = dimension_name(d);
	f->stratum = m->x->population.strata[d].names[stratum];
	return f;
}

static void measure_share(struct measurement *m)
{
	const struct examination *x = m->x;
	struct part *parts[DIMENSIONS];
	int64_t k = 0, n = 0;
	take_parts(x, parts);
	for (size_t i = 0; i < x->population.nitems; i++) {
		const struct item *item = &x->population.items[i];
		if (!item->member || !m->metric->counts(x, item))
			continue;
		bool holds = m->metric->holds(x, item);
		n++;
		k += holds;
		share_part(m, item, holds, parts);
	}
	figure_add(m, FIGURE_SHARE, NULL, k, n);
	for (enum dimension d = 0; d < DIMENSIONS; d++)
		for (size_t s = 0; s < x->population.strata[d].count; s++)
			if (parts[d][s].n > 0)
				part_figure(m, FIGURE_SHARE, d, s, &parts[d][s]);
}

static void fill_times(struct arena *a, struct figure *f, struct duration *durations, size_t n)
{
	struct survival_step *steps = arena_take(a, n, sizeof *steps);
	size_t nsteps = survival_curve(durations, n, steps);
	f->median = survival_time(steps, nsteps, 1 - 0.5);
	f->p90 = survival_time(steps, nsteps, 1 - NINETY_PERCENT);
	f->greatest = nsteps == 0 ? -1 : steps[nsteps - 1].seconds;
}

static void measure_times(struct measurement *m)
{
	const struct examination *x = m->x;
	const struct population *p = &x->population;
	struct part *parts[DIMENSIONS], all = {0, 0, arena_take(x->arena, p->nitems, sizeof *all.durations)};
	size_t *who = arena_take(x->arena, p->nitems, sizeof *who);
	take_parts(x, parts);
	for (size_t i = 0; i < p->nitems; i++) {
		struct duration duration;
		if (!p->items[i].member || !m->metric->lasts(x, &p->items[i], &duration))
			continue;
		who[all.n] = i;
		all.durations[all.n++] = duration;
		all.k += duration.ended;
		for (enum dimension d = 0; d < DIMENSIONS; d++)
			parts[d][p->items[i].stratum[d]].n++;
	}
	for (enum dimension d = 0; d < DIMENSIONS; d++) {
		for (size_t s = 0; s < p->strata[d].count; s++)
			parts[d][s] = (struct part){0, 0, arena_take(x->arena, (size_t)parts[d][s].n, sizeof *all.durations)};
		for (size_t i = 0; i < (size_t)all.n; i++) {
			struct part *part = &parts[d][p->items[who[i]].stratum[d]];
			part->k += all.durations[i].ended;
			part->durations[part->n++] = all.durations[i];
		}
	}
	struct figure *whole = figure_add(m, FIGURE_TIMES, NULL, all.k, all.n);
	fill_times(x->arena, whole, all.durations, (size_t)all.n);
	for (enum dimension d = 0; d < DIMENSIONS; d++)
		for (size_t s = 0; s < p->strata[d].count; s++)
			if (parts[d][s].n > 0)
				fill_times(x->arena, part_figure(m, FIGURE_TIMES, d, s, &parts[d][s]), parts[d][s].durations, (size_t)parts[d][s].n);
}

static bool reaches(const struct metric *metric, const struct figure *f)
{
	int64_t wanted = (int64_t)metric->percent * f->n, is = 100 * f->k;
	switch (metric->goal) {
	case GOAL_AT_LEAST:
		return is >= wanted;
	case GOAL_AT_MOST:
		return is <= wanted;
	case GOAL_BELOW:
		return is < wanted;
	case GOAL_NONE:
		return true;
	}
	return false;
}

static enum result judge(const struct measurement *m)
{
	const struct figure *f = m->figures;
	if (m->nfigures == 0 || f->kind == FIGURE_ABSENT)
		return RESULT_ABSENT;
	/* Nothing bad of nothing is as it should be; nothing good of nothing says nothing. */
	if (f->n == 0 && f->kind != FIGURE_COUNT && !(f->kind == FIGURE_RATIO && m->metric->goal == GOAL_AT_MOST))
		return RESULT_EMPTY;
	if (m->metric->goal == GOAL_NONE)
		return RESULT_STATED;
	return reaches(m->metric, f) ? RESULT_MET : RESULT_MISSED;
}

static struct measurement measured(const struct examination *x, const struct metric *metric)
{
	struct measurement m = {.metric = metric, .x = x};
	if (metric->absent != NULL)
		figure_add(&m, FIGURE_ABSENT, NULL, 0, 0);
	if (metric->counts != NULL)
		measure_share(&m);
	if (metric->lasts != NULL)
		measure_times(&m);
	if (metric->measure != NULL)
		metric->measure(&m);
	m.result = judge(&m);
	return m;
}

const struct measurement *metrics_measure(const struct examination *x, struct arena *a, size_t *count)
{
	size_t n = 0;
	for (size_t i = 0; i < COUNT(lists); i++)
		n += lists[i]->count;
	struct measurement *all = arena_take(a, n, sizeof *all);
	*count = 0;
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->count; k++)
			all[(*count)++] = measured(x, &lists[i]->metrics[k]);
	return all;
}

size_t metric_curve(const struct examination *x, struct arena *a, const struct metric *metric, enum rating rating, const struct survival_step **curve)
{
	const struct population *p = &x->population;
	struct duration *durations = arena_take(a, p->nitems, sizeof *durations);
	size_t n = 0;
	for (size_t i = 0; i < p->nitems; i++)
		if (p->items[i].member && (rating == RATINGS || p->items[i].rating == rating) && metric->lasts(x, &p->items[i], &durations[n]))
			n++;
	struct survival_step *steps = arena_take(a, n, sizeof *steps);
	*curve = steps;
	return survival_curve(durations, n, steps);
}
