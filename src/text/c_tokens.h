/* SPDX-License-Identifier: MIT */
/* c_tokens.h - the tokens of C and C++ (ISO C17 6.4, C++17 [lex]) on raw bytes, as clang's raw lexer gives them. */
#ifndef PORTCULLIS_TEXT_C_TOKENS_H
#define PORTCULLIS_TEXT_C_TOKENS_H

#include "base/span.h"

/* What differs between the readings of one text: gcc and clang, C and C++, -std=gnu17 and -std=c99. */
struct c_reading {
	bool trigraphs;        /* ISO modes: ??/ is a backslash */
	bool raw_strings;      /* C++11, and gcc's GNU C: R"x(...)x" */
	bool digit_separators; /* C++14 and C23: 1'000 */
	bool suffixes;         /* C++11: "x"_y is one literal; and, of C++17, 1p+1 is three tokens where 0x1p+1 is one */
	bool headers;          /* what is compiled, and no text that is skipped: the header's name of an include may hold comment signs and quotes */
	bool blind;            /* no comments and no literals: every name that may be one */
};

enum c_kind { C_END, C_NAME, C_NUMBER, C_STRING, C_CHARACTER, C_PUNCTUATOR, C_COMMENT, C_UNKNOWN, C_HEADER, C_ELIDED };

struct c_token {
	enum c_kind kind;
	size_t at, len;   /* the bytes in the text, inner splices included, splices in front of it not */
	bool starts_line; /* first token of its logical line (comments do not count as tokens, but are given) */
	bool clean;       /* holds no splice and no trigraph (or is raw, or a comment): its bytes are its spelling */
};

/* Where a reading could have parted from another one; a set of bits. */
enum { MET_RAW = 1, MET_SEPARATOR = 2, MET_SUFFIX = 4 };

struct c_lexer {
	struct span text;
	struct c_reading reading;
	size_t at;
	bool starts_line;
	bool plain; /* letter by letter, without the short ways: what the tests compare with */
	unsigned met; /* MET_..., so far: with raw strings, digit separators or suffixes the other way the same tokens come where it is not met */
	enum { NO_HEADER, BEHIND_HASH, BEHIND_EXPORT, BEFORE_HEADER } header; /* whether a header's name may follow */
	size_t odd; /* behind the last one that is other tokens where it is none; 0: none was read */
};

/* Begins at the text's first byte (a byte order mark is passed over). Linear time over the whole text, no recursion, no allocation. */
struct c_lexer c_lexer_of(struct span text, struct c_reading);
/*
 * The next token; C_END at the end, for ever. Any bytes are taken: what is no token is C_UNKNOWN, so is a literal that its line
 * leaves open (it reaches to the end of the line), or a raw string that the text leaves open (it reaches to the end of the text).
 * An open comment reaches to the end of the text. A header's name is a C_HEADER, or a C_STRING, where its letters would be read otherwise
 * in other places; else it is what it is there.
 */
struct c_token c_lexer_next(struct c_lexer *);

/*
 * The token's spelling with splices removed and trigraphs replaced, at most `room` bytes written; its whole length is returned.
 * (Digraphs keep their spelling.)
 */
size_t c_token_spell(const struct c_lexer *, struct c_token, char *buffer, size_t room);

#endif
