/* SPDX-License-Identifier: MIT */
/* people.c - any bytes as a register of people are refused, or make persons of whom each address means one. */
#include "law.h"

#include "text/identity.h"

static void use(const struct people *people, struct arena *a)
{
	HOLDS(people->known);
	for (size_t i = 0; i < people->npersons; i++) {
		const struct person *p = &people->persons[i];
		HOLDS(p->name.len > 0 && p->valid_from <= p->valid_until);
		for (size_t n = 0; n < p->naddresses; n++) {
			struct identity who = identity_of(a, people, SPAN(""), p->addresses[n]);
			HOLDS(identity_is_address(p->addresses[n]) && who.person != NULL && who.key.len > 0);
		}
		for (size_t n = 0; n < p->nlogins; n++) {
			size_t colon = span_find(p->logins[n], ':');
			struct identity who = identity_of_login(a, people, span_slice(p->logins[n], 0, colon), span_from(p->logins[n], colon + 1));
			HOLDS(who.person == p);
		}
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct law law = law_with("people.json", fuzz_text(a, bytes, len));
	const struct policy *p;
	if (law_load(a, &law, &p) == NULL)
		use(&p->people, a);
	arena_free(a);
	return 0;
}
