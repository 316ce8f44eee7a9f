/* SPDX-License-Identifier: MIT */
/* report_json.c - a review for programs: every figure as it was computed. */
#include "base/date.h"
#include "base/version.h"
#include "policy/policy.h"
#include "process/report.h"

static const char *const kinds[] = {
	[FIGURE_SHARE] = "share", [FIGURE_TIMES] = "times", [FIGURE_VALUES] = "values", [FIGURE_COUNT] = "count", [FIGURE_RATIO] = "ratio", [FIGURE_ABSENT] = "absent",
};
_Static_assert(COUNT(kinds) == FIGURE_KINDS, "a kind of figure lacks its name");

static const char *const units[] = {[UNIT_SECONDS] = "seconds", [UNIT_WORKING_DAYS] = "working days", [UNIT_PUSHES] = "pushes"};
_Static_assert(COUNT(units) == UNITS, "a unit lacks its name");

static void put_real(struct json_writer *w, struct arena *a, const char *key, double number)
{
	json_put_json(w, key, span_format(a, "%.9f", number));
}

static void put_moment(struct json_writer *w, struct arena *a, const char *key, int64_t moment)
{
	if (moment != 0)
		json_put(w, key, moment_print(a, moment));
}

static void put_ids(struct json_writer *w, const char *key, const struct span *ids, size_t count)
{
	json_begin(w, key, '[');
	for (size_t i = 0; i < count; i++)
		json_put(w, NULL, ids[i]);
	json_end(w, ']');
}

static void put_amount(struct json_writer *w, const char *key, int64_t amount)
{
	if (amount >= 0)
		json_put_number(w, key, (size_t)amount);
}

static void put_figure(struct json_writer *w, const struct report *r, const struct measurement *m, const struct figure *f)
{
	bool shared = f->kind == FIGURE_SHARE && f->n >= LEAST_FOR_SHARES;
	json_begin(w, NULL, '{');
	json_put_some(w, f->kind == FIGURE_ABSENT ? "why" : "what", f->kind == FIGURE_ABSENT && f->what == NULL ? span_of(m->metric->absent) : span_of(f->what));
	json_put_some(w, "by", f->dimension);
	json_put_some(w, "part", f->stratum);
	json_put(w, "kind", span_of(kinds[f->kind]));
	if (f->kind == FIGURE_TIMES || f->kind == FIGURE_VALUES)
		json_put(w, "unit", span_of(units[f->unit]));
	if (f->kind != FIGURE_COUNT && f->kind != FIGURE_ABSENT)
		put_amount(w, "k", f->k);
	if (f->kind != FIGURE_ABSENT)
		put_amount(w, "n", f->n);
	put_amount(w, "median", f->median);
	put_amount(w, "p90", f->p90);
	put_amount(w, "greatest", f->greatest);
	if (shared) {
		struct interval i = wilson((size_t)f->k, (size_t)f->n);
		put_real(w, r->arena, "share", (double)f->k / (double)f->n);
		put_real(w, r->arena, "low", i.low);
		put_real(w, r->arena, "high", i.high);
	}
	json_put(w, "text", figure_print(r->arena, m, f));
	json_end(w, '}');
}

