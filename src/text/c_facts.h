/* SPDX-License-Identifier: MIT */
/* c_facts.h - what one C text says about others: which files it includes, what its macros and namespaces stand for. */
#ifndef PORTCULLIS_TEXT_C_FACTS_H
#define PORTCULLIS_TEXT_C_FACTS_H

#include "base/span.h"

struct arena;

struct c_facts {
	const struct span *includes; /* as written between the quotes or angle brackets */
	size_t nincludes;
	const struct span *computed; /* words of includes that are neither quoted nor in angle brackets: macros, or what they make a name of */
	size_t ncomputed;
	const struct c_link *texts; /* macros and the strings, and words joined by a point, in their bodies: what an include of them may mean */
	size_t ntexts;
	const struct span *pasters; /* names of function-like macros whose body has ## */
	size_t npasters;
	const struct c_link *handings; /* macros that hand their arguments on to another one */
	size_t nhandings;
	const struct c_link *mentions; /* macros and the names in their bodies */
	size_t nmentions;
	/* Namespaces and the names of those whose names they have; to "" for the global one, and from macros behind which a call may begin. */
	const struct c_link *scopes;
	size_t nscopes;
	const struct c_link *declarers; /* namespaces and the words that begin declarations in them */
	size_t ndeclarers;
	const struct span *openers; /* macros that leave a brace or a parenthesis open, or assign */
	size_t nopeners;
	const struct span *linkers; /* macros with extern "C" in them */
	size_t nlinkers;
};

/* Where the link of a macro leads that is like a function, and behind which a call may begin. */
#define C_LIKE_FUNCTION SPAN("(")

struct c_link {
	struct span from, to;
};

/* Everything is copied into the arena. The flags of a build file say the same as directives do. Linear time, any bytes. */
struct c_facts c_facts_of(struct arena *, struct span text, bool code, bool build_file);

/* All of it in one text, in the arena: two are equal where these are. And back: the words point into the text, the lists lie in the arena. */
struct span c_facts_spelled(struct arena *, const struct c_facts *);
struct c_facts c_facts_read(struct arena *, struct span spelled);

/* Whether a text without a telling name begins as C does, behind its comments: a directive, a declaration, a line of code, or a shebang that runs C. */
bool c_looks_like_code(struct span text);

/* In an include of pasted words: whatever an argument may be. */
#define C_ANY_WORD '\001'
bool c_include_is_open(struct span include);
/* Whether an include so written may mean the file at that path of the tree: whatever folders are searched, its last part must be the name. */
bool c_include_means(struct span include, struct span path);

/* Whether a macro of that name guards a header, by its name alone: every header has one, and no type is called so. */
bool c_is_guard(struct span name);

struct names;
/* Where the first identifier that is one of the names stands, in any reading; the text's length where none does. Linear time. */
size_t c_first_of(struct span text, const struct names *);

#endif
