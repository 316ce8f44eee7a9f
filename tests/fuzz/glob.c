/* SPDX-License-Identifier: MIT */
/* glob.c - the pattern before the first line feed matches the text behind it exactly where a plain recursive reading says so. */
#include "fuzz.h"

#include "base/glob.h"

struct pair {
	struct span pattern, text;
	signed char *known; /* per place in both: 0 not yet, 1 yes, -1 no */
};

static bool reference(const struct pair *pair, size_t p, size_t t);

/* Two stars and more: any bytes; with the slash behind, when a component begins, whole components or nothing. */
static bool double_star(const struct pair *pair, size_t p, size_t t)
{
	bool begins = p == 0 || pair->pattern.at[p - 1] == '/', whole;
	while (p < pair->pattern.len && pair->pattern.at[p] == '*')
		p++;
	whole = begins && p < pair->pattern.len && pair->pattern.at[p] == '/';
	for (size_t to = t; to <= pair->text.len; to++)
		if ((!whole || to == t || pair->text.at[to - 1] == '/') && reference(pair, whole ? p + 1 : p, to))
			return true;
	return false;
}

static bool fresh(const struct pair *pair, size_t p, size_t t)
{
	struct span pattern = pair->pattern, text = pair->text;
	if (p == pattern.len)
		return t == text.len;
	if (pattern.at[p] == '*' && p + 1 < pattern.len && pattern.at[p + 1] == '*')
		return double_star(pair, p, t);
	if (pattern.at[p] == '*')
		return reference(pair, p + 1, t) || (t < text.len && text.at[t] != '/' && reference(pair, p, t + 1));
	if (t == text.len)
		return false;
	return (pattern.at[p] == '?' ? text.at[t] != '/' : pattern.at[p] == text.at[t]) && reference(pair, p + 1, t + 1);
}

static bool reference(const struct pair *pair, size_t p, size_t t)
{
	signed char *known = &pair->known[p * (pair->text.len + 1) + t];
	if (*known == 0)
		*known = fresh(pair, p, t) ? 1 : -1;
	return *known > 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span both = fuzz_text(a, bytes, len);
	size_t feed = span_find(both, '\n');
	struct pair pair = {span_slice(both, 0, feed), span_from(both, feed + 1), NULL};
	pair.known = arena_take(a, (pair.pattern.len + 1) * (pair.text.len + 1), 1);
	HOLDS(glob_match(pair.pattern, pair.text) == reference(&pair, 0, 0));
	if (glob_match(pair.pattern, pair.text) && span_find(pair.pattern, '*') == pair.pattern.len)
		HOLDS(pair.pattern.len == pair.text.len);
	(void)glob_is_mere_wildcard(pair.pattern);
	arena_free(a);
	return 0;
}
