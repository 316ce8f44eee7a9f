/* SPDX-License-Identifier: MIT */
/* check.c - the developer's own run before pushing: same engine, same findings, same ids. */
#include "commands/command.h"
#include "gate/range_options.h"

static int run(int argc, char **argv)
{
	struct range_request q = {.program = SPAN("portcullis check"), .developer = true, .allow_empty = true};
	return gate_range_main(&q, "usage: portcullis check [BASE..HEAD] [--policy FILE | --policy-ref REF:PATH]\n"
	                           "Judges your commits as the server would; without a range, those that the upstream branch lacks.\n",
	                       argc, argv);
}

const struct command command_check = {"check", "check [BASE..HEAD]", "judge your commits as the server would, before you push", run};
