/* SPDX-License-Identifier: MIT */
/* c_uses.c - uses of wanted names in C and C++, over all readings of a text that a tool chain may take. */
#include "text/c_code.h"

#include "base/arena.h"
#include "text/c_look.h"

#include <stdlib.h>
#include <string.h>

/* What one reading of a text may hold besides its uses. */
#define READING_MEMORY ((size_t)1 << 30)

/* Where two readings can part: raw strings, digit separators, suffixes, trigraphs. */
struct doubt {
	bool known, raw, separators, suffixes, trigraphs;
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
	struct doubt doubt = {.known = true};
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
	struct c_code whole = *code;
	code->uses = &own;
	c_code_read(code);
	c_walk(code);
	if (code->lost || (code->elided && c_make_matters(code))) {
		own = (struct uses){.arena = own.arena};
		arena_reset(own.arena);
		*code = whole;
		code->uses = &own;
		code->look = NULL;
		c_code_read(code);
		c_walk(code);
	}
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
	code.lexer.plain = code.plain;
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

/* What a reading met, of those that differ in raw strings and digit separators alone. */
struct met {
	bool done;
	unsigned met;
};

static struct c_code read_as(struct uses *uses, size_t first, struct c_code code, struct c_reading reading)
{
	reading.headers = true;
	struct c_code read = read_from(uses, first, code, reading, 0);
	reading.headers = false;
	code.look = NULL;
	if (read.nodds > 0)
		read_behind_headers(uses, first, code, reading);
	return read;
}

/* Whether one that is done met nothing that would have come otherwise in this one; readings are told by MET_... */
static bool is_like(const struct met done[4], unsigned reading)
{
	for (unsigned i = 0; i < 4; i++)
		if (done[i].done && ((i ^ reading) & done[i].met) == 0)
			return true;
	return false;
}

/* Asked for only where a reading met something. */
static const struct doubt *ask(struct doubt *doubt, struct span text)
{
	if (!doubt->known)
		*doubt = doubt_of(text);
	return doubt;
}

/* In C: with raw strings and without, with digit separators and without, as far as that may make a difference. */
static void read_as_c(struct uses *uses, size_t first, struct c_code code, struct c_reading reading, struct doubt *doubt)
{
	struct met done[4] = {0};
	for (unsigned i = 0; i < 4; i++) {
		reading.raw_strings = (i & MET_RAW) != 0;
		reading.digit_separators = (i & MET_SEPARATOR) != 0;
		if (!code.plain && is_like(done, i))
			continue;
		if ((reading.raw_strings && !ask(doubt, code.text)->raw) || (reading.digit_separators && !ask(doubt, code.text)->separators))
			continue;
		struct c_code read = read_as(uses, first, code, reading);
		done[i] = (struct met){true, read.nodds > 0 ? MET_RAW | MET_SEPARATOR : read.met & (MET_RAW | MET_SEPARATOR)};
	}
}

static bool differs(const struct doubt *doubt)
{
	return doubt->raw || doubt->separators || doubt->suffixes;
}

static void read_all(struct uses *uses, struct c_code code, bool trigraphs, bool c, bool cplusplus)
{
	struct doubt doubt = {0};
	size_t first = uses->count;
	for (unsigned with = 0; with <= (trigraphs ? 1 : 0); with++) {
		if (c)
			read_as_c(uses, first, code, (struct c_reading){.trigraphs = with != 0}, &doubt);
		if (!cplusplus || (c && !differs(ask(&doubt, code.text))))
			continue;
		read_as(uses, first, code, (struct c_reading){.trigraphs = with != 0, .raw_strings = true, .digit_separators = true, .suffixes = true});
	}
}

static struct c_code code_of(struct uses *uses, struct span text, const struct names *names)
{
	const struct c_filter *filter = names_filter(names);
	return (struct c_code){.text = text, .names = names, .filter = filter != NULL ? filter : c_filter_new(uses->arena, names)};
}

void c_uses(struct uses *uses, struct span text, const struct names *names, bool c, bool cplusplus)
{
	struct c_code code = code_of(uses, text, names);
	struct c_look look = c_look_at(uses->arena, text, names, code.filter);
	code.nothing_pasted = !look.pastes;
	code.nothing_joined = !look.joins;
	code.look = look.pastes ? NULL : &look;
	if (look.matters)
		read_all(uses, code, look.trigraphs, c, cplusplus);
}

void c_uses_plainly(struct uses *uses, struct span text, const struct names *names, bool c, bool cplusplus)
{
	struct c_code code = code_of(uses, text, names);
	code.plain = true;
	read_all(uses, code, doubt_of(text).trigraphs, c, cplusplus);
}
