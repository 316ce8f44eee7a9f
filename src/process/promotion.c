/* SPDX-License-Identifier: MIT */
/* promotion.c - what a push that went through means for problem reports, and what is refused again and again. */
#include "process/promotion.h"

#include "base/date.h"
#include "process/debt.h"
#include "process/observation.h"
#include "process/recurrence.h"
#include "base/table.h"

/* Ids of commits that one field holds. */
#define COMMITS_MOST 300

/* Whether an update of a protected ref is in the push; of that ref, where one is named. */
static bool is_protected(const struct json *record, struct span ref)
{
	for (const struct json *each = json_first(record, "updates"); each != NULL; each = each->next)
		if (json_is_true(each, "protected") && (ref.len == 0 || span_eq(json_word(each, "ref"), ref)))
			return true;
	return false;
}

static struct act act_on(struct promotion *p, struct arena *a)
{
	struct act act = {.ledger = p->ledger, .arena = a, .actor = SPAN("portcullis"), .role = SPAN("gate"), .activity = p->ledger->now, .by_gate = true, .last = p->last};
	moment_read(json_word(p->record, "at"), &act.activity);
	return act;
}

/* A rule of the life cycle in the way is no failure of ours: there is nobody who could be asked. */
static const struct failure *unless_refused(const struct failure *f)
{
	return f != NULL && f->kind == FAILURE_USAGE ? NULL : f;
}

/* A record is filed whatever stands in it: what does not fit its field is left out, and what a report must have is said in our words. */
static struct givens made_fit(struct arena *a, const struct givens *given, const struct act *act)
{
	struct givens fit = {.arena = a};
	give(&fit, FIELD_PRODUCT, SPAN("(repository without a name)"));
	give(&fit, FIELD_VERSION, SPAN("unknown"));
	give(&fit, FIELD_TITLE, SPAN("A finding of the gate"));
	give(&fit, FIELD_DESCRIPTION, SPAN("The verdict that is named here says more"));
	give(&fit, FIELD_RECEIVED, date_print(a, act->activity < act->ledger->now ? act->activity : act->ledger->now));
	for (size_t i = 0; i < given->count; i++)
		if (field_fault(a, given->list[i].field, given->list[i].text, act->ledger->now).len == 0)
			give(&fit, given->list[i].field, given->list[i].text);
	return fit;
}

/* A new report; `what` names it where it could not be made. */
static const struct failure *open_fit(struct promotion *p, struct act *act, struct givens *g, struct span what)
{
	struct span id;
	give(g, FIELD_VERDICT, json_word(p->record, "id"));
	struct givens fit = made_fit(act->arena, g, act);
	const struct failure *f = problem_open(act, &fit, &id);
	p->last = act->last;
	if (f != NULL && f->kind == FAILURE_USAGE)
		return failure(p->ledger->house, "no problem report could be made of %.*s: %.*s %.*s", SPAN_ARGS(what),
		               SPAN_ARGS(act->ncomplaints == 0 ? SPAN("") : span_of(field_form(act->complaints[0].field)->name)),
		               SPAN_ARGS(act->ncomplaints == 0 ? f->text : act->complaints[0].text));
	return f;
}

static const struct failure *open_report(struct promotion *p, struct arena *a, const struct json *finding, struct span origin)
{
	struct act act = act_on(p, a);
	struct givens g = {.arena = a};
	give_finding(&g, p->record, finding);
	give(&g, FIELD_ORIGIN, origin);
	return open_fit(p, &act, &g, json_word(finding, "id"));
}

/* Each use of break-glass is a debt of its own, whatever is known of what it let through. */
static const struct failure *open_debt(struct promotion *p)
{
	struct act act = act_on(p, p->arena);
	struct givens g = {.arena = p->arena};
	struct span entry = debt_entry(p->record);
	if (entry.len == 0)
		return NULL;
	give_debt(&g, p->record, act.activity);
	return open_fit(p, &act, &g, entry);
}

