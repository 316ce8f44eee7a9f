/* SPDX-License-Identifier: MIT */
/* report_metrics.c - the figures of a review in HTML, with their pictures. */
#include "process/html.h"
#include "process/plots.h"
#include "process/report.h"

#include <string.h>

static const char *const criteria[] = {"complete", "efficient", "led to resolution", "FDA", "62304 9.6"};
static const char *const criterion_headings[] = {
	"Was the process complete?", "Was it efficient?", "Did it lead to resolution?", "Figures that the FDA asks for", "Trend (IEC 62304, 9.6)",
};
_Static_assert(COUNT(criteria) == COUNT(criterion_headings), "a criterion lacks its heading");

static struct span label_of(struct arena *a, const struct figure *f)
{
	if (f->kind == FIGURE_ABSENT)
		return SPAN("");
	if (f->stratum.len == 0)
		return span_of(f->what);
	return span_format(a, "%s, %.*s %.*s", f->what, SPAN_ARGS(f->dimension), SPAN_ARGS(f->stratum));
}

/* Parts by severity have a table of their own; the others stand in CSV and JSON, but for what expires. */
static bool is_shown(const struct figure *f)
{
	return f->dimension.len == 0 || span_eq(f->dimension, SPAN("expires"));
}

static void put_figures(struct html *h, const struct report *r, const struct measurement *m)
{
	output_text(h->output, "<td>");
	for (size_t i = 0; i < m->nfigures; i++) {
		const struct figure *f = &m->figures[i];
		if (!is_shown(f))
			continue;
		struct span label = label_of(r->arena, f);
		output_text(h->output, i == 0 ? "<b>" : "<br>");
		html_text(h, label);
		output_text(h->output, label.len == 0 ? "" : ": ");
		html_text(h, figure_print(r->arena, m, f));
		output_text(h->output, i == 0 ? "</b>" : "");
	}
	output_text(h->output, "</td>");
}

static const struct figure *figure_of(const struct measurement *m, enum rating rating)
{
	for (size_t i = 0; i < m->nfigures; i++)
		if (span_eq(m->figures[i].dimension, dimension_name(BY_SEVERITY)) && span_eq(m->figures[i].stratum, rating_name(rating)))
			return &m->figures[i];
	return NULL;
}

static bool has_severities(const struct measurement *m)
{
	for (enum rating rating = 0; rating < RATINGS; rating++)
		if (figure_of(m, rating) != NULL)
			return true;
	return false;
}

static void put_severities(struct html *h, const struct report *r, const char *criterion)
{
	static const char *const headings[] = {"By severity", "critical", "high", "medium", "low", "none", "unrated", NULL};
	static const enum rating order[] = {RATING_CRITICAL, RATING_HIGH, RATING_MEDIUM, RATING_LOW, RATING_NONE, RATING_MISSING};
	_Static_assert(COUNT(order) == RATINGS && COUNT(headings) == RATINGS + 2, "a rating lacks its column");
	bool any = false;
	for (size_t i = 0; i < r->nmeasurements; i++) {
		const struct measurement *m = &r->measurements[i];
		if (strcmp(m->metric->criterion, criterion) != 0 || !has_severities(m))
			continue;
		if (!any)
			html_table_begin(h, headings);
		any = true;
		html_row_begin(h);
		html_short(h, span_of(m->metric->id));
		for (size_t k = 0; k < COUNT(order); k++)
			html_cell(h, figure_short(r->arena, figure_of(m, order[k])));
		html_row_end(h);
	}
	if (any)
		html_table_end(h);
}

static void put_metric(struct html *h, const struct report *r, const struct measurement *m)
{
	html_row_begin(h);
	html_short(h, span_of(m->metric->id));
	output_text(h->output, "<td><b>");
	html_text(h, span_of(m->metric->name));
	output_text(h->output, "</b><br>");
	html_text(h, span_of(m->metric->formula));
	output_text(h->output, "</td>");
	put_figures(h, r, m);
	html_cell(h, span_of(m->metric->target));
	output_text(h->output, m->result == RESULT_MISSED ? "<td class=\"s open\">" : "<td class=\"s\">");
	html_text(h, result_name(m->result));
	output_text(h->output, "</td>");
	html_row_end(h);
}

