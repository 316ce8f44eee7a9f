/* SPDX-License-Identifier: MIT */
/* policy.c - any bytes as a policy are a sound law or refused with a place; a law that loads has every built-in rule and loads again to the same digest. */
#include "law.h"

static void use(const struct policy *p, struct arena *a)
{
	struct protection merged;
	for (enum builtin b = 0; b < BUILTIN_RULES; b++)
		HOLDS(policy_builtin(p, b) != NULL && policy_builtin(p, b)->id.len > 0);
	HOLDS(p->nrules >= BUILTIN_RULES && p->nprotections > 0);
	HOLDS(policy_builtin(p, RULE_POLICY_REVIEW)->action == ACTION_REJECT);
	(void)policy_protects(p, SPAN("refs/heads/main"), &merged);
	for (size_t i = 0; i < p->nrules; i++) {
		const struct rule *r = &p->rules[i];
		HOLDS(r->id.len > 0);
		(void)rule_covers(r, SPAN("src/a/b.c"));
		for (size_t n = i + 1; n < p->nrules; n++)
			HOLDS(!span_eq(r->id, p->rules[n].id));
	}
	struct span link = process_link(a, &p->process, SPAN("OBS-ABC"));
	HOLDS(link.len == 0 || span_holds(link, SPAN("OBS-ABC")));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY), *again = arena_new("fuzz", FUZZ_MEMORY);
	struct law law = law_with("policy.json", fuzz_text(a, bytes, len));
	const struct policy *p, *second;
	if (law_load(a, &law, &p) == NULL) {
		use(p, a);
		HOLDS(law_load(again, &law, &second) == NULL && digest_eq(&p->digest, &second->digest));
	}
	arena_free(again);
	arena_free(a);
	return 0;
}
