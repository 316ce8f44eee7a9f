/* SPDX-License-Identifier: MIT */
/* c_look.c - a look at the bytes of a C text that proves it has no use. */
#include "text/c_look.h"

#include "base/arena.h"
#include "text/c_code.h"
#include "text/c_letters.h"
#include "text/c_skim.h"
#include "text/lanes.h"

#include <stdlib.h>
#include <string.h>

enum { LONGEST_PASTED = 256, DIRECTIVES_MOST = 8, LONGEST_HEADER = 512 };

/* What was found last by a search for one end of a comment: whoever begins between there finds the same. */
struct found {
	size_t from, end;
};

struct look {
	struct span text;
	struct arena *arena;
	const struct names *names;
	const struct c_filter *filter;
	struct found block, line;
	struct c_spot *spots;
	size_t *pastes; /* where ## stands */
	size_t count, room, npastes, pastes_room;
	bool joins, odd, trigraphs; /* odd: a header's name may hold other tokens; joins: a splice, or what may be one, is in a run or in ## */
};

static unsigned char byte_at(const struct look *look, size_t at)
{
	return at < look->text.len ? (unsigned char)look->text.at[at] : 0;
}

static bool is_part(unsigned char byte)
{
	return letter_is(byte, LETTER_PART);
}

static struct span run_at(const struct look *look, size_t at)
{
	size_t end = at;
	while (is_part(byte_at(look, end)))
		end++;
	return span_slice(look->text, at, end);
}

static void note(struct look *look, struct c_spot spot)
{
	look->spots = arena_grow(look->arena, look->spots, look->count, &look->room, sizeof *look->spots);
	look->spots[look->count++] = spot;
}

/* Behind the line end that a backslash in front of that place splices; 0 where it splices none. */
static size_t past_line_end(const struct look *look, size_t at)
{
	while (at < look->text.len && byte_is_space(look->text.at[at])) {
		unsigned char byte = byte_at(look, at++), next = byte_at(look, at);
		if (byte == '\n' || byte == '\r')
			return at + ((next == '\n' || next == '\r') && next != byte);
	}
	return 0;
}

static size_t find_end(const struct look *look, struct found *found, size_t from, bool block)
{
	if (found->end != 0 && from >= found->from && from <= found->end)
		return found->end;
	const char *end = block ? memmem(look->text.at + from, look->text.len - from, "*/", 2) : memchr(look->text.at + from, '\n', look->text.len - from);
	*found = (struct found){from, end == NULL ? look->text.len : (size_t)(end - look->text.at)};
	return found->end;
}

/* Behind the comment that begins with a slash at that place, but not behind the end of its line; the same place where none does. */
static size_t past_comment(struct look *look, size_t at)
{
	unsigned char next = byte_at(look, at + 1);
	if (next != '/' && next != '*')
		return at;
	size_t end = find_end(look, next == '*' ? &look->block : &look->line, at + 2, next == '*');
	return next == '*' && end < look->text.len ? end + 2 : end;
}

/* What stands between two arguments. */
struct gap {
	size_t end;
	bool comma, unclear;
};

/* The end of the line of a directive; the same place where it cannot be seen at once. */
static size_t past_directive(const struct look *look, size_t at)
{
	static const char ends[] = {'\n', '\r', '\\', '/', '?'};
	size_t end = lanes_find(look->text.at, look->text.len, at, ends, sizeof ends);
	return end < look->text.len && byte_at(look, end) != '\n' && byte_at(look, end) != '\r' ? at : end;
}

static struct gap gap_at(struct look *look, size_t at)
{
	struct gap gap = {.end = at};
	bool first = false; /* on its line */
	size_t directives = 0;
	for (; gap.end < look->text.len; at = gap.end) {
		unsigned char byte = byte_at(look, at);
		bool line = byte == '\n' || byte == '\r';
		if (byte == ',' || byte == 0 || byte_is_space((char)byte))
			gap.end = at + 1;
		else if (byte == '/')
			gap.end = past_comment(look, at);
		else if (byte == '\\' && past_line_end(look, at + 1) != 0)
			gap.end = past_line_end(look, at + 1);
		else if (byte == '#' && first && directives++ < DIRECTIVES_MOST)
			gap.end = past_directive(look, at);
		if (gap.end == at) {
			unsigned char next = byte_at(look, at + 1);
			bool spliced = next == '\\' || next == '?';
			gap.unclear = (byte == '/' && spliced) || (first && (byte == '#' || byte == '?' || (byte == '%' && (next == ':' || spliced))));
			return gap;
		}
		gap.comma = gap.comma || byte == ',';
		first = line || (first && byte != ',');
	}
	return gap;
}

