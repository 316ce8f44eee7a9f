/* SPDX-License-Identifier: MIT */
/* encoding.c - any bytes are given as text, and text that is unreadable says where. */
#include "fuzz.h"

#include "base/unicode.h"
#include "text/encoding.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span raw = fuzz_text(a, bytes, len);
	struct decoded d = encoding_read(a, raw);
	span_touch(d.text);
	HOLDS(d.unreadable_at <= d.text.len);
	if (d.text.len > 0 && !span_inside(d.text, raw))
		HOLDS(unicode_well_formed(d.text) && d.text.len <= len / 2 * 3);
	if (d.unreadable.len == 0)
		HOLDS(span_find(d.text, '\0') == d.text.len);
	if (unicode_well_formed(raw) && span_find(raw, '\0') == raw.len)
		HOLDS(d.unreadable.len == 0 && (d.text.len == len || d.text.len + 3 == len));
	arena_free(a);
	return 0;
}
