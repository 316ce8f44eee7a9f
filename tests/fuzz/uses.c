/* SPDX-License-Identifier: MIT */
/* uses.c - the uses that any bytes have lie inside them, sorted; an empty line in front moves them all and changes nothing else. */
#include "fuzz.h"

#include "text/uses.h"

static const struct wanted_name wanted[] = {
	{{"strcpy", 6}, 0}, {{"gets", 4}, 1}, {{"str*", 4}, 2}, {{"system", 6}, 3}, {{"a", 1}, 4},
};

static void check(const struct uses *uses, struct span text)
{
	for (size_t i = 0; i < uses->count; i++) {
		const struct use *u = &uses->list[i];
		HOLDS(u->len > 0 && u->at < text.len && u->len <= text.len - u->at);
		HOLDS(u->id < COUNT(wanted) && u->kind < USE_KINDS);
		HOLDS(use_kind_name(u->kind).len > 0);
		HOLDS(i == 0 || u[-1].at < u->at || (u[-1].at == u->at && u[-1].id <= u->id));
	}
}

static void check_moved(const struct uses *here, const struct uses *moved)
{
	HOLDS(here->count == moved->count);
	for (size_t i = 0; i < here->count; i++) {
		const struct use *u = &here->list[i], *v = &moved->list[i];
		HOLDS(u->at + 1 == v->at && u->len == v->len && u->id == v->id && u->kind == v->kind && u->inactive == v->inactive);
		HOLDS(digest_eq(&u->window, &v->window));
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	char *longer = arena_take(a, len + 1, 1);
	longer[0] = '\n';
	if (len > 0)
		memcpy(longer + 1, bytes, len);
	const struct names *names = names_new(a, wanted, COUNT(wanted));
	bool c = len % 3 != 1, cplusplus = len % 3 != 0;
	struct uses here = {.arena = a}, moved = {.arena = a};
	c_uses(&here, text, names, c, cplusplus);
	check(&here, text);
	c_uses(&moved, (struct span){longer, len + 1}, names, c, cplusplus);
	if (!span_starts(text, SPAN("\xEF\xBB\xBF")))
		check_moved(&here, &moved);
	arena_free(a);
	return 0;
}
