/* SPDX-License-Identifier: MIT */
/* receive.c - the whole run of the hook. */
#include "base/arena.h"
#include "base/confinement.h"
#include "base/environment.h"
#include "base/last_word.h"
#include "formats/format.h"
#include "gate/gate.h"
#include "gate/name.h"
#include "gate/server_settings.h"
#include "git/ref_lines.h"

#include <unistd.h>

/* What is no place for records must not get any: not this refusal either. */
static const struct failure *choose_spool(struct gate *g, struct server_settings *s)
{
	const struct failure *f = server_spool(g->repository, g->visit, s);
	if (f != NULL)
		s->spool = SPAN("");
	return f;
}

/* From here on a sudden end is recorded too, and comes at the latest with the deadline. */
static const struct failure *obey(struct gate *g, struct server_settings *s)
{
	const struct host *host;
	unsigned deadline;
	const struct failure *f = choose_spool(g, s);
	if (f == NULL)
		f = server_host(g->visit, s, &host);
	if (f != NULL)
		return f;
	g->host = host;
	f = server_deadline(g->visit, s, &deadline);
	if (f != NULL)
		return f;
	last_word_prepare(span_eq(s->spool, SPAN("none")) ? NULL : span_string(g->visit, s->spool), g->host->line_prefix);
	if (span_eq(s->spool, SPAN("none")))
		g->notices[0] = "this server keeps no spool; the record of this verdict is the host's log alone";
	else
		g->clock_fault = spool_clock_fault(g->visit, s->spool, g->now);
	last_word_deadline(deadline);
	return NULL;
}

/* `ref old new`, as git's update hook gets them (githooks(5)), or nothing: then standard input has the lines of the whole push. */
struct arguments {
	const char *const *list;
	size_t count;
};

#define UPDATE_ARGUMENTS 3

static const struct failure *read_lines(struct gate *g, const struct arguments *a, struct span *bytes)
{
	if (a->count == 0)
		return ref_lines_read(g->visit, STDIN_FILENO, bytes);
	if (a->count != UPDATE_ARGUMENTS)
		return failure_of_usage(g->visit, "portcullis-receive takes no arguments, or as update hook three: REF OLD NEW");
	g->mode = SPAN("update");
	*bytes = span_format(g->visit, "%s %s %s\n", a->list[1], a->list[2], a->list[0]);
	return NULL;
}

/* Git asks for one ref after the other, and moves each at once. */
static const struct failure *refuse_late_policy(struct gate *g, const struct arguments *a, const struct policy_place *place)
{
	if (a->count == 0 || place->ref.len == 0)
		return NULL;
	return failure_cured(g->visit, failure_of_policy(g->visit, "an update hook cannot judge by the policy of a ref: the same push may just have changed it"),
	                     SPAN("the administrator makes it a pre-receive hook, or puts the policy into a file of the server"));
}

static const struct failure *prepare(struct gate *g, const struct arguments *a, struct server_settings *s)
{
	struct span bytes = SPAN("");
	struct push *push = arena_take(g->visit, 1, sizeof *push);
	const struct failure *f = read_lines(g, a, &bytes);
	if (f == NULL)
		f = repository_open(g->visit, &(struct opening){.path = NULL, .verify_objects = g->verify_objects}, &g->repository);
	if (f == NULL)
		f = name_on_server(g->repository, g->visit, &g->name);
	if (f == NULL)
		f = repository_setting(g->repository, g->visit, "portcullis.repositoryId", &g->repository_id);
	if (f == NULL)
		f = server_settings_read(g->repository, g->visit, s);
	if (f == NULL)
		f = obey(g, s);
	if (f == NULL)
		f = ref_lines_parse(g->visit, bytes, &push->updates, &push->nupdates);
	if (f != NULL)
		return f;
	push->host = span_of(g->host->name);
	push->pusher = g->host->pusher == NULL ? SPAN("") : environment(g->host->pusher);
	if (environment("GIT_PUSH_CERT").len > 0) {
		push->signer = environment("GIT_PUSH_CERT_SIGNER");
		push->certificate = environment("GIT_PUSH_CERT_STATUS");
		if (push->certificate.len == 0)
			push->certificate = SPAN("N");
	}
	g->push = push;
	gate_foresee(g, NULL);
	if (environment("GIT_NAMESPACE").len > 0)
		return failure_cured(g->visit, failure(g->visit, "the repository is served under a ref namespace (GIT_NAMESPACE)"),
		                     SPAN("Portcullis does not judge namespaces yet; serve the repository without one"));
	if (repository_is_shallow(g->repository))
		return failure_cured(g->visit, failure(g->visit, "the repository on the server is shallow: history is missing"),
		                     SPAN("the administrator completes it: git fetch --unshallow"));
	return NULL;
}

