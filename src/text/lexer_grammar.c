/* SPDX-License-Identifier: MIT */
/* lexer_grammar.c - the code in a grammar for lex or flex. */
#include "text/lexer_grammar.h"

#include "base/arena.h"

#include <string.h>

/* A grammar whose patterns are being made blanks. */
struct grammar {
	struct span text;
	char *copy;
	size_t at;
	size_t scopes;    /* <STATE>{ that are open: patterns in them may stand behind blanks */
	size_t open[256]; /* by the sign that would close it: behind which place nothing does on the line */
	bool literal;     /* whether a ] right at the beginning of a class is a letter of it: lexers differ */
};

static char byte_at(const struct grammar *g, size_t at)
{
	return at < g->text.len ? g->text.at[at] : '\n';
}

static size_t line_end(const struct grammar *g, size_t at)
{
	return at + span_find(span_from(g->text, at), '\n');
}

static bool line_starts(const struct grammar *g, const char *with)
{
	return span_starts(span_from(g->text, g->at), span_of(with));
}

static void blank(struct grammar *g, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if (g->copy[i] != '\n')
			g->copy[i] = ' ';
}

static void next_line(struct grammar *g)
{
	g->at = line_end(g, g->at) + 1;
}

/* %{ ... %}: code as it stands. Behind the line that closes it. */
static void take_code_block(struct grammar *g)
{
	blank(g, g->at, g->at + 2);
	for (next_line(g); g->at < g->text.len; next_line(g)) {
		if (!line_starts(g, "%}"))
			continue;
		blank(g, g->at, g->at + 2);
		next_line(g);
		return;
	}
}

/* A comment that begins its line goes on over its lines, and is C's. */
static void take_comment(struct grammar *g)
{
	const char *end = memmem(g->text.at + g->at + 2, g->text.len - g->at - 2, "*/", 2);
	g->at = end == NULL ? g->text.len : (size_t)(end - g->text.at);
	next_line(g);
}

/* Names of patterns, and what the lexer is told. Lines behind blanks are code. */
static void take_definitions(struct grammar *g)
{
	while (g->at < g->text.len && !line_starts(g, "%%")) {
		size_t end = line_end(g, g->at);
		char first = byte_at(g, g->at);
		if (line_starts(g, "%{")) {
			take_code_block(g);
			continue;
		}
		if (line_starts(g, "/*")) {
			take_comment(g);
			continue;
		}
		size_t brace = g->at + span_find(span_slice(g->text, g->at, end), '{');
		if (first == '%')
			blank(g, g->at, brace);
		else if (byte_is_alnum(first) || first == '_')
			blank(g, g->at, end);
		g->at = end + 1;
	}
}

/* Behind the sign that closes on its line what begins in front of that place; `otherwise` where none does. A line is looked at once. */
static size_t behind_sign(struct grammar *g, size_t at, char sign, size_t otherwise)
{
	size_t *open = &g->open[(unsigned char)sign];
	for (size_t i = at; at >= *open && byte_at(g, i) != '\n'; i++) {
		if (g->text.at[i] == sign)
			return i + 1;
		i += g->text.at[i] == '\\' && byte_at(g, i + 1) != '\n';
	}
	*open = at >= *open ? line_end(g, at) : *open;
	return otherwise;
}

static size_t behind_quoted(struct grammar *g, size_t at)
{
	return behind_sign(g, at + 1, g->text.at[at], at + 1);
}

/* Behind [...]. */
static size_t behind_class(struct grammar *g, size_t at)
{
	size_t i = at + 1;
	i += byte_at(g, i) == '^';
	i += g->literal && byte_at(g, i) == ']';
	return behind_sign(g, i, ']', at + 1);
}

/* Behind the pattern that begins there: it ends at a blank outside of quotes and classes. */
static size_t behind_pattern(struct grammar *g, size_t at)
{
	size_t end = line_end(g, at);
	while (at < end && !byte_is_space(g->text.at[at])) {
		char byte = g->text.at[at];
		if (byte == '\\')
			at += 2;
		else if (byte == '"')
			at = behind_quoted(g, at);
		else if (byte == '[')
			at = behind_class(g, at);
		else
			at++;
	}
	return at < end ? at : end;
}

