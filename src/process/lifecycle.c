/* SPDX-License-Identifier: MIT */
/* lifecycle.c - the states of a problem report, their exits, and the fields that each asks for. */
#include "process/lifecycle.h"

#define ALWAYS(f) {f, f, f, NULL, false}
#define EITHER(f, other) {f, other, f, NULL, false}
#define WHERE(f, of, is) {f, f, of, is, false}
#define BY_PEOPLE(f) {f, f, f, NULL, true}
#define NEEDS(...) .needs = {__VA_ARGS__}, .nneeds = sizeof((struct need[]){__VA_ARGS__}) / sizeof(struct need)
#define EXITS(...) .exits = {__VA_ARGS__}, .nexits = sizeof((struct exit[]){__VA_ARGS__}) / sizeof(struct exit)

/* What ends in change; what is put off ends only by a new decision. */
#define CHANGING "fix mitigate-by-environment transfer-to-supplier"

static const struct state_form states[] = {
	[PROBLEM_RECEIVED] = {
		"9.2", "a report came in, from one of the seven kinds of sources",
		NEEDS(ALWAYS(FIELD_PRODUCT), ALWAYS(FIELD_VERSION), ALWAYS(FIELD_TITLE), ALWAYS(FIELD_DESCRIPTION), ALWAYS(FIELD_SOURCE),
		      ALWAYS(FIELD_REPORTER), ALWAYS(FIELD_RECEIVED), ALWAYS(FIELD_SECURITY)),
		EXITS({PROBLEM_UNDER_REVIEW, FIELD_REASON, NULL})},
	[PROBLEM_UNDER_REVIEW] = {
		"9.3", "somebody looks whether it is a problem of ours",
		NEEDS(ALWAYS(FIELD_OWNER), ALWAYS(FIELD_STARTED)),
		EXITS({PROBLEM_CONFIRMED, FIELD_REASON, NULL},
		      {PROBLEM_CLOSED, FIELD_REASON, "not-applicable not-reproducible duplicate-of false-positive not-security"})},
	[PROBLEM_CONFIRMED] = {
		"9.3", "it applies to us and can be verified",
		NEEDS(ALWAYS(FIELD_APPLICABILITY), ALWAYS(FIELD_VERIFIABILITY), ALWAYS(FIELD_THREATS), ALWAYS(FIELD_SEVERITY)),
		EXITS({PROBLEM_ANALYSED, FIELD_REASON, NULL})},
	[PROBLEM_ANALYSED] = {
		"9.4", "its impact, its cause, and what else it touches are known",
		NEEDS(ALWAYS(FIELD_IMPACT), EITHER(FIELD_CVSS, FIELD_SCHEME), EITHER(FIELD_CVSS_SCORE, FIELD_SCHEME), ALWAYS(FIELD_AFFECTED),
		      ALWAYS(FIELD_ROOT_CAUSE), ALWAYS(FIELD_CWE), ALWAYS(FIELD_RELATED), ALWAYS(FIELD_SAFETY), ALWAYS(FIELD_SAFETY_REFERENCE)),
		EXITS({PROBLEM_DISPOSITIONED, FIELD_REASON, NULL})},
	[PROBLEM_DISPOSITIONED] = {
		"9.5", "it is decided what is done about it",
		NEEDS(ALWAYS(FIELD_DECISION), ALWAYS(FIELD_DECIDER), ALWAYS(FIELD_DECIDER_ROLE), ALWAYS(FIELD_RATIONALE), ALWAYS(FIELD_DUE),
		      ALWAYS(FIELD_DISCLOSE), ALWAYS(FIELD_DISCLOSE_RATIONALE), ALWAYS(FIELD_THIRD_PARTY), ALWAYS(FIELD_OTHER_PRODUCTS),
		      WHERE(FIELD_EXPIRES, FIELD_DECISION, "accept-residual-risk"), WHERE(FIELD_RISK_APPROVAL, FIELD_DECISION, "accept-residual-risk"),
		      WHERE(FIELD_EXPIRES, FIELD_DECISION, "defer")),
		EXITS({PROBLEM_ADDRESSING, FIELD_DECISION, CHANGING}, {PROBLEM_DISCLOSED, FIELD_DECISION, "accept-residual-risk"},
		      {PROBLEM_CLOSED, FIELD_DECISION, "accept-residual-risk"})},
	[PROBLEM_ADDRESSING] = {
		"9.5", "the change is asked for, and under way",
		NEEDS(ALWAYS(FIELD_CHANGES)),
		EXITS({PROBLEM_RESOLVED, FIELD_REASON, NULL})},
	[PROBLEM_RESOLVED] = {
		"9.5", "the change is on a protected ref, or otherwise in place",
		NEEDS(WHERE(FIELD_COMMITS, FIELD_DECISION, "fix"), ALWAYS(FIELD_RESOLVER), BY_PEOPLE(FIELD_CHANGE_IMPACT)),
		EXITS({PROBLEM_VERIFIED, FIELD_REASON, NULL}, {PROBLEM_ADDRESSING, FIELD_REASON, NULL})},
	[PROBLEM_VERIFIED] = {
		"6.2.2", "somebody else has shown that it is gone and that nothing new came",
		NEEDS(ALWAYS(FIELD_CHANGE_IMPACT), ALWAYS(FIELD_VERIFIER), ALWAYS(FIELD_VERIFICATION), ALWAYS(FIELD_NEW_PROBLEMS), ALWAYS(FIELD_RELEASED)),
		EXITS({PROBLEM_DISCLOSED, FIELD_REASON, NULL}, {PROBLEM_CLOSED, FIELD_REASON, NULL}, {PROBLEM_ADDRESSING, FIELD_REASON, NULL})},
	[PROBLEM_DISCLOSED] = {
		"4.1.7", "those who must know were told",
		NEEDS(ALWAYS(FIELD_ADVISORY), ALWAYS(FIELD_NOTIFIED)),
		EXITS({PROBLEM_CLOSED, FIELD_REASON, NULL})},
	[PROBLEM_CLOSED] = {
		"9.5", "everything that was asked for is there",
		NEEDS(ALWAYS(FIELD_CLOSER), ALWAYS(FIELD_CLOSED), ALWAYS(FIELD_REASON)),
		.nexits = 0},
};
_Static_assert(COUNT(states) == PROBLEM_STATES, "a state lacks its form");

const struct state_form *state_form(enum problem_state state)
{
	return &states[state];
}

bool state_named(struct span name, enum problem_state *state)
{
	for (size_t i = 0; i < PROBLEM_STATES; i++)
		if (span_eq(name, problem_state_name((enum problem_state)i))) {
			*state = (enum problem_state)i;
			return true;
		}
	return false;
}

bool word_among(const char *words, struct span text)
{
	struct span rest = span_of(words), word;
	struct span head = span_slice(text, 0, span_find(text, ':'));
	while (span_next(&rest, ' ', &word))
		if (span_eq(word, text) || (span_eq(word, SPAN("duplicate-of")) && span_eq(word, head)))
			return true;
	return false;
}

struct span reason_of_decision(struct span decision)
{
	static const struct {
		struct span decision, reason;
	} ends[] = {
		{{"fix", 3}, {"fixed", 5}},
		{{"mitigate-by-environment", 23}, {"mitigated", 9}},
		{{"accept-residual-risk", 20}, {"risk-accepted", 13}},
		{{"transfer-to-supplier", 20}, {"transferred", 11}},
	};
	for (size_t i = 0; i < COUNT(ends); i++)
		if (span_eq(ends[i].decision, decision))
			return ends[i].reason;
	return SPAN("");
}
