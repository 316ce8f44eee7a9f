/* SPDX-License-Identifier: MIT */
/* first_look.c - which language a text is in whose suffix several languages use. */
#include "text/first_look.h"

#define LOOK 4096

static struct span skip_space(struct span text)
{
	size_t at = 0;
	while (at < text.len && byte_is_space(text.at[at]))
		at++;
	return span_from(text, at);
}

/* Without the blank and comment lines in front. */
static struct span skip_comments(struct span text, char sign, bool (*is_comment)(struct span line))
{
	text = skip_space(span_slice(text, 0, LOOK));
	while (text.len > 0 && text.at[0] == sign) {
		struct span line = span_slice(text, 0, span_find(text, '\n'));
		if (!is_comment(line))
			break;
		text = skip_space(span_from(text, line.len));
	}
	return text;
}

static size_t word_length(struct span text)
{
	size_t len = 0;
	while (len < text.len && (byte_is_alnum(text.at[len]) || text.at[len] == '_'))
		len++;
	return len;
}

static bool is_any_comment(struct span line)
{
	return line.len > 0;
}

/* `# words`, and no directive of C. */
static bool is_hash_comment(struct span line)
{
	static const char *const directives[] = {
		"include", "include_next", "import", "define", "undef", "if", "ifdef", "ifndef", "else", "elif", "elifdef", "elifndef", "endif",
		"line", "error", "warning", "pragma", "embed", "ident", "sccs", "assert", "unassert",
	};
	struct span behind = skip_space(span_from(line, 1)), word = span_slice(behind, 0, word_length(behind));
	for (size_t i = 0; i < COUNT(directives); i++)
		if (span_eq(span_of(directives[i]), word))
			return false;
	return word.len > 0 || behind.len == 0;
}

/* One of the words, and a blank or the end of the line behind it: no call and no macro with arguments. */
static bool begins_with_word(struct span text, const char *const *words, size_t count)
{
	size_t len = word_length(text);
	bool ends = len == text.len || byte_is_space(text.at[len]);
	for (size_t i = 0; ends && i < count; i++)
		if (span_eq(span_of(words[i]), span_slice(text, 0, len)))
			return true;
	return false;
}

bool looks_like_other_fragment(struct span text)
{
	static const char *const words[] = {"require", "inherit", "SUMMARY", "DESCRIPTION", "LICENSE", "SRC_URI", "procedure", "unit"};
	struct span body = skip_space(text);
	if (span_starts(body, SPAN("<")))
		return !span_starts(body, SPAN("<%")) && !span_starts(body, SPAN("<:"));
	return span_starts(body, SPAN("{$")) || begins_with_word(skip_comments(text, '#', is_hash_comment), words, COUNT(words));
}

bool looks_like_module_definition(struct span text)
{
	static const char *const words[] = {"LIBRARY", "EXPORTS", "NAME", "DESCRIPTION"};
	return begins_with_word(skip_comments(text, ';', is_any_comment), words, COUNT(words));
}

bool looks_like_matlab(struct span text)
{
	struct span body = skip_space(text);
	if (span_starts(body, SPAN("%")))
		return !span_starts(body, SPAN("%:")) && !span_starts(body, SPAN("%>"));
	return span_starts(body, SPAN("##")) || span_starts(body, SPAN(":-"));
}
