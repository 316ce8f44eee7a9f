/* SPDX-License-Identifier: MIT */
/* c_uses.c - uses of wanted names in C and C++, over all readings of a text that a tool chain may take. */
#include "text/c_code.h"

#include "base/arena.h"

#include <stdlib.h>
#include <string.h>

/* What one reading of a text may hold besides its uses. */
#define READING_MEMORY ((size_t)1 << 30)

/* Where two readings can part: raw strings, digit separators, suffixes, trigraphs. */
struct doubt {
	bool raw, separators, suffixes, trigraphs;
};

static char byte_or_nul(struct span text, size_t at)
{
	return at < text.len ? text.at[at] : '\0';
}

/* Whether the byte at that place may stand, but for a splice, behind the one before the line. */
static bool may_be_spliced(struct span text, size_t at)
{
	if (at == 0 || (text.at[at - 1] != '\n' && text.at[at - 1] != '\r'))
		return false;
	struct span before = span_trim_right(span_slice(text, 0, at));
	return before.len > 0 && (before.at[before.len - 1] == '\\' || before.at[before.len - 1] == '/');
}

/* Whether the quote may stand in a number: the word that it follows begins with a digit or cannot be seen whole. */
static bool may_separate(struct span text, size_t at)
{
	enum { NUMBER_MOST = 64 };
	size_t begin = at;
	while (begin > 0 && at - begin < NUMBER_MOST) {
		char byte = text.at[begin - 1];
		if (!byte_is_alnum(byte) && byte != '_' && byte != '.' && byte != '\'')
			break;
		begin--;
	}
	if (at - begin == NUMBER_MOST || may_be_spliced(text, begin))
		return true;
	return begin < at && (byte_is_digit(text.at[begin]) || text.at[begin] == '.');
}

static void doubt_quote(struct doubt *doubt, struct span text, size_t at)
{
	char after = byte_or_nul(text, at + 1), next = byte_or_nul(text, at + 2);
	doubt->suffixes = doubt->suffixes || after == '_' || (after == '\\' && byte_is_space(next)) || (after == '?' && next == '?');
	if (text.at[at] == '"')
		doubt->raw = doubt->raw || (at > 0 && text.at[at - 1] == 'R') || may_be_spliced(text, at);
	else
		doubt->separators = doubt->separators || may_separate(text, at);
}

static struct doubt doubt_of(struct span text)
{
	struct doubt doubt = {0};
	for (size_t i = 0; i < text.len; i++) {
		if (text.at[i] == '"' || text.at[i] == '\'')
			doubt_quote(&doubt, text, i);
		else if (text.at[i] == '?' && byte_or_nul(text, i + 1) == '?')
			doubt.trigraphs = true;
	}
	return doubt;
}

static int order(const void *left, const void *right)
{
	const struct use *a = left, *b = right;
	if (a->at != b->at)
		return a->at < b->at ? -1 : 1;
	if (a->id != b->id)
		return a->id < b->id ? -1 : 1;
	if (a->kind != b->kind)
		return a->kind < b->kind ? -1 : 1;
	if (a->inactive != b->inactive)
		return a->inactive - b->inactive;
	return memcmp(a->window.bytes, b->window.bytes, sizeof a->window.bytes);
}

/* One use for a place and an id: the strongest kind, and active where any reading has it so. */
static void settle(struct uses *uses, size_t first)
{
	size_t count = uses->count - first, kept = 0;
	if (count == 0)
		return;
	struct use *list = uses->list + first;
	qsort(list, count, sizeof *list, order);
	for (size_t i = 0; i < count; i++) {
		bool same = kept > 0 && list[kept - 1].at == list[i].at && list[kept - 1].id == list[i].id;
		if (same)
			use_join(&list[kept - 1], &list[i]);
		else
			list[kept++] = list[i];
	}
	uses->count = first + kept;
}

/* A spelling that outlives the reading. */
static struct span carried(struct uses *uses, struct span text, struct span spelling)
{
	bool borrowed = spelling.at >= text.at && spelling.at < text.at + text.len;
	return borrowed || spelling.len == 0 ? spelling : span_copy(uses->arena, spelling);
}

