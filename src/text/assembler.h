/* SPDX-License-Identifier: MIT */
/* assembler.h - uses of wanted names in assembler. */
#ifndef PORTCULLIS_TEXT_ASSEMBLER_H
#define PORTCULLIS_TEXT_ASSEMBLER_H

#include "text/uses.h"

enum assembler {
	ASSEMBLER_GNU,   /* a semicolon parts statements; comments are those of C, and behind # or @ where that can be no operand */
	ASSEMBLER_INTEL, /* a semicolon begins a comment, and nothing else does */
	ASSEMBLERS
};

/*
 * Tells what statements call, branch to or name, and what directives of the C preprocessor say. What declares or defines a symbol
 * does not use it. What may be no comment is none. Linear time, any bytes.
 */
void assembler_uses(struct uses *, struct span text, const struct names *, enum assembler);

/* A copy in which blanks stand for comments. Same length as the text, so that places agree. */
struct span assembler_without_comments(struct arena *, struct span text, enum assembler);

/* The word of the preprocessor's directive that a line without comments is; empty for any other line. */
struct span assembler_directive(struct span line);

#endif
