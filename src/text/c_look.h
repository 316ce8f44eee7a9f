/* SPDX-License-Identifier: MIT */
/* c_look.h - a look at the bytes of a C text that proves it has no use, or tells near which places one may stand. */
#ifndef PORTCULLIS_TEXT_C_LOOK_H
#define PORTCULLIS_TEXT_C_LOOK_H

#include "text/c_filter.h"

/*
 * What the reader tells has one of these in the bytes, in comments and literals too. A run is as many of A-Z a-z 0-9 _ $ as stand together.
 *
 *   1. A run that is a wanted name, by itself or as a spelling of the tool chain (__builtin_NAME, __NAME_chk), or, behind an underscore and
 *      in front of a $, as a symbol of the assembler.
 *   2. A run that has the reader look into strings: asm, dlsym, alias, _Pragma and their like; of `#pragma map` and `#pragma comment`, the
 *      word pragma. But only where runs of the text spell a name of 1 together, or a letter may be written as a number in a string.
 *   3. A splice between two letters of a run, or between those of ## or %:%:.
 *   4. The trigraph of the backslash.
 *   5. Letters behind a universal character name: it may be none, and then a name begins with them.
 *   6. ## or %:%:, also by trigraphs, where runs of the text spell a name of 1 or 2 together.
 *   7. Runs that spell one of 1 together, with commas and white space, comments, splices or directives between them: a macro of another
 *      text may paste its arguments.
 *
 * Everything outside ASCII stands in no name that is wanted, unless a pattern is: then it is one more reason.
 */
struct c_spot {
	size_t at;
	bool tells, reads; /* 1, 3, 4, 5 or 7; 2 */
};

struct c_look {
	bool matters;   /* one of them stands there */
	bool pastes;    /* 3, 4, 5 or 6: macros may make what no run tells */
	bool joins;     /* the second half of 2, or pastes: so may strings */
	bool trigraphs; /* any */
	/* Where 1, 2, 3, 4, 5 and 7 stand, and words that change how the text around them is read, as far as it is in code; rising. */
	const struct c_spot *spots;
	size_t count;
};

/* The spots are in the arena. Linear time, any bytes. */
struct c_look c_look_at(struct arena *, struct span text, const struct names *, const struct c_filter *);
/* Whether what the signs at those places paste may be what matters: runs of the text spell it together, and one of them says so (c_parts.c). */
bool c_may_paste(struct arena *, struct span text, const size_t *signs, size_t count, const struct names *, const struct c_filter *);
/* Whether strings may spell a name that no run is: runs do together, or letters are written as numbers (c_parts.c). */
bool c_may_join_strings(struct arena *, struct span text, const struct names *, const struct c_filter *);
/* Whether a name that is wanted, or its spelling of the tool chain, may begin with the run. */
bool c_begins_wanted(const struct names *, const struct c_filter *, struct span run);

#endif