/* One reading, its words in memory of their own; adds its uses to those that stand from `first` on. */
static void read_once(struct uses *uses, size_t first, struct c_code *code)
{
	struct uses own = {.arena = arena_new("step", READING_MEMORY)};
	code->uses = &own;
	c_code_read(code);
	c_walk(code);
	c_make(code);
	settle(&own, 0);
	for (size_t i = 0; i < own.count; i++) {
		struct use *use = uses_add(uses);
		*use = own.list[i];
		use->name = carried(uses, code->text, use->name);
		use->asked = carried(uses, code->text, use->asked);
	}
	arena_free(own.arena);
	settle(uses, first);
}

static struct c_code read_from(struct uses *uses, size_t first, struct c_code code, struct c_reading reading, size_t at)
{
	code.lexer = c_lexer_of(code.text, reading);
	code.lexer.at = at > code.lexer.at ? at : code.lexer.at;
	read_once(uses, first, &code);
	return code;
}

/* The places behind odd headers' names, each once. */
struct starts {
	size_t list[ODD_MOST], count;
	bool lost; /* there are more */
};

static void add_starts(struct starts *starts, const struct c_code *code)
{
	starts->lost = starts->lost || code->nodds > ODD_MOST;
	for (size_t i = 0; i < code->nodds && i < ODD_MOST; i++) {
		bool known = false;
		for (size_t k = 0; k < starts->count; k++)
			known = known || starts->list[k] == code->odds[i];
		starts->lost = starts->lost || (!known && starts->count == ODD_MOST);
		if (!known && starts->count < ODD_MOST)
			starts->list[starts->count++] = code->odds[i];
	}
}

/*
 * The name of a header may hold what opens a comment or a literal, but where an include is skipped its letters are tokens. Which one is
 * skipped no text tells: behind each of them the text is read as if that was the last that is not. Honest code has none.
 */
static void read_behind_headers(struct uses *uses, size_t first, struct c_code code, struct c_reading reading)
{
	struct starts starts = {.count = 0};
	struct c_code read = read_from(uses, first, code, reading, 0);
	add_starts(&starts, &read);
	for (size_t i = 0; i < starts.count && !starts.lost; i++) {
		read = read_from(uses, first, code, reading, starts.list[i]);
		add_starts(&starts, &read);
	}
	reading.blind = true;
	if (starts.lost)
		read_from(uses, first, code, reading, 0);
}

static void read_as(struct uses *uses, size_t first, struct c_code code, struct c_reading reading)
{
	reading.headers = true;
	code.lexer = c_lexer_of(code.text, reading);
	code.uses = uses;
	if (!c_code_matters(&code))
		return;
	struct c_code read = read_from(uses, first, code, reading, 0);
	reading.headers = false;
	if (read.nodds > 0)
		read_behind_headers(uses, first, code, reading);
}

void c_uses(struct uses *uses, struct span text, const struct names *names, bool c, bool cplusplus)
{
	const struct c_code code = {.text = text, .names = names, .keys = c_keys(uses->arena)};
	struct doubt doubt = doubt_of(text);
	size_t first = uses->count;
	for (unsigned trigraphs = 0; trigraphs <= (doubt.trigraphs ? 1 : 0); trigraphs++) {
		struct c_reading reading = {.trigraphs = trigraphs != 0};
		for (unsigned raw = 0; c && raw <= (doubt.raw ? 1 : 0); raw++)
			for (unsigned separators = 0; separators <= (doubt.separators ? 1 : 0); separators++) {
				reading.raw_strings = raw != 0;
				reading.digit_separators = separators != 0;
				read_as(uses, first, code, reading);
			}
		bool differs = doubt.raw || doubt.separators || doubt.suffixes;
		if (!cplusplus || (c && !differs))
			continue;
		reading = (struct c_reading){.trigraphs = trigraphs != 0, .raw_strings = true, .digit_separators = true, .suffixes = true};
		read_as(uses, first, code, reading);
	}
}
