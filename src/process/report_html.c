/* SPDX-License-Identifier: MIT */
/* report_html.c - a periodic review for people who read it in a browser or on paper. */
#include "base/date.h"
#include "base/version.h"
#include "policy/policy.h"
#include "process/html.h"
#include "process/plots.h"
#include "process/report.h"

static void row(struct html *h, const struct span *cells, size_t count)
{
	html_row_begin(h);
	for (size_t i = 0; i < count; i++)
		html_cell(h, cells[i]);
	html_row_end(h);
}

static void open_words(struct html *h, const char *text)
{
	output_text(h->output, "<p class=\"open\">");
	html_text(h, span_of(text));
	output_text(h->output, "</p>\n");
}

static struct span document_of(const struct report *r)
{
	const struct policy *policy = r->x->policy;
	return policy == NULL || policy->process.document.len == 0
	               ? SPAN("")
	               : span_format(r->arena, "%.*s, record %.*s", SPAN_ARGS(policy->process.document), SPAN_ARGS(r->x->review->id));
}

static struct span products_of(const struct report *r)
{
	const struct named *products = &r->x->population.strata[BY_PRODUCT];
	struct output *o = output_new(r->arena, false);
	for (size_t i = 0; i < products->count && i < MISSES_SHOWN; i++) {
		output_text(o, i == 0 ? "" : ", ");
		output_written(o, products->names[i]);
	}
	if (products->count > MISSES_SHOWN)
		output_format(o, " and %zu more", products->count - MISSES_SHOWN);
	return output_taken(o);
}

static void put_control(struct html *h, const struct report *r)
{
	const struct review *v = r->x->review;
	const struct policy *policy = r->x->policy;
	const struct document_control control = {
		.document = document_of(r),
		.version = span_format(r->arena, "%.*s, %s", SPAN_ARGS(v->id), v->closed != 0 ? "closed" : "draft: not closed yet"),
		.title = SPAN("Periodic review of the problem resolution process"),
		.product = products_of(r),
		.date = date_print(r->arena, v->closed != 0 ? v->closed : r->x->now),
		.ledger = span_format(r->arena, "%lld:%.*s", (long long)v->head.seq, SPAN_ARGS(digest_hex(r->arena, &v->head.hash, 64))),
		.policy = policy == NULL ? SPAN("") : span_format(r->arena, "%.*s (%.*s)", SPAN_ARGS(digest_hex(r->arena, &policy->digest, 64)), SPAN_ARGS(policy->name)),
		.generated_by = SPAN("Portcullis " PORTCULLIS_VERSION),
	};
	html_control_block(h, &control);
}

static void put_period(struct html *h, const struct report *r)
{
	struct arena *a = r->arena;
	const struct review *v = r->x->review, *before = r->x->previous;
	html_heading(h, 2, "Period and interval");
	html_paragraph(h, span_format(a, "After %.*s, up to and including %.*s. Opened %.*s%s%.*s.", SPAN_ARGS(moment_print(a, v->from)), SPAN_ARGS(moment_print(a, v->to)),
	                              SPAN_ARGS(moment_print(a, v->opened)), v->closed != 0 ? ", closed " : "",
	                              SPAN_ARGS(v->closed != 0 ? moment_print(a, v->closed) : SPAN(""))));
	if (before == NULL)
		html_paragraph(h, SPAN("This is the first review: its period begins with the ledger."));
	else
		html_paragraph(h, span_format(a, "The review before was %.*s, closed %.*s, %lld days before this one was opened.", SPAN_ARGS(before->id),
		                              SPAN_ARGS(date_print(a, before->closed)), (long long)((v->opened - before->closed) / SECONDS_PER_DAY)));
}

static void put_scope(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Product", "Reports looked at", NULL};
	const struct population *p = &r->x->population;
	const struct named *products = &p->strata[BY_PRODUCT];
	size_t *counts = arena_take(r->arena, products->count, sizeof *counts);
	for (size_t i = 0; i < p->nitems; i++)
		if (p->items[i].member)
			counts[p->items[i].stratum[BY_PRODUCT]]++;
	html_heading(h, 2, "Scope and products");
	html_paragraph(h, SPAN("Every problem report of the ledger that was open at the start of the period or received in it. Nobody chose them."));
	html_table_begin(h, headings);
	for (size_t i = 0; i < products->count; i++) {
		html_row_begin(h);
		html_cell(h, products->names[i]);
		html_number(h, span_format(r->arena, "%zu", counts[i]));
		html_row_end(h);
	}
	html_table_end(h);
}

