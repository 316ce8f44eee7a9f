/* SPDX-License-Identifier: MIT */
/* c_skim.c - over a block of code of which nothing is told, to its closing brace. */
#include "text/c_skim.h"

#include "text/c_letters.h"
#include "text/c_look.h"
#include "text/lanes.h"

static unsigned char byte_at(struct span text, size_t at)
{
	return at < text.len ? (unsigned char)text.at[at] : 0;
}

/* The first byte from there on that opens or closes something, or is none of plain code. */
static size_t next_sign(struct span text, size_t at)
{
	static const char signs[] = {'{', '}', '"', '\'', '/', '#', '\\', '?', '%'};
	for (; text.len - at >= LANES; at += LANES) {
		struct lanes lanes = lanes_load(text.at + at);
		uint64_t mask = lanes_among(&lanes, signs, sizeof signs) | lanes_foreign(&lanes);
		if (mask != 0)
			return at + lanes_first(mask);
	}
	while (at < text.len && byte_at(text, at) < 0x80 && memchr(signs, text.at[at], sizeof signs) == NULL)
		at++;
	return at;
}

/* Behind a literal that is one in every reading, from its opening quote; the text's length where it is none. */
static size_t past_literal(struct span text, size_t at)
{
	char quote = text.at[at];
	unsigned char before = at > 0 ? byte_at(text, at - 1) : 0;
	const char ends[] = {quote, '\\', '\n', '\r', '?'};
	if (quote == '"' ? before == 'R' : letter_is(before, LETTER_PART) || before == '.' || before >= 0x80)
		return text.len;
	for (at++;; at++) {
		at = lanes_find(text.at, text.len, at, ends, sizeof ends);
		char byte = (char)byte_at(text, at), next = (char)byte_at(text, at + 1);
		if (at == text.len || byte == quote)
			return at == text.len ? at : at + 1;
		bool escapes = byte == '\\' && next != '?' && !byte_is_space(next);
		if (byte == '?' ? next == '?' : !escapes)
			return text.len;
		if (byte == '\\' && next == '\\' && byte_is_space((char)byte_at(text, at + 2)))
			return text.len;
		at += escapes;
	}
}

static size_t past_line_comment(struct span text, size_t at)
{
	static const char ends[] = {'\n', '\r', '\\', '?'};
	for (at += 2;; at++) {
		at = lanes_find(text.at, text.len, at, ends, sizeof ends);
		char byte = (char)byte_at(text, at), next = (char)byte_at(text, at + 1);
		if (at == text.len || byte == '\n' || byte == '\r')
			return at;
		if (byte == '\\' ? byte_is_space(next) : next == '?')
			return text.len;
	}
}

static size_t past_block_comment(struct span text, size_t at)
{
	for (at += 2; at < text.len; at++) {
		const char *star = memchr(text.at + at, '*', text.len - at);
		if (star == NULL)
			return text.len;
		at = (size_t)(star - text.at);
		unsigned char next = byte_at(text, at + 1);
		if (next == '/')
			return at + 2;
		if (next == '\\' || next == '?')
			return text.len;
	}
	return text.len;
}

static size_t past_slash(struct span text, size_t at)
{
	unsigned char next = byte_at(text, at + 1);
	if (next == '/')
		return past_line_comment(text, at);
	if (next == '*')
		return past_block_comment(text, at);
	return next == '\\' || next == '?' ? text.len : at + 1;
}

/* The line's end in front of the brace, if nothing but blanks stands between them. */
static size_t line_end_before(struct span text, size_t brace, size_t least)
{
	size_t at = brace;
	while (at > least && byte_is_blank(text.at[at - 1]))
		at--;
	return at > least && text.at[at - 1] == '\n' ? at - 1 : 0;
}

/* Behind the blanks to the end of the line that begins there; 0 where more stands on it. */
static size_t to_line_end(struct span text, size_t at)
{
	while (at < text.len && byte_is_blank(text.at[at]))
		at++;
	at += byte_at(text, at) == '\r';
	return byte_at(text, at) == '\n' ? at : 0;
}

/* Blocks that are open in front of the branches of each open #if. */
enum { BRANCHES_MOST = 32 };
struct skim {
	struct span text;
	size_t depth; /* open blocks */
	size_t branches[BRANCHES_MOST], nbranches;
};

/* The end of a directive's line that holds plain tokens; 0 for others. */
static size_t plain_line_end(struct span text, size_t at)
{
	static const char ends[] = {'\n', '\r'}, signs[] = {'\\', '"', '\'', '/', '?', '#'};
	size_t end = lanes_find(text.at, text.len, at, ends, sizeof ends);
	const struct span line = span_slice(text, 0, end + 1);
	for (; at < end; at++) {
		at = lanes_find(line.at, end, at, signs, sizeof signs);
		if (at == end)
			break;
		unsigned char next = byte_at(line, at + 1);
		if (line.at[at] != '/' || next == '/' || next == '\\' || next == '?')
			return 0;
		size_t past = next == '*' ? past_block_comment(line, at) : at + 1;
		if (past > end)
			return 0;
		at = past - 1;
	}
	return end == text.len ? 0 : end;
}

