/* SPDX-License-Identifier: MIT */
/* c_short_ways.c - tokens of C that are what their bytes are: nothing spliced, no trigraph, nothing on which readings differ. */
#include "text/c_letters.h"

#include "text/lanes.h"

/* What a token that begins with the byte may be; 0: no short way. */
enum way { WAY_NONE, WAY_WORD, WAY_PREFIX, WAY_NUMBER, WAY_POINT, WAY_QUOTE, WAY_SLASH, WAY_SIGN, WAY_LONG_SIGN };

#define TEN(first, is) [first] = is, [first + 1] = is, [first + 2] = is, [first + 3] = is, [first + 4] = is, \
	[first + 5] = is, [first + 6] = is, [first + 7] = is, [first + 8] = is, [first + 9] = is

static const unsigned char ways[256] = {
	TEN('0', WAY_NUMBER), TEN('A', WAY_WORD), ['K'] = WAY_WORD, ['L'] = WAY_PREFIX, ['M'] = WAY_WORD, ['N'] = WAY_WORD, ['O'] = WAY_WORD,
	['P'] = WAY_WORD, ['Q'] = WAY_WORD, ['R'] = WAY_PREFIX, ['S'] = WAY_WORD, ['T'] = WAY_WORD, ['U'] = WAY_PREFIX, ['V'] = WAY_WORD,
	['W'] = WAY_WORD, ['X'] = WAY_WORD, ['Y'] = WAY_WORD, ['Z'] = WAY_WORD, TEN('a', WAY_WORD), TEN('k', WAY_WORD),
	['u'] = WAY_PREFIX, ['v'] = WAY_WORD, ['w'] = WAY_WORD, ['x'] = WAY_WORD, ['y'] = WAY_WORD, ['z'] = WAY_WORD, ['_'] = WAY_WORD, ['$'] = WAY_WORD,
	['.'] = WAY_POINT, ['"'] = WAY_QUOTE, ['\''] = WAY_QUOTE, ['/'] = WAY_SLASH,
	['('] = WAY_SIGN, [')'] = WAY_SIGN, ['{'] = WAY_SIGN, ['}'] = WAY_SIGN, ['['] = WAY_SIGN, [']'] = WAY_SIGN, [';'] = WAY_SIGN,
	[','] = WAY_SIGN, ['~'] = WAY_SIGN,
	['%'] = WAY_LONG_SIGN, ['<'] = WAY_LONG_SIGN, ['>'] = WAY_LONG_SIGN, ['-'] = WAY_LONG_SIGN, [':'] = WAY_LONG_SIGN, ['+'] = WAY_LONG_SIGN,
	['='] = WAY_LONG_SIGN, ['!'] = WAY_LONG_SIGN, ['&'] = WAY_LONG_SIGN, ['|'] = WAY_LONG_SIGN, ['*'] = WAY_LONG_SIGN, ['^'] = WAY_LONG_SIGN,
};


static inline unsigned char byte_at(const struct span *text, size_t at)
{
	return at < text->len ? (unsigned char)text->at[at] : 0;
}

/* Whether a splice, a trigraph or a letter outside ASCII may stand there. */
static inline bool is_odd(const struct span *text, size_t at)
{
	unsigned char byte = byte_at(text, at);
	return byte == '\\' || byte >= 0x80 || (byte == '?' && byte_at(text, at + 1) == '?');
}

static inline size_t past_class(const struct span *text, size_t at, enum letter_class class)
{
	while (at < text->len && (letter_classes[(unsigned char)text->at[at]] & (unsigned)class) != 0)
		at++;
	return at;
}

/* In what follows: behind the token that begins there, or 0. */

static inline size_t past_word(const struct span *text, size_t at, bool prefix)
{
	size_t end = past_class(text, at + 1, LETTER_PART);
	unsigned char next = byte_at(text, end);
	return is_odd(text, end) || (prefix && (next == '"' || next == '\'')) ? 0 : end;
}

static size_t past_number(const struct span *text, size_t at)
{
	size_t end = at + 1;
	while (end < text->len && (letter_is((unsigned char)text->at[end], LETTER_WORD) || text->at[end] == '.'))
		end++;
	unsigned char next = byte_at(text, end);
	return is_odd(text, end) || next == '\'' || next == '+' || next == '-' ? 0 : end;
}

/* Behind the backslash at that place and what it escapes; 0 where that may be more than a byte, or the line's end. */
static size_t past_escape(const struct span *text, size_t at)
{
	size_t escaped = at + 1;
	if (escaped >= text->len || byte_is_space(text->at[escaped]))
		return 0;
	unsigned char byte = byte_at(text, escaped), next = byte_at(text, escaped + 1);
	if ((byte == '\\' && byte_is_space((char)next)) || (byte == '?' && next == '?'))
		return 0;
	return escaped + 1;
}

static size_t past_literal(const struct span *text, size_t begin)
{
	char quote = text->at[begin];
	size_t at = begin + 1;
	if (quote == '\'' && byte_at(text, at) == '\'')
		return 0;
	for (;;) {
		at = past_class(text, at, LETTER_PLAIN);
		char byte = (char)byte_at(text, at);
		if (at == text->len || byte == '\n' || byte == '\r' || (byte == '?' && byte_at(text, at + 1) == '?'))
			return 0;
		if (byte == quote)
			break;
		at = byte == '\\' ? past_escape(text, at) : at + 1;
		if (at == 0)
			return 0;
	}
	at++;
	return is_odd(text, at) || letter_is(byte_at(text, at), LETTER_PART) ? 0 : at;
}

