/* SPDX-License-Identifier: MIT */
/* release_check.c - what a commit lacks to be released, before anybody pushes the tag. */
#include "base/arena.h"
#include "base/files.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "gate/gate.h"
#include "gate/name.h"
#include "gate/release.h"

struct request {
	struct span repository, policy, state, version, name;
	bool help;
};

static const struct failure *load_policy(struct gate *g, const struct request *q, const struct policy **policy)
{
	struct policy_place place;
	const struct failure *f = NULL;
	if (q->policy.len > 0)
		f = policy_place_of_file(g->house, q->policy, &place);
	else
		f = failure_cured(g->visit, policy_place_of_settings(g->repository, g->house, &place), SPAN("or name it: --policy FILE"));
	if (f == NULL && q->state.len > 0)
		f = file_resolve(g->house, q->state, &place.state);
	if (f == NULL)
		f = policy_place_load(g->repository, g->house, &place, SPAN(""), g->at, policy);
	if (f == NULL && (*policy)->release.ntags == 0)
		f = failure_cured(g->visit, failure_of_usage(g->visit, "the policy says nothing about releases"), SPAN("the key `release` of the policy: policies/README.md"));
	return f;
}

static void print(struct output *o, const struct policy *policy, const struct release_answer *answer)
{
	struct arena *a = output_arena(o);
	struct span age = release_age(a, policy), review = release_review(a, policy);
	for (size_t i = 0; i < answer->nlacks; i++) {
		output_format(o, "error[%.*s]: ", SPAN_ARGS(policy_builtin(policy, answer->lacks[i].rule)->id));
		output_foreign(o, answer->lacks[i].title);
		output_text(o, "\n   = mend: ");
		output_foreign(o, answer->lacks[i].mend);
		output_text(o, "\n");
	}
	output_foreign(o, age);
	output_text(o, age.len > 0 ? "\n" : "");
	output_foreign(o, review);
	output_text(o, review.len > 0 ? "\n" : "");
	if (answer->nlacks == 0)
		output_text(o, "Nothing is missing: the commit may be released.\n");
	else
		output_format(o, "%zu missing: a release tag on this commit would be refused.\n", answer->nlacks);
}

static const struct failure *check(struct gate *g, const struct request *q, struct span revision, struct output *o, int *status)
{
	const struct policy *policy;
	struct release_question question = {.visit = g->visit, .step = g->walk, .version = q->version, .name = q->name};
	struct release_answer answer = {0};
	if (revision.len == 0)
		return failure_of_usage(g->visit, "release-check needs the commit that is to be released");
	const struct failure *f = gate_open_here(g, q->repository.len > 0 ? q->repository : SPAN("."));
	if (f == NULL)
		f = load_policy(g, q, &policy);
	if (f == NULL)
		f = repository_revision(g->repository, g->visit, revision, &question.commit);
	if (f == NULL && q->name.len == 0)
		f = q->policy.len > 0 ? name_in_clone(g->repository, g->visit, SPAN(""), &question.name) : name_on_server(g->repository, g->visit, &question.name);
	if (f != NULL)
		return f;
	question.repository = g->repository;
	question.policy = policy;
	f = release_ask(&question, &answer);
	if (f != NULL)
		return f;
	print(o, policy, &answer);
	*status = answer.nlacks > 0;
	return NULL;
}

static int run(int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis release-check"), SPAN("release"));
	struct request q = {0};
	struct span revision = SPAN("");
	size_t nwords;
	int status = 0;
	const struct option_row rows[] = {
		{"--version", "VERSION", "that is to be released: evidence is named by it", &q.version, NULL},
		{"--policy", "FILE", "the policy (what the repository's configuration names)", &q.policy, NULL},
		{"--state", "FILE", "the state that portcullis state wrote (what the policy names)", &q.state, NULL},
		{"--repository", "FOLDER", "the repository (.)", &q.repository, NULL},
		{"--repository-name", "NAME", "its name in audits (what configuration or origin say)", &q.name, NULL},
		{"--help", NULL, "this text", NULL, &q.help},
		{0},
	};
	struct output *o = output_new(g.visit, false);
	const struct failure *f = options_read(g.visit, argc, argv, rows, &revision, 1, &nwords);
	if (q.help) {
		status = answer_help(g.visit, "usage: portcullis release-check COMMIT --version VERSION\nSays what a commit lacks to be released; ends with 1 where something is missing.\n",
		                     rows);
	} else {
		f = f == NULL ? check(&g, &q, revision, o, &status) : f;
		int said = f == NULL ? answer_text(g.visit, o) : answer_failure(g.visit, f);
		status = said != 0 ? said : status;
	}
	gate_free(&g);
	return status;
}

const struct command command_release_check = {"release-check", "release-check COMMIT --version V", "say what a commit lacks to be released", run};
