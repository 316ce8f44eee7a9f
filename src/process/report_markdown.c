/* SPDX-License-Identifier: MIT */
/* report_markdown.c - a periodic review as plain text that is readable without any program. */
#include "base/date.h"
#include "process/report.h"

/* Words inside a table: what would end a cell or begin markup is escaped. */
static void put_cell(struct output *o, struct span text)
{
	size_t from = 0;
	output_text(o, "| ");
	for (size_t i = 0; i < text.len; i++) {
		if (span_find(SPAN("|`<>&*_[]"), text.at[i]) == 9)
			continue;
		output_foreign(o, span_slice(text, from, i));
		output_format(o, "&#%d;", text.at[i]);
		from = i + 1;
	}
	output_foreign(o, span_from(text, from));
	output_text(o, " ");
}

static void put_row(struct output *o, const struct span *cells, size_t count)
{
	for (size_t i = 0; i < count; i++)
		put_cell(o, cells[i]);
	output_text(o, "|\n");
}

static void put_metrics(struct output *o, const struct report *r)
{
	output_text(o, "\n## Metrics\n\n| id | metric | part | figure | target | result |\n|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < r->nmeasurements; i++) {
		const struct measurement *m = &r->measurements[i];
		for (size_t k = 0; k < m->nfigures; k++) {
			const struct figure *f = &m->figures[k];
			if (f->dimension.len > 0 && !span_eq(f->dimension, SPAN("severity")))
				continue;
			const struct span cells[] = {
				span_of(m->metric->id), span_of(m->metric->name), f->stratum.len > 0 ? f->stratum : f->kind == FIGURE_ABSENT ? SPAN("") : span_of(f->what),
				figure_print(r->arena, m, f), span_of(m->metric->target), k == 0 ? result_name(m->result) : SPAN(""),
			};
			put_row(o, cells, COUNT(cells));
		}
	}
	output_text(o, "\n### Exceptions\n\n| id | number | which |\n|---|---|---|\n");
	for (size_t i = 0; i < r->nmeasurements; i++)
		if (r->measurements[i].nmisses > 0)
			put_row(o, (const struct span[]){span_of(r->measurements[i].metric->id), span_format(r->arena, "%zu", r->measurements[i].nmisses),
			                                 misses_print(r->arena, &r->measurements[i])}, 3);
	output_text(o, "\n### Formulas\n\n");
	metrics_table(o);
}

static void put_identities(struct output *o, const struct report *r)
{
	output_text(o, r->x->sound ? "\n## Integrity of the population\n\n" : "\n## Integrity of the population: INCOMPLETE POPULATION\n\n");
	output_text(o, "| identity | must hold | found | holds |\n|---|---|---|---|\n");
	for (size_t i = 0; i < IDENTITIES; i++) {
		const struct condition *each = &r->x->identities[i];
		put_row(o, (const struct span[]){span_of(each->name), span_of(each->formula), each->found, each->holds ? SPAN("yes") : SPAN("NO")}, 4);
	}
}

static void put_people(struct output *o, const struct report *r)
{
	const struct review *v = r->x->review;
	output_text(o, "\n## Participants, roles, signatures\n\n| who | name | role | signature |\n|---|---|---|---|\n");
	for (size_t i = 0; i < v->nparticipants; i++)
		put_row(o, (const struct span[]){v->participants[i].address, v->participants[i].name, v->participants[i].role, SPAN("")}, 4);
	for (size_t i = 0; i < v->nsignatures; i++)
		put_row(o, (const struct span[]){v->signatures[i].address, v->signatures[i].name, v->signatures[i].role,
		                                 signature_words(r->arena, v, &v->signatures[i])}, 4);
	output_text(o, "\n## Inputs\n\n| input | SHA-256 or head |\n|---|---|\n");
	put_row(o, (const struct span[]){span_format(r->arena, "the ledger up to event %lld", (long long)v->head.seq), digest_hex(r->arena, &v->head.hash, 64)}, 2);
	for (size_t i = 0; i < v->ninputs; i++)
		put_row(o, (const struct span[]){v->inputs[i].name, v->inputs[i].digest}, 2);
	output_text(o, "\n## Conclusions\n\n| was the process | answer | justification | by |\n|---|---|---|---|\n");
	for (enum criterion c = 0; c < CRITERIA; c++) {
		const struct review_conclusion *said = &v->conclusions[c];
		put_row(o, (const struct span[]){criterion_name(c), said->answer.len > 0 ? said->answer : SPAN("to be concluded"), said->justification, said->by}, 4);
	}
}

static void put_actions(struct output *o, const char *heading, const struct review *v)
{
	output_format(o, "\n## %s\n\n", heading);
	if (v == NULL || v->nactions == 0) {
		output_text(o, "None.\n");
		return;
	}
	output_text(o, "| action | what | owner | due | improves | rule | effect | policy |\n|---|---|---|---|---|---|---|---|\n");
	for (size_t i = 0; i < v->nactions; i++) {
		const struct review_action *t = &v->actions[i];
		put_row(o, (const struct span[]){t->id, t->what, t->owner, t->due, t->improves, t->rule, t->effect.len > 0 ? t->effect : SPAN("open"), t->policy_commit}, 8);
	}
}

static void put_defects(struct output *o, const struct report *r)
{
	output_text(o, "\n## Analysis of security defects in deployed software\n\n");
	if (r->defects->count == 0) {
		output_text(o, "None: no defect of deployed software was received or open in the period.\n");
		return;
	}
	output_text(o, "| would have been caught by | defects |\n|---|---|\n");
	for (enum escape e = 0; e < ESCAPES; e++)
		if (r->defects->escapes[e] > 0)
			put_row(o, (const struct span[]){span_of(escape_words(e)), span_format(r->arena, "%zu", r->defects->escapes[e])}, 2);
	output_text(o, "\nEach stands in the file Security-Defect-Analysis.\n");
}

void report_markdown(struct output *o, const struct report *r)
{
	struct arena *a = r->arena;
	const struct review *v = r->x->review;
	const struct population *p = &r->x->population;
	output_format(o, "# Problem resolution review %.*s\n\n%s\n\n## Period and interval\n\nAfter %.*s, up to and including %.*s.", SPAN_ARGS(v->id),
	              v->closed != 0 ? "Closed." : "Draft: not closed yet.", SPAN_ARGS(moment_print(a, v->from)), SPAN_ARGS(moment_print(a, v->to)));
	if (r->x->previous != NULL)
		output_format(o, " The review before: %.*s, closed %.*s.", SPAN_ARGS(r->x->previous->id), SPAN_ARGS(date_print(a, r->x->previous->closed)));
	output_text(o, "\n\n## Scope and products\n\n");
	for (size_t i = 0; i < p->strata[BY_PRODUCT].count; i++)
		put_row(o, &p->strata[BY_PRODUCT].names[i], 1);
	put_people(o, r);
	put_identities(o, r);
	output_format(o, "\n## Population\n\n%zu reports: %zu open at the start, %zu received, %zu entered late; %zu closings, %zu reopenings; %zu open at the end.\n\n",
	              p->members, p->open_at_start, p->received, p->late, p->closed, p->reopened, p->open_at_end);
	output_written(o, id_runs(a, v->population, v->npopulation));
	output_text(o, "\n");
	put_metrics(o, r);
	put_defects(o, r);
	put_actions(o, "Improvement actions", v);
	put_actions(o, "Status of the actions of the review before", r->x->previous);
	output_format(o, "\n## Next review\n\nDue on %.*s, by the reviews closed so far.\n", SPAN_ARGS(date_print(a, r->due)));
}
