/* SPDX-License-Identifier: MIT */
/* c_types.h - the words of a type, and the type in front of a name. */
#ifndef PORTCULLIS_TEXT_C_TYPES_H
#define PORTCULLIS_TEXT_C_TYPES_H

#include "text/c_code.h"

/* An identifier that is no word of an expression, and no macro of this text that is code: it may name a type. */
bool c_may_be_type(const struct c_view *, size_t);
/* The same, or :: between two. */
bool c_belongs_to_type(const struct c_view *, size_t);
/* const, static, extern */
bool c_qualifies(unsigned key);
/* Such a key, or one that is or begins a type. */
bool c_is_type_key(unsigned key);

/* Behind the attribute, [[...]] included, that begins there; the same place where none does. */
size_t c_past_attribute(const struct c_view *, size_t, size_t end);
/* Whether a keyword, or the name of a struct behind its own, ends a type there: stars behind it are passed over. */
bool c_follows_type_key(const struct c_view *, size_t);
/* Whether it may stand among the arguments of a template, and the > there closes them, as far as the words tell. */
bool c_may_be_argument(const struct c_view *, size_t);
bool c_ends_template(const struct c_view *, size_t);
/* Back over macros that stand for nothing. */
size_t c_before_empty(const struct c_view *, size_t);

/* A type in front of a name: where it begins, and how sure it is. */
struct c_type {
	size_t before; /* the word in front of it */
	bool found, certain, pointer;
	bool keyed;    /* it has a keyword of a type or a declaration, which no expression has there */
	bool basic;    /* int: what has it can be called only through a pointer to a function */
	bool object;   /* it can be no function's: int, struct x, static */
	bool stored;   /* static, typedef */
	bool external; /* extern */
	bool joined;   /* by & or &&, which may join values */
	bool template; /* by its > alone, which may compare values */
};

/* The type whose last word, or star, stands there; no more than some dozen words are looked at. */
struct c_type c_type_in_front(const struct c_view *, size_t);
/* Adds what a key of the type says. */
void c_type_take(struct c_type *, unsigned key);

#endif
