/* SPDX-License-Identifier: MIT */
/* c_literals.c - how far a literal of C reaches (ISO C17 6.4.4.4, 6.4.5; C++17 [lex.literal]). */
#include "text/c_letters.h"

#include <string.h>

/* Takes the splices in front of a line end or the end of the text, but not that itself. */
static bool unclosed(struct letters *letters, struct letter letter)
{
	letters->at += letter.value == LETTER_END ? letter.size : letter.size - 1;
	return false;
}

static bool ends_line(struct letter letter)
{
	return letter.value == '\n' || letter.value == '\r' || letter.value == LETTER_END;
}

bool letter_take_quoted(struct letters *letters, char quote)
{
	for (;;) {
		size_t at = letters->at;
		while (at < letters->text.len && letter_is((unsigned char)letters->text.at[at], LETTER_PLAIN))
			at++;
		letters->at = at;
		struct letter letter = letter_here(letters);
		if (ends_line(letter))
			return unclosed(letters, letter);
		letter_take(letters, letter);
		if (letter.value == quote)
			return true;
		if (letter.value != '\\')
			continue;
		struct letter escaped = letter_here(letters);
		if (ends_line(escaped))
			return unclosed(letters, escaped);
		letter_take(letters, escaped);
	}
}

/* Without its parenthesis it is no raw string; what follows up to the next quote goes with it, as clang has it. */
static bool raw_without_fence(struct letters *letters)
{
	letters->at += span_find(span_from(letters->text, letters->at), '"');
	if (letters->at < letters->text.len)
		letters->at++;
	return false;
}

bool letter_take_raw(struct letters *letters)
{
	struct span rest = span_from(letters->text, letters->at);
	size_t fence = 0;
	while (fence < 16 && fence < rest.len && letter_is((unsigned char)rest.at[fence], LETTER_FENCE))
		fence++;
	if (fence >= rest.len || rest.at[fence] != '(')
		return raw_without_fence(letters);
	size_t at = fence + 1;
	while (at < rest.len) {
		const char *close = memchr(rest.at + at, ')', rest.len - at);
		if (close == NULL)
			break;
		at = (size_t)(close - rest.at) + 1;
		if (rest.len - at <= fence || rest.at[at + fence] != '"' || memcmp(rest.at + at, rest.at, fence) != 0)
			continue;
		letters->at += at + fence + 1;
		return true;
	}
	letters->at = letters->text.len;
	return false;
}

static const struct span standard_suffixes[] = {
	{"h", 1}, {"s", 1}, {"i", 1}, {"ms", 2}, {"us", 2}, {"ns", 2}, {"il", 2}, {"if", 2}, {"sv", 2}, {"min", 3},
};

/* Whether the word at the place is a suffix of the standard library and not, say, a macro that stands too close. */
static bool standard(const struct letters *letters)
{
	char word[4];
	struct span suffix = {word, 0};
	struct letters ahead = *letters;
	for (;;) {
		struct letter letter = letter_here(&ahead);
		if (!letter_is(letter.value, LETTER_WORD))
			break;
		if (suffix.len == 3)
			return false;
		word[suffix.len++] = (char)letter.value;
		letter_take(&ahead, letter);
	}
	for (size_t i = 0; i < COUNT(standard_suffixes); i++)
		if (span_eq(suffix, standard_suffixes[i]))
			return true;
	return false;
}

void letter_take_suffix(struct letters *letters, bool of_string)
{
	struct letter letter = letter_here(letters);
	bool word = letter_is(letter.value, LETTER_WORD) && !letter_is(letter.value, LETTER_DIGIT);
	if (word && letter.value != '_' && !(of_string && standard(letters)))
		return;
	if (!word && !letter_take_foreign(letters, false))
		return;
	for (;;) {
		letter = letter_here(letters);
		if (letter_is(letter.value, LETTER_WORD))
			letter_take(letters, letter);
		else if (!letter_take_foreign(letters, false))
			return;
	}
}
