/* SPDX-License-Identifier: MIT */
/* c_gather.h - the gathering of what one C text says about others: its state, and the tokens without comments. */
#ifndef PORTCULLIS_TEXT_C_GATHER_H
#define PORTCULLIS_TEXT_C_GATHER_H

#include "text/c_facts.h"
#include "text/c_tokens.h"

struct link_list {
	struct c_link *list;
	size_t count, room;
};

struct name_list {
	struct span *list;
	size_t count, room;
};

/* A namespace that may be open. */
struct space {
	struct span name;
	size_t depth; /* braces that are open in front of its own */
	bool stays;   /* where it ends cannot be seen */
};

struct gathering {
	struct arena *arena;
	bool spaced; /* namespaces may stand in the text, and imports */
	bool code; /* and not, say, a build file, whose own includes bring in no code */
	struct c_lexer lexer;
	struct name_list includes, computed, pasters, openers, linkers;
	struct link_list texts, handings, mentions, scopes, declarers;
	struct space *spaces;
	size_t nspaces, spaces_room;
	size_t *braces; /* per open brace: the #ifs around it */
	size_t nbraces, braces_room, nifs;
};

struct c_token gather_next(struct gathering *);
/* The spelling, copied. */
struct span gather_spelling(struct gathering *, struct c_token);
/* What a string says between its quotes; what stands between angle brackets from there on, lines joined, or nothing. */
struct span gather_unquoted(struct gathering *, struct c_token string);
struct span gather_angled(struct gathering *, size_t at);
/* Whether it is that word, of at most 31 letters. */
bool gather_is(struct gathering *, struct c_token, const char *word);
bool gather_is_any(struct gathering *, struct c_token, const char *const *words); /* NULL at the end */

/* What has been found is said once in a row. */
void gather_name(struct gathering *, struct name_list *, struct span name);
void gather_link(struct gathering *, struct link_list *, struct span from, struct span to);

/* The macro whose name and body follow, on the line at hand (c_bodies.c). Returns the token behind it. */
struct c_token gather_define(struct gathering *);

/* Files that the flags of a build file include, or take for code whatever their names are (c_flags.c). */
void gather_flags(struct gathering *, struct span text);

/*
 * Namespaces (c_spaces.c). Each takes a token of code or the word of a directive, which the caller has read, and returns the one
 * behind what it took.
 */
struct c_token gather_code(struct gathering *, struct c_token, struct c_token before);
void gather_branch(struct gathering *, struct c_token directive);
void gather_inclusion(struct gathering *);

#endif