static const struct verdict *judge(struct gate *g, const struct arguments *a, struct server_settings *s)
{
	struct policy_place *place = arena_take(g->house, 1, sizeof *place);
	const struct policy *policy;
	const struct failure *f = prepare(g, a, s);
	if (f == NULL)
		f = policy_place_of_settings(g->repository, g->house, place);
	if (f == NULL)
		f = refuse_late_policy(g, a, place);
	if (f == NULL)
		f = policy_place_load(g->repository, g->house, place, span_of(g->host->name), g->at, &policy);
	if (f != NULL)
		return gate_fail(g, f);
	gate_foresee(g, policy);
	return gate_judge(g, place, policy, NULL, NULL);
}

static const struct verdict *record(struct gate *g, const struct server_settings *s, const struct verdict *v)
{
	if (s->spool.len == 0 || span_eq(s->spool, SPAN("none")))
		return v;
	const struct failure *f = spool_mark(g->visit, s->spool, g->now);
	if (f == NULL)
		f = spool_write(g->visit, s->spool, v);
	return f == NULL ? v : gate_overrule(g, v, f);
}

/* The first line goes out a second time with the host's own mark, where it has one. */
static void say_for_host(struct output *o, const struct host *host, struct span answer)
{
	if (host == NULL || host->line_prefix == NULL)
		return;
	output_text(o, host->line_prefix);
	output_foreign(o, span_slice(answer, 0, span_find(answer, '\n')));
	output_text(o, "\n");
}

/* Exit status 0 needs an answer that could be written, except where the reader has gone away: the verdict stands then. */
static int answer(struct gate *g, const struct server_settings *s, const struct verdict *v)
{
	struct output *o = output_new(g->visit, false);
	if (v->outcome != OUTCOME_PASS || v->nnotices > 0 || v->nfindings > 0)
		format_named(SPAN("text"))->write(o, g->visit, v);
	if (v->outcome != OUTCOME_PASS)
		say_for_host(o, g->host, output_taken(o));
	if (span_eq(s->spool, SPAN("none"))) {
		output_text(o, "portcullis-verdict: ");
		format_named(SPAN("json"))->write(o, g->visit, v);
	}
	const struct failure *f = output_write(o, g->visit, STDERR_FILENO);
	return f != NULL && v->outcome == OUTCOME_PASS && span_eq(s->spool, SPAN("none")) ? OUTCOME_UNDECIDED : (int)v->outcome;
}

int gate_receive(const char *const *list, size_t count)
{
	const struct arguments arguments = {list, count};
	struct server_settings s = {SPAN(""), SPAN(""), SPAN("")};
	last_word_prepare(NULL, "");
	last_word_on_signals();
	confine_process();
	struct gate g = gate_new(SPAN("portcullis-receive"), SPAN("push"));
	g.hook = true;
	const struct verdict *v = record(&g, &s, judge(&g, &arguments, &s));
	int status = answer(&g, &s, v);
	gate_free(&g);
	return status;
}