/* Over a directive that opens or closes a branch, as the walk through the words takes it; 0 for others, and for what is never compiled. */
static size_t past_branch(struct skim *skim, size_t hash, size_t least)
{
	static const struct span opening[] = {{"if", 2}, {"ifdef", 5}, {"ifndef", 6}}, going_on[] = {{"elif", 4}, {"else", 4}};
	struct span text = skim->text;
	size_t at = hash + 1;
	if (line_end_before(text, hash, least) == 0)
		return 0;
	while (at < text.len && byte_is_blank(text.at[at]))
		at++;
	struct span word = span_slice(text, at, at);
	while (at < text.len && letter_is((unsigned char)text.at[at], LETTER_PART))
		at++;
	word.len = (size_t)(text.at + at - word.at);
	bool opens = span_among(opening, COUNT(opening), word), goes_on = span_among(going_on, COUNT(going_on), word);
	while (at < text.len && byte_is_blank(text.at[at]))
		at++;
	size_t end = byte_at(text, at) == '0' ? 0 : plain_line_end(text, at);
	if (end == 0 || (opens ? skim->nbranches == BRANCHES_MOST : skim->nbranches == 0))
		return 0;
	if (opens)
		skim->branches[skim->nbranches++] = skim->depth;
	else if (goes_on)
		skim->depth = skim->branches[skim->nbranches - 1];
	else if (span_eq(word, SPAN("endif")))
		skim->nbranches--;
	else
		return 0;
	return end;
}

/* Behind the sign at that place; 0 where it is none of plain code. */
static size_t past_sign(struct skim *skim, size_t at, size_t least)
{
	struct span text = skim->text;
	unsigned char byte = byte_at(text, at), next = byte_at(text, at + 1);
	switch (byte) {
	case '{':
	case '}':
		skim->depth = byte == '{' ? skim->depth + 1 : skim->depth - 1;
		return at + 1;
	case '"':
	case '\'':
		return past_literal(text, at);
	case '/':
		return past_slash(text, at);
	case '#':
		return past_branch(skim, at, least);
	case '?':
		return next == '?' ? 0 : at + 1;
	case '%':
		return next == ':' || next == '>' || byte_at(text, at - 1) == '<' ? 0 : at + 1;
	default:
		return 0;
	}
}

size_t c_skim(struct span text, size_t behind, size_t limit, size_t *seen)
{
	struct skim skim = {.text = span_slice(text, 0, limit)};
	size_t begin = to_line_end(skim.text, behind);
	*seen = behind;
	if (begin == 0)
		return 0;
	for (size_t at = next_sign(skim.text, begin); at < skim.text.len; at = next_sign(skim.text, at)) {
		*seen = at;
		if (byte_at(text, at) == '}' && skim.depth == 0)
			return skim.nbranches > 0 ? 0 : line_end_before(text, at, begin + 1);
		at = past_sign(&skim, at, begin);
		if (at == 0)
			return 0;
	}
	*seen = skim.text.len;
	return 0;
}

/* Whether the byte at that place may stand, but for a splice, behind the one before the line. */
static bool may_be_spliced(struct span text, size_t at)
{
	if (at == 0 || (text.at[at - 1] != '\n' && text.at[at - 1] != '\r'))
		return false;
	struct span before = span_trim_right(span_slice(text, 0, at));
	return before.len > 0 && before.at[before.len - 1] == '\\';
}

/* Behind the comment or literal that begins there, or the sign that begins none; the text's length where that cannot be seen. */
static size_t past_uncoded(struct span text, size_t at)
{
	unsigned char byte = byte_at(text, at), next = byte_at(text, at + 1);
	if (byte == '"' || byte == '\'')
		return may_be_spliced(text, at) ? text.len : past_literal(text, at);
	if (byte == '/')
		return past_slash(text, at);
	return (byte == '?' && next == '?') || (byte == '%' && next == ':') ? text.len : at + 1;
}

size_t c_spots_in_code(struct span text, struct c_spot *spots, size_t count, bool literals)
{
	static const char signs[] = {'"', '\'', '/', '?', '%'};
	size_t kept = 0, next = 0, at = span_starts(text, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
	while (next < count) {
		size_t begin = lanes_find(text.at, text.len, at, signs, sizeof signs);
		while (next < count && spots[next].at < begin)
			spots[kept++] = spots[next++];
		if (next == count || begin == text.len)
			break;
		at = past_uncoded(text, begin);
		if (at >= text.len)
			break;
		bool literal = text.at[begin] != '/';
		while (next < count && spots[next].at < at) {
			if (literal && literals)
				spots[kept++] = spots[next];
			next++;
		}
	}
	while (next < count)
		spots[kept++] = spots[next++];
	return kept;
}
