/* SPDX-License-Identifier: MIT */
/* c_parts.c - whether the runs of a text could be pasted to a name that matters. */
#include "text/c_look.h"

#include "base/arena.h"
#include "text/c_code.h"
#include "text/c_letters.h"

#include <string.h>

/* Different beginnings of names; a text that has more may paste any. */
enum { BEGINNINGS_MOST = 64 };

struct parts {
	struct arena *arena;
	struct span text;
	const struct names *names;
	const struct c_filter *filter;
	struct wanted_name *list;
	size_t count, room;
	struct span beginnings[BEGINNINGS_MOST];
	size_t nbeginnings;
	bool any;
};

static void add_beginning(struct parts *parts, struct span run)
{
	if (span_among(parts->beginnings, parts->nbeginnings, run))
		return;
	parts->any = parts->any || parts->nbeginnings == BEGINNINGS_MOST;
	if (!parts->any)
		parts->beginnings[parts->nbeginnings++] = run;
}

/* Whether it is what a tool chain's spelling of a name begins with: __builtin_NAME, __NAME_chk. */
static bool begins_builtin(const struct names *names, struct span run)
{
	static const struct span builtin = {"__builtin_", 10}, back = {"_chk", 4};
	size_t count;
	if (span_starts(builtin, run))
		return true;
	if (!span_starts(run, SPAN("__")))
		return false;
	struct span name = span_from(run, span_starts(run, builtin) ? builtin.len : 2);
	name = span_from(name, span_starts(name, SPAN("__")) ? 2 : 0);
	for (size_t len = 0; len <= back.len; len++) {
		if (!span_ends(name, span_slice(back, 0, len)))
			continue;
		names_beginning(names, span_slice(name, 0, name.len - len), &count);
		if (count > 0)
			return true;
	}
	return false;
}

bool c_begins_wanted(const struct names *names, const struct c_filter *filter, struct span run)
{
	size_t count;
	names_beginning(names, run, &count);
	return count > 0 || filter->patterns || (run.at[0] == '_' && begins_builtin(names, run));
}

static bool begins_key(const struct names *keys, struct span run)
{
	size_t count, first = names_beginning(keys, run, &count), all;
	const struct wanted_name *list = names_list(keys, &all);
	for (size_t i = first; i < first + count; i++)
		if (c_key_reads_strings(list[i].id))
			return true;
	return false;
}

static void pass_beginning(struct parts *parts, struct span run)
{
	size_t count;
	const struct c_filter *filter = parts->filter;
	if (run.len > 0 && run.at[0] == '_' && begins_builtin(parts->names, run))
		parts->any = true;
	if (run.len == 0 || !c_bits_hold(&filter->parts, c_eight(run.at, run.len, run.len)))
		return;
	names_beginning(parts->names, run, &count);
	if (count > 0 || begins_key(filter->keys, run))
		add_beginning(parts, run);
}

static void add_part(struct parts *parts, struct span run)
{
	if (run.len == 0)
		return;
	parts->list = arena_grow(parts->arena, parts->list, parts->count, &parts->room, sizeof *parts->list);
	parts->list[parts->count++] = (struct wanted_name){run, 0};
}

static bool makes_one(const struct names *parts, struct span beginning, const struct names *names, bool keys)
{
	size_t count, all, first = names_beginning(names, beginning, &count);
	const struct wanted_name *list = names_list(names, &all);
	for (size_t i = first; i < first + count; i++)
		if ((!keys || c_key_reads_strings(list[i].id)) && c_may_be_made(parts, list[i].spelling))
			return true;
	return false;
}

/* Signs that paste, and lines that are spliced to one, which are looked at. */
enum { SIGNS_MOST = 64, LINES_MOST = 256, LONGEST_TARGET = 256 };

static bool is_part(struct span text, size_t at)
{
	return at < text.len && letter_is((unsigned char)text.at[at], LETTER_PART);
}

static bool is_blank(struct span text, size_t at)
{
	return at < text.len && byte_is_blank(text.at[at]);
}

/* Where the line with that place begins, with those that are spliced in front of it; the text's length where it cannot be seen. */
static size_t line_of(struct span text, size_t at)
{
	for (size_t n = 0; n < LINES_MOST; n++) {
		at = span_find_last(span_slice(text, 0, at), '\n') < at ? span_find_last(span_slice(text, 0, at), '\n') : 0;
		struct span before = span_trim_right(span_slice(text, 0, at));
		if (at == 0 || before.len == 0 || before.at[before.len - 1] != '\\')
			return at;
	}
	return text.len;
}

static bool holds_run(struct span line, struct span run)
{
	for (size_t at = 0; at < line.len;) {
		size_t end = at;
		while (is_part(line, end))
			end++;
		if (end > at && span_eq(span_slice(line, at, end), run))
			return true;
		at = end + (end == at);
	}
	return false;
}

static bool is_in_name(struct span spelling, const struct names *names)
{
	size_t count;
	const struct wanted_name *list = names_list(names, &count);
	for (size_t i = 0; i < count; i++)
		if (span_holds(list[i].spelling, spelling))
			return true;
	return false;
}

/* Without what a tool chain's spelling may have in front of a name. */
static struct span past_front(struct span spelling)
{
	static const struct span front = {"__builtin___", 12};
	size_t len = spelling.len < front.len ? spelling.len : front.len;
	while (len > 0 && !span_holds(front, span_slice(spelling, 0, len)))
		len--;
	return span_from(spelling, len);
}

