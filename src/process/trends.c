/* SPDX-License-Identifier: MIT */
/* trends.c - what changes over the months of a period, and what comes most often. */
#include "process/trends.h"

#include "base/date.h"

#include <stdlib.h>

static const struct {
	const char *name;
	int64_t days; /* at most */
} ages[] = {
	[AGE_MONTH] = {"up to 30 days", 30},   [AGE_QUARTER] = {"31 to 90 days", 90}, [AGE_HALF] = {"91 to 180 days", 180},
	[AGE_YEAR] = {"181 to 365 days", 365}, [AGE_OLDER] = {"over 365 days", INT64_MAX / SECONDS_PER_DAY},
};
_Static_assert(COUNT(ages) == AGES, "an age lacks its name");

const char *age_name(enum age age)
{
	return ages[age].name;
}

static void count_months(const struct examination *x, struct arena *a, struct trends *t, struct trend_month *months)
{
	const struct population *p = &x->population;
	size_t first = month_of(a, p->from + 1);
	t->nmonths = x->traffic.nmonths;
	for (size_t i = 0; i < t->nmonths; i++)
		months[i] = (struct trend_month){.month = first + i, .commits = x->traffic.commits[i]};
	for (size_t i = 0; i < p->nitems; i++)
		if (p->items[i].received_in)
			months[month_of(a, p->items[i].received) - first].reports++;
	for (size_t i = 0; i < t->nmonths; i++) {
		t->commits += months[i].commits;
		t->reports += months[i].commits == 0 ? 0 : months[i].reports;
	}
}

static void judge_months(struct trends *t, struct trend_month *months)
{
	t->mean = t->commits == 0 ? 0 : (double)t->reports / (double)t->commits;
	for (size_t i = 0; i < t->nmonths; i++) {
		struct trend_month *m = &months[i];
		if (m->commits == 0)
			continue;
		m->rate = (double)m->reports / (double)m->commits;
		m->limits = u_limits(t->mean, (double)m->commits);
		m->signal = m->rate < m->limits.low || m->rate > m->limits.high;
	}
}

static int most_first(const void *a, const void *b)
{
	const struct bar *x = a, *y = b;
	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return span_order(x->name, y->name);
}

static void tally(struct named *names, size_t **counts, size_t *room, struct span name)
{
	size_t before = names->count, number = named_number(names, name.len > 0 ? name : SPAN("(not given)"));
	if (number == before)
		*counts = arena_grow(names->arena, *counts, before, room, sizeof **counts);
	(*counts)[number]++;
}

/* A report may name several weaknesses: each is counted. */
static void count_bars(const struct population *p, struct arena *a, const char *field, bool list, const struct bar **bars, size_t *nbars)
{
	struct named names = {.arena = a};
	size_t room = 8, *counts = arena_take(a, room, sizeof *counts);
	for (size_t i = 0; i < p->nitems; i++) {
		struct span rest = problem_field(p->items[i].problem, field), piece;
		if (!p->items[i].received_in || p->items[i].ended_otherwise)
			continue;
		if (!list || rest.len == 0)
			tally(&names, &counts, &room, rest);
		else
			while (span_next(&rest, ',', &piece))
				tally(&names, &counts, &room, span_trim(piece));
	}
	struct bar *all = arena_take(a, names.count, sizeof *all);
	for (size_t i = 0; i < names.count; i++)
		all[i] = (struct bar){names.names[i], counts[i]};
	if (names.count > 0)
		qsort(all, names.count, sizeof *all, most_first);
	*bars = all;
	*nbars = names.count;
}

static void count_backlog(const struct population *p, struct trends *t)
{
	for (size_t i = 0; i < p->nitems; i++) {
		int64_t days = (p->to - p->items[i].received) / SECONDS_PER_DAY;
		enum age age = AGE_MONTH;
		if (!p->items[i].open_at_end)
			continue;
		while (days > ages[age].days)
			age++;
		t->backlog[age][p->items[i].rating]++;
	}
}

const struct trends *trends_find(const struct examination *x, struct arena *a)
{
	static const struct {
		const char *field;
		bool list;
	} paretos[] = {[PARETO_CWE] = {"cwe", true}, [PARETO_COMPONENT] = {"component", false}, [PARETO_CAUSE] = {"root_cause", false}};
	_Static_assert(COUNT(paretos) == PARETOS, "a Pareto chart lacks its field");
	struct trends *t = arena_take(a, 1, sizeof *t);
	struct trend_month *months = arena_take(a, x->traffic.nmonths, sizeof *months);
	count_months(x, a, t, months);
	judge_months(t, months);
	t->months = months;
	for (enum pareto i = 0; i < PARETOS; i++)
		count_bars(&x->population, a, paretos[i].field, paretos[i].list, &t->bars[i], &t->nbars[i]);
	count_backlog(&x->population, t);
	return t;
}
