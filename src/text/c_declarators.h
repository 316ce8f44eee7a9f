/* SPDX-License-Identifier: MIT */
/* c_declarators.h - what would be declared around a name, if a declaration stands there (ISO C17 6.7.6). */
#ifndef PORTCULLIS_TEXT_C_DECLARATORS_H
#define PORTCULLIS_TEXT_C_DECLARATORS_H

#include "text/c_code.h"

/* int *(*name(void))[3]: from the type to what ends the declarator. */
struct c_declarator {
	size_t before;  /* the last word in front of its parentheses: of a type, a star, a comma */
	size_t behind;  /* the first word behind its parameters and bounds */
	size_t parens;  /* how many pairs are around the name */
	bool function;  /* NAME(...) */
	bool pointer;   /* a star or an ampersand stands in its parentheses */
	bool completed; /* parameters or bounds stand behind each pair */
};

/* `before` is the word in front of the name and its scope. No more than some hundred words are looked at. */
struct c_declarator c_declarator_of(const struct c_view *, size_t name, size_t before);

/* Whether the name is declared by that statement, certainly a declaration, as one of several: `before` is in front of its declarator. */
bool c_declares_next(const struct c_view *, size_t before, size_t begin);

/* Behind the pair that opens there, or its end; at `end` where it does not close before. */
size_t c_past_pair(const struct c_view *, size_t open, size_t end);

#endif
