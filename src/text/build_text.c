/* SPDX-License-Identifier: MIT */
/* build_text.c - the words of a build file: dequoted, joined, with the values of variables. */
#include "text/build_text.h"

#include "base/arena.h"

#include <stdlib.h>

/* How far a word goes, and how deep variables may stand in one another. */
enum { LONGEST_WORD = 4096, LONGEST_EXPANSION = 16384, DEEPEST = 8 };

struct variable {
	struct span name, value;
	size_t at;
};

struct build_variables {
	struct variable *list; /* by name, then in their order */
	size_t count, room;
	size_t left; /* bytes of values that may still be put in words */
};

void build_put(struct build_words *words, char byte, size_t from)
{
	words->bytes = arena_grow(words->arena, words->bytes, words->len, &words->bytes_room, 1);
	words->from = arena_grow(words->arena, words->from, words->len, &words->from_room, sizeof *words->from);
	words->bytes[words->len] = byte;
	words->from[words->len++] = from;
}

void build_put_all(struct build_words *words, struct span text, size_t from)
{
	for (size_t i = 0; i < text.len; i++)
		build_put(words, text.at[i], from);
}

static bool is_letter(char c)
{
	return byte_is_alnum(c) || c == '_';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static size_t past_blanks(struct span text, size_t at)
{
	while (at < text.len && byte_is_blank(text.at[at]))
		at++;
	return at;
}

static size_t past_letters(struct span text, size_t at)
{
	while (at < text.len && is_letter(text.at[at]))
		at++;
	return at;
}

/* A backslash and the line end behind it; 0 for none. */
static size_t joined(struct span text, size_t at)
{
	struct span rest = span_from(text, at);
	if (span_starts(rest, SPAN("\\\n")))
		return 2;
	return span_starts(rest, SPAN("\\\r\n")) ? 3 : 0;
}

/* Where the line ends that goes on behind a backslash at its end. */
static size_t logical_end(struct span text, size_t at)
{
	for (;;) {
		at += span_find(span_from(text, at), '\n');
		bool joins = (at > 0 && at < text.len && text.at[at - 1] == '\\') || (at > 1 && at < text.len && text.at[at - 1] == '\r' && text.at[at - 2] == '\\');
		if (!joins)
			return at;
		at++;
	}
}

static int variable_order(const void *a, const void *b)
{
	const struct variable *left = a, *right = b;
	int order = span_order(left->name, right->name);
	return order != 0 ? order : (left->at > right->at) - (left->at < right->at);
}

static void assign(struct arena *a, struct build_variables *v, struct span name, struct span value)
{
	v->list = arena_grow(a, v->list, v->count, &v->room, sizeof *v->list);
	v->list[v->count] = (struct variable){name, span_trim(value), v->count};
	v->count++;
}

/* Behind the operator of an assignment, or the place itself. */
static size_t past_operator(struct span text, size_t at)
{
	size_t from = past_blanks(text, at), end = from;
	while (end < text.len && end < from + 3 && span_find(SPAN(":+?!"), text.at[end]) < 4)
		end++;
	return end < text.len && text.at[end] == '=' && !span_starts(span_from(text, end), SPAN("==")) ? end + 1 : at;
}

/* A name may stand behind one of the words that say how long or where it is known. */
static size_t past_modifier(struct span text, size_t at)
{
	static const char *const words[] = {"export", "override", "local", "readonly", "private", "declare", "define"};
	size_t end = past_letters(text, at);
	for (size_t i = 0; i < COUNT(words); i++)
		if (span_eq(span_slice(text, at, end), span_of(words[i])))
			return past_blanks(text, end);
	return at;
}

/* Behind `set(`, or the place itself. */
static size_t past_set(struct span text, size_t at)
{
	size_t end = past_letters(text, at), open = past_blanks(text, end);
	bool sets = span_eq_fold(span_slice(text, at, end), SPAN("set")) && open < text.len && text.at[open] == '(';
	return sets ? past_blanks(text, open + 1) : at;
}

/* The name and the value that a line gives it; the line's end. */
static size_t read_line(struct arena *a, struct build_variables *v, struct span text, size_t line)
{
	size_t begin = past_blanks(text, line), name = past_set(text, begin);
	bool sets = name > begin, defines = false;
	if (!sets) {
		name = past_modifier(text, begin);
		defines = name > begin && span_starts(span_from(text, begin), SPAN("define"));
	}
	size_t end = past_letters(text, name), last = logical_end(text, end), value = sets ? end : past_operator(text, end);
	if (sets)
		last = end + span_find(span_from(text, end), ')');
	else if (defines && value == end)
		last = logical_end(text, (value = last) + 1);
	if (end > name && (sets || value > end))
		assign(a, v, span_slice(text, name, end), span_slice(text, value, last));
	return last;
}

struct build_variables *build_variables_of(struct arena *a, struct span text)
{
	struct build_variables *v = arena_take(a, 1, sizeof *v);
	v->left = 8 * text.len + 65536;
	for (size_t line = 0; line < text.len; line++)
		line = read_line(a, v, text, line);
	if (v->count > 1)
		qsort(v->list, v->count, sizeof *v->list, variable_order);
	return v;
}

bool build_variables_lost(const struct build_variables *v)
{
	return v->left == 0;
}

/* Blanks stand for what would reach beyond the line: a comment that is not closed, a splice, a raw string. */
void build_end_line(struct build_words *words, size_t begin)
{
	struct span line = {words->bytes + begin, words->len - begin};
	for (size_t at = line.len; at-- > 0 && !span_starts(span_from(line, at), SPAN("*/"));)
		if (span_starts(span_from(line, at), SPAN("/*")))
			words->bytes[begin + at] = words->bytes[begin + at + 1] = ' ';
	for (size_t at = 0; at + 1 < line.len; at++)
		if (line.at[at] == 'R' && line.at[at + 1] == '"')
			words->bytes[begin + at] = ' ';
	size_t last = words->len;
	while (last > begin && (byte_is_space(words->bytes[last - 1]) || words->bytes[last - 1] == '\\' || words->bytes[last - 1] == '/'))
		words->bytes[--last] = ' ';
	build_put(words, '\n', 0);
}

void build_put_values(struct build_words *words, const struct build_variables *v)
{
	for (size_t i = 0; i < v->count; i++) {
		size_t begin = words->len;
		build_put_all(words, SPAN("#define v "), 0);
		for (size_t k = 0; k < v->list[i].value.len; k++)
			build_put(words, byte_is_space(v->list[i].value.at[k]) ? ' ' : v->list[i].value.at[k], 0);
		build_end_line(words, begin);
	}
}

/* The value that the name is given for the n-th time; empty where it has none. */
static struct span value_of(const struct build_variables *v, struct span name, size_t n, bool *varies)
{
	size_t low = 0, high = v->count;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (span_order(v->list[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	if (low == v->count || !span_eq(v->list[low].name, name))
		return SPAN("");
	size_t wanted = low;
	while (wanted < low + n && wanted + 1 < v->count && span_eq(v->list[wanted + 1].name, name))
		wanted++;
	*varies = *varies || (wanted + 1 < v->count && span_eq(v->list[wanted + 1].name, name));
	return v->list[wanted].value;
}

/* What is put in the place of a variable. */
struct expansion {
	struct build_words *words;
	struct build_variables *variables;
	size_t n, from; /* where the variable stands that stands for it all */
	bool *varies;
	size_t limit;   /* of words->len */
	int depth;
};

static void expand(struct expansion *e, struct span value);

/* Functions of make whose arguments may become words. */
static bool is_shell(struct span name)
{
	return span_eq(name, SPAN("shell")) || span_eq(name, SPAN("wildcard")) || span_eq(name, SPAN("info")) || span_eq(name, SPAN("error"));
}

/* Where the bracket closes that opens there. */
static size_t closing(struct span text, size_t at, char open, char close)
{
	size_t depth = 0;
	for (size_t last = at + LONGEST_WORD; at < text.len && at < last; at++) {
		depth += text.at[at] == open;
		if (text.at[at] == close && --depth == 0)
			return at;
	}
	return at;
}

/* $(NAME), ${NAME}, $NAME, $(function words); the place behind it. */
static size_t put_variable(struct expansion *e, struct span text, size_t at)
{
	char open = at + 1 < text.len ? text.at[at + 1] : '\0';
	bool bracket = open == '(' || open == '{';
	size_t begin = at + 1 + bracket, end = past_letters(text, begin), last = end;
	if (open == '$' || end == begin || e->depth == DEEPEST)
		return at + 1;
	if (bracket)
		last = closing(text, at + 1, open, open == '(' ? ')' : '}');
	struct span name = span_slice(text, begin, end);
	bool function = end < last && byte_is_blank(text.at[end]);
	struct expansion inner = *e;
	inner.depth++;
	if (!function)
		expand(&inner, value_of(e->variables, name, e->n, e->varies));
	if (end < last && !is_shell(name))
		expand(&inner, span_slice(text, end, last));
	return last + bracket;
}

static void expand(struct expansion *e, struct span value)
{
	for (size_t at = 0; at < value.len && e->words->len < e->limit && e->variables->left > 0;) {
		char byte = value.at[at];
		e->variables->left--;
		if (byte == '$') {
			at = put_variable(e, value, at);
			continue;
		}
		bool escapes = byte == '\\' && at + 1 < value.len;
		at += escapes;
		byte = value.at[at];
		if (escapes && (byte == '\n' || byte == '\r')) {
			at += byte == '\r' && at + 1 < value.len ? 2 : 1;
			continue;
		}
		if (escapes || !is_quote(byte))
			build_put(e->words, byte_is_space(byte) ? ' ' : byte, e->from);
		at++;
	}
}

/* A word as far as it is read. */
struct reader {
	struct span text;
	size_t at, depth; /* open parentheses */
	char outer, own;  /* quotes: the one around it, and one of its own that is open */
	bool whole;
};

/* A blank in a quoted word ends it where a flag follows; in other words any does. */
static bool blank_ends(const struct reader *r)
{
	size_t next = past_blanks(r->text, r->at);
	bool flag = next + 1 < r->text.len && r->text.at[next] == '-' && (is_letter(r->text.at[next + 1]) || r->text.at[next + 1] == '-');
	return r->depth == 0 && (!r->whole || flag);
}

static bool ends(const struct reader *r)
{
	char byte = r->text.at[r->at];
	if (r->own != '\0')
		return false;
	if (byte == '\n' || byte == '\r' || (r->outer != '\0' && byte == r->outer))
		return true;
	if (byte_is_blank(byte))
		return blank_ends(r);
	bool separates = byte == ';' || byte == '<' || byte == '>' || byte == ']' || byte == ')';
	return separates && r->depth == 0 && !r->whole;
}

/* Of the two marks of a string, one is the string's in what the other stands around. */
static bool is_literal(const struct reader *r, char byte)
{
	return byte == '"' && (r->own == '\'' || (r->own == '\0' && r->outer == '\''));
}

static void put_escaped(struct reader *r, struct build_words *words)
{
	size_t joins = joined(r->text, r->at);
	if (joins > 0) {
		r->at += joins;
		return;
	}
	r->at++;
	if (r->at < r->text.len)
		build_put(words, r->text.at[r->at], r->at);
	r->at++;
}

static void put_byte(struct reader *r, struct build_words *words)
{
	char byte = r->text.at[r->at];
	r->depth += byte == '(' && r->own == '\0';
	r->depth -= byte == ')' && r->own == '\0' && r->depth > 0;
	if (!is_quote(byte) || is_literal(r, byte))
		build_put(words, byte_is_space(byte) ? ' ' : byte, r->at);
	else if (r->own == '\0' && byte != r->outer)
		r->own = byte;
	else if (r->own == byte)
		r->own = '\0';
	r->at++;
}

size_t build_word(struct build_words *words, struct span text, struct build_place place, struct build_variables *variables, size_t n, bool *varies)
{
	struct reader r = {.text = text, .at = place.at, .outer = place.quote, .whole = place.whole};
	size_t last = place.at + LONGEST_WORD;
	while (r.at < text.len && r.at < last && !ends(&r)) {
		if (text.at[r.at] == '\\') {
			put_escaped(&r, words);
		} else if (text.at[r.at] == '$') {
			struct expansion e = {words, variables, n, r.at, varies, words->len + LONGEST_EXPANSION, 0};
			r.at = put_variable(&e, text, r.at);
		} else {
			put_byte(&r, words);
		}
	}
	return r.at;
}
