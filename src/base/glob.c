/* SPDX-License-Identifier: MIT */
/* glob.c - path patterns. */
#include "base/glob.h"


/* Where to begin again when what follows the last star does not fit: the star takes one byte more. */
struct retry {
	size_t pattern, text;
	bool set;
};

static bool begins_double_star(struct span pattern, size_t p)
{
	return p + 1 < pattern.len && pattern.at[p] == '*' && pattern.at[p + 1] == '*';
}

/* Behind the stars; `**` and its slash together may stand for nothing, when the `**` begins a path component. */
static size_t behind_double_star(struct span pattern, size_t p)
{
	bool begins = p == 0 || pattern.at[p - 1] == '/';
	while (p < pattern.len && pattern.at[p] == '*')
		p++;
	if (begins && p < pattern.len && pattern.at[p] == '/')
		p++;
	return p;
}

/* Whether the text may be entered at t behind a `**` that ended with a slash: at a component's beginning only. */
static bool may_enter(struct span pattern, size_t p, struct span text, size_t t)
{
	bool slash = p > 0 && pattern.at[p - 1] == '/';
	return !slash || t == 0 || text.at[t - 1] == '/';
}

static bool one_matches(char pattern, char text)
{
	return pattern == '?' ? text != '/' : pattern == text;
}

bool glob_match(struct span pattern, struct span text)
{
	size_t p = 0, t = 0;
	struct retry far = {0}, near = {0};
	for (;;) {
		if (begins_double_star(pattern, p)) {
			p = behind_double_star(pattern, p);
			far = (struct retry){p, t, true};
			near.set = false;
			continue;
		}
		if (p < pattern.len && pattern.at[p] == '*') {
			near = (struct retry){++p, t, true};
			continue;
		}
		if (t == text.len && p == pattern.len)
			return true;
		if (t < text.len && p < pattern.len && one_matches(pattern.at[p], text.at[t])) {
			p++, t++;
			continue;
		}
		if (near.set && near.text < text.len && text.at[near.text] != '/') {
			p = near.pattern;
			t = ++near.text;
			continue;
		}
		if (!far.set)
			return false;
		do {
			if (far.text >= text.len)
				return false;
			far.text++;
		} while (!may_enter(pattern, far.pattern, text, far.text));
		p = far.pattern;
		t = far.text;
		near.set = false;
	}
}

bool glob_is_mere_wildcard(struct span pattern)
{
	for (size_t i = 0; i < pattern.len; i++)
		if (pattern.at[i] != '*' && pattern.at[i] != '?' && pattern.at[i] != '/')
			return false;
	return true;
}
