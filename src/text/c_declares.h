/* SPDX-License-Identifier: MIT */
/* c_declares.h - whether the words around a name declare it. */
#ifndef PORTCULLIS_TEXT_C_DECLARES_H
#define PORTCULLIS_TEXT_C_DECLARES_H

#include "text/c_code.h"

/* An identifier that is no word of an expression: it may name a type. */
bool c_may_be_type(const struct c_view *, size_t);

/* Whether a parameter list and no list of expressions begins at that parenthesis. */
bool c_arguments_are_typed(const struct c_view *, size_t parenthesis);
/* Whether a function's body follows the parentheses that open there; looks at 256 words at most. */
bool c_has_body(const struct c_view *, size_t parenthesis);
/* Whether `name (` inside a function declares a function; `before` is the word in front of the name and its scope. */
bool c_declares_function(const struct c_view *, size_t name, size_t before, const struct c_place *);
/* Whether the name is declared there as anything but a function; says of which kind in the meaning. */
bool c_declares(const struct c_view *, size_t name, size_t before, const struct c_place *, struct c_meaning *);

#endif
