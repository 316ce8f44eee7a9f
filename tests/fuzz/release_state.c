/* SPDX-License-Identifier: MIT */
/* release_state.c - any bytes as a release state are refused, or every name in it says something. */
#include "law.h"

static void use(const struct release_state *s)
{
	HOLDS(s->there && s->address.len > 0 && s->grade.len > 0);
	for (size_t i = 0; i < s->nproblems; i++)
		HOLDS(s->problems[i].id.len > 0 && s->problems[i].state.len > 0);
	for (size_t i = 0; i < s->ndebts; i++)
		HOLDS(s->debts[i].id.len > 0);
	for (size_t i = 0; i < s->naudits; i++)
		for (size_t n = 0; n < s->audits[i].nrefs; n++)
			HOLDS(s->audits[i].repository.len > 0 && s->audits[i].refs[n].ref.len > 0);
	for (size_t i = 0; i < s->nevidence; i++)
		for (size_t n = 0; n < s->evidence[i].nfiles; n++)
			HOLDS(s->evidence[i].version.len > 0 && s->evidence[i].files[n].len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct law law = law_with("state.json", fuzz_text(a, bytes, len));
	const struct policy *p;
	if (law_load(a, &law, &p) == NULL)
		use(&p->state);
	arena_free(a);
	return 0;
}
