/* SPDX-License-Identifier: MIT */
/* answer.h - how the client's commands end: one voice for failures, one for texts. */
#ifndef PORTCULLIS_GATE_ANSWER_H
#define PORTCULLIS_GATE_ANSWER_H

#include "base/options.h"
#include "base/output.h"

struct arena;

/* Prints the failure with its cure to standard error; the exit status of its kind. */
int answer_failure(struct arena *, const struct failure *);
/* Prints the text to standard output; 0, or 3 where that is not possible. */
int answer_text(struct arena *, const struct output *);
/* Prints usage and the table of options; 0. */
int answer_help(struct arena *, const char *usage, const struct option_row *);

#endif
