/* SPDX-License-Identifier: MIT */
/* evidence_documents.c - the list of documents, and how each of ours is written: facts of the ledger, and what they do not show. */
#include "base/date.h"
#include "base/version.h"
#include "process/evidence.h"
#include "process/html.h"
#include "text/csv_write.h"

static struct span count(struct arena *a, size_t number)
{
	return span_format(a, "%zu", number);
}

static void begin(struct html *h, const struct evidence_facts *e, const char *title, struct span name)
{
	const struct evidence_request *q = e->request;
	size_t point = span_find_last(name, '.');
	struct span number = q->document.len == 0 ? SPAN("") : span_format(e->arena, "%.*s-%.*s", SPAN_ARGS(q->document), SPAN_ARGS(span_slice(name, 0, point)));
	html_begin(h, span_format(e->arena, "%s %.*s", title, SPAN_ARGS(q->version)));
	html_control_block(h, &(struct document_control){
		.document = number, .version = q->version, .title = span_of(title), .product = q->product, .date = date_print(e->arena, e->now),
		.ledger = span_format(e->arena, "%lld:%.*s", (long long)e->head.seq, SPAN_ARGS(digest_hex(e->arena, &e->head.hash, 64))),
		.policy = digest_hex(e->arena, &q->policy->digest, 64), .generated_by = SPAN("Portcullis " PORTCULLIS_VERSION),
	});
}

/* The sentence for the auditor, with the maker's own document number; then room for those who approve. */
static void end(struct html *h, const struct evidence_facts *e, struct span name, const char *shows)
{
	static const char *const roles[] = {"Author", "Reviewer", "Quality assurance", NULL};
	const struct evidence_request *q = e->request;
	struct span document = q->document.len > 0 ? q->document : SPAN("[your document ID]");
	struct span product = q->product.len > 0 ? q->product : SPAN("[your product]");
	html_heading(h, 2, "For the audit");
	if (e->verdicts == 0)
		html_paragraph(h, SPAN("The ledger holds no verdict of the period: this document does not show that anything was judged."));
	else
		html_paragraph(h, span_format(e->arena, "%.*s (%.*s) is our record for %.*s %.*s: %s", SPAN_ARGS(name), SPAN_ARGS(document), SPAN_ARGS(product),
	                              SPAN_ARGS(q->version), shows));
	html_heading(h, 2, "Approval");
	html_approval_lines(h, roles);
	html_end(h);
}

static void row(struct html *h, const char *word, struct span value)
{
	html_row_begin(h);
	html_cell(h, span_of(word));
	html_number(h, value);
	html_row_end(h);
}

static void verdict_table(struct html *h, const struct evidence_facts *e)
{
	static const char *const headings[] = {"Verdicts of the gate", "Number", NULL};
	html_table_begin(h, headings);
	row(h, "given", count(e->arena, e->verdicts));
	row(h, "passed", count(e->arena, e->passed));
	row(h, "refused", count(e->arena, e->refused));
	row(h, "not decided (refused too)", count(e->arena, e->undecided));
	row(h, "commits judged in passed pushes and ranges", count(e->arena, e->commits));
	row(h, "distinct files read", count(e->arena, e->blobs));
	html_table_end(h);
}

static const char *action_words(enum action action)
{
	static const char *const words[] = {[ACTION_OFF] = "off", [ACTION_WARN] = "warns", [ACTION_REJECT] = "refuses"};
	return words[action];
}

/* What a rule looks at; the gate's own rules about refs, objects and releases look at neither code nor messages. */
enum subject { ABOUT_CODE, ABOUT_MESSAGES, ABOUT_THE_PUSH };

static enum subject subject_of(const struct rule *r)
{
	if (r->check != NULL)
		return r->check->on_commit != NULL ? ABOUT_MESSAGES : ABOUT_CODE;
	return span_starts(r->id, SPAN("CS-")) ? ABOUT_CODE : ABOUT_THE_PUSH;
}

