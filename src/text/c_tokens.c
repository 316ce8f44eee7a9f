/* SPDX-License-Identifier: MIT */
/* c_tokens.c - the tokens of C and C++ on raw bytes. */
#include "text/c_tokens.h"

#include "text/c_letters.h"

#include <string.h>

struct c_lexer c_lexer_of(struct span text, struct c_reading reading)
{
	size_t mark = span_starts(text, SPAN("\xEF\xBB\xBF")) ? 3 : 0;
	return (struct c_lexer){.text = text, .reading = reading, .at = mark, .starts_line = true};
}

/* Passes over white space and splices; a line end that is not spliced begins a logical line. */
static void skip_blanks(struct c_lexer *lexer, struct letters *letters)
{
	const struct span text = letters->text;
	size_t at = letters->at;
	while (at < text.len) {
		char byte = text.at[at];
		if (letter_is((unsigned char)byte, LETTER_BLANK)) {
			at++;
			continue;
		}
		if (byte == '\n' || byte == '\r') {
			lexer->starts_line = true;
			at++;
			continue;
		}
		size_t splices = byte == '\\' || byte == '?' ? letter_splices(letters, at) : 0;
		if (splices == 0)
			break;
		at += splices;
	}
	letters->at = at;
}

/* From behind the two slashes to the line end, which is not taken. */
static enum c_kind take_line_comment(struct letters *letters)
{
	for (;;) {
		size_t at = letters->at;
		while (at < letters->text.len && letters->text.at[at] != '\n' && letters->text.at[at] != '\r' &&
		       letters->text.at[at] != '\\' && letters->text.at[at] != '?')
			at++;
		letters->at = at;
		struct letter letter = letter_here(letters);
		if (letter.value == LETTER_END) {
			letters->at = letters->text.len;
			return C_COMMENT;
		}
		if (letter.value == '\n' || letter.value == '\r') {
			letters->at += letter.size - 1;
			return C_COMMENT;
		}
		letter_take(letters, letter);
	}
}

/* From behind the slash and star; the slash that ends it may be spliced to its star. */
static enum c_kind take_block_comment(struct letters *letters)
{
	const struct span text = letters->text;
	size_t at = letters->at;
	while (at < text.len) {
		const char *star = memchr(text.at + at, '*', text.len - at);
		if (star == NULL)
			break;
		at = (size_t)(star - text.at) + 1;
		struct letter letter = letter_at(letters, at);
		if (letter.value != '/')
			continue;
		letters->at = at + letter.size;
		return C_COMMENT;
	}
	letters->at = text.len;
	return C_COMMENT;
}

/* Whether the number that begins there is hexadecimal. */
static bool hexadecimal(const struct letters *letters, size_t at)
{
	struct letter zero = letter_at(letters, at);
	struct letter x = letter_at(letters, at + zero.size);
	return zero.value == '0' && (x.value == 'x' || x.value == 'X');
}

/* Takes what goes on a preprocessing number (ISO C17 6.4.8) besides letters, digits and points. */
static bool take_number_joint(struct letters *letters, bool hexadecimal_one, int before)
{
	struct letter letter = letter_here(letters);
	bool sign = letter.value == '+' || letter.value == '-';
	bool decimal = before == 'e' || before == 'E';
	bool power = sign && (before == 'p' || before == 'P'), binary = power && (hexadecimal_one || !letters->reading.suffixes);
	letters->met |= power && !hexadecimal_one ? MET_SUFFIX : 0;
	if (sign && (decimal || binary)) {
		letter_take(letters, letter);
		return true;
	}
	if (letter.value != '\'')
		return letter_take_foreign(letters, false);
	struct letter next = letter_at(letters, letters->at + letter.size);
	if (!letter_is(next.value, LETTER_WORD))
		return false;
	letters->met |= MET_SEPARATOR;
	if (!letters->reading.digit_separators)
		return false;
	letter_take(letters, letter);
	letter_take(letters, next);
	return true;
}

static enum c_kind take_number(struct letters *letters, size_t begin)
{
	int before = 0;
	bool hexadecimal_one = hexadecimal(letters, begin);
	for (;;) {
		struct letter letter = letter_here(letters);
		if (letter.value == '.' || letter_is(letter.value, LETTER_WORD)) {
			letter_take(letters, letter);
			before = letter.value;
			continue;
		}
		if (!take_number_joint(letters, hexadecimal_one, before))
			return C_NUMBER;
		before = 0;
	}
}