/* And behind it. */
static struct span before_back(struct span spelling)
{
	static const struct span back = {"_chk", 4};
	for (size_t len = back.len; len > 0; len--)
		if (span_ends(spelling, span_slice(back, 0, len)))
			return span_slice(spelling, 0, spelling.len - len);
	return spelling;
}

/* Whether the spelling may stand in what a tool chain takes for a wanted name, or in a key. */
static bool is_in_target(struct span spelling, const struct names *names, const struct names *keys)
{
	struct span inner = past_front(spelling), back = before_back(spelling), both = before_back(inner);
	if (is_in_name(spelling, names) || span_holds(SPAN("_chk"), spelling) || both.len == 0)
		return true;
	if (back.len != spelling.len && is_in_name(back, names))
		return true;
	for (size_t from = 1; from <= spelling.len - inner.len; from++) {
		struct span rest = span_from(spelling, from);
		if (is_in_name(rest, names) || is_in_name(before_back(rest), names))
			return true;
	}
	size_t count;
	const struct wanted_name *list = names_list(keys, &count);
	for (size_t i = 0; i < count; i++)
		if (c_key_reads_strings(list[i].id) && span_holds(list[i].spelling, spelling))
			return true;
	return false;
}

/* Whether the operand is the same word wherever the macro stands, and in nothing that matters. */
static bool is_foreign(struct span operand, struct span line, const struct names *names, const struct names *keys)
{
	bool parameter = holds_run(line, operand) || span_starts(operand, SPAN("__VA_"));
	return !parameter && !is_in_target(operand, names, keys);
}

/*
 * Whether the ## there may make what matters: not outside of a #define, and not where one of its operands is a word of the body, and no
 * parameter, that stands in nothing that matters. What cannot be seen at once may.
 */
static bool sign_matters(struct span text, size_t sign, const struct names *names, const struct names *keys)
{
	size_t left = sign, right = sign + 2;
	while (left > 0 && is_blank(text, left - 1))
		left--;
	while (is_blank(text, right))
		right++;
	size_t from = left, to = right, begin = line_of(text, left);
	while (from > 0 && is_part(text, from - 1))
		from--;
	while (is_part(text, to))
		to++;
	struct span line = span_slice(text, begin, from);
	if (text.at[sign] != '#' || begin > from || span_find(line, '\r') < line.len || span_holds(line, SPAN("*/")))
		return true;
	if (!holds_run(line, SPAN("define")))
		return false;
	bool comma = left > 0 && text.at[left - 1] == ',';
	if (from == left || to == right)
		return !comma;
	return !is_foreign(span_slice(text, from, left), line, names, keys) && !is_foreign(span_slice(text, right, to), line, names, keys);
}

/* Each run, and, as in a string, what is left of it behind an escape, behind an underscore, in front of a $. */
static void pass_runs(struct parts *parts, void (*pass)(struct parts *, struct span), bool strings)
{
	struct span text = parts->text;
	for (size_t at = 0, end; at < text.len && !parts->any; at = end) {
		end = at;
		while (is_part(text, end))
			end++;
		struct span run = span_slice(text, at, end);
		if (end++ == at)
			continue;
		pass(parts, run);
		if (strings && at > 0 && text.at[at - 1] == '\\')
			pass(parts, run = span_from(run, 1));
		if (strings && span_starts(run, SPAN("_")))
			pass(parts, run = span_from(run, 1));
		if (strings && span_find(run, '$') < run.len)
			parts->any = true;
	}
}

/* Whether runs of the text spell together what matters; wherever ## stands, or strings do. */
static bool may_make(struct parts *parts, bool strings)
{
	const struct names *names = parts->names, *keys = parts->filter->keys;
	parts->any = parts->filter->patterns;
	pass_runs(parts, pass_beginning, strings);
	if (parts->any || parts->nbeginnings == 0)
		return parts->any;
	pass_runs(parts, add_part, strings);
	const struct names *runs = names_new(parts->arena, parts->list, parts->count);
	for (size_t i = 0; i < parts->nbeginnings; i++)
		if (makes_one(runs, parts->beginnings[i], names, false) || (!strings && makes_one(runs, parts->beginnings[i], keys, true)))
			return true;
	return parts->any;
}

bool c_may_paste(struct arena *arena, struct span text, const size_t *signs, size_t count, const struct names *names, const struct c_filter *filter)
{
	bool matters = count > SIGNS_MOST || filter->patterns;
	for (size_t i = 0; i < count && !matters; i++)
		matters = sign_matters(text, signs[i], names, filter->keys);
	struct parts parts = {.arena = arena, .text = text, .names = names, .filter = filter};
	return matters && may_make(&parts, false);
}

/* A backslash behind which a letter of a name may be written as a number. */
static bool has_numbers(struct span text)
{
	static const char numbers[] = "01234567xuUoN";
	for (size_t at = span_find(text, '\\'); at < text.len; at += 1 + span_find(span_from(text, at + 1), '\\')) {
		char next = at + 1 < text.len ? text.at[at + 1] : 'n';
		bool nul = at > 0 && span_starts(span_from(text, at - 1), SPAN("'\\0'"));
		if (memchr(numbers, next, sizeof numbers - 1) != NULL && !nul)
			return true;
	}
	return false;
}

bool c_may_join_strings(struct arena *arena, struct span text, const struct names *names, const struct c_filter *filter)
{
	struct parts parts = {.arena = arena, .text = text, .names = names, .filter = filter};
	return has_numbers(text) || may_make(&parts, true);
}