static void rule_table(struct html *h, const struct evidence_facts *e, enum subject subject)
{
	static const char *const headings[] = {"Rule", "Title", "Clause", "Action", NULL};
	const struct policy *p = e->request->policy;
	html_table_begin(h, headings);
	for (size_t i = 0; i < p->nrules; i++) {
		const struct rule *r = &p->rules[i];
		if (subject_of(r) != subject)
			continue;
		html_row_begin(h);
		html_cell(h, r->id);
		html_cell(h, r->title);
		html_cell(h, r->clause);
		html_cell(h, span_of(action_words(r->action)));
		html_row_end(h);
	}
	html_table_end(h);
}

static void findings_table(struct html *h, const struct evidence_facts *e)
{
	static const char *const headings[] = {"Rule", "Title", "Clause", "In refused pushes", "In passed ones", "Under a deviation", NULL};
	if (e->nrules == 0) {
		html_paragraph(h, SPAN("No verdict of the period holds a finding."));
		return;
	}
	html_table_begin(h, headings);
	for (size_t i = 0; i < e->nrules; i++) {
		html_row_begin(h);
		html_cell(h, e->rules[i].id);
		html_cell(h, e->rules[i].title);
		html_cell(h, e->rules[i].clause);
		html_number(h, count(e->arena, e->rules[i].refused));
		html_number(h, count(e->arena, e->rules[i].warned));
		html_number(h, count(e->arena, e->rules[i].covered));
		html_row_end(h);
	}
	html_table_end(h);
}

static void standard_table(struct html *h, const struct evidence_facts *e)
{
	static const char *const headings[] = {"Secure coding standard", "", NULL};
	const struct standard *s = &e->request->policy->standard;
	if (s->title.len == 0) {
		html_paragraph(h, SPAN("The policy names no coding standard: this has to be mended before this document can show anything."));
		return;
	}
	html_table_begin(h, headings);
	row(h, "title", s->title);
	row(h, "version", s->version);
	row(h, "approved by", s->approved_by);
	if (s->effective != INT64_MAX)
		row(h, "effective", date_print(e->arena, s->effective));
	if (s->review_by != INT64_MAX)
		row(h, s->review_by <= e->now ? "to be reviewed by (overdue)" : "to be reviewed by", date_print(e->arena, s->review_by));
	html_table_end(h);
}

static void deviation_table(struct html *h, const struct evidence_facts *e)
{
	static const char *const headings[] = {"Deviation", "Rule", "Path", "Reason", "Risk", "Approved by", "Until", "State", NULL};
	const struct policy *p = e->request->policy;
	if (p->ndeviations == 0) {
		html_paragraph(h, SPAN("The register holds no deviation."));
		return;
	}
	html_table_begin(h, headings);
	for (size_t i = 0; i < p->ndeviations; i++) {
		const struct deviation *d = &p->deviations[i];
		html_row_begin(h);
		html_cell(h, d->id);
		html_cell(h, d->rule);
		html_cell(h, d->path);
		html_cell(h, d->reason);
		html_cell(h, d->risk);
		html_cell(h, d->approver);
		html_cell(h, d->expires_on == INT64_MAX ? SPAN("") : date_print(e->arena, d->expires_on - SECONDS_PER_DAY));
		html_cell(h, d->void_because.len == 0 ? SPAN("in force") : span_format(e->arena, "void: %.*s", SPAN_ARGS(d->void_because)));
		html_row_end(h);
	}
	html_table_end(h);
}

static void problem_counts(struct html *h, const struct evidence_facts *e)
{
	static const char *const headings[] = {"Problem reports by state", "Number", NULL};
	size_t counts[PROBLEM_STATES] = {0};
	for (size_t i = 0; i < e->nproblems; i++)
		counts[e->problems[i].state] += !e->problems[i].is_void;
	html_table_begin(h, headings);
	for (enum problem_state s = 0; s < PROBLEM_STATES; s++) {
		html_row_begin(h);
		html_cell(h, problem_state_name(s));
		html_number(h, count(e->arena, counts[s]));
		html_row_end(h);
	}
	html_table_end(h);
}