/* Whether the run and some of those that follow it behind commas spell a name. */
static bool begins_pasted(struct look *look, struct span run)
{
	char joined[LONGEST_PASTED];
	unsigned ids[NAMES_MOST];
	size_t len = 0, parts = 1;
	for (;;) {
		if (len + run.len > sizeof joined)
			return false;
		memcpy(joined + len, run.at, run.len);
		len += run.len;
		if (parts > 1 && c_wanted(look->names, (struct span){joined, len}, ids) > 0)
			return true;
		size_t end = (size_t)(run.at - look->text.at) + run.len;
		if (parts++ == C_PASTED_MOST)
			return false;
		struct gap gap = gap_at(look, end);
		if (gap.unclear)
			return true;
		run = run_at(look, gap.end);
		if (!gap.comma || run.len == 0)
			return false;
	}
}

/* Whether a comma may follow the run that ends there, as far as its line shows. */
static bool may_be_argument(const struct look *look, size_t end)
{
	while (byte_at(look, end) == ' ' || byte_at(look, end) == '\t')
		end++;
	unsigned char next = byte_at(look, end);
	return next == ',' || next == 0 || next == '/' || next == '\\' || byte_is_space((char)next);
}

/* `#pragma map`, `#pragma comment`: or what cannot be seen at once. */
static bool speaks_to_linker(const struct look *look, size_t behind)
{
	size_t at = behind;
	while (byte_at(look, at) == ' ' || byte_at(look, at) == '\t')
		at++;
	struct span word = run_at(look, at);
	unsigned char byte = byte_at(look, at);
	if (word.len == 0)
		return byte == '/' || byte == '\\' || byte == '?' || byte == '\v' || byte == '\f' || byte == 0;
	return span_eq(word, SPAN("map")) || span_eq(word, SPAN("comment"));
}

static struct span name_of_symbol(struct span symbol)
{
	return span_starts(symbol, SPAN("_")) ? span_slice(symbol, 1, span_find(symbol, '$')) : symbol;
}

static bool reads_strings(const struct look *look, struct span run)
{
	unsigned ids[NAMES_MOST];
	return names_find(look->filter->keys, run, ids) != 0 && c_key_reads_strings(ids[0]);
}

/* Behind one underscore: neither a symbol of the assembler, nor what the filter knows. */
static bool is_set_aside(const struct look *look, struct span run)
{
	const struct c_filter *filter = look->filter;
	if (filter->patterns || run.at[0] != '_' || run.len == 1 || run.at[1] == '_' || span_find(run, '$') < run.len)
		return false;
	struct span symbol = span_from(run, 1);
	return !c_bits_hold(&filter->early, c_eight(run.at, run.len, run.len)) && !c_bits_hold(&filter->early, c_eight(symbol.at, symbol.len, symbol.len));
}

/* What the filter knows as the beginning of a name, and as nothing else. */
static bool is_beginning_alone(const struct look *look, struct span run)
{
	return !look->filter->always[(unsigned char)run.at[0]] && !c_bits_hold(&look->filter->known, c_eight(run.at, run.len, run.len));
}

/* Whether a header's name may stand behind `import` or `__has_include`. */
static bool may_name_header(const struct look *look, size_t end)
{
	while (byte_is_space((char)byte_at(look, end)))
		end++;
	unsigned char next = byte_at(look, end);
	return !letter_is(next, LETTER_PART) && next != '.' && next != ',' && next != ')' && next != '-' && next != ';';
}