/* Behind a comment or literal of C, or the byte. */
static size_t behind_word_of_c(struct grammar *g, size_t at)
{
	struct span rest = span_from(g->text, at);
	if (span_starts(rest, SPAN("//")))
		return line_end(g, at);
	if (span_starts(rest, SPAN("/*"))) {
		const char *end = memmem(rest.at + 2, rest.len - 2, "*/", 2);
		return end == NULL ? g->text.len : (size_t)(end - g->text.at) + 2;
	}
	return g->text.at[at] == '"' || g->text.at[at] == '\'' ? behind_quoted(g, at) : at + 1;
}

/* An action goes to the end of its line, or of its braces. */
static void take_action(struct grammar *g, size_t at)
{
	size_t depth = 0;
	while (at < g->text.len && (depth > 0 || g->text.at[at] != '\n')) {
		bool marker = span_starts(span_from(g->text, at), SPAN("%{")) || span_starts(span_from(g->text, at), SPAN("%}"));
		if (marker)
			blank(g, at, at + 1);
		depth += g->text.at[at + marker] == '{';
		depth -= g->text.at[at + marker] == '}' && depth > 0;
		at = marker ? at + 2 : behind_word_of_c(g, at);
	}
	g->at = at + 1;
}

/* A pattern and its action: where the pattern stood, a statement begins. */
static void take_rule(struct grammar *g)
{
	size_t begin = g->at, end = line_end(g, g->at);
	while (begin < end && byte_is_space(g->text.at[begin]))
		begin++;
	size_t behind = behind_pattern(g, begin);
	struct span pattern = span_slice(g->text, begin, behind), action = span_trim(span_slice(g->text, behind, end));
	bool opens = span_starts(pattern, SPAN("<")) && span_ends(pattern, SPAN(">{")), closes = g->scopes > 0 && span_eq(pattern, SPAN("}"));
	g->scopes += opens;
	g->scopes -= closes;
	blank(g, begin, behind);
	if (pattern.len > 0)
		g->copy[behind - 1] = ';';
	if (span_eq(action, SPAN("|")))
		blank(g, behind, end);
	take_action(g, behind);
}

static void take_rules(struct grammar *g)
{
	while (g->at < g->text.len && !line_starts(g, "%%")) {
		bool indented = byte_is_space(byte_at(g, g->at));
		if (line_starts(g, "%{"))
			take_code_block(g);
		else if (line_starts(g, "/*"))
			take_comment(g);
		else if (indented && g->scopes == 0)
			next_line(g);
		else
			take_rule(g);
	}
}

/* A mark between two parts begins, or ends, a body of code. */
static void take_mark(struct grammar *g, char brace)
{
	size_t end = line_end(g, g->at);
	if (g->at >= g->text.len)
		return;
	blank(g, g->at, end);
	g->copy[g->at] = ';';
	g->copy[g->at + 1] = brace;
	next_line(g);
}

static void read_as(struct uses *uses, struct span text, const struct names *names, bool literal, bool c, bool cplusplus)
{
	struct grammar g = {.text = text, .copy = arena_take(uses->arena, text.len + 1, 1), .literal = literal};
	memcpy(g.copy, text.at, text.len);
	take_definitions(&g);
	take_mark(&g, '{');
	take_rules(&g);
	take_mark(&g, '}');
	c_uses(uses, (struct span){g.copy, text.len}, names, c, cplusplus);
}

void lexer_grammar_uses(struct uses *uses, struct span text, const struct names *names, bool c, bool cplusplus)
{
	if (!span_starts(text, SPAN("%%")) && !span_holds(text, SPAN("\n%%")))
		return;
	read_as(uses, text, names, false, c, cplusplus);
	if (span_holds(text, SPAN("[]")) || span_holds(text, SPAN("[^]")))
		read_as(uses, text, names, true, c, cplusplus);
}
