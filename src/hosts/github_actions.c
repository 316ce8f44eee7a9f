/* SPDX-License-Identifier: MIT */
/* github_actions.c - the range of a workflow run, from the event that started it. */
#include "base/arena.h"
#include "base/environment.h"
#include "base/files.h"
#include "base/path.h"
#include "hosts/host.h"
#include "text/json.h"

#define LARGEST_EVENT ((size_t)32 << 20)

static bool is_here(void)
{
	return span_eq(environment("GITHUB_ACTIONS"), SPAN("true"));
}

static struct span text_at(const struct json *object, const char *first, const char *second, const char *third)
{
	const struct json *at = json_member(object, span_of(first));
	if (second != NULL)
		at = json_member(at, span_of(second));
	if (third != NULL)
		at = json_member(at, span_of(third));
	return at != NULL && at->kind == JSON_STRING ? at->text : SPAN("");
}

static const struct failure *read_event(struct arena *a, const struct json **event)
{
	struct span path = environment("GITHUB_EVENT_PATH"), resolved, bytes;
	bool found;
	const struct failure *f = file_resolve(a, path, &resolved);
	if (f != NULL)
		return failure_within(a, f, "GITHUB_EVENT_PATH");
	struct span name = path_name(resolved);
	f = file_read(a, span_slice(resolved, 0, resolved.len - name.len), name, TRUST_ANYBODY, LARGEST_EVENT, &bytes, &found);
	if (f == NULL && !found)
		f = failure(a, "GITHUB_EVENT_PATH names no file");
	if (f != NULL)
		return f;
	f = json_read(a, SPAN("GITHUB_EVENT_PATH"), bytes, event);
	/* Not our policy's fault: what the CI system says cannot be understood. */
	return f == NULL ? NULL : failure_cured(a, failure(a, "%.*s", SPAN_ARGS(f->text)), SPAN("say which commits are meant: portcullis-ci --base REV --head REV"));
}

/* The name behind refs/heads/; empty for a tag. */
static struct span branch_of(struct span ref)
{
	struct span heads = SPAN("refs/heads/");
	return span_starts(ref, heads) ? span_from(ref, heads.len) : SPAN("");
}

/* A new branch has no `before`: it is compared with the default branch. */
static void range_of_push(struct arena *a, const struct json *event, struct ci_range *r)
{
	struct span before = text_at(event, "before", NULL, NULL);
	struct span remote = span_format(a, "refs/remotes/origin/%.*s", SPAN_ARGS(r->main));
	r->head = text_at(event, "after", NULL, NULL);
	r->base = span_is_only(before, '0') || before.len == 0 ? remote : before;
	r->target = r->base;
	r->ref = text_at(event, "ref", NULL, NULL);
	r->branch = branch_of(r->ref);
}

static const struct failure *range(struct arena *a, struct ci_range *r)
{
	const struct json *event = NULL;
	struct span name = environment("GITHUB_EVENT_NAME");
	const struct failure *f = read_event(a, &event);
	if (f != NULL)
		return f;
	*r = (struct ci_range){.base = SPAN(""), .head = SPAN(""), .target = SPAN(""), .ref = SPAN(""), .branch = SPAN(""),
	                       .main = text_at(event, "repository", "default_branch", NULL),
	                       .where = span_format(a, "GitHub Actions, event %.*s", SPAN_ARGS(name))};
	if (span_starts(name, SPAN("pull_request"))) {
		r->base = r->target = text_at(event, "pull_request", "base", "sha");
		r->head = text_at(event, "pull_request", "head", "sha");
		r->branch = text_at(event, "pull_request", "base", "ref");
	} else if (span_eq(name, SPAN("merge_group"))) {
		r->base = r->target = text_at(event, "merge_group", "base_sha", NULL);
		r->head = text_at(event, "merge_group", "head_sha", NULL);
		r->branch = branch_of(text_at(event, "merge_group", "base_ref", NULL));
	} else if (span_eq(name, SPAN("push"))) {
		range_of_push(a, event, r);
	}
	if (r->base.len > 0 && r->head.len > 0)
		return NULL;
	return failure_cured(a, failure(a, "the event %.*s of GitHub Actions names no range of commits", SPAN_ARGS(name)),
	                     SPAN("say which commits are meant: portcullis-ci --base REV --head REV"));
}

const struct host host_github_actions = {
	.name = "github-actions", .purpose = "GitHub Actions; the event's file", .project = "GITHUB_REPOSITORY", .is_here = is_here, .range = range};