/* A run that the filter could not set aside. */
static void pass_run(struct look *look, struct span run)
{
	unsigned ids[NAMES_MOST];
	size_t at = (size_t)(run.at - look->text.at);
	bool argument = may_be_argument(look, at + run.len);
	if (byte_is_digit(run.at[0]) || is_set_aside(look, run) || (!argument && is_beginning_alone(look, run)))
		return;
	bool pragma = span_eq(run, SPAN("pragma")) && speaks_to_linker(look, at + run.len);
	bool wanted = c_wanted(look->names, run, ids) != 0 || c_wanted(look->names, name_of_symbol(run), ids) != 0;
	wanted = wanted || (argument && c_begins_wanted(look->names, look->filter, run) && begins_pasted(look, run));
	bool key = pragma || reads_strings(look, run);
	look->odd = look->odd || (c_turns(run) && may_name_header(look, at + run.len));
	if (wanted || key || c_turns(run))
		note(look, (struct c_spot){at, wanted, key});
}

static void join(struct look *look, size_t at)
{
	look->joins = true;
	note(look, (struct c_spot){at, true, false});
}

static void note_paste(struct look *look, size_t at)
{
	look->pastes = arena_grow(look->arena, look->pastes, look->npastes, &look->pastes_room, sizeof *look->pastes);
	look->pastes[look->npastes++] = at;
}

/* Letters behind \uXXXX, which may be no part of a name. */
static bool has_letters_behind(const struct look *look, size_t at, size_t digits)
{
	struct span run = run_at(look, at);
	return run.len > digits + 1;
}

static bool is_paste_part(unsigned char byte)
{
	return byte == '#' || byte == '%' || byte == ':';
}

/* A backslash that is gone, or begins a character. */
static void pass_backslash(struct look *look, size_t at)
{
	unsigned char before = at > 0 ? byte_at(look, at - 1) : 0, next = byte_at(look, at + 1);
	if (next == 'u' || next == 'U') {
		if (look->filter->patterns || has_letters_behind(look, at + 1, next == 'u' ? 4 : 8))
			join(look, at);
		return;
	}
	size_t end = byte_is_space((char)next) ? past_line_end(look, at + 1) : 0;
	if (end == 0)
		return;
	unsigned char after = byte_at(look, end);
	bool odd = after == '\\' || after == '?' || after >= 0x80, part = is_part(before) || before >= 0x80 || before == '\\';
	if ((part && (is_part(after) || odd)) || (is_paste_part(before) && (is_paste_part(after) || odd)))
		join(look, at);
}

/* Whether the directive behind the # may have a header's name that holds what begins a comment, a literal or an escape. */
static bool has_odd_header(const struct look *look, size_t at)
{
	while (byte_at(look, at) == ' ' || byte_at(look, at) == '\t')
		at++;
	unsigned char first = byte_at(look, at), second = byte_at(look, at + 1);
	if (first != 'i' && first != 'e')
		return first == '/' || first == '\\' || first == '?' || first == 0 || first == '\v' || first == '\f';
	if (second != 'n' && second != 'm')
		return false;
	struct span rest = span_slice(look->text, at, at + LONGEST_HEADER);
	if (span_find(rest, '\n') == rest.len)
		return true;
	rest = span_slice(rest, 0, span_find(rest, '\n'));
	size_t open = span_find(rest, '<'), close = span_find(rest, '>'), quote = span_find(rest, '"');
	if (span_find(rest, '\\') < rest.len || span_find(rest, '\r') + 1 < rest.len || span_find(rest, '?') < rest.len)
		return true;
	if (open == rest.len)
		return false;
	struct span name = span_slice(rest, open, close);
	return close == rest.len || quote < close || span_find(name, '\'') < name.len || span_holds(name, SPAN("//")) || span_holds(name, SPAN("/*"));
}

static void pass_question(struct look *look, size_t at)
{
	static const char thirds[] = "=(/)'<!>-";
	unsigned char third = byte_at(look, at + 2);
	if (byte_at(look, at + 1) != '?' || third == 0 || memchr(thirds, third, sizeof thirds - 1) == NULL)
		return;
	look->trigraphs = true;
	look->odd = look->odd || third == '=';
	if (third == '=')
		note_paste(look, at);
	if (third == '/')
		join(look, at);
}

