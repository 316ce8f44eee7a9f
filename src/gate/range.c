/* SPDX-License-Identifier: MIT */
/* range.c - the whole run of a check step, and of the developer's own run before pushing. */
#include "base/arena.h"
#include "base/crew.h"
#include "base/date.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/last_word.h"
#include "base/path.h"
#include "formats/format.h"
#include "gate/cache.h"
#include "gate/gate.h"
#include "gate/name.h"
#include "git/oid.h"
#include "git/ref_lines.h"

#include <unistd.h>

#define DEFAULT_POLICY ".portcullis/policy.json"

const struct failure *gate_open_here(struct gate *g, struct span folder)
{
	const char *path = folder.len > 0 ? span_string(g->visit, folder) : ".";
	return repository_open(
		g->visit, &(struct opening){.path = path, .partial_clone = true, .safe_directory = true, .audit = true, .verify_objects = g->verify_objects},
		&g->repository);
}

static const struct failure *range_of_ci(struct gate *g, struct ci_range *range)
{
	for (size_t i = 0; hosts[i] != NULL; i++)
		if (hosts[i]->is_here != NULL && hosts[i]->is_here())
			return hosts[i]->range(g->visit, range);
	return failure_cured(g->visit, failure(g->visit, "no range of commits was given, and no CI system that Portcullis knows says one"),
	                     SPAN("say which commits are meant: portcullis-ci --base REV --head REV"));
}

/* What stands on the command line goes before what CI says. */
static const struct failure *choose_range(struct gate *g, const struct range_request *q, struct ci_range *range)
{
	*range = (struct ci_range){
		.base = SPAN(""), .head = SPAN(""), .target = SPAN(""), .ref = SPAN(""), .branch = SPAN(""), .main = SPAN(""), .where = SPAN("")};
	if (q->whole_history && q->base.len > 0)
		return failure_of_usage(g->visit, "--whole-history and a base exclude each other");
	if (q->base.len == 0 && !q->developer && !q->whole_history) {
		const struct failure *f = range_of_ci(g, range);
		if (f != NULL)
			return f;
	}
	if (q->developer && q->base.len == 0 && !q->whole_history) {
		range->base = SPAN("@{upstream}");
		range->where = SPAN("the branch's upstream");
	}
	if (q->base.len > 0) {
		range->base = q->base;
		range->where = SPAN("the command line");
	}
	if (q->head.len > 0)
		range->head = q->head;
	if (q->ref.len > 0)
		range->ref = q->ref;
	if (q->ref.len > 0 && !ref_name_is_sound(q->ref))
		return failure_of_usage(g->visit, "--ref %.*s is no full name of a ref, like refs/tags/v1", SPAN_ARGS(q->ref));
	if (range->head.len == 0)
		range->head = SPAN("HEAD");
	if (range->target.len == 0)
		range->target = range->base;
	if (q->whole_history)
		g->where = span_format(g->visit, "the whole history of %.*s", SPAN_ARGS(range->head));
	else
		g->where = span_format(g->visit, "%.*s: %.*s..%.*s", SPAN_ARGS(range->where), SPAN_ARGS(range->base), SPAN_ARGS(range->head));
	return NULL;
}

static const struct failure *cure_range(struct gate *g, const struct failure *f)
{
	if (f == NULL || f->cure.len > 0)
		return f;
	if (repository_is_shallow(g->repository))
		return failure_cured(g->visit, f, SPAN("the clone is shallow: fetch all history (GitHub: `fetch-depth: 0` for actions/checkout; GitLab: "
		                                       "`GIT_DEPTH: 0`; else: git fetch --unshallow)"));
	return failure_cured(g->visit, f, SPAN("fetch the branch that the commits are meant for, or say the range: --base REV --head REV"));
}

/* A policy in the work tree is the pusher's own, and so is a state: it judges only when somebody says that this is known. */
static const struct failure *trusted_file(struct gate *g, const struct range_request *q, const char *what, struct span file, struct span *resolved)
{
	struct span tree = repository_worktree(g->repository);
	const struct failure *f = file_resolve(g->visit, file, resolved);
	if (f == NULL && tree.len > 0)
		f = file_resolve(g->visit, tree, &tree);
	if (f != NULL)
		return failure_of_policy(g->visit, "no %s: %.*s", what, SPAN_ARGS(f->text));
	bool inside = path_lies_in(*resolved, tree);
	if (inside && !q->untrusted_policy)
		return failure_cured(g->visit, failure_of_policy(g->visit, "the %s %.*s lies in the work tree that is judged", what, SPAN_ARGS(*resolved)),
		                     SPAN("take it from the target branch (--policy-ref REF:PATH), or accept that it is not trusted: --untrusted-policy"));
	if (inside)
		g->notices[0] = "the policy came from the judged work tree (--untrusted-policy): this verdict is no evidence";
	return NULL;
}