static void put_metrics(struct json_writer *w, const struct report *r)
{
	json_begin(w, "metrics", '[');
	for (size_t i = 0; i < r->nmeasurements; i++) {
		const struct measurement *m = &r->measurements[i];
		json_begin(w, NULL, '{');
		json_put(w, "id", span_of(m->metric->id));
		json_put(w, "criterion", span_of(m->metric->criterion));
		json_put(w, "name", span_of(m->metric->name));
		json_put(w, "formula", span_of(m->metric->formula));
		json_put(w, "target", span_of(m->metric->target));
		json_put(w, "result", result_name(m->result));
		json_begin(w, "figures", '[');
		for (size_t k = 0; k < m->nfigures; k++)
			put_figure(w, r, m, &m->figures[k]);
		json_end(w, ']');
		json_begin(w, "misses", '[');
		for (size_t k = 0; k < m->nmisses; k++) {
			json_begin(w, NULL, '{');
			json_put(w, "id", m->misses[k].id);
			json_put_some(w, "why", m->misses[k].why);
			json_end(w, '}');
		}
		json_end(w, ']');
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_population(struct json_writer *w, const struct report *r)
{
	const struct population *p = &r->x->population;
	json_begin(w, "population", '{');
	json_put_number(w, "members", p->members);
	json_put_number(w, "open_at_start", p->open_at_start);
	json_put_number(w, "received", p->received);
	json_put_number(w, "closed", p->closed);
	json_put_number(w, "reopened", p->reopened);
	json_put_number(w, "open_at_end", p->open_at_end);
	json_put_number(w, "late", p->late);
	json_put_number(w, "void", p->voided);
	put_ids(w, "ids", r->x->review->population, r->x->review->npopulation);
	json_end(w, '}');
}

static void put_identities(struct json_writer *w, const struct report *r)
{
	json_put_flag(w, "sound", r->x->sound);
	json_begin(w, "identities", '[');
	for (size_t i = 0; i < IDENTITIES; i++) {
		const struct condition *each = &r->x->identities[i];
		json_begin(w, NULL, '{');
		json_put(w, "name", span_of(each->name));
		json_put(w, "formula", span_of(each->formula));
		json_put_flag(w, "holds", each->holds);
		json_put(w, "found", each->found);
		put_ids(w, "exceptions", each->exceptions, each->nexceptions);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_trends(struct json_writer *w, const struct report *r)
{
	static const char *const names[] = {[PARETO_CWE] = "cwe", [PARETO_COMPONENT] = "component", [PARETO_CAUSE] = "root_cause"};
	const struct trends *t = r->trends;
	json_begin(w, "trend", '{');
	put_real(w, r->arena, "mean", t->mean);
	json_begin(w, "months", '[');
	for (size_t i = 0; i < t->nmonths; i++) {
		const struct trend_month *m = &t->months[i];
		json_begin(w, NULL, '{');
		json_put(w, "month", month_print(r->arena, m->month));
		json_put_number(w, "reports", m->reports);
		json_put_number(w, "commits", m->commits);
		if (m->commits > 0) {
			put_real(w, r->arena, "rate", m->rate);
			put_real(w, r->arena, "low", m->limits.low);
			put_real(w, r->arena, "high", m->limits.high);
		}
		json_put_flag(w, "signal", m->signal);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_end(w, '}');
	json_begin(w, "pareto", '{');
	for (enum pareto p = 0; p < PARETOS; p++) {
		json_begin(w, names[p], '[');
		for (size_t i = 0; i < t->nbars[p]; i++) {
			json_begin(w, NULL, '{');
			json_put(w, "name", t->bars[p][i].name);
			json_put_number(w, "count", t->bars[p][i].count);
			json_end(w, '}');
		}
		json_end(w, ']');
	}
	json_end(w, '}');
	json_begin(w, "backlog", '[');
	for (enum age age = 0; age < AGES; age++)
		for (enum rating rating = 0; rating < RATINGS; rating++) {
			json_begin(w, NULL, '{');
			json_put(w, "age", span_of(age_name(age)));
			json_put(w, "severity", rating_name(rating));
			json_put_number(w, "open", t->backlog[age][rating]);
			json_end(w, '}');
		}
	json_end(w, ']');
}

static void put_defects(struct json_writer *w, const struct report *r)
{
	json_begin(w, "defects", '[');
	for (size_t i = 0; i < r->defects->count; i++) {
		const struct defect *d = &r->defects->list[i];
		json_begin(w, NULL, '{');
		json_put(w, "id", d->item->problem->id);
		json_put_some(w, "cwe", problem_field(d->item->problem, "cwe"));
		json_put_some(w, "root_cause", problem_field(d->item->problem, "root_cause"));
		json_put_some(w, "affected", problem_field(d->item->problem, "affected"));
		json_put(w, "caught_by", span_of(escape_words(d->escape)));
		json_put_some(w, "rules", d->rules);
		json_put_some(w, "actions", d->actions);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_people(struct json_writer *w, const struct report *r)
{
	const struct review *v = r->x->review;
	json_begin(w, "conclusions", '[');
	for (enum criterion c = 0; c < CRITERIA; c++) {
		json_begin(w, NULL, '{');
		json_put(w, "criterion", criterion_name(c));
		json_put_some(w, "answer", v->conclusions[c].answer);
		json_put_some(w, "justification", v->conclusions[c].justification);
		json_put_some(w, "by", v->conclusions[c].by);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_begin(w, "participants", '[');
	for (size_t i = 0; i < v->nparticipants; i++) {
		json_begin(w, NULL, '{');
		json_put(w, "address", v->participants[i].address);
		json_put(w, "name", v->participants[i].name);
		json_put(w, "role", v->participants[i].role);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_begin(w, "signatures", '[');
	for (size_t i = 0; i < v->nsignatures; i++) {
		json_begin(w, NULL, '{');
		json_put(w, "address", v->signatures[i].address);
		json_put(w, "grade", v->signatures[i].grade);
		put_moment(w, r->arena, "at", v->signatures[i].at);
		json_put_flag(w, "of_this_record", digest_eq(&v->signatures[i].record, &v->record));
		json_end(w, '}');
	}
	json_end(w, ']');
	json_begin(w, "inputs", '[');
	for (size_t i = 0; i < v->ninputs; i++) {
		json_begin(w, NULL, '{');
		json_put(w, "name", v->inputs[i].name);
		json_put(w, "sha256", v->inputs[i].digest);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_actions(struct json_writer *w, const struct report *r)
{
	json_begin(w, "actions", '[');
	for (size_t k = 0; k < r->x->nreviews; k++)
		for (size_t i = 0; i < r->x->reviews[k].nactions; i++) {
			const struct review_action *a = &r->x->reviews[k].actions[i];
			json_begin(w, NULL, '{');
			json_put(w, "id", a->id);
			json_put(w, "review", a->review);
			json_put(w, "what", a->what);
			json_put(w, "owner", a->owner);
			json_put(w, "due", a->due);
			json_put_some(w, "improves", a->improves);
			json_put_some(w, "rule", a->rule);
			json_put_some(w, "effect", a->effect);
			json_put_some(w, "evidence", a->evidence);
			json_put_some(w, "policy_commit", a->policy_commit);
			json_end(w, '}');
		}
	json_end(w, ']');
}

void report_json(struct output *o, const struct report *r)
{
	struct json_writer w = {o, false};
	const struct review *v = r->x->review;
	json_begin(&w, NULL, '{');
	json_put_number(&w, "portcullis-review", 1);
	json_put(&w, "id", v->id);
	json_put(&w, "engine", SPAN(PORTCULLIS_VERSION));
	put_moment(&w, r->arena, "from", v->from);
	put_moment(&w, r->arena, "to", v->to);
	put_moment(&w, r->arena, "opened", v->opened);
	put_moment(&w, r->arena, "closed", v->closed);
	if (r->x->previous != NULL)
		json_put(&w, "previous", r->x->previous->id);
	json_put(&w, "next_due", date_print(r->arena, r->due));
	json_begin(&w, "ledger", '{');
	json_put_number(&w, "seq", (size_t)v->head.seq);
	json_put(&w, "head", digest_hex(r->arena, &v->head.hash, 64));
	json_end(&w, '}');
	if (r->x->policy != NULL)
		json_put(&w, "policy", digest_hex(r->arena, &r->x->policy->digest, 64));
	put_identities(&w, r);
	put_population(&w, r);
	put_metrics(&w, r);
	put_trends(&w, r);
	put_defects(&w, r);
	put_people(&w, r);
	put_actions(&w, r);
	json_end(&w, '}');
	output_text(o, "\n");
}
