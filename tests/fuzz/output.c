/* SPDX-License-Identifier: MIT */
/* output.c - from any text nothing but visible characters leaves; as a JSON string it is read back as itself. */
#include "fuzz.h"

#include "base/output.h"
#include "base/unicode.h"
#include "text/json.h"

static void check_visible(struct span text, bool feeds)
{
	while (text.len > 0) {
		uint32_t c = 0;
		size_t len = unicode_decode(text, &c);
		HOLDS(len > 0);
		HOLDS(c < 0x80 ? (c >= 0x20 && c < 0x7f) || (feeds && c == '\n') : unicode_visible(c));
		HOLDS(!unicode_bidi(c) && !unicode_zero_width(c));
		text = span_from(text, len);
	}
}

static void check_json(struct arena *a, struct span text)
{
	struct output *o = output_new(a, true);
	output_json(o, text);
	check_visible(output_taken(o), false);
	const struct json *value;
	if (span_find(text, '\0') < text.len)
		return;
	HOLDS(json_read(a, SPAN("o"), output_taken(o), &value) == NULL && value->kind == JSON_STRING);
	if (unicode_well_formed(text))
		HOLDS(span_eq(value->text, text));
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	struct output *whole = output_new(a, true), *cut = output_new(a, true), *lines = output_new(a, true);
	output_foreign(whole, text);
	check_visible(output_taken(whole), false);
	HOLDS(output_taken(whole).len >= len / 4 && output_columns(whole, 0) <= output_taken(whole).len);
	HOLDS(!span_holds(output_taken(whole), SPAN("##[")) && !span_holds(output_taken(whole), SPAN("##vso[")));
	output_foreign_cut(cut, text, 10);
	check_visible(output_taken(cut), false);
	HOLDS(output_columns(cut, 0) <= 10 * 10 + 3);
	output_foreign_lines(lines, text, 3);
	check_visible(output_taken(lines), true);
	check_json(a, text);
	arena_free(a);
	return 0;
}
