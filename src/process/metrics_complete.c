/* SPDX-License-Identifier: MIT */
/* metrics_complete.c - whether the process was complete: records, paths, sources, coverage. */
#include "base/date.h"
#include "policy/policy.h"
#include "process/lifecycle.h"
#include "process/metrics.h"

static bool is_member(const struct examination *x, const struct item *i)
{
	(void)x;
	return i->member;
}

static bool is_filled(const struct problem *p, enum field field)
{
	return problem_field(p, field_form(field)->name).len > 0;
}

static bool is_owed(const struct problem *p, const struct need *n)
{
	return n->is == NULL || span_eq(problem_field(p, field_form(n->of)->name), span_of(n->is));
}

/* The steps that count: those up to the end of the period that entered a state, since the report was opened last. */
struct path {
	enum problem_state states[64];
	size_t count;
};

static void walk_path(const struct examination *x, const struct item *i, struct path *path)
{
	const struct problem *p = i->problem;
	path->count = 0;
	for (size_t s = 0; s < p->nsteps; s++) {
		bool again = span_eq(p->steps[s].step, SPAN("reopened"));
		if (p->steps[s].activity > x->population.to || (!again && !span_eq(p->steps[s].step, problem_state_name(p->steps[s].state))))
			continue;
		if (again)
			path->count = 0;
		if (path->count < COUNT(path->states))
			path->states[path->count++] = p->steps[s].state;
	}
}

/* The first field that is missing of those which the states passed ask for, or NULL. What the next state asks again of people is not owed yet. */
static const char *lacking(const struct examination *x, const struct item *i)
{
	struct path path;
	walk_path(x, i, &path);
	for (size_t s = 0; s < path.count; s++) {
		const struct state_form *form = state_form(path.states[s]);
		for (size_t k = 0; k < form->nneeds; k++) {
			const struct need *n = &form->needs[k];
			if (!n->of_people && is_owed(i->problem, n) && !is_filled(i->problem, n->field) && !is_filled(i->problem, n->instead))
				return field_form(n->field)->name;
		}
	}
	return path.count == 0 && !is_filled(i->problem, FIELD_TITLE) ? "title" : NULL;
}

static bool is_complete(const struct examination *x, const struct item *i)
{
	return lacking(x, i) == NULL;
}

static struct span lacks(const struct examination *x, const struct item *i)
{
	const char *field = lacking(x, i);
	return field == NULL ? SPAN("") : span_format(x->arena, "lacks %s", field);
}

static bool is_closed_in(const struct examination *x, const struct item *i)
{
	(void)x;
	return i->closed_in;
}

static bool leads(const struct problem *p, enum problem_state from, enum problem_state to)
{
	const struct state_form *form = state_form(from);
	for (size_t i = 0; i < form->nexits; i++) {
		const struct exit *e = &form->exits[i];
		if (e->to == to && (e->among == NULL || word_among(e->among, problem_field(p, field_form(e->of)->name))))
			return true;
	}
	return false;
}

static bool has_whole_path(const struct examination *x, const struct item *i)
{
	struct path path;
	walk_path(x, i, &path);
	if (path.count == 0 || (path.states[0] != PROBLEM_RECEIVED && path.states[0] != PROBLEM_UNDER_REVIEW))
		return false;
	for (size_t s = 1; s < path.count; s++)
		if (!leads(i->problem, path.states[s - 1], path.states[s]))
			return false;
	return true;
}

static void measure_feed_in(struct measurement *m)
{
	const struct traffic *t = &m->x->traffic;
	const struct named *known = &m->x->population.fingerprints;
	int64_t fed = 0;
	for (size_t i = 0; i < t->fingerprints.count; i++) {
		bool in = t->landed[i].covered || named_find(known, t->fingerprints.names[i]) < known->count;
		fed += in;
		if (!in)
			miss_add(m, t->landed[i].observation, span_format(m->x->arena, "rule %.*s", SPAN_ARGS(t->landed[i].rule)));
	}
	figure_add(m, FIGURE_SHARE, NULL, fed, (int64_t)t->fingerprints.count);
}

static const struct span sources[] = {
	{"testing", 7}, {"supplier", 8}, {"developer", 9}, {"user", 4}, {"audit-log", 9}, {"researcher", 10}, {"public-monitoring", 17},
};

static bool has_record(const struct population *p, struct span source)
{
	for (size_t i = 0; i < p->nitems; i++)
		if (p->items[i].received_in && span_eq(problem_field(p->items[i].problem, "source"), source))
			return true;
	return false;
}

/* Whether statements that nothing was received cover the whole period together. */
static bool is_silent(const struct examination *x, struct span source)
{
	int64_t covered = (x->population.from + 1) / SECONDS_PER_DAY * SECONDS_PER_DAY;
	for (bool further = true; further && covered <= x->population.to;) {
		further = false;
		for (size_t i = 0; i < x->nsilences; i++) {
			const struct silence *s = &x->silences[i];
			if (!span_eq(s->source, source) || s->from > covered || s->to <= covered)
				continue;
			covered = s->to;
			further = true;
		}
	}
	return covered > x->population.to;
}

