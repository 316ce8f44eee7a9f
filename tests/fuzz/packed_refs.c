/* SPDX-License-Identifier: MIT */
/* packed_refs.c - whatever packed-refs or the file of a ref holds is read inside its bytes, and halving finds what reading every line finds. */
#include "fuzz.h"

#include "git/loose_refs.h"
#include "git/packed_refs.h"
#include "model/oid.h"

/* All refs of the prefix; false where a line is garbled. Each lies behind the one before, and is found by its name where names are in order. */
static bool walk(struct arena *a, const struct packed_refs *p, struct span prefix, size_t *count, bool *in_order)
{
	struct packed_ref ref;
	struct span last = SPAN("");
	bool found;
	*count = 0;
	*in_order = true;
	const struct failure *f = packed_refs_begin(a, p, prefix, &ref.next);
	for (;;) {
		size_t from = ref.next;
		if (f == NULL)
			f = packed_refs_next(a, p, prefix, from, &ref, &found);
		if (f != NULL) {
			fuzz_failed(f, FAILURE_UNDECIDED);
			return false;
		}
		if (!found)
			return true;
		HOLDS(ref.next > from && ref.next <= p->lines.len && span_starts(ref.name, prefix));
		HOLDS(span_inside(ref.name, p->lines) && span_inside(ref.id, p->lines) && span_inside(ref.peeled, p->lines));
		*in_order = *in_order && (last.len == 0 || span_order(last, ref.name) < 0);
		last = ref.name;
		++*count;
	}
}

static void read_loose(struct arena *a, struct span text)
{
	struct loose_ref ref;
	const struct failure *f = loose_ref_parse(a, SPAN("refs/heads/x"), text, &ref);
	if (f != NULL)
		fuzz_failed(f, FAILURE_UNDECIDED);
	else
		HOLDS((ref.symbol.len > 0) != !oid_is_zero(&ref.id));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	struct packed_refs p;
	read_loose(a, text);
	const struct failure *f = packed_refs_read(a, text, &p);
	if (f != NULL) {
		fuzz_failed(f, FAILURE_UNDECIDED);
		arena_free(a);
		return 0;
	}
	struct packed_refs plain = {.lines = p.lines}, halved = {.lines = p.lines, .sorted = true};
	const struct span prefixes[] = {{"", 0}, {"refs/heads/", 11}, {"refs/tags/v", 11}};
	size_t all, by_line, by_half;
	bool in_order, unused, sound = walk(a, &plain, SPAN(""), &all, &in_order);
	for (size_t i = 0; i < COUNT(prefixes); i++) {
		bool whole = walk(a, &plain, prefixes[i], &by_line, &unused), half = walk(a, &halved, prefixes[i], &by_half, &unused);
		if (sound)
			HOLDS(whole);
		if (sound && in_order)
			HOLDS(half && by_line == by_half);
	}
	struct packed_ref first, again;
	bool found = false;
	if (sound && in_order && all > 0) {
		HOLDS(packed_refs_next(a, &plain, SPAN(""), 0, &first, &found) == NULL && found);
		HOLDS(packed_refs_find(a, &halved, first.name, &again, &found) == NULL && found && again.id.at == first.id.at);
	}
	arena_free(a);
	return 0;
}