static const struct failure *place_of_file(struct gate *g, struct range_request *q, struct policy_place *place)
{
	struct span resolved;
	const struct failure *f = trusted_file(g, q, "policy", q->policy, &resolved);
	return f != NULL ? f : policy_place_of_file(g->house, q->policy, place);
}

static const struct failure *choose_state(struct gate *g, const struct range_request *q, struct policy_place *place)
{
	return q->state.len == 0 ? NULL : trusted_file(g, q, "release state", q->state, &place->state);
}

/* No branch but the default one, and what somebody names, is trusted to hold the policy. */
static const struct failure *trusted_revision(struct gate *g, const struct range_request *q, const struct ci_range *range, struct span *revision)
{
	bool named = q->developer || q->base.len > 0 || q->whole_history;
	*revision = range->target;
	if (named || (range->main.len > 0 && span_eq(range->branch, range->main)))
		return NULL;
	*revision = span_format(g->visit, "refs/remotes/origin/%.*s", SPAN_ARGS(range->main));
	if (range->main.len > 0)
		return NULL;
	return failure_cured(g->visit, failure_of_policy(g->visit, "no policy: the CI system does not say which branch is the default one"),
	                     SPAN("say where the policy is: portcullis-ci --policy-ref REF:PATH"));
}

static const struct failure *
choose_policy(struct gate *g, struct range_request *q, const struct ci_range *range, struct policy_place *place)
{
	struct span text = q->policy_ref, revision = SPAN("");
	if (q->policy.len > 0 && text.len > 0)
		return failure_of_usage(g->visit, "--policy and --policy-ref exclude each other");
	if (q->whole_history && q->policy.len == 0 && text.len == 0)
		return failure_of_usage(g->visit, "--whole-history needs --policy or --policy-ref: no base says where the policy is");
	if (q->policy.len > 0)
		return place_of_file(g, q, place);
	const struct failure *f = text.len > 0 ? NULL : trusted_revision(g, q, range, &revision);
	if (f != NULL)
		return f;
	if (text.len == 0)
		text = span_format(g->visit, "%.*s:" DEFAULT_POLICY, SPAN_ARGS(revision));
	return cure_range(g, policy_place_of_ref(g->repository, g->house, text, true, place));
}

static const struct failure *resolve(struct gate *g, const struct range_request *q, const struct ci_range *range, struct update *update)
{
	const struct failure *f = NULL;
	update->ref = range->ref;
	if (!q->whole_history)
		f = repository_revision(g->repository, g->visit, range->base, &update->old);
	if (f == NULL)
		f = repository_revision(g->repository, g->visit, range->head, &update->new);
	return cure_range(g, f);
}

static const struct failure *choose_threads(struct gate *g, const struct range_request *q)
{
	unsigned long count = crew_processors();
	if (q->threads.len > 0 && (!span_number(q->threads, CREW_MOST, &count) || count == 0))
		return failure_of_usage(g->visit, "--threads %.*s is no number from 1 to %d", SPAN_ARGS(q->threads), CREW_MOST);
	g->nthreads = count;
	return NULL;
}

static const struct failure *choose_moment(struct gate *g, const struct range_request *q)
{
	if (q->at.len > 0 && !moment_read(q->at, &g->at))
		return failure_of_usage(g->visit, "--at %.*s is no moment (YYYY-MM-DD, YYYY-MM-DDTHH:MM:SSZ or @SECONDS)", SPAN_ARGS(q->at));
	return NULL;
}

/* A release tag on a commit that was judged before brings none: it is the release that is judged. */
static const struct verdict *refuse_emptiness(struct gate *g, const struct range_request *q, const struct policy *policy, const struct verdict *v)
{
	struct span version;
	if (q->allow_empty || v->failure != NULL || v->ncommits > 0 || policy_releases(policy, g->push->updates[0].ref, &version))
		return v;
	return gate_overrule(g, v, failure_cured(g->visit, failure(g->visit, "the range is empty: %.*s", SPAN_ARGS(g->where)),
	                                         SPAN("say the range that is meant (--base REV --head REV), or --allow-empty where there may be nothing")));
}

