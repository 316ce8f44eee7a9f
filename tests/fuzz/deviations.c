/* SPDX-License-Identifier: MIT */
/* deviations.c - any bytes as a register of deviations are refused, or none is in force but on its days and with two people. */
#include "law.h"

static void use(const struct policy *p)
{
	struct finding finding = {.rule = &p->rules[p->nrules - 2], .path = SPAN("src/a.c"), .symbol = SPAN("gets")};
	const struct deviation *covering = policy_deviation(p, &finding);
	HOLDS(covering == NULL || (covering->void_because.len == 0 && span_eq(covering->rule, finding.rule->id)));
	for (size_t i = 0; i < p->ndeviations; i++) {
		const struct deviation *d = &p->deviations[i];
		if (d->void_because.len > 0)
			continue;
		HOLDS(d->id.len > 0 && d->reason.len > 0 && !span_eq_fold(d->requester, d->approver));
		HOLDS(d->approved_on <= LAW_NOW && LAW_NOW < d->expires_on);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct law law = law_with("deviations.json", fuzz_text(a, bytes, len));
	const struct policy *p;
	if (law_load(a, &law, &p) == NULL)
		use(p);
	arena_free(a);
	return 0;
}
