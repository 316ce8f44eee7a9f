/* SPDX-License-Identifier: MIT */
/* assembler_comments.c - where the comments of assembler are: each machine has its own, and none may hide what another runs. */
#include "text/assembler.h"

#include "base/arena.h"

#include <string.h>

/* A line as far as it is read. */
struct line {
	struct span text;
	char *copy;
	size_t at;
	size_t words;   /* of the statement, without its labels */
	char last;      /* the last byte that is no blank; '\0' at the line's beginning */
	size_t word;    /* where the last word begins */
	bool directive; /* of the preprocessor: comments are C's alone */
	bool open;      /* what stands here may be the text of a comment, for some machine */
};

static size_t line_end(struct span text, size_t at)
{
	return at + span_find(span_from(text, at), '\n');
}

static char byte_at(struct span text, size_t at)
{
	return at < text.len ? text.at[at] : '\n';
}

static void blank(struct line *line, size_t end)
{
	for (; line->at < end; line->at++)
		if (line->copy[line->at] != '\n')
			line->copy[line->at] = ' ';
}

/* Behind a string that closes on its line; behind the quote where none does. */
static size_t behind_string(struct span text, size_t at, bool escapes)
{
	char quote = text.at[at];
	for (size_t i = at + 1; i < text.len && text.at[i] != '\n'; i++) {
		if (text.at[i] == quote)
			return i + 1;
		i += escapes && text.at[i] == '\\' && byte_at(text, i + 1) != '\n';
	}
	return at + 1;
}

/* 'c and 'c': a letter of the GNU assembler needs no second quote. */
static size_t behind_letter(struct span text, size_t at)
{
	size_t end = at + 1;
	if (byte_at(text, end) == '\\')
		end++;
	if (byte_at(text, end) != '\n')
		end++;
	return byte_at(text, end) == '\'' ? end + 1 : end;
}

/* Words of ARM behind which # begins a number. */
static bool shifts(const struct line *line)
{
	static const char *const words[] = {"lsl", "lsr", "asr", "ror", "msl", "mul", "uxtb", "uxth", "uxtw", "uxtx", "sxtb", "sxth", "sxtw", "sxtx"};
	struct span word = span_trim(span_slice(line->text, line->word, line->at));
	for (size_t i = 0; i < COUNT(words); i++)
		if (span_eq_fold(word, span_of(words[i])))
			return true;
	return false;
}

/* # and @ begin a comment on one machine and an operand on another: where no operand can stand, it is a comment. */
static bool marks_comment(const struct line *line)
{
	char next = byte_at(line->text, line->at + 1), before = line->at > 0 ? line->text.at[line->at - 1] : '\n';
	if (line->last == '\0')
		return true;
	bool apart = byte_is_blank(before) && (byte_is_space(next) || next == '\n');
	bool operand = line->last == ',' || line->last == ';' || line->words == 1 || shifts(line);
	return apart && !operand;
}

static void take_mark(struct line *line)
{
	bool first = line->last == '\0' && line->text.at[line->at] == '#';
	if (first && assembler_directive(span_slice(line->text, line->at, line_end(line->text, line->at))).len > 0) {
		line->directive = true;
		line->last = '#';
		line->at++;
	} else if (marks_comment(line)) {
		blank(line, line_end(line->text, line->at));
	} else {
		line->open = true;
		line->last = '#';
		line->at++;
	}
}

/* What would be a comment of many lines is none where its beginning may be the text of another. */
static void take_slash(struct line *line)
{
	char next = byte_at(line->text, line->at + 1);
	if (next == '/') {
		blank(line, line_end(line->text, line->at));
		return;
	}
	const char *end = next == '*' ? memmem(line->text.at + line->at + 2, line->text.len - line->at - 2, "*/", 2) : NULL;
	size_t behind = end == NULL ? line->text.len : (size_t)(end - line->text.at) + 2;
	if (next == '*' && !(line->open && behind > line_end(line->text, line->at))) {
		blank(line, behind);
		return;
	}
	line->last = '/';
	line->at++;
}

static void take_byte(struct line *line)
{
	char byte = line->text.at[line->at];
	bool space = byte_is_space(byte);
	if (byte == ';' || byte == ':') {
		line->words = 0;
		line->open = line->open || byte == ';';
	} else if (!space && (line->at == 0 || byte_is_space(line->text.at[line->at - 1]) || line->words == 0)) {
		line->words++;
		line->word = line->at;
	}
	if (!space)
		line->last = byte;
	line->at++;
}

static void begin_line(struct line *line)
{
	bool goes_on = line->directive && line->at > 0 && span_ends(span_trim_right(span_slice(line->text, 0, line->at)), SPAN("\\"));
	line->at++;
	line->words = 0;
	line->last = '\0';
	line->open = false;
	line->directive = goes_on;
}

static void take_gnu(struct line *line)
{
	char byte = line->text.at[line->at];
	if (byte == '\n')
		begin_line(line);
	else if (byte == '/')
		take_slash(line);
	else if ((byte == '#' || byte == '@') && !line->directive)
		take_mark(line);
	else if (byte == '"' || byte == '\'') {
		line->last = byte;
		line->words++;
		line->at = byte == '"' ? behind_string(line->text, line->at, true) : behind_letter(line->text, line->at);
	} else
		take_byte(line);
}

static void take_intel(struct line *line)
{
	char byte = line->text.at[line->at];
	if (byte == ';')
		blank(line, line_end(line->text, line->at));
	else if (byte == '"' || byte == '\'' || byte == '`')
		line->at = behind_string(line->text, line->at, byte == '`');
	else
		line->at++;
}

struct span assembler_without_comments(struct arena *a, struct span text, enum assembler assembler)
{
	struct line line = {.text = text, .copy = arena_take(a, text.len + 1, 1)};
	if (text.len > 0)
		memcpy(line.copy, text.at, text.len);
	while (line.at < text.len) {
		if (assembler == ASSEMBLER_INTEL)
			take_intel(&line);
		else
			take_gnu(&line);
	}
	return (struct span){line.copy, text.len};
}
