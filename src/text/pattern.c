/* SPDX-License-Identifier: MIT */
/* pattern.c - regular expressions (PCRE2) with limits, so that none of them can run away. */
#include "text/pattern.h"

#include "base/arena.h"

#include <stdint.h>

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>

/* Ids and reviewers' lines are short: what needs more than this is not an honest pattern. */
#define LONGEST_PATTERN 4096
#define DEEPEST_PARENTHESES 50
#define MATCH_LIMIT 100000
#define DEPTH_LIMIT 1000
#define HEAP_LIMIT_KIBIBYTES 1024

struct pattern {
	const pcre2_code *code;
};

static void *take(PCRE2_SIZE size, void *arena)
{
	return arena_take(arena, 1, size);
}

/* The arena gives everything back at its own end. */
static void keep(void *memory, void *arena)
{
	(void)memory;
	(void)arena;
}

static const struct failure *refuse(struct arena *arena, int error, size_t at)
{
	PCRE2_UCHAR words[256] = {0};
	if (pcre2_get_error_message(error, words, sizeof(words)) < 0)
		return failure_of_policy(arena, "the pattern cannot be compiled (PCRE2 error %d)", error);
	return failure_of_policy(arena, "%s (at byte %zu of the pattern)", (const char *)words, at + 1);
}

const struct failure *pattern_new(struct arena *arena, struct span expression, const struct pattern **made)
{
	uint32_t options = PCRE2_ANCHORED | PCRE2_ENDANCHORED | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_UTF | PCRE2_NEVER_UCP |
	                   PCRE2_NEVER_BACKSLASH_C;
	pcre2_general_context *memory = pcre2_general_context_create(take, keep, arena);
	pcre2_compile_context *context = pcre2_compile_context_create(memory);
	pcre2_set_max_pattern_length(context, LONGEST_PATTERN);
	pcre2_set_parens_nest_limit(context, DEEPEST_PARENTHESES);
	int error = 0;
	PCRE2_SIZE at = 0;
	pcre2_code *code = pcre2_compile((PCRE2_SPTR)expression.at, expression.len, options, &error, &at, context);
	if (code == NULL)
		return refuse(arena, error, at);
	struct pattern *pattern = arena_take(arena, 1, sizeof(*pattern));
	pattern->code = code;
	*made = pattern;
	return NULL;
}

enum pattern_answer pattern_is(const struct pattern *pattern, struct arena *scratch, struct span text)
{
	pcre2_general_context *memory = pcre2_general_context_create(take, keep, scratch);
	pcre2_match_context *context = pcre2_match_context_create(memory);
	pcre2_set_match_limit(context, MATCH_LIMIT);
	pcre2_set_depth_limit(context, DEPTH_LIMIT);
	pcre2_set_heap_limit(context, HEAP_LIMIT_KIBIBYTES);
	pcre2_match_data *data = pcre2_match_data_create(1, memory);
	int answer = pcre2_match(pattern->code, (PCRE2_SPTR)text.at, text.len, 0, 0, data, context);
	if (answer == PCRE2_ERROR_NOMATCH)
		return PATTERN_NO;
	return answer >= 0 ? PATTERN_YES : PATTERN_GAVE_UP;
}
