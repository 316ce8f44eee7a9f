/* SPDX-License-Identifier: MIT */
/* model.c - the names of the nouns' values. */
#include "model/model.h"

bool finding_blocks(const struct finding *f)
{
	return f->rule->action == ACTION_REJECT && f->deviation == NULL && f->break_glass == NULL;
}

struct span severity_name(enum severity severity)
{
	static const char *const names[] = {
		[SEVERITY_INFO] = "info", [SEVERITY_LOW] = "low", [SEVERITY_MEDIUM] = "medium",
		[SEVERITY_HIGH] = "high", [SEVERITY_CRITICAL] = "critical",
	};
	_Static_assert(COUNT(names) == SEVERITY_CRITICAL + 1, "a severity lacks a name");
	return span_of(names[severity]);
}

struct span action_name(enum action action)
{
	static const char *const names[] = {[ACTION_OFF] = "off", [ACTION_WARN] = "warn", [ACTION_REJECT] = "reject"};
	_Static_assert(COUNT(names) == ACTION_REJECT + 1, "an action lacks a name");
	return span_of(names[action]);
}

struct span outcome_name(enum outcome outcome)
{
	static const char *const names[] = {
		[OUTCOME_PASS] = "pass", [OUTCOME_BLOCK] = "block", [OUTCOME_POLICY] = "policy-error", [OUTCOME_UNDECIDED] = "undecided",
	};
	_Static_assert(COUNT(names) == OUTCOME_UNDECIDED + 1, "an outcome lacks a name");
	return span_of(names[outcome]);
}
