/* SPDX-License-Identifier: MIT */
/* gitlab_ci.c - the range of a GitLab pipeline, from its predefined variables. */
#include "base/arena.h"
#include "base/environment.h"
#include "hosts/host.h"

static bool is_here(void)
{
	return span_eq(environment("GITLAB_CI"), SPAN("true"));
}

static struct span remote_branch(struct arena *a, const char *variable)
{
	struct span name = environment(variable);
	return name.len == 0 ? name : span_format(a, "refs/remotes/origin/%.*s", SPAN_ARGS(name));
}

/* CI_COMMIT_SHA is a merge that GitLab made, in merged-result pipelines: the source branch's own tip is judged there. */
static void range_of_merge_request(struct arena *a, struct ci_range *r)
{
	struct span source = environment("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA"), target = environment("CI_MERGE_REQUEST_TARGET_BRANCH_SHA");
	r->where = SPAN("GitLab CI, merge request");
	r->head = source.len > 0 ? source : environment("CI_COMMIT_SHA");
	r->base = environment("CI_MERGE_REQUEST_DIFF_BASE_SHA");
	r->target = target.len > 0 ? target : remote_branch(a, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
	r->branch = environment("CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
}

static void range_of_push(struct arena *a, struct ci_range *r)
{
	struct span tag = environment("CI_COMMIT_TAG"), branch = environment("CI_COMMIT_BRANCH");
	if (tag.len > 0 || branch.len > 0)
		r->ref = span_format(a, "%s%.*s", tag.len > 0 ? "refs/tags/" : "refs/heads/", SPAN_ARGS(tag.len > 0 ? tag : branch));
	struct span before = environment("CI_COMMIT_BEFORE_SHA");
	r->where = SPAN("GitLab CI, push");
	r->head = environment("CI_COMMIT_SHA");
	r->base = before.len == 0 || span_is_only(before, '0') ? remote_branch(a, "CI_DEFAULT_BRANCH") : before;
	r->target = r->base;
	r->branch = environment("CI_COMMIT_BRANCH");
}

static const struct failure *range(struct arena *a, struct ci_range *r)
{
	*r = (struct ci_range){
		.base = SPAN(""), .head = SPAN(""), .target = SPAN(""), .ref = SPAN(""), .branch = SPAN(""), .main = environment("CI_DEFAULT_BRANCH"),
		.where = SPAN("")};
	if (environment("CI_MERGE_REQUEST_DIFF_BASE_SHA").len > 0)
		range_of_merge_request(a, r);
	else
		range_of_push(a, r);
	if (r->base.len > 0 && r->head.len > 0)
		return NULL;
	return failure_cured(a, failure(a, "the variables of GitLab CI name no range of commits"),
	                     SPAN("say which commits are meant: portcullis-ci --base REV --head REV"));
}

const struct host host_gitlab_ci = {
	.name = "gitlab-ci", .purpose = "GitLab CI; predefined variables", .project = "CI_PROJECT_NAME", .is_here = is_here, .range = range};
