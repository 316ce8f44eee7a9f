/* SPDX-License-Identifier: MIT */
/* build_flags.c - what flags and lists of build files define, made directives of C. */
#include "text/build_text.h"

#include "base/arena.h"

#include <string.h>

/* Values of a variable that are looked at one by one; bytes between a flag and its word, of a list that nothing closes, of parameters. */
enum { VALUES_MOST = 4, FLAG_REACH = 64, LIST_REACH = 1024, LONGEST_PARAMETERS = 256 };

/* What stands behind a flag: NAME=value, also of the assembler's symbols, or symbols alone. */
enum operand { OPERAND_NAME, OPERAND_SYMBOL, OPERAND_SYMBOLS };

/* A flag as it is written, and what must stand behind it besides quotes. */
static const struct flag {
	const char *spelling;
	enum operand operand;
	bool any_case;
} flags[] = {
	{"-D", OPERAND_NAME, false},
	{"/D", OPERAND_NAME, false},
	{"-define-macro", OPERAND_NAME, false},
	{"-defsym", OPERAND_SYMBOL, false},
	{"-redefine-sym", OPERAND_SYMBOL, false},
	{"-redirect", OPERAND_SYMBOL, false},
	{"-symbol_map", OPERAND_SYMBOL, false},
	{"alternatename:", OPERAND_SYMBOL, true},
	{"export:", OPERAND_SYMBOL, true},
	{"-alias", OPERAND_SYMBOLS, false},
};

struct reading {
	struct span text;
	struct build_variables *variables;
	struct build_words *words;
	bool lists;
	size_t list_end; /* of the list of definitions at hand */
	char quote;      /* the one that is open on the line */
};

