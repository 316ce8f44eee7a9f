/* SPDX-License-Identifier: MIT */
/* build_comments.c - where the comments of a build file are. */
#include "text/build_text.h"

#include "base/arena.h"

#include <string.h>

static bool is_word(char c)
{
	return byte_is_alnum(c) || c == '_';
}

/* To the end of the line, or to where a line would begin. */
static size_t line_end(struct span text, size_t at)
{
	return at + span_find(span_from(text, at), '\n');
}

static size_t behind(struct span text, size_t at, struct span closing)
{
	const char *end = at < text.len ? memmem(text.at + at, text.len - at, closing.at, closing.len) : NULL;
	return end == NULL ? text.len : (size_t)(end - text.at) + closing.len;
}

/* [=[ ... ]=], with as many signs on both sides; the place itself where none begins there. */
static size_t behind_bracket(struct span text, size_t at)
{
	enum { SIGNS_MOST = 64 };
	char closing[SIGNS_MOST + 2];
	size_t signs = 0;
	while (signs < SIGNS_MOST && at + 1 + signs < text.len && text.at[at + 1 + signs] == '=')
		signs++;
	if (at + 1 + signs >= text.len || text.at[at] != '[' || text.at[at + 1 + signs] != '[')
		return at;
	memset(closing, '=', sizeof closing);
	closing[0] = closing[signs + 1] = ']';
	return behind(text, at + signs + 2, (struct span){closing, signs + 2});
}

/* A line of a build file, as far as it is read. */
struct line {
	size_t begin, at, last_quote; /* behind its last quote or closing bracket, or its beginning */
	char quote; /* the one that is open */
	bool begun; /* something but blanks stands on it */
};

/* In front of a word, and in no quotes; what a quote behind it may close is none. */
static bool may_comment(struct span text, const struct line *line)
{
	if (!line->begun)
		return true;
	bool blank = byte_is_blank(text.at[line->at - 1]) && !(line->at >= line->begin + 2 && text.at[line->at - 2] == '\\');
	return blank && line->quote == '\0' && line->last_quote <= line->at;
}

/* Behind the comment of C's kind in words: `dnl`, with no letter beside it. */
static size_t behind_dnl(struct span text, const struct line *line)
{
	size_t at = line->at;
	bool alone = at == line->begin || !is_word(text.at[at - 1]);
	bool whole = span_starts(span_from(text, at), SPAN("dnl")) && (at + 3 >= text.len || !is_word(text.at[at + 3]));
	return alone && whole ? line_end(text, at) : at;
}

static size_t behind_dashes(struct span text, const struct line *line)
{
	size_t at = line->at, end = behind_bracket(text, at + 2);
	if (!span_starts(span_from(text, at), SPAN("--")) || !may_comment(text, line))
		return at;
	if (end > at + 2)
		return end;
	bool plain = at + 2 >= text.len || byte_is_space(text.at[at + 2]) || text.at[at + 2] == '-';
	return plain ? line_end(text, at) : at;
}

static size_t behind_comment(struct span text, const struct line *line, enum build_comments comments)
{
	size_t at = line->at;
	if (comments == COMMENTS_XML)
		return span_starts(span_from(text, at), SPAN("<!--")) ? behind(text, at + 4, SPAN("-->")) : at;
	if (text.at[at] == '#' && comments != COMMENTS_LUA && may_comment(text, line)) {
		size_t end = comments == COMMENTS_CMAKE ? behind_bracket(text, at + 1) : at + 1;
		return end > at + 1 ? end : line_end(text, at);
	}
	if (comments == COMMENTS_M4)
		return behind_dnl(text, line);
	return comments == COMMENTS_LUA ? behind_dashes(text, line) : at;
}

static void pass_byte(struct span text, struct line *line)
{
	char byte = text.at[line->at];
	line->begun = line->begun || !byte_is_blank(byte);
	if (byte == '\\' && line->at + 1 < text.len && text.at[line->at + 1] != '\n')
		line->at++;
	else if (byte == line->quote)
		line->quote = '\0';
	else if (line->quote == '\0' && (byte == '"' || byte == '\''))
		line->quote = byte;
	line->at++;
}

static size_t last_quote(struct span text, size_t begin)
{
	size_t at = line_end(text, begin);
	while (at > begin && text.at[at - 1] != '"' && text.at[at - 1] != '\'' && text.at[at - 1] != ']')
		at--;
	return at;
}

struct span build_without_comments(struct arena *a, struct span text, enum build_comments comments)
{
	char *copy = arena_take(a, text.len + 1, 1);
	if (text.len > 0)
		memcpy(copy, text.at, text.len);
	struct line line = {.last_quote = last_quote(text, 0)};
	while (line.at < text.len) {
		size_t end = behind_comment(text, &line, comments);
		for (size_t i = line.at; i < end; i++)
			if (copy[i] != '\n')
				copy[i] = ' ';
		if (end > line.at) {
			line.at = end;
			continue;
		}
		bool ends = text.at[line.at] == '\n';
		pass_byte(text, &line);
		if (ends)
			line = (struct line){line.at, line.at, last_quote(text, line.at), '\0', false};
	}
	return (struct span){copy, text.len};
}
