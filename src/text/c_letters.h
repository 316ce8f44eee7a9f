/* SPDX-License-Identifier: MIT */
/* c_letters.h - the letters of C after translation phases 1 and 2 (ISO C17 5.1.1.2): trigraphs replaced, splices gone. */
#ifndef PORTCULLIS_TEXT_C_LETTERS_H
#define PORTCULLIS_TEXT_C_LETTERS_H

#include "text/c_tokens.h"

#include <stdint.h>

/* The end of the text, as a letter. */
#define LETTER_END (-1)

/* What a byte may begin or continue; a set of bits. */
enum letter_class {
	LETTER_WORD = 1,    /* A-Z a-z 0-9 _ */
	LETTER_DIGIT = 2,   /* 0-9 */
	LETTER_PLAIN = 4,   /* needs no second look inside a literal */
	LETTER_BLANK = 8,   /* space, tab, FF, VT, and NUL, which clang passes over too */
	LETTER_FENCE = 16,  /* may stand in the delimiter of a raw string */
	LETTER_PART = 32,   /* A-Z a-z 0-9 _ $: goes on an identifier */
};
extern const unsigned char letter_classes[256];

static inline bool letter_is(int letter, enum letter_class class)
{
	return letter >= 0 && (letter_classes[(unsigned char)letter] & (unsigned)class) != 0;
}

/* A letter and how many bytes spell it: 1, or more with splices in front of it or a trigraph. */
struct letter {
	int value;
	size_t size;
};

/* A place in a text; `clean` falls when a letter of more than one byte is taken; `met` are MET_... */
struct letters {
	struct span text;
	struct c_reading reading;
	size_t at;
	bool clean;
	unsigned met;
};

struct letter letter_slowly(const struct letters *, size_t at);

/* The letter that stands at that offset. */
static inline struct letter letter_at(const struct letters *letters, size_t at)
{
	if (at >= letters->text.len)
		return (struct letter){LETTER_END, 0};
	unsigned char byte = (unsigned char)letters->text.at[at];
	if (byte != '\\' && byte != '?')
		return (struct letter){byte, 1};
	return letter_slowly(letters, at);
}

static inline struct letter letter_here(const struct letters *letters)
{
	return letter_at(letters, letters->at);
}

static inline void letter_take(struct letters *letters, struct letter letter)
{
	letters->at += letter.size;
	if (letter.size != 1)
		letters->clean = false;
}

/* The bytes of all splices at that offset; 0 for none. */
size_t letter_splices(const struct letters *, size_t at);

/*
 * Takes one character outside ASCII, in UTF-8 or as \uXXXX or \UXXXXXXXX, that may begin (go on) an identifier: ISO C17 annex D.
 * What goes on is read as widely as clang does: everything but white space. False, and nothing taken, for anything else.
 */
bool letter_take_foreign(struct letters *, bool first);
/* The bytes of such a character at that offset, whatever it is; 0 where there is none. */
size_t letter_foreign(const struct letters *, size_t at, uint32_t *character);

/* Takes the rest of an identifier. */
void letter_take_word(struct letters *);

/* The next of the file's literals: the place is behind the opening quote; the closing one is taken as well. False when it is not closed. */
bool letter_take_quoted(struct letters *, char quote);
/* A raw string from behind its opening quote (C++17 [lex.string]). */
bool letter_take_raw(struct letters *);
/* The user-defined suffix of a literal (C++17 [lex.ext]), where there is one. */
void letter_take_suffix(struct letters *, bool of_string);

/*
 * The next token, where its bytes are its letters and what follows cannot go on it (c_short_ways.c): for a lexer that awaits no header and
 * is not blind. False, and nothing taken, for all others.
 */
bool c_lexer_take_short_way(struct c_lexer *, struct c_token *);

#endif
