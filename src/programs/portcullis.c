/* SPDX-License-Identifier: MIT */
/* portcullis.c - the client. Privileges: those of the person at the keyboard. */
#include "base/arena.h"
#include "base/last_word.h"
#include "base/output.h"
#include "base/version.h"
#include "commands/command.h"

#include <unistd.h>

#define HELP_MEMORY ((size_t)1 << 20)
#define STATUS_USAGE 2

static int help(int descriptor, int status)
{
	struct arena *a = arena_new("house", HELP_MEMORY);
	struct output *o = output_new(a, false);
	output_text(o, "portcullis " PORTCULLIS_VERSION " - judges what is pushed, and says why\n\nusage: portcullis COMMAND [...]\n\n");
	for (size_t i = 0; commands[i] != NULL; i++)
		output_format(o, "  %-44s %s\n", commands[i]->usage, commands[i]->purpose);
	output_text(o, "\nEach command has --help. The hook is portcullis-receive, the CI step portcullis-ci.\n");
	const struct failure *f = output_write(o, a, descriptor);
	arena_free(a);
	return f == NULL ? status : STATUS_USAGE;
}

int main(int argc, char **argv)
{
	last_word_prepare(NULL, "");
	struct span verb = span_of(argc > 1 ? argv[1] : "");
	const struct command *command = command_named(verb);
	if (command != NULL)
		return command->run(argc - 2, argv + 2);
	bool asked = span_eq(verb, SPAN("--help")) || span_eq(verb, SPAN("help")) || span_eq(verb, SPAN("--version"));
	return asked ? help(STDOUT_FILENO, 0) : help(STDERR_FILENO, STATUS_USAGE);
}
