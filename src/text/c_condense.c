/* SPDX-License-Identifier: MIT */
/* c_condense.c - a C text without the lines that say nothing of other files. */
#include "text/c_condense.h"

#include "base/arena.h"

#include <string.h>

/* What may name a header, begin or end something that reaches into other lines, or ask for the name of a header. */
static const char *const telling[] = {"import", "/*", "*/", "_has_"};
enum { IMPORT };

static bool is_blank(char byte)
{
	return byte_is_space(byte) || byte == '\0';
}

/* R" with at most a prefix of a string in front of the R, or other letters that a splice may part from it. */
static bool has_raw_string(struct span text)
{
	const char *end = text.at + text.len;
	for (const char *at = text.at; (at = memmem(at, (size_t)(end - at), "R\"", 2)) != NULL; at++)
		if (at == text.at || span_find(SPAN("LuU8"), at[-1]) < 4 || !(byte_is_alnum(at[-1]) || at[-1] == '_'))
			return true;
	return false;
}

/* A carriage return that ends no line may begin one. */
static bool has_lone_return(struct span text)
{
	for (const char *at = text.at, *end = text.at + text.len; (at = memchr(at, '\r', (size_t)(end - at))) != NULL; at++)
		if (at + 1 == end || at[1] != '\n')
			return true;
	return false;
}

enum line { BLANK, PLAIN, DIRECTIVE, ASSEMBLERS };

/* What the line may be by its first letters: a directive, or one with which an assembler includes. */
static enum line kind_of(const char *at, const char *end)
{
	static const char *const words[] = {"include", "incbin", "get"};
	while (at < end && is_blank(*at))
		at++;
	if (at == end || (*at == '/' && at + 1 < end && at[1] == '/'))
		return BLANK;
	if (*at == '#' || *at == '%' || *at == '.')
		return *at == '#' ? DIRECTIVE : ASSEMBLERS;
	for (size_t i = 0; i < COUNT(words); i++)
		if (byte_lower(*at) == words[i][0] && span_eq_fold(span_slice((struct span){at, (size_t)(end - at)}, 0, strlen(words[i])), span_of(words[i])))
			return ASSEMBLERS;
	return PLAIN;
}

/* The backslash behind which nothing but blanks stands, or NULL. */
static const char *joint(const char *at, const char *end)
{
	while (end > at && is_blank(end[-1]))
		end--;
	return end > at && end[-1] == '\\' ? end - 1 : NULL;
}

/* Lines that stay are copied one by one; any number of others becomes one that says nothing either. */
struct condensing {
	char *text;
	size_t len;
	bool left_out;
};

static void keep(struct condensing *c, const char *at, const char *end)
{
	if (c->left_out) {
		memcpy(c->text + c->len, ";\n", 2);
		c->len += 2;
	}
	memcpy(c->text + c->len, at, (size_t)(end - at));
	c->len += (size_t)(end - at);
	c->left_out = false;
}

static const char *first_at(const char *at, const char *end, const char *word)
{
	const char *found = memmem(at, (size_t)(end - at), word, strlen(word));
	return found == NULL ? end : found;
}

/* Where each of the words that tell something stands next. */
struct lookout {
	const char *next[COUNT(telling)];
};

/* Whether one of them stands in front of `behind`; those are passed. */
static bool passes_any(struct lookout *l, const char *behind, const char *end)
{
	bool any = false;
	for (size_t i = 0; i < COUNT(telling); i++) {
		if (l->next[i] >= behind)
			continue;
		any = true;
		l->next[i] = first_at(behind, end, telling[i]);
	}
	return any;
}

/* A splice between letters that are no blanks may part a word that says something. */
static bool parts_word(const char *line, const char *splice, const char *behind, const char *end)
{
	return splice > line && behind < end && !is_blank(splice[-1]) && !is_blank(*behind);
}

/* A text with a quotation mark may hold digit separators, and is read once more as C++ 14 has it. */
#define SEPARATOR "\n'\n"

/* False where a word may be parted, where what stands in front of a line matters, or a line goes on behind the end. */
static bool condense(struct condensing *c, struct span text)
{
	const char *const end = text.at + text.len;
	struct lookout ahead;
	const char *splice = NULL;
	for (size_t i = 0; i < COUNT(telling); i++)
		ahead.next[i] = first_at(text.at, end, telling[i]);
	for (const char *line = text.at, *behind; line < end; line = behind) {
		const char *stop = memchr(line, '\n', (size_t)(end - line));
		behind = stop == NULL ? end : stop + 1;
		bool joined = splice != NULL;
		splice = joint(line, behind);
		enum line kind = kind_of(line, behind);
		bool odd = kind == ASSEMBLERS && ahead.next[IMPORT] < behind;
		if (odd || (splice != NULL && parts_word(line, splice, behind, end)))
			return false;
		if (passes_any(&ahead, behind, end) || joined || splice != NULL || kind > PLAIN)
			keep(c, line, behind);
		else
			c->left_out = c->left_out || kind == PLAIN;
	}
	if (span_find(text, '\'') < text.len)
		keep(c, SEPARATOR, SEPARATOR + sizeof SEPARATOR - 1);
	return splice == NULL;
}

struct span c_condensed(struct arena *a, struct span text)
{
	if (span_holds(text, SPAN("namespace")) || span_holds(text, SPAN("?" "?")) || has_raw_string(text) || has_lone_return(text))
		return text;
	/* What is left out is one byte or more and leaves two, and so does no line that stays: half as much again is enough. */
	struct condensing c = {arena_take(a, text.len + text.len / 2 + sizeof SEPARATOR + 2, 1), 0, false};
	return condense(&c, text) ? (struct span){c.text, c.len} : text;
}

struct c_facts c_facts_quickly(struct arena *a, struct span text, bool code, bool build_file)
{
	if (!code || build_file)
		return c_facts_of(a, text, code, build_file);
	struct c_facts facts = c_facts_of(a, c_condensed(a, text), code, build_file);
	return facts.ncomputed > 0 ? c_facts_of(a, text, code, build_file) : facts;
}