static void put_exceptions(struct html *h, const struct report *r, const char *criterion)
{
	static const char *const headings[] = {"Id", "n", "Exceptions", NULL};
	size_t any = 0;
	for (size_t i = 0; i < r->nmeasurements; i++)
		any += strcmp(r->measurements[i].metric->criterion, criterion) == 0 ? r->measurements[i].nmisses : 0;
	if (any == 0)
		return;
	html_table_begin(h, headings);
	for (size_t i = 0; i < r->nmeasurements; i++) {
		const struct measurement *m = &r->measurements[i];
		if (m->nmisses == 0 || strcmp(m->metric->criterion, criterion) != 0)
			continue;
		html_row_begin(h);
		html_short(h, span_of(m->metric->id));
		html_number(h, span_format(r->arena, "%zu", m->nmisses));
		output_text(h->output, "<td>");
		/* Ids and reasons were escaped when they were put together. */
		html_written(h, misses_print(r->arena, m));
		output_text(h->output, "</td>");
		html_row_end(h);
	}
	html_table_end(h);
}

static void put_curves(struct html *h, const struct report *r)
{
	static const enum rating ratings[] = {RATINGS, RATING_CRITICAL, RATING_HIGH, RATING_MEDIUM, RATING_LOW};
	static const char *const names[] = {"all", "critical", "high", "medium", "low"};
	struct curve curves[COUNT(ratings)];
	_Static_assert(COUNT(names) == COUNT(ratings), "a curve lacks its name");
	for (size_t i = 0; i < r->nmeasurements; i++) {
		const struct metric *metric = r->measurements[i].metric;
		if (strcmp(metric->id, "E3") != 0)
			continue;
		for (size_t k = 0; k < COUNT(ratings); k++) {
			curves[k].name = names[k];
			curves[k].nsteps = metric_curve(r->x, r->arena, metric, ratings[k], &curves[k].steps);
		}
		plot_curves(h, "Time to resolve (E3): the share that is not yet resolved, by Kaplan and Meier; where a curve crosses the middle is its median.", curves,
		            COUNT(curves));
	}
}

static void put_pictures(struct html *h, const struct report *r, const char *criterion)
{
	const struct trends *t = r->trends;
	if (strcmp(criterion, "efficient") == 0) {
		put_curves(h, r);
		plot_backlog(h, t);
	}
	if (strcmp(criterion, "62304 9.6") != 0)
		return;
	if (t->commits > 0)
		plot_rates(h, t);
	plot_bars(h, "Pareto by weakness (CWE): reports received in the period; one that names several counts for each.", t->bars[PARETO_CWE], t->nbars[PARETO_CWE]);
	plot_bars(h, "Pareto by component.", t->bars[PARETO_COMPONENT], t->nbars[PARETO_COMPONENT]);
	plot_bars(h, "Pareto by class of root cause.", t->bars[PARETO_CAUSE], t->nbars[PARETO_CAUSE]);
}

void report_html_metrics(struct output *o, const struct report *r)
{
	static const char *const headings[] = {"Id", "Metric and formula", "Figure", "Target", "Result", NULL};
	struct html h = {o};
	html_heading(&h, 2, "Metrics");
	html_paragraph(&h, SPAN("P is the population. Shares of fewer than 20 are printed as counts, others with Wilson's 95 % interval. Durations that still go on "
	                        "are neither left out nor taken for finished (Kaplan-Meier). The program measures; people conclude."));
	for (size_t c = 0; c < COUNT(criteria); c++) {
		html_heading(&h, 3, criterion_headings[c]);
		html_table_begin(&h, headings);
		for (size_t i = 0; i < r->nmeasurements; i++)
			if (strcmp(r->measurements[i].metric->criterion, criteria[c]) == 0)
				put_metric(&h, r, &r->measurements[i]);
		html_table_end(&h);
		put_severities(&h, r, criteria[c]);
		put_pictures(&h, r, criteria[c]);
		put_exceptions(&h, r, criteria[c]);
	}
}
