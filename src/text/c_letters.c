/* SPDX-License-Identifier: MIT */
/* c_letters.c - the letters of C after translation phases 1 and 2. */
#include "text/c_letters.h"

#include "base/unicode.h"

#define DIGIT_LETTER (LETTER_WORD | LETTER_DIGIT | LETTER_PLAIN | LETTER_FENCE | LETTER_PART)
#define WORD_LETTER (LETTER_WORD | LETTER_PLAIN | LETTER_FENCE | LETTER_PART)
#define MARK_LETTER (LETTER_PLAIN | LETTER_FENCE)
#define BLANK_LETTER (LETTER_PLAIN | LETTER_BLANK)
#define TEN(first, is) [first] = is, [first + 1] = is, [first + 2] = is, [first + 3] = is, [first + 4] = is, \
	[first + 5] = is, [first + 6] = is, [first + 7] = is, [first + 8] = is, [first + 9] = is
#define SIXTEEN(first, is) TEN(first, is), [first + 10] = is, [first + 11] = is, [first + 12] = is, \
	[first + 13] = is, [first + 14] = is, [first + 15] = is
#define LETTERS(first) TEN(first, WORD_LETTER), TEN(first + 10, WORD_LETTER), [first + 20] = WORD_LETTER, \
	[first + 21] = WORD_LETTER, [first + 22] = WORD_LETTER, [first + 23] = WORD_LETTER, \
	[first + 24] = WORD_LETTER, [first + 25] = WORD_LETTER
#define P LETTER_PLAIN

const unsigned char letter_classes[256] = {
	[0] = BLANK_LETTER, P, P, P, P, P, P, P, P, [9] = BLANK_LETTER, [10] = 0, [11] = BLANK_LETTER, [12] = BLANK_LETTER,
	[13] = 0, [14] = P, P, SIXTEEN(16, P), [' '] = BLANK_LETTER,
	['!'] = MARK_LETTER, ['"'] = LETTER_FENCE, ['#'] = MARK_LETTER, ['$'] = LETTER_PLAIN | LETTER_PART,
	['%'] = MARK_LETTER, ['&'] = MARK_LETTER, ['\''] = LETTER_FENCE, ['('] = P, [')'] = P, ['*'] = MARK_LETTER,
	['+'] = MARK_LETTER, [','] = MARK_LETTER, ['-'] = MARK_LETTER, ['.'] = MARK_LETTER, ['/'] = MARK_LETTER,
	TEN('0', DIGIT_LETTER), [':'] = MARK_LETTER, [';'] = MARK_LETTER, ['<'] = MARK_LETTER, ['='] = MARK_LETTER,
	['>'] = MARK_LETTER, ['?'] = LETTER_FENCE, ['@'] = P, LETTERS('A'), ['['] = MARK_LETTER, ['\\'] = 0,
	[']'] = MARK_LETTER, ['^'] = MARK_LETTER, ['_'] = WORD_LETTER, ['`'] = P, LETTERS('a'), ['{'] = MARK_LETTER,
	['|'] = MARK_LETTER, ['}'] = MARK_LETTER, ['~'] = MARK_LETTER, [127] = P,
	SIXTEEN(128, P), SIXTEEN(144, P), SIXTEEN(160, P), SIXTEEN(176, P),
	SIXTEEN(192, P), SIXTEEN(208, P), SIXTEEN(224, P), SIXTEEN(240, P),
};

static const char trigraphs[256] = {
	['='] = '#', ['('] = '[', ['/'] = '\\', [')'] = ']', ['\''] = '^', ['<'] = '{', ['!'] = '|', ['>'] = '}', ['-'] = '~',
};

static unsigned char byte_at(const struct letters *letters, size_t at)
{
	return at < letters->text.len ? (unsigned char)letters->text.at[at] : 0;
}

/* One byte, or the three of a trigraph. */
static struct letter unspliced(const struct letters *letters, size_t at)
{
	if (at >= letters->text.len)
		return (struct letter){LETTER_END, 0};
	unsigned char byte = byte_at(letters, at);
	if (byte != '?' || !letters->reading.trigraphs || byte_at(letters, at + 1) != '?')
		return (struct letter){byte, 1};
	char meant = trigraphs[byte_at(letters, at + 2)];
	return meant == 0 ? (struct letter){byte, 1} : (struct letter){meant, 3};
}

/* The blanks and the line end behind the backslash of a splice; CRLF and LFCR are one line end. */
static size_t line_end(const struct letters *letters, size_t at)
{
	size_t end = at;
	while (end < letters->text.len && byte_is_space(letters->text.at[end])) {
		char byte = letters->text.at[end++];
		if (byte != '\n' && byte != '\r')
			continue;
		char next = (char)byte_at(letters, end);
		return end - at + ((next == '\n' || next == '\r') && next != byte);
	}
	return 0;
}

size_t letter_splices(const struct letters *letters, size_t at)
{
	size_t size = 0;
	for (;;) {
		struct letter letter = unspliced(letters, at + size);
		size_t end = letter.value == '\\' ? line_end(letters, at + size + letter.size) : 0;
		if (end == 0)
			return size;
		size += letter.size + end;
	}
}

struct letter letter_slowly(const struct letters *letters, size_t at)
{
	size_t splices = letter_splices(letters, at);
	struct letter letter = unspliced(letters, at + splices);
	letter.size += splices;
	return letter;
}