static const struct failure *link_report(struct promotion *p, struct arena *a, const struct problem *report, const char *seen)
{
	struct act act = act_on(p, a);
	struct givens g = {.arena = a};
	struct span verdict = json_word(p->record, "id");
	if (span_eq(problem_field(report, "verdict"), verdict))
		return NULL;
	give(&g, FIELD_VERDICT, verdict);
	give(&g, FIELD_SEEN, span_of(seen));
	return unless_refused(problem_append(&act, report, "linked", &g));
}

static const struct failure *reopen_report(struct promotion *p, struct arena *a, const struct problem *report)
{
	struct act act = act_on(p, a);
	struct givens g = {.arena = a};
	give(&g, FIELD_CAUSE, SPAN("recurrence"));
	give(&g, FIELD_NOTE, SPAN("the finding is on a protected ref again"));
	give(&g, FIELD_VERDICT, json_word(p->record, "id"));
	give(&g, FIELD_SEEN, SPAN("landed"));
	return unless_refused(problem_reopen(&act, report, &g));
}

/* Whether it was said to be gone; what was accepted, or found to be no problem, may be seen again. */
static bool is_said_gone(const struct problem *p)
{
	if (p->state == PROBLEM_CLOSED)
		return word_among("fixed mitigated transferred", problem_field(p, "reason"));
	return p->state == PROBLEM_RESOLVED || p->state == PROBLEM_VERIFIED ||
	       (p->state == PROBLEM_DISCLOSED && !span_eq(problem_field(p, "decision"), SPAN("accept-residual-risk")));
}

/* The open report of a fingerprint, or the latest one; NULL: none. */
static const struct failure *find_report(struct promotion *p, struct arena *a, const struct json *finding, const struct problem **report)
{
	const struct problem **list;
	size_t count;
	struct span fingerprint = json_word(finding, "fingerprint");
	*report = NULL;
	const struct failure *f = problems_named(p->ledger, a, fingerprint, &list, &count);
	for (size_t i = 0; f == NULL && i < count; i++)
		if (span_eq(problem_field(list[i], "fingerprint"), fingerprint) && (*report == NULL || (*report)->state == PROBLEM_CLOSED))
			*report = list[i];
	return f;
}

static const struct failure *landed(struct promotion *p, struct arena *a, const struct json *finding)
{
	const struct problem *report;
	const struct failure *f = find_report(p, a, finding, &report);
	if (f != NULL)
		return f;
	if (report == NULL && json_word(finding, "break_glass").len > 0)
		return NULL; /* the debt lists it */
	if (report == NULL)
		return open_report(p, a, finding, json_word(finding, "deviation").len > 0 ? SPAN("deviation") : SPAN("gate"));
	return is_said_gone(report) ? reopen_report(p, a, report) : link_report(p, a, report, "landed");
}

static const struct failure *refused(struct promotion *p, struct arena *a, const struct json *finding)
{
	const struct problem *report;
	const struct failure *f = find_report(p, a, finding, &report);
	if (f != NULL)
		return f;
	if (report != NULL)
		return link_report(p, a, report, "refused");
	for (size_t i = 0; i < p->nrecurring; i++)
		if (p->recurring[i] == finding)
			return open_report(p, a, finding, SPAN("recurrence"));
	return NULL;
}

static bool is_news(const struct json *record, const struct json *finding)
{
	bool accepted = json_word(finding, "deviation").len > 0 || json_word(finding, "break_glass").len > 0;
	return is_protected(record, json_word(finding, "ref")) && (accepted || span_eq(json_word(finding, "action"), SPAN("warn")));
}

static const struct failure *follow_findings(struct promotion *p, bool through)
{
	struct arena *a = arena_new("finding", (size_t)1 << 30);
	const struct failure *f = NULL;
	for (const struct json *each = json_first(p->record, "findings"); f == NULL && each != NULL; each = each->next) {
		arena_reset(a);
		if (!finding_is_of_product(each))
			continue;
		if (through && is_news(p->record, each))
			f = landed(p, a, each);
		else if (!through && json_is_true(each, "blocks"))
			f = refused(p, a, each);
	}
	f = failure_copy(p->ledger->house, f);
	arena_free(a);
	return f;
}