static bool is_letter(char c)
{
	return byte_is_alnum(c) || c == '_' || c == '$';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

static char byte_at(struct span text, size_t at)
{
	return at < text.len ? text.at[at] : '\0';
}

static size_t past_letters(struct span text, size_t at)
{
	while (at < text.len && is_letter(text.at[at]))
		at++;
	return at;
}

/* Behind NAME(parameters), or the place itself. */
static size_t past_name(struct span text, size_t at)
{
	size_t end = past_letters(text, at);
	if (end == at || byte_is_digit(text.at[at]))
		return at;
	if (byte_at(text, end) != '(')
		return end;
	struct span parameters = span_slice(text, end, end + LONGEST_PARAMETERS);
	size_t close = span_find(parameters, ')');
	return close < parameters.len ? end + close + 1 : end;
}

/* One directive: what the word in [from, to) of the scratch defines; an equals sign parts name and value. */
static void put_definition(struct reading *r, const struct build_words *word, size_t from, size_t to, enum operand operand)
{
	struct span text = {word->bytes, to};
	size_t begin = r->words->len, name = operand == OPERAND_SYMBOLS ? from : past_name(text, from);
	bool assigned = byte_at(text, name) == '=', ends = name == to || assigned || byte_is_blank(byte_at(text, name));
	if (operand != OPERAND_SYMBOLS && (name == from || !ends))
		return;
	build_put_all(r->words, SPAN("#define "), word->from[from]);
	for (size_t i = from; i < name; i++)
		build_put(r->words, text.at[i], word->from[i]);
	build_put_all(r->words, operand == OPERAND_SYMBOLS ? SPAN("alias ") : SPAN(" "), word->from[from]);
	for (size_t i = name + assigned; i < to; i++)
		build_put(r->words, text.at[i], word->from[i]);
	if (!assigned && operand == OPERAND_NAME)
		build_put_all(r->words, SPAN(" 1"), word->from[from]);
	build_end_line(r->words, begin);
}

/* The same for a symbol of the assembler, where C's NAME may be _NAME. */
static void put_symbol(struct reading *r, struct build_words *word, size_t from, size_t to, enum operand operand)
{
	bool underscore = false;
	put_definition(r, word, from, to, operand);
	for (size_t i = from + 1; i < to; i++) {
		bool begins = word->bytes[i] == '_' && !is_letter(word->bytes[i - 1]);
		underscore = underscore || begins;
		if (begins)
			word->bytes[i] = ' ';
	}
	if (from < to && word->bytes[from] == '_' && operand == OPERAND_SYMBOLS) {
		underscore = true;
		word->bytes[from] = ' ';
	}
	if (underscore)
		put_definition(r, word, from, to, operand);
}

/* A variable may hold several definitions: a blank and NAME= begin the next. */
static void put_operand(struct reading *r, struct build_words *word, enum operand operand)
{
	struct span text = {word->bytes, word->len};
	size_t from = 0;
	while (from < text.len && byte_is_blank(text.at[from]))
		from++;
	for (size_t at = from; at <= text.len && from < text.len; at++) {
		bool next = at < text.len && byte_is_blank(text.at[at]);
		size_t name = next ? past_letters(text, at + 1) : at;
		next = next && name > at + 1 && byte_at(text, name) == '=' && byte_at(text, name + 1) != '=';
		if (!next && at < text.len)
			continue;
		if (operand == OPERAND_NAME)
			put_definition(r, word, from, at, operand);
		else
			put_symbol(r, word, from, at, operand);
		from = at + 1;
	}
}

/* The word that begins there, once for each value of its variables; the place behind it. */
static size_t read_operand(struct reading *r, struct build_place place, enum operand operand)
{
	size_t end = place.at;
	bool varies = true;
	for (size_t n = 0; n < VALUES_MOST && varies; n++) {
		struct build_words word = {.arena = r->words->arena};
		varies = false;
		end = build_word(&word, r->text, place, r->variables, n, &varies);
		put_operand(r, &word, operand);
	}
	return end;
}

/* Over what may part a flag from its word: blanks, an equals sign, commas and quotes of a list, the flag that hands words on. */
static struct build_place past_gap(const struct reading *r, size_t at, char quote)
{
	static const char *const handing[] = {"-Xlinker", "-Wl,"};
	size_t last = at + FLAG_REACH;
	bool whole = false;
	while (at < r->text.len && at < last) {
		char byte = r->text.at[at];
		size_t handed = 0;
		for (size_t i = 0; i < COUNT(handing); i++)
			if (span_starts(span_from(r->text, at), span_of(handing[i])))
				handed = span_of(handing[i]).len;
		if (handed == 0 && !byte_is_space(byte) && byte != ',' && byte != '\\' && byte != '=' && byte != '[' && byte != ':' && !(is_quote(byte)))
			break;
		if (is_quote(byte)) {
			quote = quote == byte ? '\0' : quote == '\0' ? byte : quote;
			whole = quote == byte;
		}
		at += handed > 0 ? handed : 1;
	}
	return (struct build_place){at, quote, whole};
}

static bool spells(const struct flag *flag, struct span rest)
{
	struct span spelling = span_of(flag->spelling), there = span_slice(rest, 0, spelling.len);
	return flag->any_case ? span_eq_fold(there, spelling) : span_eq(there, spelling);
}

/* The flag that stands there: no part of a longer word. */
static const struct flag *flag_at(const struct reading *r, size_t at)
{
	char before = at > 0 ? r->text.at[at - 1] : ' ';
	if (r->text.at[at] != '-' && r->text.at[at] != '/' && before != '-' && before != '/')
		return NULL;
	for (size_t i = 0; i < COUNT(flags); i++)
		if (spells(&flags[i], span_from(r->text, at)) && !(is_letter(before) && flags[i].operand == OPERAND_NAME))
			return &flags[i];
	return NULL;
}

/* Behind the flag and what it defines. */
static size_t read_flag(struct reading *r, size_t at, const struct flag *flag)
{
	size_t end = at + span_of(flag->spelling).len;
	char behind = byte_at(r->text, end);
	bool longer = span_of(flag->spelling).len > 2 && !flag->any_case;
	if (longer && (is_letter(behind) || behind == '-'))
		return end;
	struct build_place place = {end, r->quote, at > 0 && r->quote != '\0' && r->text.at[at - 1] == r->quote};
	bool adjoins = is_letter(behind) || (is_quote(behind) && behind != r->quote);
	if (!adjoins) {
		bool whole = place.whole;
		place = past_gap(r, end, r->quote);
		place.whole = place.whole || (whole && place.quote != '\0');
	}
	char first = byte_at(r->text, place.at);
	if (!is_letter(first) && first != '"' && first != '\'' && first != '\\')
		return end;
	size_t last = read_operand(r, place, flag->operand);
	return last > end ? last : end;
}

/* Whether the word is called a definition, whatever the letters' case: by its letters d, e, f, i, n. */
static bool is_called_definition(struct span word)
{
	for (size_t at = 2; at + 2 < word.len; at++)
		if (byte_lower(word.at[at]) == 'f' && span_eq_fold(span_slice(word, at - 2, at + 3), SPAN("defin")))
			return true;
	return false;
}

/* Where the bracket closes that opens there, or the last of those that are open; the text's end where none does. */
static size_t closing(struct span text, size_t at, size_t depth)
{
	for (; at < text.len; at++) {
		depth += text.at[at] == '(' || text.at[at] == '[' || text.at[at] == '{';
		if ((text.at[at] == ')' || text.at[at] == ']' || text.at[at] == '}') && depth-- <= 1)
			return at;
	}
	return at;
}

static size_t line_end(struct span text, size_t at)
{
	do {
		at += span_find(span_from(text, at), '\n');
	} while (at < text.len && text.at[at - 1] == '\\' && ++at < text.len);
	return at;
}

/* Where the list ends that the word [begin, end) opens, by being called definitions; or the place behind the word. */
static size_t list_end(struct span text, size_t begin, size_t end)
{
	enum { LONGEST_KEY = 64 };
	bool flag = begin > 0 && text.at[begin - 1] == '-';
	if (flag || end - begin > LONGEST_KEY || !is_called_definition(span_slice(text, begin, end)))
		return end;
	size_t at = end;
	while (is_quote(byte_at(text, at)) || byte_is_blank(byte_at(text, at)))
		at++;
	size_t sign = at;
	while (sign < text.len && sign < at + 3 && span_find(SPAN("+:?="), text.at[sign]) < 4)
		sign++;
	size_t open = sign;
	while (byte_is_space(byte_at(text, open)))
		open++;
	char first = byte_at(text, open);
	if (first == '(' || first == '[' || first == '{')
		return closing(text, open, 0);
	if (sign > at || first == '>')
		return line_end(text, sign);
	/* `define NAME` of make is a word of another kind. */
	bool plain = span_ends_fold(span_slice(text, begin, end), SPAN("define"));
	return plain ? end : closing(span_slice(text, 0, end + LIST_REACH), end, 1);
}

/* Over quotes and brackets that stand around an item of a list. */
static size_t past_dress(struct span text, size_t at)
{
	size_t last = at + FLAG_REACH;
	while (at < last && (is_quote(byte_at(text, at)) || byte_is_space(byte_at(text, at)) || byte_at(text, at) == '[' || byte_at(text, at) == ']'))
		at++;
	return at;
}

static bool opens_pair(struct span text, size_t begin)
{
	size_t at = begin;
	while (at > 0 && begin - at < FLAG_REACH && (is_quote(text.at[at - 1]) || byte_is_space(text.at[at - 1]) || text.at[at - 1] == '['))
		at--;
	return at > 0 && text.at[at - 1] == '(';
}

/* 'NAME': 'value', ('NAME', 'value'), DEFINE([NAME], [value]): the value; or the place itself. */
static size_t paired_value(struct span text, size_t begin, size_t end)
{
	size_t at = past_dress(text, end);
	char sign = byte_at(text, at);
	bool pairs = (sign == ':' && at > end) || (sign == ',' && opens_pair(text, begin));
	return pairs ? past_dress(text, at + 1) : end;
}

/* NAME and a value that stands apart from it. */
static size_t read_pair(struct reading *r, size_t begin, size_t end, size_t value)
{
	struct build_words word = {.arena = r->words->arena};
	char quote = value > 0 && is_quote(r->text.at[value - 1]) ? r->text.at[value - 1] : '\0';
	bool varies = false;
	for (size_t i = begin; i < end; i++)
		build_put(&word, r->text.at[i], i);
	build_put(&word, '=', end);
	size_t last = build_word(&word, r->text, (struct build_place){value, quote, false}, r->variables, 0, &varies);
	put_definition(r, &word, 0, word.len, OPERAND_NAME);
	return last > value ? last : value;
}

/* A word of a list: NAME=value, a pair, or a variable that stands for definitions. */
static size_t read_item(struct reading *r, size_t begin)
{
	size_t end = past_letters(r->text, begin), name = past_name(r->text, begin);
	char sign = byte_at(r->text, name), behind = byte_at(r->text, name + 1);
	char quote = begin > 0 && is_quote(r->text.at[begin - 1]) ? r->text.at[begin - 1] : '\0';
	if (name > begin && name < r->text.len && sign == '=' && behind != '=' && !byte_is_space(behind) && behind != '\0')
		return read_operand(r, (struct build_place){begin, quote != '\0' ? quote : r->quote, quote != '\0'}, OPERAND_NAME);
	if (r->text.at[begin] == '$' && (byte_at(r->text, begin + 1) == '{' || byte_at(r->text, begin + 1) == '('))
		return read_operand(r, (struct build_place){begin, r->quote, false}, OPERAND_NAME);
	size_t value = paired_value(r->text, begin, end);
	return value > end && is_letter(byte_at(r->text, value)) ? read_pair(r, begin, end, value) : end;
}

/* Quotes are counted line by line: one that is left open hides nothing of the next. */
static void pass_quote(struct reading *r, size_t at)
{
	char byte = r->text.at[at];
	bool escaped = at > 0 && r->text.at[at - 1] == '\\';
	if (byte == '\n')
		r->quote = '\0';
	else if (is_quote(byte) && !escaped)
		r->quote = r->quote == byte ? '\0' : r->quote == '\0' ? byte : r->quote;
}

static size_t read_word(struct reading *r, size_t at)
{
	size_t end = past_letters(r->text, at);
	if (!r->lists)
		return end;
	if (at < r->list_end)
		return read_item(r, at);
	size_t last = list_end(r->text, at, end);
	if (last > end)
		r->list_end = last;
	return end;
}

static void read_text(struct reading *r)
{
	for (size_t at = 0; at < r->text.len;) {
		size_t begin = at;
		const struct flag *flag = flag_at(r, at);
		if (flag != NULL)
			at = read_flag(r, at, flag);
		else if (is_letter(r->text.at[at]))
			at = read_word(r, at);
		else
			at++;
		for (size_t i = begin; i < at; i++)
			pass_quote(r, i);
	}
	if (build_variables_lost(r->variables))
		build_put_values(r->words, r->variables);
}

/* The text's flags as directives; where each byte of them is from. */
static struct build_words definitions_of(struct arena *a, struct span text, bool lists, enum build_comments comments)
{
	struct build_words words = {.arena = a};
	struct span bare = build_without_comments(a, text, comments);
	struct reading r = {.text = bare, .variables = build_variables_of(a, bare), .words = &words, .lists = lists};
	read_text(&r);
	return words;
}

/* What the reader of C tells of the directives, at its place in the text. */
static void tell(struct uses *uses, const struct build_words *words, const struct use *use)
{
	size_t first = words->from[use->at], last = words->from[use->at + use->len - 1];
	struct use *told = uses_add(uses);
	*told = *use;
	told->at = first;
	told->len = last > first && last - first < 2 * use->len + 8 ? last - first + 1 : use->name.len;
	told->kind = USE_ALIAS;
	told->doubt = DOUBT_NONE;
	told->asked = SPAN("");
}

static void look(struct uses *uses, struct span text, const struct names *names, bool lists, enum build_comments comments)
{
	struct build_words words = definitions_of(uses->arena, text, lists, comments);
	struct uses found = {.arena = uses->arena};
	c_uses(&found, (struct span){words.bytes, words.len}, names, true, true);
	for (size_t i = 0; i < found.count; i++)
		if (found.list[i].kind <= USE_TEXT)
			tell(uses, &words, &found.list[i]);
}

void build_flag_uses(struct uses *uses, struct span text, const struct names *names, enum build_comments comments)
{
	look(uses, text, names, true, comments);
}

void script_flag_uses(struct uses *uses, struct span text, const struct names *names)
{
	look(uses, text, names, false, COMMENTS_HASH);
}

struct span build_definitions(struct arena *a, struct span text)
{
	struct build_words words = definitions_of(a, text, true, COMMENTS_HASH);
	return (struct span){words.bytes, words.len};
}
