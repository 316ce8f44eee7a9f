/* SPDX-License-Identifier: MIT */
/* lexer.c - in every reading the tokens of any bytes tile the text in order, with nothing but white space and splices between them. */
#include "fuzz.h"

#include "text/c_tokens.h"

static bool is_between(struct span text, size_t at)
{
	char c = text.at[at];
	return byte_is_space(c) || c == '\0' || c == '\\' || c == '?' || c == '/' || (at < 3 && span_starts(text, SPAN("\xEF\xBB\xBF")));
}

static void check_spelling(const struct c_lexer *lexer, struct c_token t, struct arena *a)
{
	char *buffer = arena_take(a, t.len, 1);
	size_t len = c_token_spell(lexer, t, buffer, t.len);
	HOLDS(len <= t.len);
	if (t.clean)
		HOLDS(len == t.len && memcmp(buffer, lexer->text.at + t.at, len) == 0);
	HOLDS(c_token_spell(lexer, t, buffer, len / 2) == len);
}

static void check(struct arena *a, struct span text, struct c_reading reading)
{
	struct c_lexer lexer = c_lexer_of(text, reading);
	size_t at = 0;
	for (;;) {
		struct c_token t = c_lexer_next(&lexer);
		HOLDS(t.at >= at && t.at <= text.len);
		for (; at < t.at; at++)
			HOLDS(is_between(text, at));
		if (t.kind == C_END)
			break;
		HOLDS(t.len > 0 && t.len <= text.len - t.at);
		check_spelling(&lexer, t, a);
		at = t.at + t.len;
	}
	for (; at < text.len; at++)
		HOLDS(is_between(text, at));
	HOLDS(c_lexer_next(&lexer).kind == C_END);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span text = fuzz_text(a, bytes, len);
	for (unsigned bits = 0; bits < 64; bits++) {
		struct c_reading reading = {(bits & 1) != 0, (bits & 2) != 0, (bits & 4) != 0, (bits & 8) != 0, (bits & 16) != 0, (bits & 32) != 0};
		check(a, text, reading);
		arena_reset(a);
		text = fuzz_text(a, bytes, len);
	}
	arena_free(a);
	return 0;
}
