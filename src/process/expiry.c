/* SPDX-License-Identifier: MIT */
/* expiry.c - what was put off or accepted until a day is under review again when the day comes. */
#include "base/date.h"
#include "process/progress.h"

static bool has_expired(const struct problem *p, int64_t now)
{
	struct span decision = problem_field(p, "decision");
	int64_t day;
	bool waits = p->state == PROBLEM_CLOSED ? span_eq(problem_field(p, "reason"), SPAN("risk-accepted"))
	                                        : p->state == PROBLEM_DISPOSITIONED || p->state == PROBLEM_DISCLOSED;
	if (!waits || !word_among("accept-residual-risk defer", decision))
		return false;
	return !date_read(problem_field(p, "expires"), &day) || day <= now;
}

static const struct failure *reopen(struct ledger *l, struct arena *a, const struct problem *p)
{
	struct act act = {.ledger = l, .arena = a, .actor = SPAN("portcullis"), .activity = l->now, .by_gate = true};
	struct givens g = {.arena = a};
	give(&g, FIELD_CAUSE, SPAN("expiry"));
	give(&g, FIELD_NOTE, span_format(a, "%.*s was decided until %.*s", SPAN_ARGS(problem_field(p, "decision")), SPAN_ARGS(problem_field(p, "expires"))));
	return problem_reopen(&act, p, &g);
}

static const struct failure *expire(struct ledger *l, struct arena *a, size_t *count)
{
	const struct problem **list;
	size_t n;
	const struct failure *f = problems_named(l, a, SPAN("expires"), &list, &n);
	for (size_t i = 0; f == NULL && i < n; i++) {
		if (!has_expired(list[i], l->now))
			continue;
		f = reopen(l, a, list[i]);
		(*count)++;
	}
	return f;
}

const struct failure *problems_expire(struct ledger *l, size_t *count)
{
	struct arena *a = arena_new("expiry", (size_t)1 << 30);
	*count = 0;
	const struct failure *f = ledger_begin(l);
	if (f == NULL)
		f = expire(l, a, count);
	f = failure_copy(l->house, ledger_end(l, f));
	arena_free(a);
	return f;
}