static void write_implementation_review(struct output *o, const struct evidence_facts *e, struct span name)
{
	struct html h = {o};
	begin(&h, e, "Implementation Review", name);
	html_heading(&h, 2, "Were the secure coding standards followed?");
	standard_table(&h, e);
	verdict_table(&h, e);
	findings_table(&h, e);
	html_heading(&h, 2, "Was static code analysis performed?");
	html_paragraph(&h, SPAN("The gate reads the changed files of each push that it judges, and compares them with the rules below; how many it judged is "
	                        "said above. No run of another analyser is recorded in the ledger; where one is required, its report has to be added by hand."));
	rule_table(&h, e, ABOUT_CODE);
	html_heading(&h, 2, "Were deviations documented?");
	deviation_table(&h, e);
	html_heading(&h, 2, "Is the implementation traceable to security capabilities?");
	html_paragraph(&h, SPAN("Each judged commit met the rules about its message below. They prove that a commit names a reviewer and an item of the "
	                        "catalogue; that the naming is right is for people to confirm. A matrix of capabilities against code is not kept here."));
	rule_table(&h, e, ABOUT_MESSAGES);
	html_heading(&h, 2, "What became of the findings");
	problem_counts(&h, e);
	end(&h, e, name,
	    "what was implemented was judged commit by commit against the secure coding standard, deviations are listed with their approval, and findings were "
	    "fed into the problem resolution process.");
}

static void write_static_analysis(struct output *o, const struct evidence_facts *e, struct span name)
{
	struct html h = {o};
	begin(&h, e, "Static Code Analysis", name);
	html_heading(&h, 2, "Tool and settings");
	html_paragraph(&h, span_format(e->arena, "Portcullis %s, its lexical analysis of code, with the rules below. Verdicts of the period were given under %zu "
	                                         "different policies.",
	                               PORTCULLIS_VERSION, e->npolicies));
	for (size_t i = 0; i < e->npolicies; i++)
		html_paragraph(&h, span_format(e->arena, "policy %.*s", SPAN_ARGS(e->policies[i])));
	rule_table(&h, e, ABOUT_CODE);
	html_heading(&h, 2, "What was analysed");
	verdict_table(&h, e);
	html_heading(&h, 2, "Findings");
	findings_table(&h, e);
	html_heading(&h, 2, "What is not shown here");
	html_paragraph(&h, SPAN("No run of another static analyser (data flow, undefined behaviour) is recorded in the ledger."));
	end(&h, e, name, "every change was analysed with the settings of the secure coding standard, and what was found was dealt with.");
}

static void write_secure_coding(struct output *o, const struct evidence_facts *e, struct span name)
{
	struct html h = {o};
	begin(&h, e, "Secure Coding Review", name);
	html_heading(&h, 2, "The standard");
	standard_table(&h, e);
	html_heading(&h, 2, "How it is enforced");
	rule_table(&h, e, ABOUT_CODE);
	rule_table(&h, e, ABOUT_MESSAGES);
	rule_table(&h, e, ABOUT_THE_PUSH);
	html_heading(&h, 2, "Where it was not followed");
	findings_table(&h, e);
	html_heading(&h, 2, "Deviations");
	deviation_table(&h, e);
	end(&h, e, name, "the standard that was in force, how it was enforced, and every deviation with who approved it and until when.");
}

static void csv_row(struct output *o, const struct span *cells, size_t ncells)
{
	for (size_t i = 0; i < ncells; i++)
		csv_put(o, cells[i], i == 0);
	csv_end_line(o);
}

/* The control block of a table: rows above the heading that begin with a number sign. */
static void csv_control(struct output *o, const struct evidence_facts *e, struct span name)
{
	const struct evidence_request *q = e->request;
	const struct span rows[][2] = {
		{SPAN("# document"), q->document.len == 0 ? name : span_format(e->arena, "%.*s-%.*s", SPAN_ARGS(q->document), SPAN_ARGS(name))},
		{SPAN("# product"), span_format(e->arena, "%.*s %.*s", SPAN_ARGS(q->product), SPAN_ARGS(q->version))},
		{SPAN("# date"), date_print(e->arena, e->now)},
		{SPAN("# ledger"), span_format(e->arena, "%lld:%.*s", (long long)e->head.seq, SPAN_ARGS(digest_hex(e->arena, &e->head.hash, 64)))},
		{SPAN("# policy"), digest_hex(e->arena, &q->policy->digest, 64)},
		{SPAN("# generated by"), SPAN("Portcullis " PORTCULLIS_VERSION)},
	};
	for (size_t i = 0; i < COUNT(rows); i++)
		csv_row(o, rows[i], 2);
}

