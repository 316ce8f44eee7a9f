/* SPDX-License-Identifier: MIT */
/* formats.c - a verdict made of any texts leaves as visible lines, and as JSON that the strict reader takes. */
#include "fuzz.h"

#include "base/unicode.h"
#include "formats/format.h"
#include "text/json.h"

/* Pieces of the input between NUL bytes, one after the other; then empty ones. */
static struct span piece(struct span *rest)
{
	struct span each = {"", 0};
	(void)span_next(rest, '\0', &each);
	return each;
}

static void check_visible(struct span text)
{
	while (text.len > 0) {
		uint32_t c = 0;
		size_t len = unicode_decode(text, &c);
		HOLDS(len > 0 && (c == '\n' || unicode_visible(c)));
		text = span_from(text, len);
	}
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span rest = fuzz_text(a, bytes, len);
	struct rule rule = {.severity = SEVERITY_HIGH, .action = ACTION_REJECT};
	struct process process = {0};
	struct finding f = {.rule = &rule, .line = 3, .column = 2};
	struct span *const spans[] = {&f.title, &f.path, &f.source, &f.symbol, &f.title_line, &f.mend, &f.ref, &f.kind, &rule.id, &rule.title,
	                              &rule.why, &rule.instead, &rule.clause, &process.title, &process.document, &f.link};
	for (size_t i = 0; i < COUNT(spans); i++)
		*spans[i] = piece(&rest);
	f.id = SPAN("OBS-ABCDEFGHIJKL");
	f.caret = f.source.len / 2;
	f.width = f.source.len - f.caret;
	if (rule.id.len == 0)
		rule.id = SPAN("R-1");
	struct update update = {.ref = piece(&rest), .new = {{1}}};
	struct push push = {.updates = &update, .nupdates = 1, .pusher = piece(&rest), .host = SPAN("plain")};
	struct notice notice = {piece(&rest)};
	struct failure failed = {FAILURE_UNDECIDED, piece(&rest), SPAN("cure")};
	struct verdict v = {.outcome = OUTCOME_BLOCK, .id = SPAN("VRD-1"), .at = 1780000000, .program = SPAN("p"), .mode = SPAN("push"), .where = SPAN(""),
	                    .push = &push, .policy_name = piece(&rest), .policy_source = piece(&rest), .process = &process, .findings = &f, .nfindings = 1,
	                    .nblocking = 1, .notices = &notice, .nnotices = 1, .failure = failed.text.len > 0 ? &failed : NULL};
	for (const struct format *const *each = formats; *each != NULL; each++) {
		struct output *o = output_new(a, false);
		(*each)->write(o, a, &v);
		check_visible(output_taken(o));
		const struct json *read;
		if (strcmp((*each)->name, "json") == 0)
			HOLDS(json_read(a, SPAN("o"), output_taken(o), &read) == NULL);
	}
	arena_free(a);
	return 0;
}
