/* SPDX-License-Identifier: MIT */
/* facts.c - what any bytes say about others is said in whole names, and the quick way never misses it. */
#include "fuzz.h"

#include "text/c_condense.h"
#include "text/c_facts.h"

static void check_links(const struct c_link *links, size_t count)
{
	for (size_t i = 0; i < count; i++)
		HOLDS(links[i].from.len > 0);
}

static void check_names(const struct span *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		HOLDS(names[i].len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	bool build_file = len % 2 == 0;
	struct c_facts facts = c_facts_of(a, text, true, build_file);
	check_links(facts.handings, facts.nhandings);
	check_links(facts.mentions, facts.nmentions);
	check_links(facts.scopes, facts.nscopes);
	check_links(facts.declarers, facts.ndeclarers);
	check_links(facts.texts, facts.ntexts);
	check_names(facts.openers, facts.nopeners);
	check_names(facts.linkers, facts.nlinkers);
	check_names(facts.pasters, facts.npasters);
	struct c_facts quick = c_facts_of(a, c_condensed(a, text), true, false);
	struct c_facts whole = c_facts_of(a, text, true, false);
	HOLDS((quick.ncomputed > 0) == (whole.ncomputed > 0));
	if (quick.ncomputed == 0)
		HOLDS(quick.nincludes <= whole.nincludes && quick.npasters <= whole.npasters && quick.nopeners <= whole.nopeners);
	struct span spelled = c_facts_spelled(a, &quick);
	struct c_facts again = c_facts_read(a, spelled);
	HOLDS(span_eq(spelled, c_facts_spelled(a, &again)));
	arena_free(a);
	return 0;
}