static void write_deviations(struct output *o, const struct evidence_facts *e, struct span name)
{
	const struct span heading[] = {SPAN("id"), SPAN("rule"), SPAN("path"), SPAN("symbol"), SPAN("reason"), SPAN("risk"), SPAN("requester"),
	                               SPAN("approver"), SPAN("approved_on"), SPAN("expires_on"), SPAN("problem"), SPAN("state")};
	const struct policy *p = e->request->policy;
	csv_control(o, e, name);
	csv_row(o, heading, COUNT(heading));
	for (size_t i = 0; i < p->ndeviations; i++) {
		const struct deviation *d = &p->deviations[i];
		const struct span cells[] = {
			d->id, d->rule, d->path, d->symbol, d->reason, d->risk, d->requester, d->approver,
			d->approved_on == INT64_MAX ? SPAN("") : date_print(e->arena, d->approved_on),
			d->expires_on == INT64_MAX ? SPAN("") : date_print(e->arena, d->expires_on - SECONDS_PER_DAY), d->problem,
			d->void_because.len == 0 ? SPAN("in force") : span_format(e->arena, "void: %.*s", SPAN_ARGS(d->void_because)),
		};
		csv_row(o, cells, COUNT(cells));
	}
}

/* An anomaly is unresolved until its resolution was verified; the columns are those that the FDA's reviewers ask for. */
static void write_anomalies(struct output *o, const struct evidence_facts *e, struct span name)
{
	static const char *const fields[] = {"title", "cwe", "cvss", "safety", "impact", "affected", "deviation", "decision", "rationale"};
	const struct span heading[] = {SPAN("id"), SPAN("state"), SPAN("title"), SPAN("cwe"), SPAN("cvss"), SPAN("safety_impact"), SPAN("exploitability"),
	                               SPAN("affected_versions"), SPAN("compensating_control"), SPAN("decision"), SPAN("rationale")};
	csv_control(o, e, name);
	csv_row(o, heading, COUNT(heading));
	for (size_t i = 0; i < e->nproblems; i++) {
		const struct problem *p = &e->problems[i];
		struct span cells[2 + COUNT(fields)] = {p->id, problem_state_name(p->state)};
		if (p->is_void || p->state >= PROBLEM_VERIFIED)
			continue;
		for (size_t k = 0; k < COUNT(fields); k++)
			cells[2 + k] = problem_field(p, fields[k]);
		csv_row(o, cells, COUNT(cells));
	}
}

const struct evidence_document evidence_documents[] = {
	{"Implementation-Review_{version}.html", "implementation reviews against the coding standard", NULL, write_implementation_review},
	{"Static-Analysis-SCA_{version}.html", "static code analysis", NULL, write_static_analysis},
	{"Secure-Coding-Review_{version}.html", "the coding standard, its enforcement, its deviations", NULL, write_secure_coding},
	{"Deviation-Register_{version}.csv", "deviations", NULL, write_deviations},
	{"Unresolved-Anomalies_{version}.csv", "problem reports that are not yet verified as resolved", NULL, write_anomalies},
	{"Problem-Resolution-Review_*.html", "the periodic review", "portcullis review report makes it", NULL},
	{"Security-Defect-Analysis_*.csv", "defects of deployed versions", "portcullis review report makes it", NULL},
	{"Trace-Matrix_{version}.html", "capabilities against code and tests", "no catalogue of code tags is read yet", NULL},
	{"Threat-Examination_{version}.html", "threats examined at interfaces and boundaries", "no threat model is read yet", NULL},
	{"Privilege-Change-Log_{version}.csv", "changes of privileges", "no check of privileges runs yet", NULL},
	{NULL, NULL, NULL, NULL},
};
