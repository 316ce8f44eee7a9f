/* SPDX-License-Identifier: MIT */
/* answer.h - how the client's commands end: one voice for failures, one for texts. */
#ifndef PORTCULLIS_GATE_ANSWER_H
#define PORTCULLIS_GATE_ANSWER_H

#include "base/options.h"
#include "base/output.h"

struct arena;
struct gate;

/* Prints the failure with its cure to standard error; the exit status of its kind. */
int answer_failure(struct arena *, const struct failure *);
/* Prints the text to standard output; 0, or 3 where that is not possible. */
int answer_text(struct arena *, const struct output *);
/* Prints usage and the table of options; 0. */
int answer_help(struct arena *, const char *usage, const struct option_row *);

/* A command that prints one text: its options, one word besides them, and what it makes of both. */
struct question {
	const char *usage; /* what --help prints, the options apart */
	const struct option_row *rows;
	const bool *help;
	const struct failure *(*write)(struct gate *, const void *request, struct span word, struct output *);
	const void *request; /* what the rows fill in */
};
/* The whole run of such a command, the gate's end included; the exit status. */
int answer_question(struct gate *, const struct question *, int argc, char **argv);

#endif
