/* SPDX-License-Identifier: MIT */
/* uninstall.c - takes the gate away again; the records stay. */
#include "base/arena.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "gate/gate.h"
#include "gate/hook_place.h"
#include "git/settings.h"

static const struct failure *uninstall(struct gate *g, struct span server, struct output *o)
{
	static const char *const keys[] = {"portcullis.policy", "portcullis.policyRef", "portcullis.spool", "portcullis.host", "portcullis.owner", "portcullis.deadline",
	                                   "portcullis.repository", "portcullis.state"};
	struct span where, spool = SPAN("");
	if (server.len == 0)
		return failure_of_usage(g->visit, "uninstall needs --server REPOSITORY");
	const struct failure *f = gate_open_here(g, server);
	if (f == NULL)
		f = repository_setting(g->repository, g->visit, "portcullis.spool", &spool);
	if (f == NULL)
		f = hook_remove(g->repository, g->visit, &where);
	for (size_t i = 0; f == NULL && i < COUNT(keys); i++)
		f = settings_write(g->repository, g->visit, keys[i], SPAN(""));
	if (f != NULL)
		return f;
	output_text(o, "Portcullis no longer judges pushes to this repository.\n  hook        ");
	output_foreign(o, where);
	output_text(o, "\n  records     stay in ");
	output_foreign(o, spool.len > 0 ? spool : SPAN("the host's log"));
	output_text(o, "\n");
	return NULL;
}

static int run(int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis uninstall"), SPAN("uninstall"));
	struct span server = SPAN("");
	bool help = false;
	size_t nwords;
	const struct option_row rows[] = {
		{"--server", "REPOSITORY", "the bare repository on the server", &server, NULL},
		{"--help", NULL, "this text", NULL, &help},
		{0},
	};
	struct output *o = output_new(g.visit, false);
	const struct failure *f = options_read(g.visit, argc, argv, rows, NULL, 0, &nwords);
	int status;
	if (help) {
		status = answer_help(g.visit, "usage: portcullis uninstall --server REPOSITORY\nTakes the gate away; the records stay.\n", rows);
	} else {
		f = f == NULL ? uninstall(&g, server, o) : f;
		status = f == NULL ? answer_text(g.visit, o) : answer_failure(g.visit, f);
	}
	gate_free(&g);
	return status;
}

const struct command command_uninstall = {"uninstall", "uninstall --server REPOSITORY", "take the gate away again", run};
