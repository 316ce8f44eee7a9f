/* SPDX-License-Identifier: MIT */
/* c_hidden.h - names that variables have taken, and until where (ISO C17 6.2.1, C++17 [basic.scope]). */
#ifndef PORTCULLIS_TEXT_C_HIDDEN_H
#define PORTCULLIS_TEXT_C_HIDDEN_H

#include "text/c_code.h"

/* Further ones are not kept apart: their names are uses. */
enum { HIDDEN_MOST = 64 };

/* What ends it: its body; its parenthesis; what stands between that and the body that may follow, or the statement. */
enum reach { REACH_BODY, REACH_PARENTHESIS, REACH_HEAD, REACH_STATEMENT };

struct hidden {
	struct span name;
	size_t at;       /* of its word */
	size_t body;     /* open bodies */
	size_t parens;   /* open parentheses in that body, its own not among them */
	size_t branches; /* open #ifs */
	enum reach reach;
	bool callable, outside; /* outside: of a whole text, or of a namespace */
	bool listed;     /* behind the colon of what a constructor initialises */
};

struct hiding {
	struct hidden list[HIDDEN_MOST];
	size_t count;
	size_t brief; /* how many of them end with less than a body */
};

void hiding_add(struct hiding *, struct hidden);
/* What hides the name there, or NULL. */
const struct hidden *hiding_of(const struct hiding *, struct span name);

/* What each event ends; `body` and `parens` are those that are open behind it. */
void hiding_end_bodies(struct hiding *, size_t body, size_t branches);
void hiding_end_before(struct hiding *, size_t word);
/* A statement's end: a semicolon that no `else` follows, or the brace of its body. */
void hiding_end_statement(struct hiding *, size_t body, size_t parens);
/* A parenthesis closed, in front of which that key stands. */
void hiding_close(struct hiding *, size_t body, size_t parens, unsigned key);
/* A body opens. */
void hiding_open_body(struct hiding *, size_t body, size_t parens);
/* A word of code that is none of these. */
void hiding_pass(struct hiding *, const struct c_view *, size_t word, size_t body, size_t parens);

#endif
