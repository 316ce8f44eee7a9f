/* SPDX-License-Identifier: MIT */
/* lexer_grammar.h - uses of wanted names in a grammar for lex or flex. */
#ifndef PORTCULLIS_TEXT_LEXER_GRAMMAR_H
#define PORTCULLIS_TEXT_LEXER_GRAMMAR_H

#include "text/uses.h"

/*
 * Tells the uses in a grammar's code: its patterns and definitions (POSIX, lex) are passed over, every action is code, with braces
 * or without. Tells nothing of a text without a line that begins with %%. Linear time, any bytes.
 */
void lexer_grammar_uses(struct uses *, struct span text, const struct names *, bool c, bool cplusplus);

#endif
