/* SPDX-License-Identifier: MIT */
/* c_facts.h - what one C text says about others: which files it includes, which macros of it paste. */
#ifndef PORTCULLIS_TEXT_C_FACTS_H
#define PORTCULLIS_TEXT_C_FACTS_H

#include "base/span.h"

struct arena;

struct c_facts {
	const struct span *includes; /* as written between the quotes or angle brackets */
	size_t nincludes;
	const struct span *pasters; /* names of function-like macros whose body has ## */
	size_t npasters;
	const struct c_handing *handings; /* macros that hand their arguments on to another one */
	size_t nhandings;
};

struct c_handing {
	struct span from, to;
};

/* Everything is copied into the arena. The flags of a build file say the same as directives do. Linear time, any bytes. */
struct c_facts c_facts_of(struct arena *, struct span text, bool build_file);

/*
 * Whether the bytes may hold an include of a file whose name is not `known`, or of a macro: a quick look that may say yes too
 * often, never no too often.
 */
bool c_may_include_others(struct span text, bool build_file, bool (*known)(struct span name));

/* Whether a text without a telling name begins as C does: a comment, a directive, a declaration, or a shebang that runs C. */
bool c_looks_like_code(struct span text);

/* Whether an include so written may mean the file at that path of the tree: whatever folders are searched, its last part must be the name. */
bool c_include_means(struct span include, struct span path);

/* Whether the bytes may hold a macro that pastes. */
bool c_may_paste(struct span text);

#endif