static size_t past_block_comment(const struct span *text, size_t at)
{
	for (at += 2; at < text->len;) {
		const char *star = memchr(text->at + at, '*', text->len - at);
		if (star == NULL)
			return 0;
		at = (size_t)(star - text->at) + 1;
		if (byte_at(text, at) == '/')
			return at + 1;
		if (is_odd(text, at))
			return 0;
	}
	return 0;
}

static size_t past_line_comment(const struct span *text, size_t at)
{
	static const char ends[] = {'\n', '\r', '\\', '?'};
	for (at += 2;; at++) {
		at = lanes_find(text->at, text->len, at, ends, sizeof ends);
		if (at == text->len)
			return 0;
		char byte = text->at[at], next = (char)byte_at(text, at + 1);
		if (byte == '\n' || byte == '\r')
			return at;
		if (byte == '\\' ? byte_is_space(next) : next == '?')
			return 0;
	}
}

static size_t past_slash(const struct span *text, size_t at, enum c_kind *kind)
{
	unsigned char next = byte_at(text, at + 1);
	bool comment = next == '/' || next == '*';
	*kind = comment ? C_COMMENT : C_PUNCTUATOR;
	if (comment)
		return next == '*' ? past_block_comment(text, at) : past_line_comment(text, at);
	return next == '\\' || next == '?' ? 0 : next == '=' ? at + 2 : at + 1;
}

/* One of two letters, where no third may go on it; 0: one that may be longer, or is a digraph. */
static size_t sign_size(unsigned char first, unsigned char next, unsigned char third)
{
	bool doubles = next == first && first != '%' && first != '*' && first != '!' && first != '^';
	if (next == '\\' || next == '?' || (first == '%' && next == ':') || (first == '<' && (next == ':' || next == '%')) || (first == ':' && next == '>'))
		return 0;
	if (first == '-' && next == '>')
		return third == '*' || third == '\\' || third == '?' ? 0 : 2;
	if (doubles && (first == '<' || first == '>'))
		return third == '\\' || third == '?' ? 0 : third == '=' ? 3 : 2;
	return doubles || (next == '=' && first != ':') || (first == '%' && next == '>') ? 2 : 1;
}

static size_t past_sign(const struct span *text, size_t at)
{
	size_t size = sign_size(byte_at(text, at), byte_at(text, at + 1), byte_at(text, at + 2));
	return size == 0 ? 0 : at + size;
}

static size_t past_point(const struct span *text, size_t at, enum c_kind *kind)
{
	unsigned char next = byte_at(text, at + 1);
	*kind = byte_is_digit((char)next) ? C_NUMBER : C_PUNCTUATOR;
	if (*kind == C_NUMBER)
		return past_number(text, at);
	return next == '\\' || next == '?' || next == '.' ? 0 : next == '*' ? at + 2 : at + 1;
}

static inline size_t past_token(const struct span *text, size_t at, enum c_kind *kind)
{
	enum way way = (enum way)ways[(unsigned char)text->at[at]];
	switch (way) {
	case WAY_WORD:
	case WAY_PREFIX:
		*kind = C_NAME;
		return past_word(text, at, way == WAY_PREFIX);
	case WAY_SIGN:
		*kind = C_PUNCTUATOR;
		return at + 1;
	case WAY_LONG_SIGN:
		*kind = C_PUNCTUATOR;
		return past_sign(text, at);
	case WAY_NUMBER:
		*kind = C_NUMBER;
		return past_number(text, at);
	case WAY_POINT:
		return past_point(text, at, kind);
	case WAY_QUOTE:
		*kind = text->at[at] == '"' ? C_STRING : C_CHARACTER;
		return past_literal(text, at);
	case WAY_SLASH:
		return past_slash(text, at, kind);
	case WAY_NONE:
		return 0;
	}
	return 0;
}

/* A word or sign behind which a header's name may follow, or more than that. */
static inline bool may_await_header(const struct span *text, struct c_token token)
{
	char byte = text->at[token.at];
	if (token.kind == C_NAME)
		return (byte == '_' && token.len > 10) || (token.starts_line && (byte == 'i' || byte == 'e') && token.len > 5);
	return token.starts_line && byte == '%';
}

bool c_lexer_take_short_way(struct c_lexer *lexer, struct c_token *token)
{
	const struct span text = lexer->text;
	size_t at = lexer->at;
	bool starts_line = lexer->starts_line;
	for (;; at++) {
		if (at >= text.len)
			return false;
		unsigned char byte = (unsigned char)text.at[at];
		if (byte == '\n' || byte == '\r')
			starts_line = true;
		else if (!letter_is(byte, LETTER_BLANK))
			break;
	}
	enum c_kind kind = C_END;
	size_t end = past_token(&text, at, &kind);
	token->kind = kind;
	token->at = at;
	token->len = end - at;
	token->starts_line = starts_line;
	token->clean = true;
	if (end == 0 || may_await_header(&text, *token))
		return false;
	lexer->at = end;
	lexer->starts_line = kind == C_COMMENT && starts_line;
	return true;
}