/* Where one stands: it is one in C++ alone. */
static void take_suffix(struct letters *letters, bool of_string)
{
	struct letters behind = *letters;
	letter_take_suffix(&behind, of_string);
	if (behind.at == letters->at)
		return;
	if (letters->reading.suffixes)
		*letters = behind;
	letters->met |= MET_SUFFIX;
}

static enum c_kind take_literal(struct letters *letters, char quote)
{
	if (quote == '\'' && letter_here(letters).value == '\'') {
		letter_take(letters, letter_here(letters));
		return C_UNKNOWN;
	}
	if (!letter_take_quoted(letters, quote))
		return C_UNKNOWN;
	take_suffix(letters, quote == '"');
	return quote == '"' ? C_STRING : C_CHARACTER;
}

static enum c_kind take_raw(struct letters *letters)
{
	if (!letter_take_raw(letters))
		return C_UNKNOWN;
	take_suffix(letters, true);
	return C_STRING;
}

/*
 * A name, or a literal with the prefix L, u, U, u8 or R: the first letter, one of these, is taken. Nothing longer than three letters
 * is looked at, so that a name is read twice at most in its beginning.
 */
static enum c_kind take_prefixed(struct letters *letters, int first)
{
	struct letters ahead = *letters;
	struct letter letter = letter_here(&ahead);
	bool eight = first == 'u' && letter.value == '8';
	if (eight) {
		letter_take(&ahead, letter);
		letter = letter_here(&ahead);
	}
	bool raw = first == 'R';
	if (!raw && letter.value == 'R') {
		struct letter behind = letter_at(&ahead, ahead.at + letter.size);
		letters->met |= behind.value == '"' ? MET_RAW : 0;
		raw = letters->reading.raw_strings;
	}
	if (raw && first != 'R') {
		letter_take(&ahead, letter);
		letter = letter_here(&ahead);
	}
	letters->met |= raw && letter.value == '"' ? MET_RAW : 0;
	letters->met |= eight && !raw && letter.value == '\'' ? MET_SUFFIX : 0;
	bool string = letter.value == '"' && !letters->reading.blind && (!raw || letters->reading.raw_strings);
	bool character = letter.value == '\'' && !letters->reading.blind && !raw && (!eight || letters->reading.suffixes);
	if (!string && !character) {
		letter_take_word(letters);
		return C_NAME;
	}
	ahead.met |= letters->met;
	*letters = ahead;
	letter_take(letters, letter);
	return raw ? take_raw(letters) : take_literal(letters, (char)letter.value);
}

/* Those of more than one letter, a longer one before its beginning. */
static const char *const punctuators[] = {
	"%:%:", "<<=", ">>=", "...", "->*", "::", "##", "->", "++", "--", "<<", ">>", "<=", ">=", "==", "!=", "&&", "||",
	"*=",   "/=",  "%=",  "+=",  "-=",  "&=", "^=", "|=", "<:", "<%", ":>", "%>", "%:", ".*",
};

/* Letters behind which one of them may go on. */
static const bool goes_on[256] = {
	['%'] = true, ['<'] = true, ['>'] = true, ['.'] = true, ['-'] = true, [':'] = true, ['#'] = true, ['+'] = true,
	['='] = true, ['!'] = true, ['&'] = true, ['|'] = true, ['*'] = true, ['/'] = true, ['^'] = true,
};

/* C++11 [lex.pptoken]: in <:: the colons belong together unless a third or a > follows. */
static bool splits(struct letters *letters, const struct letter ahead[4], const char *punctuator)
{
	if (punctuator[0] != '<' || punctuator[1] != ':' || ahead[1].value != ':' || ahead[2].value == ':' || ahead[2].value == '>')
		return false;
	letters->met |= MET_SUFFIX;
	return letters->reading.suffixes;
}