static void measure_sources(struct measurement *m)
{
	int64_t heard = 0;
	for (size_t i = 0; i < COUNT(sources); i++) {
		bool in = has_record(&m->x->population, sources[i]) || is_silent(m->x, sources[i]);
		heard += in;
		if (!in)
			miss_add(m, sources[i], SPAN("no record, and nobody stated that none was received"));
	}
	figure_add(m, FIGURE_SHARE, NULL, heard, COUNT(sources));
}

static void measure_gate(struct measurement *m)
{
	const struct examination *x = m->x;
	int64_t commits = 0, holes = 0;
	for (size_t i = 0; i < x->naudits; i++) {
		commits += (int64_t)x->audits[i].commits;
		for (size_t k = 0; k < x->audits[i].nholes; k++, holes++)
			miss_add(m, x->audits[i].holes[k].commit,
			         span_format(x->arena, "%.*s, by %.*s", SPAN_ARGS(x->audits[i].holes[k].why), SPAN_ARGS(x->audits[i].holes[k].author)));
	}
	if (x->naudits == 0) {
		figure_add(m, FIGURE_ABSENT, "no audit of a repository was made (portcullis audit)", 0, 0);
		return;
	}
	figure_add(m, FIGURE_SHARE, NULL, commits - holes, commits);
	figure_add(m, FIGURE_COUNT, "pushes let through by break-glass", 0, (int64_t)x->traffic.nbypasses);
	for (size_t i = 0; i < x->traffic.nbypasses; i++)
		miss_add(m, x->traffic.bypasses[i].verdict,
		         span_format(x->arena, "break-glass %.*s by %.*s", SPAN_ARGS(x->traffic.bypasses[i].id), SPAN_ARGS(x->traffic.bypasses[i].pusher)));
}

/* What the register calls void today may only have expired since. */
static struct span disorder(const struct deviation *d, int64_t now)
{
	if (d->risk.len == 0)
		return SPAN("no risk assessment");
	if (d->approver.len == 0 || span_eq_fold(d->approver, d->requester))
		return SPAN("not approved by somebody else");
	return d->expires_on > now ? d->void_because : SPAN("");
}

static void measure_deviations(struct measurement *m)
{
	const struct policy *policy = m->x->policy;
	int64_t good = 0, active = 0;
	if (policy == NULL) {
		figure_add(m, FIGURE_ABSENT, "no policy was given", 0, 0);
		return;
	}
	for (size_t i = 0; i < policy->ndeviations; i++) {
		const struct deviation *d = &policy->deviations[i];
		if (d->approved_on > m->x->population.to || d->expires_on <= m->x->population.from)
			continue;
		struct span fault = d->expires_on <= m->x->population.to ? SPAN("expired in the period") : disorder(d, m->x->now);
		active++;
		good += fault.len == 0;
		if (fault.len > 0)
			miss_add(m, d->id, fault);
	}
	figure_add(m, FIGURE_SHARE, NULL, good, active);
}

static const struct metric metrics[] = {
	{"C1", "complete", "record completeness", "reports of P with every field that the states passed ask for / reports of P", "100 %",
	 GOAL_AT_LEAST, 100, NULL, is_member, is_complete, lacks, NULL, UNIT_SECONDS, NULL},
	{"C2", "complete", "path completeness", "closed in the period through allowed exits only, from the first state or the reopening / closed in the period", "100 %",
	 GOAL_AT_LEAST, 100, NULL, is_closed_in, has_whole_path, NULL, NULL, UNIT_SECONDS, NULL},
	{"C3", "complete", "feed-in completeness",
	 "distinct findings that accepted pushes of the period brought onto protected refs and that a deviation, a break-glass entry or a report covers / all of them", "100 %",
	 GOAL_AT_LEAST, 100, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_feed_in},
	{"C4", "complete", "source coverage", "source classes of 9.2 with a report received in the period, or statements over all of it that none was received / 7", "7 of 7",
	 GOAL_AT_LEAST, 100, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_sources},
	{"C5", "complete", "gate coverage", "commits on protected refs with a verdict / commits on protected refs, by the newest audit of each repository; bypasses by name", "100 %",
	 GOAL_AT_LEAST, 100, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_gate},
	{"C6", "complete", "review coverage", "commits with the required independent review at the required grade / commits", "100 %",
	 GOAL_AT_LEAST, 100, "verdicts do not record each commit's review yet", NULL, NULL, NULL, NULL, UNIT_SECONDS, NULL},
	{"C7", "complete", "static code analysis coverage", "files analysed successfully / files in scope; rules with an enabled check / rules", "100 %; stated",
	 GOAL_AT_LEAST, 100, "results of analysers are not imported yet", NULL, NULL, NULL, NULL, UNIT_SECONDS, NULL},
	{"C8", "complete", "field-defect analysis coverage", "supported versions with a defect analysis in the period / supported versions", "100 %",
	 GOAL_AT_LEAST, 100, "no register of supported versions exists yet", NULL, NULL, NULL, NULL, UNIT_SECONDS, NULL},
	{"C9", "complete", "deviations in order", "deviations in force in the period with a risk assessment, an approver who is not the requester, and no expiry in it / all of them",
	 "100 %", GOAL_AT_LEAST, 100, NULL, NULL, NULL, NULL, NULL, UNIT_SECONDS, measure_deviations},
};

const struct metric_list metrics_complete = {metrics, COUNT(metrics)};
