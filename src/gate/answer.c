/* SPDX-License-Identifier: MIT */
/* answer.c - how the client's commands end. */
#include "gate/answer.h"

#include "gate/gate.h"

#include <unistd.h>

int answer_failure(struct arena *a, const struct failure *f)
{
	struct output *o = output_new(a, false);
	output_text(o, "error: ");
	output_foreign(o, f->text);
	output_text(o, "\n");
	if (f->cure.len > 0) {
		output_text(o, "hint: ");
		output_foreign(o, f->cure);
		output_text(o, "\n");
	}
	int status = f->kind == FAILURE_UNDECIDED ? OUTCOME_UNDECIDED : OUTCOME_POLICY;
	return output_write(o, a, STDERR_FILENO) == NULL ? status : OUTCOME_UNDECIDED;
}

int answer_text(struct arena *a, const struct output *o)
{
	const struct failure *f = output_write(o, a, STDOUT_FILENO);
	return f == NULL ? OUTCOME_PASS : answer_failure(a, f);
}

int answer_help(struct arena *a, const char *usage, const struct option_row *rows)
{
	struct output *o = output_new(a, false);
	output_text(o, usage);
	output_text(o, "\n");
	options_help(o, rows);
	output_text(o, "\nExit status: 0 nothing blocks, 1 findings block, 2 usage or policy error, 3 could not decide.\n");
	return answer_text(a, o);
}

int answer_question(struct gate *g, const struct question *q, int argc, char **argv)
{
	struct span word = SPAN("");
	size_t nwords;
	int status;
	struct output *o = output_new(g->visit, false);
	const struct failure *f = options_read(g->visit, argc, argv, q->rows, &word, 1, &nwords);
	if (*q->help) {
		status = answer_help(g->visit, q->usage, q->rows);
	} else {
		f = f == NULL ? q->write(g, q->request, word, o) : f;
		status = f == NULL ? answer_text(g->visit, o) : answer_failure(g->visit, f);
	}
	gate_free(g);
	return status;
}
