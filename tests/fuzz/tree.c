/* SPDX-License-Identifier: MIT */
/* tree.c - a tree object is refused, or read in git's order; one without an oddity is the bytes that git writes for its entries. */
#include "fuzz.h"

#include "git/tree.h"

static void check_sound(struct arena *a, struct span raw, const struct tree *t)
{
	for (size_t i = 0; i < t->nentries; i++) {
		const struct entry *e = &t->entries[i];
		struct span head = span_format(a, "%o %.*s", e->mode, SPAN_ARGS(e->name));
		HOLDS(span_starts(raw, head));
		HOLDS(raw.at[head.len] == '\0' && memcmp(raw.at + head.len + 1, e->id.bytes, 20) == 0);
		raw = span_from(raw, head.len + 21);
		HOLDS(e->name.len > 0 && span_find(e->name, '/') == e->name.len);
		HOLDS(!span_eq_fold(e->name, SPAN(".git")) && !span_eq(e->name, SPAN("..")) && !span_eq(e->name, SPAN(".")));
		for (size_t n = i + 1; n < t->nentries; n++)
			HOLDS(!span_eq(e->name, t->entries[n].name));
	}
	HOLDS(raw.len == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct oid id = {{1}};
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span raw = fuzz_text(a, bytes, len);
	struct tree t;
	const struct failure *f = tree_parse(a, &id, raw, &t);
	if (f != NULL)
		fuzz_failed(f, FAILURE_UNDECIDED);
	for (size_t i = 0; f == NULL && i < t.nentries; i++) {
		HOLDS(span_inside(t.entries[i].name, raw) && t.entries[i].kind != ENTRY_NONE);
		HOLDS(i == 0 || entry_order(&t.entries[i - 1], &t.entries[i]) <= 0);
		HOLDS(entry_same(&t.entries[i], &t.entries[i]));
	}
	if (f == NULL && t.oddity.len == 0)
		check_sound(a, raw, &t);
	arena_free(a);
	return 0;
}
