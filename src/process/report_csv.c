/* SPDX-License-Identifier: MIT */
/* report_csv.c - the figures of a review for spreadsheets: one line for each figure, then one for each miss. */
#include "process/cells.h"
#include "process/report.h"

static const char *const kinds[] = {
	[FIGURE_SHARE] = "share", [FIGURE_TIMES] = "times", [FIGURE_VALUES] = "values", [FIGURE_COUNT] = "count", [FIGURE_RATIO] = "ratio", [FIGURE_ABSENT] = "absent",
};
_Static_assert(COUNT(kinds) == FIGURE_KINDS, "a kind of figure lacks its name");

static void put_heading(struct output *o)
{
	static const char *const columns[] = {"row", "metric", "criterion", "name", "what", "by", "part", "kind", "k", "n", "median", "p90", "greatest",
	                                      "text", "target", "result", "id", "why"};
	for (size_t i = 0; i < COUNT(columns); i++)
		cell_put(o, span_of(columns[i]), i == 0);
	cells_end(o);
}

static void put_number(struct output *o, struct arena *a, int64_t number, bool known)
{
	cell_put(o, known && number >= 0 ? span_format(a, "%lld", (long long)number) : SPAN(""), false);
}

static void put_head(struct output *o, const char *row, const struct metric *m)
{
	cell_put(o, span_of(row), true);
	cell_put(o, span_of(m->id), false);
	cell_put(o, span_of(m->criterion), false);
	cell_put(o, span_of(m->name), false);
}

static void put_blank(struct output *o, size_t count)
{
	while (count-- > 0)
		cell_put(o, SPAN(""), false);
}

static void put_figure(struct output *o, const struct report *r, const struct measurement *m, const struct figure *f)
{
	bool counted = f->kind != FIGURE_ABSENT, timed = f->kind == FIGURE_TIMES || f->kind == FIGURE_VALUES;
	put_head(o, "figure", m->metric);
	cell_put(o, f->kind == FIGURE_ABSENT ? SPAN("") : span_of(f->what), false);
	cell_put(o, f->dimension, false);
	cell_put(o, f->stratum, false);
	cell_put(o, span_of(kinds[f->kind]), false);
	put_number(o, r->arena, f->k, counted && f->kind != FIGURE_COUNT);
	put_number(o, r->arena, f->n, counted);
	put_number(o, r->arena, f->median, timed);
	put_number(o, r->arena, f->p90, timed);
	put_number(o, r->arena, f->greatest, timed);
	cell_put(o, figure_print(r->arena, m, f), false);
	cell_put(o, span_of(m->metric->target), false);
	cell_put(o, f == m->figures ? result_name(m->result) : SPAN(""), false);
	put_blank(o, 2);
	cells_end(o);
}

void report_csv(struct output *o, const struct report *r)
{
	put_heading(o);
	for (size_t i = 0; i < r->nmeasurements; i++) {
		const struct measurement *m = &r->measurements[i];
		for (size_t k = 0; k < m->nfigures; k++)
			put_figure(o, r, m, &m->figures[k]);
		for (size_t k = 0; k < m->nmisses; k++) {
			put_head(o, "miss", m->metric);
			put_blank(o, 12);
			cell_put(o, m->misses[k].id, false);
			cell_put(o, m->misses[k].why, false);
			cells_end(o);
		}
	}
}
