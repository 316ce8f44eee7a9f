/* SPDX-License-Identifier: MIT */
/* doctor.c - whether the gate in front of a repository is in order, in plain lines. */
#include "base/arena.h"
#include "base/files.h"
#include "base/version.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "gate/gate.h"
#include "gate/hook_place.h"
#include "gate/server_settings.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define STATUS_MEND 1
#define MANY_LOOSE_REFS 1000
#define DEEPEST_REF 64

struct examination {
	struct gate *gate;
	struct output *output;
	struct stat folder; /* the git directory: whose the repository is */
	struct server_settings settings;
	size_t to_mend;
};

static void line(struct examination *e, const char *state, const char *what, struct span text)
{
	output_format(e->output, "%-6s  %-12s  ", state, what);
	output_foreign(e->output, text);
	output_text(e->output, "\n");
}

static void cure(struct examination *e, struct span text)
{
	if (text.len > 0)
		line(e, "", "", span_format(e->gate->visit, "-> %.*s", SPAN_ARGS(text)));
}

/* What was found fine, or what is to be mended. */
static void tell(struct examination *e, const char *what, struct span fine, const struct failure *f)
{
	line(e, f == NULL ? "fine" : "mend", what, f == NULL ? fine : f->text);
	if (f == NULL)
		return;
	cure(e, f->cure);
	e->to_mend++;
}

static void advise(struct examination *e, const char *what, struct span text, struct span advice)
{
	line(e, "advice", what, text);
	cure(e, advice);
}

static void look_at_hook(struct examination *e)
{
	struct span where = SPAN("");
	const struct failure *f = hook_check(e->gate->repository, e->gate->visit, &where);
	tell(e, "hook", span_format(e->gate->visit, "%.*s runs version " PORTCULLIS_VERSION, SPAN_ARGS(where)), f);
}

static void look_at_policy(struct examination *e)
{
	struct gate *g = e->gate;
	struct policy_place *place = arena_take(g->house, 1, sizeof *place);
	const struct policy *policy;
	const struct failure *f = policy_place_of_settings(g->repository, g->house, place);
	if (f == NULL)
		f = policy_place_load(g->repository, g->house, place, e->settings.host, g->at, &policy);
	tell(e, "policy", f == NULL ? place->name : SPAN(""), f);
}

/* The hook writes there as the repository's owner, and nobody else should. */
static const struct failure *spool_is_writable(struct examination *e)
{
	struct arena *a = e->gate->visit;
	const char *path = span_string(a, e->settings.spool);
	struct stat about;
	if (stat(path, &about) != 0)
		return failure_cured(a, failure(a, "%s cannot be looked at: %s", path, strerror(errno)), SPAN("every push is refused until it is a folder again: portcullis install"));
	if (!S_ISDIR(about.st_mode))
		return failure(a, "%s is no folder; every push is refused", path);
	bool owned = about.st_uid == e->folder.st_uid && (about.st_mode & (S_IWUSR | S_IXUSR)) == (S_IWUSR | S_IXUSR);
	bool lent = geteuid() == e->folder.st_uid && geteuid() != 0 && access(path, W_OK | X_OK) == 0;
	if (!owned && !lent && e->folder.st_uid != 0)
		return failure_cured(a, failure(a, "%s belongs to user %lu, mode %o: user %lu, who owns the repository, cannot write there", path,
		                                (unsigned long)about.st_uid, (unsigned)about.st_mode & 07777U, (unsigned long)e->folder.st_uid),
		                     SPAN("chown it to the repository's owner, mode 700"));
	if ((about.st_mode & S_IWOTH) != 0)
		return failure_cured(a, failure(a, "%s can be written by everybody: records could be put there or taken away", path), SPAN("chmod 700"));
	return NULL;
}

static void look_at_spool(struct examination *e)
{
	struct gate *g = e->gate;
	struct span fault = SPAN("");
	const struct failure *f = server_spool(g->repository, g->visit, &e->settings);
	if (f == NULL && span_eq(e->settings.spool, SPAN("none"))) {
		line(e, "fine", "spool", SPAN("none: the host's log is the only record"));
		return;
	}
	if (f == NULL)
		f = spool_is_writable(e);
	if (f == NULL)
		fault = spool_clock_fault(g->visit, e->settings.spool, g->now);
	if (fault.len > 0)
		f = failure_cured(g->visit, failure(g->visit, "%.*s", SPAN_ARGS(fault)), SPAN("no deviation applies meanwhile: set the clock, or look at .newest in the spool"));
	tell(e, "spool", e->settings.spool, f);
}