static void put_identities(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Identity", "Must hold", "Found", "Holds", "Exceptions", NULL};
	html_heading(h, 2, "Integrity of the population");
	if (!r->x->sound)
		open_words(h, "INCOMPLETE POPULATION: at least one identity fails. No figure below may be relied on without the explanation.");
	html_table_begin(h, headings);
	for (size_t i = 0; i < IDENTITIES; i++) {
		const struct condition *each = &r->x->identities[i];
		size_t shown = each->nexceptions < MISSES_SHOWN ? each->nexceptions : MISSES_SHOWN;
		struct span ids = id_runs(r->arena, each->exceptions, shown);
		const struct span cells[] = {
			span_of(each->name), span_of(each->formula), each->found, each->holds ? SPAN("yes") : SPAN("NO"),
			shown == each->nexceptions ? ids : span_format(r->arena, "%.*s and %zu more", SPAN_ARGS(ids), each->nexceptions - shown),
		};
		row(h, cells, COUNT(cells));
	}
	html_table_end(h);
	if (r->x->review->explanation.len > 0)
		html_paragraph(h, span_format(r->arena, "Explanation: %.*s", SPAN_ARGS(r->x->review->explanation)));
}

static void put_population(struct html *h, const struct report *r)
{
	const struct population *p = &r->x->population;
	const struct review *v = r->x->review;
	html_heading(h, 2, "Population");
	html_paragraph(h, span_format(r->arena, "%zu reports: %zu open at the start, %zu received, %zu entered late; %zu closings and %zu reopenings; %zu open at the end. "
	                                        "%zu reports of the ledger are void and left out.",
	                              p->members, p->open_at_start, p->received, p->late, p->closed, p->reopened, p->open_at_end, p->voided));
	html_paragraph(h, v->npopulation == 0 ? SPAN("No report.") : id_runs(r->arena, v->population, v->npopulation));
}

static void put_defect_summary(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Would have been caught by", "Defects", NULL};
	html_table_begin(h, headings);
	for (enum escape e = 0; e < ESCAPES; e++) {
		if (r->defects->escapes[e] == 0)
			continue;
		html_row_begin(h);
		html_cell(h, span_of(escape_words(e)));
		html_number(h, span_format(r->arena, "%zu", r->defects->escapes[e]));
		html_row_end(h);
	}
	html_table_end(h);
}

#define DEFECTS_SHOWN 60

static void put_defects(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Report", "Title", "Severity", "CWE, root cause", "Affected versions", "Caught by", "Actions", NULL};
	const struct defects *d = r->defects;
	html_heading(h, 2, "Analysis of security defects in deployed software");
	if (d->count == 0) {
		html_paragraph(h, SPAN("None: no defect of deployed software was received or open in the period."));
		return;
	}
	html_paragraph(h, span_format(r->arena, "%zu reports came from the field. The file Security-Defect-Analysis lists all of them.", d->count));
	put_defect_summary(h, r);
	html_table_begin(h, headings);
	for (size_t i = 0; i < d->count && i < DEFECTS_SHOWN; i++) {
		const struct problem *p = d->list[i].item->problem;
		const struct span cells[] = {
			p->id, problem_field(p, "title"), rating_name(d->list[i].item->rating),
			span_format(r->arena, "%.*s, %.*s", SPAN_ARGS(problem_field(p, "cwe")), SPAN_ARGS(problem_field(p, "root_cause"))), problem_field(p, "affected"),
			d->list[i].rules.len > 0 ? d->list[i].rules : span_of(escape_words(d->list[i].escape)), d->list[i].actions,
		};
		row(h, cells, COUNT(cells));
	}
	html_table_end(h);
	if (d->count > DEFECTS_SHOWN)
		html_paragraph(h, span_format(r->arena, "%zu more stand in the file.", d->count - DEFECTS_SHOWN));
}

void report_html(struct output *o, const struct report *r)
{
	struct html h = {o};
	html_begin(&h, span_format(r->arena, "Problem resolution review %.*s", SPAN_ARGS(r->x->review->id)));
	put_control(&h, r);
	if (!r->x->sound)
		open_words(&h, "INCOMPLETE POPULATION");
	put_period(&h, r);
	put_scope(&h, r);
	report_html_people(o, r);
	put_identities(&h, r);
	put_population(&h, r);
	report_html_metrics(o, r);
	put_defects(&h, r);
	report_html_conclusions(o, r);
	html_end(&h);
}
