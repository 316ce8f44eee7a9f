/* SPDX-License-Identifier: MIT */
/* trailers.h - the trailers of a commit message, exactly as git reads them. */
#ifndef PORTCULLIS_TEXT_TRAILERS_H
#define PORTCULLIS_TEXT_TRAILERS_H

#include "model/model.h"

struct arena;

struct trailers {
	const struct trailer *list;
	size_t count;
};

/*
 * What `git interpret-trailers --parse --no-divider` (git 2.39) says of the message's bytes, without any `trailer.*`
 * configuration and with git's own comment character: the last paragraph, the 25 % rule, the prefixes git knows, comments,
 * folded lines. The message is as model.h gives it: leading blank lines are already removed. As for git, it ends at its first
 * NUL. Keys point into the message; values point into it where they can, else into the arena. In the order of the message;
 * linear time.
 */
struct trailers trailers_read(struct arena *, struct span message);

/*
 * Lines that look like a trailer of that key (ASCII letters folded; also behind blanks, quote or list marks, behind a bare CR, or
 * with blanks, another dash, look-alike or invisible characters in the key, or another colon) but are no trailer of that key,
 * one after the other, until there is none: a part of the message, and what stands behind its colon, lines folded
 * behind it included. Linear time.
 */
struct lookalikes {
	struct span rest, key;
	struct trailers trailers;
	size_t at; /* the next trailer that may begin a line */
};
struct lookalikes trailers_lookalikes(struct span message, struct trailers, struct span key);
bool lookalikes_next(struct lookalikes *, struct span *line, struct span *value);

/* The first such line, or an empty span. */
struct span trailers_lookalike(struct span message, struct trailers, struct span key);

#endif