static const struct verdict *judge(struct gate *g, struct range_request *q)
{
	struct policy_place *place = arena_take(g->house, 1, sizeof *place);
	struct update *update = arena_take(g->visit, 1, sizeof *update);
	struct push *push = arena_take(g->visit, 1, sizeof *push);
	const struct policy *policy;
	struct ci_range range;
	*update = (struct update){.ref = SPAN("")};
	*push = (struct push){.updates = update, .nupdates = 1, .pusher = SPAN(""), .host = SPAN("")};
	const struct failure *f = choose_moment(g, q);
	if (f == NULL)
		f = choose_threads(g, q);
	if (f == NULL)
		f = gate_open_here(g, q->repository);
	if (f == NULL)
		f = name_in_clone(g->repository, g->visit, q->repository_name, &g->name);
	if (f == NULL)
		f = choose_range(g, q, &range);
	if (f == NULL)
		f = resolve(g, q, &range, update);
	if (f == NULL)
		f = choose_policy(g, q, &range, place);
	if (f == NULL)
		f = choose_state(g, q, place);
	if (f == NULL)
		f = policy_place_load(g->repository, g->house, place, SPAN(""), g->at, &policy);
	if (f == NULL && q->cache.len > 0)
		f = cache_open(g->repository, g->visit, policy, q->cache, q->verify_cache, &g->cache);
	else if (f == NULL && q->verify_cache)
		f = failure_of_usage(g->visit, "--verify-cache needs --cache");
	g->push = push;
	if (f != NULL)
		return gate_fail(g, f);
	const struct verdict *v = gate_judge(g, place, policy, &update->old, &update->new);
	return v->failure == NULL ? refuse_emptiness(g, q, policy, v) : v->outcome == OUTCOME_UNDECIDED ? gate_overrule(g, v, cure_range(g, v->failure)) : v;
}

bool wants_colour(struct span choice, int descriptor)
{
	if (span_eq(choice, SPAN("always")))
		return true;
	if (span_eq(choice, SPAN("never")))
		return false;
	return environment("NO_COLOR").len == 0 && isatty(descriptor);
}

/* The file that --verdict names: the record, whatever the answer's format is. */
static const struct failure *write_verdict(struct gate *g, struct span path, const struct verdict *v)
{
	struct span name = path_name(path), folder = span_slice(path, 0, path.len - name.len);
	struct output *o = output_new(g->visit, false);
	format_named(SPAN("json"))->write(o, g->visit, v);
	return file_write(g->visit, folder.len == 0 ? SPAN(".") : folder, name, output_taken(o));
}

static const struct verdict *record(struct gate *g, const struct range_request *q, const struct verdict *v)
{
	const struct failure *f = NULL;
	if (q->spool.len > 0)
		f = spool_write(g->visit, q->spool, v);
	if (f == NULL && q->verdict.len > 0)
		f = write_verdict(g, q->verdict, v);
	return f == NULL ? v : gate_overrule(g, v, f);
}

int gate_range(struct range_request *q)
{
	struct gate g = gate_new(q->program, SPAN("range"));
	g.verify_objects = q->verify_objects;
	last_word_prepare(q->spool.len > 0 ? span_string(g.visit, q->spool) : NULL, "");
	last_word_on_signals();
	const struct format *format = format_named(q->format.len > 0 ? q->format : SPAN("text"));
	const struct verdict *v;
	if (format == NULL) {
		format = format_named(SPAN("text"));
		v = gate_fail(&g, failure_of_usage(g.visit, "there is no format %.*s", SPAN_ARGS(q->format)));
	} else {
		v = record(&g, q, judge(&g, q));
	}
	struct output *o = output_new(g.visit, wants_colour(q->colour, STDOUT_FILENO));
	format->write(o, g.visit, v);
	int status = output_write(o, g.visit, STDOUT_FILENO) == NULL || v->outcome != OUTCOME_PASS ? (int)v->outcome : OUTCOME_UNDECIDED;
	cache_close(g.cache);
	gate_free(&g);
	return status;
}