static enum c_kind take_punctuator(struct letters *letters, int first)
{
	if (!goes_on[(unsigned char)first])
		return C_PUNCTUATOR;
	struct letter ahead[4];
	size_t at = letters->at;
	for (size_t i = 0; i < 3; i++) {
		ahead[i] = letter_at(letters, at);
		at += ahead[i].size;
	}
	for (size_t i = 0; i < COUNT(punctuators); i++) {
		if (punctuators[i][0] != (char)first)
			continue;
		size_t same = 1;
		while (punctuators[i][same] != 0 && ahead[same - 1].value == punctuators[i][same])
			same++;
		if (punctuators[i][same] != 0 || splits(letters, ahead, punctuators[i]))
			continue;
		for (size_t j = 0; j + 1 < same; j++)
			letter_take(letters, ahead[j]);
		break;
	}
	return C_PUNCTUATOR;
}

static enum c_kind take_slash(struct letters *letters)
{
	struct letter next = letter_here(letters);
	if (next.value != '/' && next.value != '*')
		return take_punctuator(letters, '/');
	letter_take(letters, next);
	return next.value == '/' ? take_line_comment(letters) : take_block_comment(letters);
}

/* What begins outside ASCII, or with a backslash that splices nothing: the letter is not taken yet. */
static enum c_kind take_foreign(struct letters *letters)
{
	if (letter_take_foreign(letters, true)) {
		letter_take_word(letters);
		return C_NAME;
	}
	uint32_t character = 0;
	size_t size = letter_foreign(letters, letters->at, &character);
	letters->at += size != 0 ? size : letter_here(letters).size;
	return C_UNKNOWN;
}

static enum c_kind take_token(struct letters *letters)
{
	size_t begin = letters->at;
	struct letter first = letter_here(letters);
	if (first.value >= 0x80 || first.value == '\\')
		return take_foreign(letters);
	letter_take(letters, first);
	if (letters->reading.blind && (first.value == '"' || first.value == '\'' || first.value == '/'))
		return C_UNKNOWN;
	if (first.value == 'L' || first.value == 'u' || first.value == 'U' || first.value == 'R')
		return take_prefixed(letters, first.value);
	if (letter_is(first.value, LETTER_DIGIT))
		return take_number(letters, begin);
	if (letter_is(first.value, LETTER_PART)) {
		letter_take_word(letters);
		return C_NAME;
	}
	if (first.value == '.' && letter_is(letter_here(letters).value, LETTER_DIGIT))
		return take_number(letters, begin);
	if (first.value == '"' || first.value == '\'')
		return take_literal(letters, (char)first.value);
	if (first.value == '/')
		return take_slash(letters);
	if (first.value == '@' || first.value == '`' || first.value < ' ' || first.value == 127)
		return C_UNKNOWN;
	return take_punctuator(letters, first.value);
}

static bool spells(const struct c_lexer *lexer, struct c_token token, const char *word)
{
	char buffer[32];
	if (token.clean)
		return span_eq(span_slice(lexer->text, token.at, token.at + token.len), span_of(word));
	size_t len = c_token_spell(lexer, token, buffer, sizeof buffer);
	return len <= sizeof buffer && span_eq((struct span){buffer, len}, span_of(word));
}

static bool spells_any(const struct c_lexer *lexer, struct c_token token, const char *const *words)
{
	for (; *words != NULL; words++)
		if (spells(lexer, token, *words))
			return true;
	return false;
}

/* Whether a header's name may follow the token (ISO C17 6.4.7, C++20 [lex.header]): # include, __has_include (, import. */
static void await_header(struct c_lexer *lexer, struct c_token token)
{
	static const char *const including[] = {"include", "include_next", "import", "embed", NULL};
	static const char *const asking[] = {"__has_include", "__has_include_next", "__has_embed", NULL};
	unsigned was = (unsigned)lexer->header;
	lexer->header = NO_HEADER;
	if (token.kind == C_PUNCTUATOR && token.starts_line && (spells(lexer, token, "#") || spells(lexer, token, "%:")))
		lexer->header = BEHIND_HASH;
	else if (token.kind == C_PUNCTUATOR && was == BEFORE_HEADER && spells(lexer, token, "("))
		lexer->header = BEFORE_HEADER;
	if (token.kind != C_NAME)
		return;
	bool imports = (token.starts_line || was == BEHIND_EXPORT) && spells(lexer, token, "import");
	if (imports || (was == BEHIND_HASH && spells_any(lexer, token, including)) || spells_any(lexer, token, asking))
		lexer->header = BEFORE_HEADER;
	else if (token.starts_line && spells(lexer, token, "export"))
		lexer->header = BEHIND_EXPORT;
}

