/* SPDX-License-Identifier: MIT */
/* desk.c - where every verb of the ledger begins. */
#include "process/desk.h"

#include "base/date.h"
#include "base/files.h"
#include "base/path.h"
#include "gate/answer.h"
#include "process/filing.h"
#include "process/progress.h"

#include <string.h>

/* A place is named on the command line, or by the repository's own configuration. */
static const struct failure *settle_place(struct gate *g, const char *key, struct span said, struct span *place)
{
	*place = said;
	if (said.len > 0 || g->repository == NULL)
		return NULL;
	return repository_setting(g->repository, g->house, key, place);
}

/* The repository that is meant; none is no fault where the places are named. */
static const struct failure *open_repository(struct gate *g, const struct desk_request *q)
{
	const struct failure *f = gate_open_here(g, q->repository.len > 0 ? q->repository : SPAN("."));
	if (f != NULL && q->repository.len == 0 && q->ledger.len > 0)
		return NULL;
	return f;
}

static const struct failure *settle_person(struct desk *d, const struct desk_request *q)
{
	struct gate *g = d->gate;
	d->actor = q->as;
	d->role = q->role;
	d->activity = g->now;
	if (q->on.len > 0 && !moment_read(q->on, &d->activity))
		return failure_of_usage(g->visit, "--on %.*s is no moment; write YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ", SPAN_ARGS(q->on));
	if (d->activity > g->now)
		return failure_of_usage(g->visit, "--on %.*s is still to come", SPAN_ARGS(q->on));
	return NULL;
}

const struct failure *desk_file_waiting(struct desk *d)
{
	struct filing filing;
	if (d->spool.len == 0 || span_eq(d->spool, SPAN("none")))
		return NULL;
	const struct failure *f = file_spool(d->ledger, d->spool, &filing);
	if (f != NULL) {
		d->left = f->text;
		return NULL;
	}
	d->filed += filing.filed;
	d->remarks = filing.remarks;
	if (filing.left > 0)
		d->left = filing_left(d->gate->visit, &filing);
	return NULL;
}

void desk_print_left(const struct desk *d, struct output *o)
{
	if (d->left.len == 0)
		return;
	output_text(o, "warning: ");
	output_foreign(o, d->left);
	output_text(o, "\n");
}

const struct failure *desk_open(struct gate *g, const struct desk_request *q, enum store_use use, struct desk *d)
{
	struct span place = {0};
	d->gate = g;
	const struct failure *f = open_repository(g, q);
	if (f == NULL)
		f = settle_place(g, "portcullis.ledger", q->ledger, &place);
	if (f == NULL)
		f = settle_place(g, "portcullis.spool", q->spool, &d->spool);
	if (f == NULL && place.len == 0)
		f = failure_cured(g->visit, failure_of_usage(g->visit, "no ledger is named"),
		                  SPAN("--ledger FILE, or once: git config portcullis.ledger FILE"));
	if (f == NULL)
		f = settle_person(d, q);
	if (f == NULL)
		f = ledger_open(g->house, place, use, g->now, &d->ledger);
	if (f == NULL && use != STORE_READ)
		f = desk_file_waiting(d);
	if (f == NULL && use != STORE_READ)
		f = problems_expire(d->ledger, &d->expired);
	return f;
}

void desk_close(struct desk *d)
{
	if (d->ledger != NULL)
		ledger_close(d->ledger);
	d->ledger = NULL;
}

const struct failure *desk_policy(struct desk *d, struct span file, const struct policy **policy)
{
	struct gate *g = d->gate;
	struct policy_place place;
	const struct failure *f = NULL;
	if (file.len > 0)
		f = policy_place_of_file(g->house, file, &place);
	else if (g->repository != NULL)
		f = policy_place_of_settings(g->repository, g->house, &place);
	else
		f = failure_of_usage(g->visit, "no policy is named: --policy FILE, or --repository FOLDER");
	return f != NULL ? f : policy_place_load(g->repository, g->house, &place, SPAN(""), g->now, policy);
}

const struct failure *desk_needs_person(const struct desk *d)
{
	if (d->actor.len > 0)
		return NULL;
	return failure_cured(d->gate->visit, failure_of_usage(d->gate->visit, "nobody is named who does this"), SPAN("--as ADDRESS --role ROLE"));
}

const struct failure *desk_add(struct desk *d, struct span kind, struct span subject, struct span body)
{
	const struct entry entry = {.kind = kind, .subject = subject, .actor = d->actor, .role = d->role, .activity = d->activity, .body = body};
	return ledger_add(d->ledger, &entry);
}

int desk_run(const struct desk_task *task, int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis"), SPAN("process"));
	struct span *words = arena_take(g.visit, task->most_words, sizeof *words);
	struct desk d = {.words = words};
	struct output *o = output_new(g.visit, false);
	const struct failure *f = options_read(g.visit, argc, argv, task->rows, words, task->most_words, &d.nwords);
	int status;
	if (task->request->help) {
		status = answer_help(g.visit, task->usage, task->rows);
	} else {
		if (f == NULL)
			f = desk_open(&g, task->request, task->use, &d);
		if (f == NULL)
			f = task->work(&d, task->context, o);
		status = f == NULL ? answer_text(g.visit, o) : answer_failure(g.visit, f);
		status = status == 0 ? d.status : status;
	}
	desk_close(&d);
	gate_free(&g);
	return status;
}

/* Where the file lies: "." for a bare name. */
static struct span place_of(struct span path)
{
	return path_name(path).len == path.len ? SPAN(".") : span_slice(path, 0, path.len - path_name(path).len);
}

const struct failure *desk_read_file(struct desk *d, struct span path, size_t limit, struct span *bytes)
{
	struct arena *a = d->gate->visit;
	bool found;
	const struct failure *f = file_read(a, place_of(path), path_name(path), TRUST_ANYBODY, limit, bytes, &found);
	if (f == NULL && !found)
		f = failure_of_usage(a, "there is no file %.*s", SPAN_ARGS(path));
	return f;
}

const struct failure *desk_write_file(struct desk *d, struct span path, struct span bytes)
{
	return file_write(d->gate->visit, place_of(path), path_name(path), bytes);
}

static int list_verbs(const char *command, const struct desk_verb *verbs)
{
	struct arena *a = arena_new("visit", (size_t)1 << 20);
	struct output *o = output_new(a, false);
	output_format(o, "usage: portcullis %s VERB ...\n\n", command);
	for (; verbs->name != NULL; verbs++)
		output_format(o, "  %-34s %s\n", verbs->usage, verbs->purpose);
	output_format(o, "\nportcullis %s VERB --help says more.\n", command);
	int status = answer_text(a, o);
	arena_free(a);
	return status;
}

int desk_dispatch(const char *command, const struct desk_verb *verbs, int argc, char **argv)
{
	if (argc == 0 || strcmp(argv[0], "--help") == 0) {
		int status = list_verbs(command, verbs);
		return argc == 0 && status == 0 ? 2 : status;
	}
	for (const struct desk_verb *v = verbs; v->name != NULL; v++)
		if (strcmp(v->name, argv[0]) == 0)
			return v->run(argc - 1, argv + 1);
	struct arena *a = arena_new("visit", (size_t)1 << 20);
	int status = answer_failure(a, failure_of_usage(a, "portcullis %s has no verb \"%s\"; see portcullis %s --help", command, argv[0], command));
	arena_free(a);
	return status;
}
