/* SPDX-License-Identifier: MIT */
/* mailmap.c - any mailmap is refused or made of its own bytes; with it, any text is one person's identity or none, and says so. */
#include "fuzz.h"

#include "text/addresses.h"
#include "text/identity.h"

static void check_value(struct arena *a, const struct people *people, struct span value)
{
	struct identity who;
	struct addresses found = addresses_in(value);
	struct span address = value, last = SPAN("");
	while (addresses_next(&found, &address)) {
		HOLDS(identity_is_address(address) && span_inside(address, value));
		last = address;
	}
	struct span complaint = identity_read(a, people, value, SPAN(""), &who);
	if (complaint.len > 0)
		return;
	HOLDS(who.key.len > 0 && who.name.len > 0);
	HOLDS(span_find(value, '@') < value.len && span_find(value, '<') < value.len && span_trim(value).at[span_trim(value).len - 1] == '>');
	struct identity again = identity_of(a, people, span_slice(value, 0, span_find(value, '<')),
	                                    span_slice(value, span_find(value, '<') + 1, span_find(value, '>')));
	HOLDS(span_eq(who.key, again.key) && identity_same(&who, &again) && last.len > 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len), rest = text, line;
	struct people people = {0};
	const struct failure *f = mailmap_read(a, SPAN("mailmap"), text, &people.aliases, &people.naliases);
	if (f != NULL)
		fuzz_failed(f, FAILURE_POLICY);
	if (f != NULL)
		people = (struct people){0};
	for (size_t i = 0; i < people.naliases; i++) {
		const struct alias *each = &people.aliases[i];
		HOLDS(span_inside(each->name, text) && span_inside(each->mail, text) && span_inside(each->old_name, text) &&
		      span_inside(each->old_mail, text));
		HOLDS(each->old_mail.len > 0 || each->mail.len > 0);
		struct identity who = identity_of(a, &people, each->old_name, each->old_mail);
		HOLDS(who.key.len > 0);
	}
	while (span_next(&rest, '\n', &line))
		check_value(a, &people, line);
	HOLDS(identity_of(a, &people, SPAN(""), SPAN("")).key.len > 0);
	HOLDS(identity_of_login(a, &people, SPAN("http"), text).key.len > 0);
	arena_free(a);
	return 0;
}
