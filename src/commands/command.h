/* SPDX-License-Identifier: MIT */
/* command.h - family: a verb of the client. One member is one file. */
#ifndef PORTCULLIS_COMMANDS_COMMAND_H
#define PORTCULLIS_COMMANDS_COMMAND_H

#include "base/span.h"

struct command {
	const char *name, *usage, *purpose;
	/* argv begins behind the verb; the result is the exit status (judgement.md 4). */
	int (*run)(int argc, char **argv);
};

/* Every member, made from the folder; NULL at the end. */
extern const struct command *const commands[];
const struct command *command_named(struct span);

#endif
