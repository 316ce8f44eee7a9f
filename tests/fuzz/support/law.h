/* SPDX-License-Identifier: MIT */
/* law.h - a policy whose files lie in memory: one of them is the fuzzer's. */
#ifndef PORTCULLIS_FUZZ_LAW_H
#define PORTCULLIS_FUZZ_LAW_H

#include "fuzz.h"

#include "policy/policy.h"

#include <limits.h>

#define LAW_NOW INT64_C(1780000000) /* in May 2026 */

struct law_file {
	const char *path;
	struct span bytes;
};

#define LAW_FILES 7
struct law {
	struct law_file files[LAW_FILES];
};

static const struct failure *law_read(void *context, struct arena *a, struct span path, struct span *bytes, bool *found)
{
	const struct law *law = context;
	*found = false;
	for (size_t i = 0; i < LAW_FILES && law->files[i].path != NULL; i++)
		if (span_eq(path, span_of(law->files[i].path))) {
			*found = true;
			*bytes = span_copy(a, law->files[i].bytes);
		}
	return NULL;
}

/* The usual files, of which one is given by the fuzzer. */
static inline struct law law_with(const char *path, struct span bytes)
{
	struct law law = {{
		{"policy.json", SPAN("{\"portcullis\": 1, \"name\": \"Fuzz\", \"people\": \"people.json\", \"deviations\": \"deviations.json\",\n"
		                     "\"break_glass\": \"break_glass.json\", \"release\": {\"tags\": [\"refs/tags/v*\"], \"state\": \"state.json\"},\n"
		                     "\"process\": {\"title\": \"P\", \"document\": \"SOP-1\", \"intake\": \"https://x.example/?r={id}\", \"contact\": \"c@x.example\"},\n"
		                     "\"protect\": [{\"refs\": [\"refs/heads/main\"]}], \"rules\": [\n"
		                     "{\"id\": \"BF-1\", \"title\": \"t\", \"check\": \"banned-function\", \"languages\": [\"c\"], \"names\": [\"gets\"], \"why\": \"w\", \"instead\": \"i\"},\n"
		                     "{\"id\": \"RV-1\", \"check\": \"review\"}]}")},
		{"people.json", SPAN("{\"people\": [{\"name\": \"J. Doe\", \"addresses\": [\"doe@example.org\"], \"roles\": [\"reviewer\"]},\n"
		                     "{\"name\": \"R. Roe\", \"addresses\": [\"roe@example.org\"], \"roles\": [\"reviewer\", \"policy\"]}]}")},
		{"deviations.json", SPAN("{\"deviations\": []}")},
		{"break_glass.json", SPAN("{\"break_glass\": []}")},
		{"state.json", SPAN("{\"portcullis-state\": 1, \"at\": \"2026-05-28T00:00:00Z\", \"ledger\": {\"seq\": 1,\n"
		                    "\"head\": \"0000000000000000000000000000000000000000000000000000000000000001\"},\n"
		                    "\"signed_off\": {\"address\": \"roe@example.org\", \"name\": \"R. Roe\", \"role\": \"r\", \"grade\": \"claimed\"},\n"
		                    "\"undispositioned\": [], \"debts\": [], \"review\": {\"due\": \"2027-01-01\"}, \"audits\": [], \"evidence\": []}")},
		{"catalogue.csv", SPAN("id,title,status\nSEC-1,A,approved\nSEC-2,B,retired\n")},
		{"mailmap", SPAN("Jane Doe <doe@example.org> <jane@example.org>\n")},
	}};
	for (size_t i = 0; i < LAW_FILES; i++)
		if (strcmp(law.files[i].path, path) == 0)
			law.files[i].bytes = bytes;
	return law;
}

/* The packs are those of this repository, where the fuzzer is started in it. */
static inline const struct failure *law_load(struct arena *a, struct law *law, const struct policy **policy)
{
	static char packs[PATH_MAX];
	if (packs[0] == '\0' && realpath("policies", packs) == NULL)
		memcpy(packs, "/nowhere", sizeof "/nowhere");
	const struct policy_source source = {.name = SPAN("policy.json"), .packs = span_of(packs), .read = law_read, .context = law};
	const struct failure *f = policy_read(a, &source, SPAN("policy.json"), SPAN("plain"), LAW_NOW, policy);
	if (f != NULL)
		fuzz_failed(f, FAILURE_POLICY);
	return f;
}

#endif
