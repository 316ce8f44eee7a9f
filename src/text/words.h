/* SPDX-License-Identifier: MIT */
/* words.h - pieces of the sentences in which checks say what they saw. */
#ifndef PORTCULLIS_TEXT_WORDS_H
#define PORTCULLIS_TEXT_WORDS_H

#include "base/span.h"

struct arena;

/* What a sentence quotes at most, in bytes, and how many remarks one sentence strings together. */
#define WORDS_LONGEST 80
#define REMARKS_MOST 4

/* The text in quotation marks, cut between characters with "..." where it is longer than WORDS_LONGEST. */
struct span words_quote(struct arena *, struct span);
/* "a", "a WORD b", "a, b WORD c". */
struct span words_list(struct arena *, const struct span *, size_t count, const char *word);
/* Whether a text stands for what should be there: TODO, TBD, N/A, none, NAME, dots and the like. */
bool words_placeholder(struct span);

/* Remarks that end up in one sentence: the first few are kept, the others counted. Begin with zeros. */
struct remarks {
	struct span list[REMARKS_MOST];
	size_t count;
};
/* Whether the next remark would be kept: what is only counted need not be worded. */
bool remarks_open(const struct remarks *);
void remarks_add(struct remarks *, struct span);
/* "a; b; and 3 more". */
struct span remarks_print(struct arena *, const struct remarks *);

#endif
