/* SPDX-License-Identifier: MIT */
/* defects.h - security defects in deployed software: each with its cause, and which rule would have caught it. */
#ifndef PORTCULLIS_PROCESS_DEFECTS_H
#define PORTCULLIS_PROCESS_DEFECTS_H

#include "process/examination.h"

enum escape { ESCAPE_RULE_NAMED, ESCAPE_RULE_OF_CWE, ESCAPE_NO_RULE, ESCAPE_UNKNOWN, ESCAPES };
const char *escape_words(enum escape); /* "a rule that the report names" ... */

struct defect {
	const struct item *item;
	enum escape escape;
	struct span rules;   /* ids of the rules that look for it, with commas */
	struct span actions; /* ids of the actions whose lesson it is, and the policy's commits that followed */
};

struct defects {
	const struct defect *list; /* members of the population that came from the field */
	size_t count, escapes[ESCAPES];
};
const struct defects *defects_find(const struct examination *, struct arena *);

/* The analysis as CSV: one line for each, or one that says that there was none. */
void defects_csv(struct output *, const struct examination *, const struct defects *);

#endif
