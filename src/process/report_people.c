/* SPDX-License-Identifier: MIT */
/* report_people.c - what people say in a review: who, on which inputs, with which conclusions and actions. */
#include "base/date.h"
#include "process/html.h"
#include "process/report.h"

static void row(struct html *h, const struct span *cells, size_t count)
{
	html_row_begin(h);
	for (size_t i = 0; i < count; i++)
		html_cell(h, cells[i]);
	html_row_end(h);
}

static void put_participants(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Participant", "Name", "Role", NULL}, *const signatures[] = {"Signatory", "Name", "Role", "Signed", "Grade", NULL};
	static const char *const roles[] = {"Chair of the review", "Quality management", "Security", NULL};
	const struct review *v = r->x->review;
	html_heading(h, 2, "Participants, roles, signatures");
	if (v->nparticipants > 0) {
		html_table_begin(h, headings);
		for (size_t i = 0; i < v->nparticipants; i++)
			row(h, (const struct span[]){v->participants[i].address, v->participants[i].name, v->participants[i].role}, 3);
		html_table_end(h);
	} else {
		output_text(h->output, "<p class=\"open\">No participant is named.</p>\n");
	}
	if (v->nsignatures > 0) {
		html_table_begin(h, signatures);
		for (size_t i = 0; i < v->nsignatures; i++) {
			const struct review_person *s = &v->signatures[i];
			row(h, (const struct span[]){s->address, s->name, s->role, moment_print(r->arena, s->at), signature_words(r->arena, v, s)}, 5);
		}
		html_table_end(h);
	}
	if (!report_is_signed(v))
		html_approval_lines(h, roles);
}

static void put_inputs(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Input", "SHA-256 or head", NULL};
	const struct review *v = r->x->review;
	const struct traffic *t = &r->x->traffic;
	html_heading(h, 2, "Inputs");
	html_table_begin(h, headings);
	row(h, (const struct span[]){span_format(r->arena, "the ledger up to event %lld", (long long)v->head.seq), digest_hex(r->arena, &v->head.hash, 64)}, 2);
	for (size_t i = 0; i < t->nreigns; i++)
		row(h, (const struct span[]){span_format(r->arena, "the policy %.*s, under which %zu verdicts were given", SPAN_ARGS(t->reigns[i].name), t->reigns[i].verdicts),
		                             t->reigns[i].digest}, 2);
	for (size_t i = 0; i < v->ninputs; i++)
		row(h, (const struct span[]){v->inputs[i].name, v->inputs[i].digest}, 2);
	html_table_end(h);
	if (r->no_policy.len > 0)
		html_paragraph(h, span_format(r->arena, "Rules and deviations of today's policy are not known: %.*s.", SPAN_ARGS(r->no_policy)));
}

void report_html_people(struct output *o, const struct report *r)
{
	struct html h = {o};
	put_participants(&h, r);
	put_inputs(&h, r);
}

static void put_conclusions(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Was the process ...", "Answer", "Justification", "Concluded by", NULL};
	static const char *const questions[] = {"complete", "efficient", "such that it led to resolution"};
	_Static_assert(COUNT(questions) == CRITERIA, "a criterion lacks its question");
	html_heading(h, 2, "Conclusions");
	html_table_begin(h, headings);
	for (enum criterion c = 0; c < CRITERIA; c++) {
		const struct review_conclusion *said = &r->x->review->conclusions[c];
		html_row_begin(h);
		html_cell(h, span_of(questions[c]));
		output_text(h->output, said->answer.len == 0 ? "<td class=\"open\">" : "<td>");
		html_text(h, said->answer.len == 0 ? SPAN("to be concluded") : said->answer);
		output_text(h->output, "</td>");
		html_cell(h, said->justification);
		html_cell(h, said->by);
		html_row_end(h);
	}
	html_table_end(h);
}

static void put_actions(struct html *h, const struct report *r, const struct review *v)
{
	static const char *const headings[] = {"Action", "What", "Owner", "Due", "Improves", "Rule", "Effect, evidence, policy change", NULL};
	struct arena *a = r->arena;
	if (v == NULL || v->nactions == 0) {
		html_paragraph(h, SPAN("None."));
		return;
	}
	html_table_begin(h, headings);
	for (size_t i = 0; i < v->nactions; i++) {
		const struct review_action *t = &v->actions[i];
		struct span effect = t->effect.len == 0 ? SPAN("open") : span_format(a, "%.*s: %.*s", SPAN_ARGS(t->effect), SPAN_ARGS(t->evidence));
		if (t->policy_commit.len > 0)
			effect = span_format(a, "%.*s; policy %.*s", SPAN_ARGS(effect), SPAN_ARGS(span_slice(t->policy_commit, 0, 12)));
		row(h, (const struct span[]){t->id, t->what, t->owner, t->due, t->improves, t->rule, effect}, 7);
	}
	html_table_end(h);
}

static void put_changes(struct html *h, const struct report *r)
{
	static const char *const headings[] = {"Policy", "First verdict", "Last verdict", "Verdicts", NULL};
	const struct traffic *t = &r->x->traffic;
	html_heading(h, 2, "Changes of the process and of the policy");
	if (t->nreigns == 0) {
		html_paragraph(h, SPAN("No push was judged in the period."));
		return;
	}
	html_table_begin(h, headings);
	for (size_t i = 0; i < t->nreigns; i++) {
		const struct reign *g = &t->reigns[i];
		row(h, (const struct span[]){span_slice(g->digest, 0, 16), moment_print(r->arena, g->first), moment_print(r->arena, g->last),
		                             span_format(r->arena, "%zu", g->verdicts)}, 4);
	}
	html_table_end(h);
}

static void put_end(struct html *h, const struct report *r)
{
	html_heading(h, 2, "Next review");
	html_paragraph(h, span_format(r->arena, "Due on %.*s, by the reviews closed so far.", SPAN_ARGS(date_print(r->arena, r->due))));
	if (r->nobstacles == 0)
		return;
	output_text(h->output, "<p class=\"open\">This review cannot be closed yet:</p>\n<ul>\n");
	for (size_t i = 0; i < r->nobstacles; i++) {
		output_text(h->output, "<li>");
		html_text(h, r->obstacles[i].what);
		output_text(h->output, "</li>\n");
	}
	output_text(h->output, "</ul>\n");
}

void report_html_conclusions(struct output *o, const struct report *r)
{
	struct html h = {o};
	put_conclusions(&h, r);
	html_heading(&h, 2, "Improvement actions");
	put_actions(&h, r, r->x->review);
	html_heading(&h, 2, "Status of the actions of the review before");
	put_actions(&h, r, r->x->previous);
	put_changes(&h, r);
	put_end(&h, r);
}
