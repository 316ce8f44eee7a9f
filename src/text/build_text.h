/* SPDX-License-Identifier: MIT */
/* build_text.h - the words of a build file: no comments, quotes as a shell reads them, variables by their values. */
#ifndef PORTCULLIS_TEXT_BUILD_TEXT_H
#define PORTCULLIS_TEXT_BUILD_TEXT_H

#include "text/build_flags.h"

/* A copy in which blanks stand for comments. Same length as the text, so that places agree. */
struct span build_without_comments(struct arena *, struct span text, enum build_comments);

/* The values that a text gives to its variables: NAME = value, NAME="value", set(NAME value). */
struct build_variables;
struct build_variables *build_variables_of(struct arena *, struct span text);

/* Bytes, growing in an arena, and the place in the text from which each of them is. */
struct build_words {
	struct arena *arena;
	char *bytes;
	size_t *from;
	size_t len, bytes_room, from_room;
};
void build_put(struct build_words *, char, size_t from);
void build_put_all(struct build_words *, struct span, size_t from);
/* Ends the directive that begins there: nothing in it reaches into the next. */
void build_end_line(struct build_words *, size_t begin);

/* Where a word is read: from there on, inside that quote (or '\0'), which may stand right in front of the word, or of its flag. */
struct build_place {
	size_t at;
	char quote;
	bool whole; /* it does, and the word goes on to its end */
};

/*
 * Puts the word that begins there, dequoted, and returns the place behind it. A variable gets the value that it is given for the
 * n-th time, or the last one; `*varies` says whether there is a further one.
 */
size_t build_word(struct build_words *, struct span text, struct build_place, struct build_variables *, size_t n, bool *varies);

/* Puts every value as it stands, once; for texts that write variables more often than they can be looked into. */
bool build_variables_lost(const struct build_variables *);
void build_put_values(struct build_words *, const struct build_variables *);

#endif