/* A byte that is none of a run. */
static void pass_sign(struct look *look, size_t at)
{
	unsigned char byte = byte_at(look, at), next = byte_at(look, at + 1);
	if (byte == '\\')
		pass_backslash(look, at);
	else if (byte == '?')
		pass_question(look, at);
	else if (byte >= 0x80)
		join(look, at);
	else if (byte == '#' ? next == '#' : next == ':' && byte_at(look, at + 2) == '%')
		note_paste(look, at);
	else
		look->odd = look->odd || (byte == '#' ? has_odd_header(look, at + 1) : next == ':');
}

/* A run from `at` to `end`. */
static inline void meet_run(struct look *look, size_t at, size_t end)
{
	const char *run = look->text.at + at;
	if (look->filter->always[(unsigned char)*run] || c_bits_hold(&look->filter->early, c_eight(run, end - at, look->text.len - at)))
		pass_run(look, span_slice(look->text, at, end));
}

/* A block of the text; where it ends before, zeros stand for the rest. */
static struct lanes block_at(struct span text, size_t at, char room[LANES])
{
	if (text.len - at >= LANES)
		return lanes_load(text.at + at);
	memset(room, 0, LANES);
	memcpy(room, text.at + at, text.len - at);
	return lanes_load(room);
}

/* The runs of a block, each where it ends; `begin` is where the last one began that is still open. */
static size_t meet_runs(struct look *look, uint64_t words, bool open, size_t at, size_t begin)
{
	uint64_t edges = words ^ (words << 1 | open);
	if (open && edges != 0) {
		meet_run(look, begin, at + lanes_first(edges));
		edges &= edges - 1;
	}
	while (edges != 0) {
		begin = at + lanes_first(edges);
		edges &= edges - 1;
		if (edges == 0)
			return begin;
		meet_run(look, begin, at + lanes_first(edges));
		edges &= edges - 1;
	}
	return begin;
}

static int order(const void *left, const void *right)
{
	const struct c_spot *a = left, *b = right;
	return (a->at > b->at) - (a->at < b->at);
}

static void pass_text(struct look *look)
{
	static const char signs[] = {'\\', '?', '#', '%'};
	char room[LANES];
	bool open = false;
	size_t begin = 0;
	for (size_t at = 0; at < look->text.len; at += LANES) {
		struct lanes lanes = block_at(look->text, at, room);
		uint64_t words = lanes_words(&lanes), odd = lanes_among(&lanes, signs, sizeof signs);
		odd |= look->filter->patterns ? lanes_foreign(&lanes) : 0;
		for (; odd != 0; odd &= odd - 1)
			pass_sign(look, at + lanes_first(odd));
		begin = meet_runs(look, words, open, at, begin);
		open = words >> (LANES - 1) != 0;
	}
	if (open)
		meet_run(look, begin, look->text.len);
}

static bool any_reads(const struct c_spot *spots, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (spots[i].reads)
			return true;
	return false;
}

static bool any_tells(const struct c_spot *spots, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (spots[i].tells)
			return true;
	return false;
}

/* Without the spots in comments; and without those in literals, where nothing has strings read. */
static void leave_code(struct look *look)
{
	struct c_spot *spots = arena_take(look->arena, look->count, sizeof *spots);
	if (look->count == 0)
		return;
	memcpy(spots, look->spots, look->count * sizeof *spots);
	size_t count = c_spots_in_code(look->text, spots, look->count, false);
	if (any_reads(spots, count)) {
		look->count = c_spots_in_code(look->text, look->spots, look->count, true);
		return;
	}
	look->spots = spots;
	look->count = count;
}

struct c_look c_look_at(struct arena *arena, struct span text, const struct names *names, const struct c_filter *filter)
{
	struct look look = {.text = text, .arena = arena, .names = names, .filter = filter};
	pass_text(&look);
	bool pastes = look.joins || c_may_paste(arena, text, look.pastes, look.npastes, names, filter);
	if (look.count > 1)
		qsort(look.spots, look.count, sizeof *look.spots, order);
	if (!pastes && !look.odd)
		leave_code(&look);
	bool joins = pastes || (any_reads(look.spots, look.count) && c_may_join_strings(arena, text, names, filter));
	return (struct c_look){
		.matters = joins || any_tells(look.spots, look.count),
		.pastes = pastes,
		.joins = joins,
		.trigraphs = look.trigraphs,
		.spots = look.spots,
		.count = look.count,
	};
}
