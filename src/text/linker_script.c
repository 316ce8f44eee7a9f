/* SPDX-License-Identifier: MIT */
/* linker_script.c - where a linker gives a function another name. */
#include "text/linker_script.h"

#include <string.h>

static bool is_letter(char c)
{
	return byte_is_alnum(c) || c == '_' || c == '$' || c == '.';
}

/* How a file of that kind ends what it assigns, and begins a comment. */
struct manner {
	char ends, comment;
};

/* Behind the comment that begins there, or the place itself. */
static size_t behind_comment(struct span text, size_t at, struct manner manner)
{
	struct span rest = span_from(text, at);
	if (manner.comment != '\0' && span_starts(rest, (struct span){&manner.comment, 1}))
		return at + span_find(rest, '\n');
	if (!span_starts(rest, SPAN("/*")))
		return at;
	const char *end = memmem(rest.at + 2, rest.len - 2, "*/", 2);
	return end == NULL ? text.len : (size_t)(end - text.at) + 2;
}

static void tell(struct uses *uses, struct span symbol, size_t at, struct span word, const struct names *names)
{
	unsigned ids[NAMES_MOST];
	size_t count = names_find(names, word, ids);
	struct span parts[] = {symbol, SPAN("="), word};
	for (size_t i = 0; i < count; i++)
		*uses_add(uses) = (struct use){
			.at = at, .len = word.len, .name = word, .id = ids[i], .kind = USE_ALIAS, .window = digest_of(parts, COUNT(parts))};
}

/* Every word of the expression from there on; returns its end. */
static size_t look_into(struct uses *uses, struct span text, size_t at, struct span symbol, const struct names *names, struct manner manner)
{
	while (at < text.len && text.at[at] != manner.ends) {
		size_t begin = at = behind_comment(text, at, manner);
		while (at < text.len && is_letter(text.at[at]))
			at++;
		if (at > begin)
			tell(uses, symbol, begin, span_slice(text, begin, at), names);
		else if (at < text.len && text.at[at] != manner.ends)
			at++;
	}
	return at;
}

static bool compares(struct span text, size_t sign)
{
	char before = sign > 0 ? text.at[sign - 1] : '\0', behind = sign + 1 < text.len ? text.at[sign + 1] : '\0';
	return behind == '=' || before == '=' || before == '!';
}

static bool begins_anew(char byte, struct manner manner)
{
	return byte == manner.ends || byte == ';' || byte == '{' || byte == '}' || byte == '(';
}

static void look(struct uses *uses, struct span text, const struct names *names, struct manner manner)
{
	struct span symbol = SPAN("");
	for (size_t at = 0; at < text.len;) {
		size_t begin = at;
		while (at < text.len && is_letter(text.at[at]))
			at++;
		if (at > begin) {
			symbol = span_slice(text, begin, at);
			continue;
		}
		at = behind_comment(text, at, manner);
		if (at > begin)
			continue;
		if (text.at[at] == '=' && symbol.len > 0 && !compares(text, at))
			at = look_into(uses, text, at + 1, symbol, names, manner);
		else if (begins_anew(text.at[at++], manner))
			symbol = SPAN("");
	}
}

void linker_script_uses(struct uses *uses, struct span text, const struct names *names)
{
	look(uses, text, names, (struct manner){';', '\0'});
}

void module_definition_uses(struct uses *uses, struct span text, const struct names *names)
{
	look(uses, text, names, (struct manner){'\n', ';'});
}
