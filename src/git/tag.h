/* SPDX-License-Identifier: MIT */
/* tag.h - a tag object read strictly from its raw bytes. */
#ifndef PORTCULLIS_GIT_TAG_H
#define PORTCULLIS_GIT_TAG_H

#include "git/repository.h"

struct tag {
	struct oid target;
	enum object_kind kind; /* that it promises of its target */
	struct span oddity;    /* what git fsck calls an error, or two readers may read differently; empty for a sound tag */
};

/*
 * False where it does not begin with its object, the kind of that and its name: no reader could go on. Old tags have no tagger. Format: a
 * tag object as git writes it (object, type, tag, tagger, further headers, blank line, message).
 */
bool tag_parse(struct arena *, struct span raw, struct tag *);

/* The first oddity of the tags that the object leads through, as repository_peel goes; empty where there is none. */
MUST_USE const struct failure *tags_oddity(struct repository *, struct arena *, const struct oid *, struct span *oddity);

#endif
