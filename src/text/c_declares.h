/* SPDX-License-Identifier: MIT */
/* c_declares.h - whether the words around a name declare it. */
#ifndef PORTCULLIS_TEXT_C_DECLARES_H
#define PORTCULLIS_TEXT_C_DECLARES_H

#include "text/c_code.h"
#include "text/c_declarators.h"
#include "text/c_types.h"

/* Whether a parameter list and no list of expressions begins at that parenthesis. */
bool c_arguments_are_typed(const struct c_view *, size_t parenthesis);
/* Whether a function's body follows the parentheses that open there; looks at 256 words at most. */
bool c_has_body(const struct c_view *, size_t parenthesis);
/* The same for what follows the parameters of an old-style definition. */
bool c_has_old_body(const struct c_view *, size_t parenthesis);
/* Whether the statement begins as a declaration: a type and a declarator. */
bool c_statement_declares(const struct c_view *, size_t begin);

/* In what follows, the place is that of the declarator, outside its own parentheses; `before` is the word in front of the name and its scope. */

/* Whether `name (` inside a function declares a function. */
bool c_declares_function(const struct c_view *, size_t name, const struct c_declarator *, const struct c_place *);
/* Whether `name (` at the level of a file or namespace does, as far as no brace is hidden: a type stands in front of it. */
bool c_declares_outside(const struct c_view *, size_t name, size_t before);
/* Whether the name is declared there as anything but a function; says of which kind in the meaning. */
bool c_declares(const struct c_view *, size_t name, const struct c_declarator *, const struct c_place *, struct c_meaning *);
/* Whether it is a member that a constructor initialises: T() : NAME(value) { (c_members.c). */
bool c_initialises_member(const struct c_view *, size_t name, size_t before);
/* Whether `name (` in a class declares a method: a type stands in front of it, or what follows can be no call. */
bool c_declares_method(const struct c_view *, size_t name, size_t before);

/*
 * What opens at the brace of `class head {`, `enum head {`, `namespace head {`, which begins at its key: code, unless nothing else
 * than a head stands there. `name` becomes the word that names it, if any does (c_heads.c).
 */
enum c_body c_body_of_head(const struct c_view *, size_t key, size_t brace, size_t *name);
/* Whether the statement that begins there is a function's header, whose body the brace opens: also in another's body, whose brace a macro may have closed. */
bool c_begins_function(const struct c_view *, size_t begin, size_t brace);

#endif
