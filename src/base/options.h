/* SPDX-License-Identifier: MIT */
/* options.h - the words behind a program's name: one table reads them and prints the help. */
#ifndef PORTCULLIS_BASE_OPTIONS_H
#define PORTCULLIS_BASE_OPTIONS_H

#include "base/failure.h"
#include "base/output.h"
#include "base/span.h"

struct arena;

struct option_row {
	const char *name;  /* with its dashes; NULL ends the table */
	const char *value; /* what stands for the value in the help; NULL: a flag */
	const char *help;
	struct span *text; /* where the value goes; each option may be given once */
	bool *flag;
};

/*
 * Reads `--name value`, `--name=value` and flags; what is no option goes to `words` in order, at most `most` of them. `--` ends
 * the options. Each failure is a FAILURE_USAGE.
 */
MUST_USE const struct failure *
options_read(struct arena *, int argc, char **argv, const struct option_row *, struct span *words, size_t most, size_t *nwords);

void options_help(struct output *, const struct option_row *);

#endif
