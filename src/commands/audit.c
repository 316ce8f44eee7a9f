/* SPDX-License-Identifier: MIT */
/* audit.c - whether every commit on the protected refs was judged. */
#include "base/date.h"
#include "commands/command.h"
#include "gate/name.h"
#include "process/audit.h"

struct request {
	struct desk_request place;
	struct span refs, from, to;
	bool accept_ci;
};

#define MOST_PATTERNS 64

static const struct failure *settle_refs(struct desk *d, const struct request *q, struct audit_request *audit)
{
	struct gate *g = d->gate;
	struct span *refs = arena_take(g->visit, MOST_PATTERNS, sizeof *refs), rest = q->refs, piece;
	while (span_next(&rest, ',', &piece)) {
		if (!span_starts(piece, SPAN("refs/")))
			return failure_of_usage(g->visit, "--refs %.*s: write full names, such as refs/heads/main", SPAN_ARGS(piece));
		if (audit->nrefs == MOST_PATTERNS)
			return failure_of_usage(g->visit, "--refs takes at most %d patterns", MOST_PATTERNS);
		refs[audit->nrefs++] = piece;
	}
	audit->refs = refs;
	const struct failure *f = desk_policy(d, SPAN(""), &audit->policy);
	if (f == NULL)
		return NULL;
	audit->policy = NULL;
	if (audit->nrefs > 0)
		return NULL;
	return failure_cured(g->visit, f, SPAN("or say which refs are meant: --refs refs/heads/main"));
}

static const struct failure *settle_period(struct gate *g, const struct request *q, struct audit_request *audit)
{
	audit->from = 0;
	audit->to = INT64_MAX;
	if (q->from.len > 0 && !date_read(q->from, &audit->from))
		return failure_of_usage(g->visit, "--from %.*s is no day; write YYYY-MM-DD", SPAN_ARGS(q->from));
	if (q->to.len > 0 && !date_read(q->to, &audit->to))
		return failure_of_usage(g->visit, "--to %.*s is no day; write YYYY-MM-DD", SPAN_ARGS(q->to));
	if (q->to.len > 0)
		audit->to += SECONDS_PER_DAY;
	return NULL;
}

static const struct failure *record(struct desk *d, struct completeness *audit)
{
	const struct failure *f = ledger_begin(d->ledger);
	if (f == NULL)
		f = audit_open_reports(d, audit);
	if (f == NULL)
		f = desk_add(d, SPAN("audit"), audit->repository, audit_body(d->gate->visit, audit));
	return ledger_end(d->ledger, f);
}

static const struct failure *work(struct desk *d, void *context, struct output *o)
{
	const struct request *q = context;
	struct gate *g = d->gate;
	struct audit_request request = {.accept_ci = q->accept_ci};
	struct completeness result;
	const struct failure *f = NULL;
	if (g->repository == NULL)
		f = gate_open_here(g, SPAN("."));
	if (f == NULL)
		f = settle_refs(d, q, &request);
	if (f == NULL)
		f = settle_period(g, q, &request);
	if (f == NULL)
		f = name_on_server(g->repository, g->visit, &request.repository);
	if (f == NULL)
		f = repository_setting(g->repository, g->visit, "portcullis.repositoryId", &request.repository_id);
	if (f == NULL)
		f = audit_run(d, &request, &result);
	if (f == NULL)
		f = record(d, &result);
	if (f != NULL)
		return f;
	desk_print_left(d, o);
	audit_print(o, &result);
	d->status = result.nholes > result.ndecided || result.nundecided_moves > 0;
	return NULL;
}

static int run(int argc, char **argv)
{
	struct request q = {0};
	const struct option_row rows[] = {
		{"--refs", "PATTERNS", "full names of refs, with commas between (what the policy protects)", &q.refs, NULL},
		{"--from", "DAY", "first day of the gate's health (the beginning)", &q.from, NULL},
		{"--to", "DAY", "last day of it (today)", &q.to, NULL},
		{"--accept-ci", NULL, "a passing verdict of a CI step counts as well", NULL, &q.accept_ci},
		DESK_PLACE_ROWS(&q.place),
		DESK_PERSON_ROWS(&q.place),
		{0},
	};
	const struct desk_task task = {
		.usage = "usage: portcullis audit [--refs refs/heads/main]\nFinds the commits on protected refs that have no verdict, and refs that were moved past the gate; each gets a problem report.\nEnds with 1 while one of them is not decided upon.\n",
		.rows = rows, .request = &q.place, .use = STORE_WRITE, .work = work, .context = &q,
	};
	return desk_run(&task, argc, argv);
}

const struct command command_audit = {"audit", "audit [--refs PATTERNS]", "find commits on protected refs that have no verdict", run};
