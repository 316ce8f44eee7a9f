/* SPDX-License-Identifier: MIT */
/* catalogue.c - any bytes as a catalogue, CSV or (behind a first J) JSON, are refused, or each id is found again as itself. */
#include "fuzz.h"

#include "text/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	bool json = len > 0 && bytes[0] == 'J';
	struct span text = fuzz_text(a, bytes + json, len - json);
	const struct catalogue *c;
	const struct failure *f = catalogue_read(a, json ? SPAN("c.json") : SPAN("c.csv"), text, &c);
	if (f != NULL)
		fuzz_failed(f, FAILURE_POLICY);
	for (size_t i = 0; f == NULL && i < c->nentries; i++) {
		const struct catalogue_entry *e = &c->entries[i];
		HOLDS(e->id.len > 0 && e->status.len > 0 && catalogue_find(c, e->id) == e);
		HOLDS(i == 0 || span_order(c->entries[i - 1].id, e->id) < 0);
		span_touch(e->title);
	}
	if (f == NULL)
		HOLDS(catalogue_find(c, SPAN("")) == NULL && catalogue_find(c, SPAN("\x01 no such id")) == NULL);
	arena_free(a);
	return 0;
}