/* All commits of the push that name the report, as one text. */
static struct span commits_for(struct promotion *p, struct span id)
{
	struct output *o = output_new(p->arena, false);
	size_t count = 0;
	for (const struct json *each = json_first(p->record, "problems"); each != NULL && count < COMMITS_MOST; each = each->next)
		if (span_eq(json_word(each, "id"), id) && span_eq(json_word(each, "trailer"), SPAN("Resolves-Problem"))) {
			output_text(o, count++ == 0 ? "" : ",");
			output_foreign(o, json_word(each, "commit"));
		}
	return output_taken(o);
}

static const struct failure *note_report(struct promotion *p, const struct problem *report, struct span commits)
{
	struct act act = act_on(p, p->arena);
	struct givens g = {.arena = p->arena};
	give(&g, FIELD_VERDICT, json_word(p->record, "id"));
	give(&g, FIELD_NOTE, made_plain(p->arena, span_format(p->arena, "commits say that they resolve it, but it is %.*s: %.*s",
	                                                      SPAN_ARGS(problem_state_name(report->state)), SPAN_ARGS(commits)), FIELD_LONGEST));
	return unless_refused(problem_append(&act, report, "noted", &g));
}

static const struct failure *resolve(struct promotion *p, struct span id)
{
	struct act act = act_on(p, p->arena);
	struct givens g = {.arena = p->arena};
	const struct problem *report;
	struct span commits = commits_for(p, id), pusher = made_plain(p->arena, json_word(p->record, "pusher"), 200);
	const struct failure *f = problem_read(p->ledger, p->arena, id, &report);
	if (f != NULL)
		return f;
	if (report == NULL || report->is_void) {
		remarks_add(p->remarks, span_format(p->ledger->house, "commits of %.*s say that they resolve %.*s, which is %s",
		                                    SPAN_ARGS(json_word(p->record, "id")), SPAN_ARGS(id), report == NULL ? "not there" : "void"));
		return NULL;
	}
	bool decided = report->state == PROBLEM_DISPOSITIONED && span_eq(problem_field(report, "decision"), SPAN("fix"));
	if (!decided && report->state != PROBLEM_ADDRESSING)
		return note_report(p, report, commits);
	give(&g, FIELD_COMMITS, commits);
	give(&g, FIELD_RESOLVER, pusher.len >= 2 ? pusher : SPAN("(pusher unknown)"));
	give(&g, FIELD_VERDICT, json_word(p->record, "id"));
	if (decided)
		give(&g, FIELD_CHANGES, commits);
	f = problem_advance(&act, report, PROBLEM_RESOLVED, &g);
	return f != NULL && f->kind == FAILURE_USAGE ? note_report(p, report, commits) : f;
}

static const struct failure *follow_trailers(struct promotion *p)
{
	struct table done = {.arena = p->arena};
	const struct failure *f = NULL;
	bool known;
	for (const struct json *each = json_first(p->record, "problems"); f == NULL && each != NULL; each = each->next) {
		struct span id = json_word(each, "id");
		if (!span_eq(json_word(each, "trailer"), SPAN("Resolves-Problem")) || id.len == 0)
			continue;
		table_place(&done, id, &known);
		if (!known)
			f = resolve(p, id);
	}
	return f;
}

const struct failure *promotion_prepare(struct promotion *p)
{
	if (!span_eq(json_word(p->record, "mode"), SPAN("push")) || !span_eq(json_word(p->record, "outcome"), SPAN("block")))
		return NULL;
	return recurrence_find(p);
}

const struct failure *promotion_follow(struct promotion *p)
{
	struct span outcome = json_word(p->record, "outcome");
	if (!span_eq(json_word(p->record, "mode"), SPAN("push")))
		return NULL;
	if (span_eq(outcome, SPAN("block")))
		return follow_findings(p, false);
	if (!span_eq(outcome, SPAN("pass")) || !is_protected(p->record, SPAN("")))
		return NULL;
	const struct failure *f = follow_findings(p, true);
	if (f == NULL)
		f = open_debt(p);
	return f != NULL ? f : follow_trailers(p);
}