static int hexadecimal(int letter)
{
	if (letter >= '0' && letter <= '9')
		return letter - '0';
	if (letter >= 'a' && letter <= 'f')
		return letter - 'a' + 10;
	return letter >= 'A' && letter <= 'F' ? letter - 'A' + 10 : -1;
}

/* A universal character name (ISO C17 6.4.3), also of what it may not name. */
static size_t universal(const struct letters *letters, size_t at, uint32_t *character)
{
	struct letter backslash = letter_at(letters, at);
	if (backslash.value != '\\')
		return 0;
	struct letter u = letter_at(letters, at + backslash.size);
	if (u.value != 'u' && u.value != 'U')
		return 0;
	size_t size = backslash.size + u.size;
	uint32_t value = 0;
	for (size_t i = 0; i < (u.value == 'u' ? 4 : 8); i++) {
		struct letter digit = letter_at(letters, at + size);
		int worth = hexadecimal(digit.value);
		if (worth < 0)
			return 0;
		value = value << 4 | (uint32_t)worth;
		size += digit.size;
	}
	*character = value;
	return size;
}

size_t letter_foreign(const struct letters *letters, size_t at, uint32_t *character)
{
	unsigned char byte = byte_at(letters, at);
	if (byte >= 0x80)
		return unicode_decode(span_from(letters->text, at), character);
	return byte == '\\' || byte == '?' ? universal(letters, at, character) : 0;
}

/* Unicode's White_Space, and what no universal character name may name (ISO C17 6.4.3). */
static bool breaks(uint32_t c)
{
	if (c < 0xA0 || (c >= 0xD800 && c <= 0xDFFF))
		return true;
	return c == 0xA0 || c == 0x1680 || c == 0x180E || (c >= 0x2000 && c <= 0x200A) || c == 0x2028 || c == 0x2029 ||
	       c == 0x202F || c == 0x205F || c == 0x3000;
}

/* ISO C17 annex D.1 without D.2. */
static const uint32_t beginnings[][2] = {
	{0xA8, 0xA8}, {0xAA, 0xAA}, {0xAD, 0xAD}, {0xAF, 0xAF}, {0xB2, 0xB5}, {0xB7, 0xBA}, {0xBC, 0xBE}, {0xC0, 0xD6},
	{0xD8, 0xF6}, {0xF8, 0x2FF}, {0x370, 0x167F}, {0x1681, 0x180D}, {0x180F, 0x1DBF}, {0x1E00, 0x1FFF}, {0x200B, 0x200D},
	{0x202A, 0x202E}, {0x203F, 0x2040}, {0x2054, 0x2054}, {0x2060, 0x206F}, {0x2070, 0x20CF}, {0x2100, 0x218F},
	{0x2460, 0x24FF}, {0x2776, 0x2793}, {0x2C00, 0x2DFF}, {0x2E80, 0x2FFF}, {0x3004, 0x3007}, {0x3021, 0x302F},
	{0x3031, 0x303F}, {0x3040, 0xD7FF}, {0xF900, 0xFD3D}, {0xFD40, 0xFDCF}, {0xFDF0, 0xFE1F}, {0xFE30, 0xFE44},
	{0xFE47, 0xFFFD}, {0x10000, 0x1FFFD}, {0x20000, 0x2FFFD}, {0x30000, 0x3FFFD}, {0x40000, 0x4FFFD}, {0x50000, 0x5FFFD},
	{0x60000, 0x6FFFD}, {0x70000, 0x7FFFD}, {0x80000, 0x8FFFD}, {0x90000, 0x9FFFD}, {0xA0000, 0xAFFFD},
	{0xB0000, 0xBFFFD}, {0xC0000, 0xCFFFD}, {0xD0000, 0xDFFFD}, {0xE0000, 0xEFFFD},
};

static bool begins(uint32_t character)
{
	for (size_t i = 0; i < COUNT(beginnings) && beginnings[i][0] <= character; i++)
		if (character <= beginnings[i][1])
			return true;
	return false;
}

/* How long a universal character name at the place is where nothing is spliced into it. */
static size_t unspliced_size(const struct letters *letters)
{
	unsigned char u = byte_at(letters, letters->at + 1);
	return u == 'u' ? 6 : u == 'U' ? 10 : 0;
}

bool letter_take_foreign(struct letters *letters, bool first)
{
	uint32_t character = 0;
	size_t size = letter_foreign(letters, letters->at, &character);
	if (size == 0 || (first ? !begins(character) : breaks(character)))
		return false;
	if (byte_at(letters, letters->at) < 0x80 && size != unspliced_size(letters))
		letters->clean = false;
	letters->at += size;
	return true;
}

void letter_take_word(struct letters *letters)
{
	for (;;) {
		size_t at = letters->at;
		while (at < letters->text.len && letter_is((unsigned char)letters->text.at[at], LETTER_PART))
			at++;
		letters->at = at;
		struct letter letter = letter_here(letters);
		bool may_be_foreign = letter.value >= 0x80 || letter.value == '\\';
		if (letter_is(letter.value, LETTER_PART))
			letter_take(letters, letter);
		else if (!may_be_foreign || !letter_take_foreign(letters, false))
			return;
	}
}
