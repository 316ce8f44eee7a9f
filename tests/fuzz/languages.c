/* SPDX-License-Identifier: MIT */
/* languages.c - whatever bytes a file of any language has, the uses lie inside them, and what it says of others can be asked. */
#include "fuzz.h"

#include "languages/language.h"
#include "text/c_facts.h"

static const struct wanted_name wanted[] = {
	{{"strcpy", 6}, 0}, {{"gets", 4}, 1}, {{"str*", 4}, 2}, {{"system", 6}, 3}, {{"a", 1}, 4},
};

static void check(const struct uses *uses, struct span text)
{
	for (size_t i = 0; i < uses->count; i++) {
		const struct use *u = &uses->list[i];
		HOLDS(u->len > 0 && u->at < text.len && u->len <= text.len - u->at);
		HOLDS(u->id < COUNT(wanted) && u->kind < USE_KINDS);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	const struct names *names = names_new(a, wanted, COUNT(wanted));
	for (size_t i = 0; languages[i] != NULL; i++) {
		struct uses uses = {.arena = a};
		languages[i]->uses(&uses, text, names);
		check(&uses, text);
	}
	for (unsigned kind = 1; kind < 4; kind++) {
		struct c_facts facts = c_facts_of(a, text, (kind & 1) != 0, (kind & 2) != 0);
		for (size_t i = 0; i < facts.nincludes; i++)
			HOLDS(facts.includes[i].len <= len + 1);
	}
	arena_free(a);
	return 0;
}
