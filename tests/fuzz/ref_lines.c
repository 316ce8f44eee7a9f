/* SPDX-License-Identifier: MIT */
/* ref_lines.c - whatever stands on the hook's standard input is either the lines that git writes, every byte of them, or refused. */
#include "fuzz.h"

#include "git/oid.h"
#include "git/ref_lines.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len), rest = text, line;
	const struct update *updates;
	size_t count;
	const struct failure *f = ref_lines_parse(a, text, &updates, &count);
	if (f != NULL)
		fuzz_failed(f, FAILURE_UNDECIDED);
	for (size_t i = 0; f == NULL && i < count; i++) {
		HOLDS(span_next(&rest, '\n', &line));
		const struct update *u = &updates[i];
		HOLDS(u->ref.len > 0 && span_inside(u->ref, text));
		HOLDS(span_eq(line, span_format(a, "%.*s %.*s %.*s", SPAN_ARGS(oid_hex(a, &u->old)), SPAN_ARGS(oid_hex(a, &u->new)), SPAN_ARGS(u->ref))));
		HOLDS(!oid_is_zero(&u->old) || !oid_is_zero(&u->new));
		if (ref_name_is_sound(u->ref))
			HOLDS(span_starts(u->ref, SPAN("refs/")) && !span_holds(u->ref, SPAN("..")) && !span_ends(u->ref, SPAN("/")));
	}
	if (f == NULL)
		HOLDS(count > 0 && rest.len == 0 && text.at[text.len - 1] == '\n');
	arena_free(a);
	return 0;
}