static void look_at_settings(struct examination *e)
{
	struct gate *g = e->gate;
	const struct host *host = NULL;
	unsigned deadline = 0;
	const struct failure *f = server_host(g->visit, &e->settings, &host);
	tell(e, "host", f == NULL ? span_of(host->name) : SPAN(""), f);
	f = server_deadline(g->visit, &e->settings, &deadline);
	tell(e, "deadline", span_format(g->visit, "%u ms%s", deadline, e->settings.deadline.len > 0 ? "" : " (portcullis.deadline is not set)"), f);
}

static bool has_file(struct examination *e, const char *name)
{
	struct stat about;
	return stat(span_format(e->gate->visit, "%.*s%s", SPAN_ARGS(repository_folder(e->gate->repository)), name).at, &about) == 0;
}

static void look_at_graph(struct examination *e)
{
	if (has_file(e, "objects/info/commit-graph") || has_file(e, "objects/info/commit-graphs/commit-graph-chain"))
		line(e, "fine", "commit-graph", SPAN("is there"));
	else
		advise(e, "commit-graph", SPAN("there is none: pushes to a long history take longer to judge"),
		       SPAN("git commit-graph write --reachable; git config gc.writeCommitGraph true, fetch.writeCommitGraph true"));
}

/* The files below a folder of refs, as far as there are not too many. */
static const struct failure *count_refs(struct examination *e, struct span folder, unsigned deep, size_t *count)
{
	const struct folder_entry *entries;
	size_t n;
	const struct failure *f = folder_list(e->gate->walk, folder, &entries, &n);
	for (size_t i = 0; f == NULL && i < n && *count <= MANY_LOOSE_REFS; i++) {
		if (entries[i].kind != FILE_FOLDER)
			*count += 1;
		else if (deep < DEEPEST_REF)
			f = count_refs(e, span_format(e->gate->walk, "%.*s/%.*s", SPAN_ARGS(folder), SPAN_ARGS(entries[i].name)), deep + 1, count);
	}
	return f;
}

static void look_at_refs(struct examination *e)
{
	struct gate *g = e->gate;
	size_t count = 0;
	const struct failure *f = count_refs(e, span_format(g->walk, "%.*srefs", SPAN_ARGS(repository_folder(g->repository))), 0, &count);
	if (f == NULL && count > MANY_LOOSE_REFS)
		advise(e, "refs", span_format(g->visit, "more than %d refs are files of their own, and each is opened", MANY_LOOSE_REFS), SPAN("git pack-refs --all"));
	else
		tell(e, "refs", span_format(g->visit, "%zu of them in files of their own", count), f);
}

static const struct failure *examine(struct examination *e, struct span server)
{
	struct gate *g = e->gate;
	if (server.len == 0)
		return failure_of_usage(g->visit, "doctor needs --server REPOSITORY");
	const struct failure *f = gate_open_here(g, server);
	if (f == NULL)
		f = server_settings_read(g->repository, g->visit, &e->settings);
	if (f != NULL)
		return f;
	struct span folder = repository_folder(g->repository);
	if (stat(folder.at, &e->folder) != 0)
		return failure(g->visit, "%.*s cannot be looked at: %s", SPAN_ARGS(folder), strerror(errno));
	line(e, "fine", "repository", folder);
	if (geteuid() != e->folder.st_uid)
		advise(e, "user", span_format(g->visit, "this is not user %lu, who owns the repository and runs the hook", (unsigned long)e->folder.st_uid),
		       SPAN("run doctor as that user too: what is closed to that user alone cannot be seen from here"));
	look_at_hook(e);
	look_at_policy(e);
	look_at_spool(e);
	look_at_settings(e);
	look_at_graph(e);
	look_at_refs(e);
	if (e->to_mend > 0)
		output_format(e->output, "\n%zu to mend\n", e->to_mend);
	return NULL;
}

static int run(int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis doctor"), SPAN("doctor"));
	struct examination e = {.gate = &g, .output = output_new(g.visit, false)};
	struct span server = SPAN("");
	bool help = false;
	size_t nwords;
	const struct option_row rows[] = {
		{"--server", "REPOSITORY", "the bare repository on the server", &server, NULL},
		{"--help", NULL, "this text", NULL, &help},
		{0},
	};
	const struct failure *f = options_read(g.visit, argc, argv, rows, NULL, 0, &nwords);
	int status;
	if (help) {
		status = answer_help(g.visit,
		                     "usage: portcullis doctor --server REPOSITORY\nLooks whether the gate in front of a repository is in order: `mend` keeps it from judging, and counts as finding; "
		                     "`advice` does not.\n", rows);
	} else {
		f = f == NULL ? examine(&e, server) : f;
		status = f == NULL ? answer_text(g.visit, e.output) : answer_failure(g.visit, f);
		if (f == NULL && status == 0 && e.to_mend > 0)
			status = STATUS_MEND;
	}
	gate_free(&g);
	return status;
}

const struct command command_doctor = {"doctor", "doctor --server REPOSITORY", "look whether the gate is in order", run};