/* A quick look that may say yes too often: by the first letter, # and import and export on a line's begin, __has_include anywhere. */
static bool may_await_header(const struct c_lexer *lexer, struct c_token token)
{
	if (token.kind == C_COMMENT || lexer->header != NO_HEADER)
		return token.kind != C_COMMENT;
	char byte = lexer->text.at[token.at];
	if (token.kind == C_NAME)
		return (byte == '_' && token.len > 10) || (token.starts_line && (byte == 'i' || byte == 'e') && token.len > 5);
	return token.kind == C_PUNCTUATOR && token.starts_line && (byte == '#' || byte == '%' || byte == '?');
}

/* A header's name, from its opening sign, where it ends on its line and holds what would begin a comment, a literal or an escape. */
static bool take_header(struct letters *letters)
{
	struct letters ahead = *letters;
	struct letter letter = letter_here(&ahead);
	int open = letter.value, before = 0;
	bool odd = false;
	if (open != '<' && open != '"')
		return false;
	int close = open == '<' ? '>' : '"';
	for (;;) {
		letter_take(&ahead, letter);
		letter = letter_here(&ahead);
		if (letter.value == LETTER_END || letter.value == '\n' || letter.value == '\r')
			return false;
		if (letter.value == close)
			break;
		bool quote = letter.value == '"' || letter.value == '\'', comment = before == '/' && (letter.value == '/' || letter.value == '*');
		odd = odd || letter.value == '\\' || (open == '<' && (quote || comment));
		before = letter.value;
	}
	letter_take(&ahead, letter);
	if (odd)
		*letters = ahead;
	return odd;
}

/* A header's name that is odd is noted, and taken where it is one. */
static bool take_awaited(struct c_lexer *lexer, struct letters *letters, enum c_kind *kind)
{
	struct letters ahead = *letters;
	if (!take_header(&ahead))
		return false;
	lexer->odd = ahead.at;
	if (!lexer->reading.headers)
		return false;
	*kind = letter_here(letters).value == '<' ? C_HEADER : C_STRING;
	*letters = ahead;
	return true;
}

static struct c_token next_letter_by_letter(struct c_lexer *lexer)
{
	struct letters letters = {.text = lexer->text, .reading = lexer->reading, .at = lexer->at, .clean = true, .met = lexer->met};
	skip_blanks(lexer, &letters);
	struct c_token token = {.kind = C_END, .at = letters.at, .starts_line = lexer->starts_line, .clean = true};
	lexer->at = letters.at;
	if (letters.at >= letters.text.len)
		return token;
	bool awaited = lexer->header == BEFORE_HEADER && !token.starts_line;
	if (!awaited || !take_awaited(lexer, &letters, &token.kind))
		token.kind = take_token(&letters);
	lexer->met = letters.met;
	token.len = letters.at - token.at;
	token.clean = letters.clean;
	lexer->at = letters.at;
	if (may_await_header(lexer, token))
		await_header(lexer, token);
	if (token.kind != C_COMMENT)
		lexer->starts_line = false;
	return token;
}

struct c_token c_lexer_next(struct c_lexer *lexer)
{
	struct c_token token;
	bool plain = lexer->plain || lexer->reading.blind || lexer->header != NO_HEADER;
	return !plain && c_lexer_take_short_way(lexer, &token) ? token : next_letter_by_letter(lexer);
}

size_t c_token_spell(const struct c_lexer *lexer, struct c_token token, char *buffer, size_t room)
{
	struct span text = span_slice(lexer->text, token.at, token.at + token.len);
	struct letters letters = {.text = text, .reading = lexer->reading, .at = 0, .clean = true};
	size_t len = 0;
	if (token.clean) {
		memcpy(buffer, text.at, text.len < room ? text.len : room);
		return text.len;
	}
	for (;;) {
		struct letter letter = letter_here(&letters);
		if (letter.value == LETTER_END)
			return len;
		if (len < room)
			buffer[len] = (char)letter.value;
		len++;
		letter_take(&letters, letter);
	}
}
