/* SPDX-License-Identifier: MIT */
/* gitmodules.c - what git's fsck calls an error in a .gitmodules file. */
#include "text/gitmodules.h"

#include "base/arena.h"

/* A value without its quotes, escapes and comment. */
static struct span value_of(struct arena *a, struct span text)
{
	char *bare = arena_take(a, text.len + 1, 1);
	size_t len = 0;
	bool quoted = false;
	for (size_t i = 0; i < text.len; i++) {
		char c = text.at[i];
		if (!quoted && (c == '#' || c == ';'))
			break;
		if (c == '"') {
			quoted = !quoted;
			continue;
		}
		if (c == '\\' && i + 1 < text.len) {
			c = text.at[++i];
			c = c == 'n' ? '\n' : c == 't' ? '\t' : c;
		}
		bare[len++] = c;
	}
	return span_trim((struct span){bare, len});
}

/* A name that leads out of the folder in which git keeps submodules. */
static bool climbs(struct span name)
{
	struct span rest = name;
	while (rest.len > 0) {
		size_t end = 0;
		while (end < rest.len && rest.at[end] != '/' && rest.at[end] != '\\')
			end++;
		struct span part = span_slice(rest, 0, end);
		rest = span_from(rest, end + 1);
		if (span_eq(part, SPAN("..")))
			return true;
	}
	return false;
}

/* [submodule "NAME"]: the name between the quotes; empty for other sections. */
static struct span section_name(struct arena *a, struct span line)
{
	size_t open = span_find(line, '"'), close = span_find_last(line, '"');
	if (!span_eq_fold(span_slice(line, 0, 10), SPAN("[submodule")) || close <= open)
		return SPAN("");
	return value_of(a, span_slice(line, open + 1, close));
}

static const char *key_fault(struct span key, struct span value)
{
	bool dash = span_starts(value, SPAN("-"));
	if (span_eq_fold(key, SPAN("url")) && (dash || span_find(value, '\n') != value.len || span_holds(value, SPAN("%0a")) || span_holds(value, SPAN("%0A"))))
		return "its url would be taken for an option or holds a line feed";
	if (span_eq_fold(key, SPAN("url")) && (span_starts(value, SPAN("../-")) || span_starts(value, SPAN("./-"))))
		return "its url leads to a name that begins with a dash";
	if (span_eq_fold(key, SPAN("path")) && dash)
		return "its path would be taken for an option";
	if (span_eq_fold(key, SPAN("update")) && span_starts(value, SPAN("!")))
		return "its update would run a command";
	return NULL;
}

struct span gitmodules_fault(struct arena *a, struct span bytes)
{
	struct span rest = bytes, line, name = SPAN("");
	while (span_next(&rest, '\n', &line)) {
		line = span_trim(line);
		if (span_starts(line, SPAN("["))) {
			name = section_name(a, line);
			if (climbs(name))
				return span_format(a, ".gitmodules: submodule %.*s: its name leads out of its folder", SPAN_ARGS(name));
			line = span_trim(span_from(line, span_find(line, ']') + 1));
		}
		size_t equals = span_find(line, '=');
		const char *fault = key_fault(span_trim(span_slice(line, 0, equals)), value_of(a, span_trim(span_from(line, equals + 1))));
		if (fault != NULL)
			return span_format(a, ".gitmodules: submodule %.*s: %s", SPAN_ARGS(name), fault);
	}
	return SPAN("");
}
