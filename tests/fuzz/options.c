/* SPDX-License-Identifier: MIT */
/* options.c - any words behind a program's name (NUL between them) are refused as usage, or each is where it belongs. */
#include "fuzz.h"

#include "base/options.h"

#define MOST 20

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span rest = fuzz_text(a, bytes, len), each, words[2], value = {"", 0}, other = {"", 0};
	char *argv[MOST];
	int argc = 0;
	bool flag = false;
	size_t nwords;
	while (argc < MOST && span_next(&rest, '\0', &each))
		argv[argc++] = (char *)(uintptr_t)span_string(a, each);
	const struct option_row rows[] = {
		{"--value", "TEXT", "a value", &value, NULL}, {"--other", "TEXT", "another", &other, NULL}, {"--flag", NULL, "a flag", NULL, &flag}, {0}};
	const struct failure *f = options_read(a, argc, argv, rows, words, COUNT(words), &nwords);
	HOLDS(nwords <= COUNT(words));
	if (f != NULL)
		fuzz_failed(f, FAILURE_USAGE);
	for (size_t i = 0; f == NULL && i < nwords; i++)
		span_touch(words[i]);
	span_touch(value);
	span_touch(other);
	struct output *o = output_new(a, false);
	options_help(o, rows);
	HOLDS(output_taken(o).len > 0);
	arena_free(a);
	return 0;
}
