/* SPDX-License-Identifier: MIT */
/* break_glass.c - any bytes as a register of break-glass entries are refused, or none is in force but for a week and with two approvers. */
#include "law.h"

#include "base/date.h"

static void use(const struct policy *p)
{
	for (size_t i = 0; i < p->nbreak_glasses; i++) {
		const struct break_glass *e = &p->break_glasses[i];
		HOLDS(e->id.len > 0 && span_starts(e->ref, SPAN("refs/")));
		if (e->void_because.len > 0)
			continue;
		HOLDS(e->reason.len > 0 && e->napprovers == 2 && !span_eq_fold(e->approvers[0], e->approvers[1]));
		HOLDS(e->from <= LAW_NOW && LAW_NOW < e->until && e->until - e->from <= 7 * SECONDS_PER_DAY);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct law law = law_with("break_glass.json", fuzz_text(a, bytes, len));
	const struct policy *p;
	if (law_load(a, &law, &p) == NULL)
		use(p);
	arena_free(a);
	return 0;
}
