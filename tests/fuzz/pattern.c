/* SPDX-License-Identifier: MIT */
/* pattern.c - any expression before the first line feed is refused as policy, or answers about any text without running away. */
#include "fuzz.h"

#include "text/pattern.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY), *scratch = arena_new("fuzz", FUZZ_MEMORY);
	struct span both = fuzz_text(a, bytes, len);
	size_t feed = span_find(both, '\n');
	struct span text = fuzz_text(a, bytes + (feed < len ? feed + 1 : len), feed < len ? len - feed - 1 : 0);
	const struct pattern *p;
	const struct failure *f = pattern_new(a, span_slice(both, 0, feed), &p);
	if (f != NULL)
		fuzz_failed(f, FAILURE_POLICY);
	else
		HOLDS(pattern_is(p, scratch, text) == pattern_is(p, scratch, text));
	arena_free(scratch);
	arena_free(a);
	return 0;
}
