/* SPDX-License-Identifier: MIT */
/* range_options.c - the words that a check step and the developer's own run understand. */
#include "gate/range_options.h"

#include "base/arena.h"
#include "base/options.h"
#include "base/version.h"
#include "gate/answer.h"

#define OPTION_MEMORY ((size_t)1 << 20)

static int version(struct arena *a, struct span program)
{
	struct output *o = output_new(a, false);
	output_format(o, "%.*s %s\n", SPAN_ARGS(program), PORTCULLIS_VERSION);
	return answer_text(a, o);
}

/* BASE..HEAD, BASE, or nothing. */
static const struct failure *take_range(struct arena *a, struct span word, struct range_request *q)
{
	const char *dots = word.len == 0 ? NULL : word.at;
	if (word.len == 0)
		return NULL;
	if (q->base.len > 0)
		return failure_of_usage(a, "the range is given twice");
	for (; dots + 1 < word.at + word.len && (dots[0] != '.' || dots[1] != '.'); dots++)
		;
	size_t at = (size_t)(dots - word.at);
	bool is_range = at + 1 < word.len;
	q->base = is_range ? span_slice(word, 0, at) : word;
	q->head = is_range ? span_from(word, at + 2) : q->head;
	if (q->base.len == 0 || (is_range && (q->head.len == 0 || q->head.at[0] == '.')))
		return failure_of_usage(a, "%.*s is not BASE..HEAD", SPAN_ARGS(word));
	return NULL;
}

int gate_range_main(struct range_request *q, const char *usage, int argc, char **argv)
{
	struct arena *a = arena_new("house", OPTION_MEMORY);
	bool wants_help = false, wants_version = false;
	struct span word = SPAN("");
	size_t nwords;
	const struct option_row rows[] = {
		{"--base", "REV", "where the judged range begins (its commits are known)", &q->base, NULL},
		{"--head", "REV", "where it ends (HEAD)", &q->head, NULL},
		{"--whole-history", NULL, "judge every commit that the head reaches: an audit", NULL, &q->whole_history},
		{"--policy", "FILE", "the policy, from a file outside the judged work tree", &q->policy, NULL},
		{"--policy-ref", "REF:PATH", "the policy, from a revision (BASE, or in CI the default branch, :.portcullis/policy.json)", &q->policy_ref, NULL},
		{"--untrusted-policy", NULL, "allow a policy from the judged work tree", NULL, &q->untrusted_policy},
		{"--allow-empty", NULL, "an empty range is in order", NULL, &q->allow_empty},
		{"--ref", "REF", "full name of the ref that the head is meant for: a release tag, say", &q->ref, NULL},
		{"--state", "FILE", "the release state, from a file outside the judged work tree", &q->state, NULL},
		{"--at", "MOMENT", "judge people and deviations as of that moment", &q->at, NULL},
		{"--verify-objects", NULL, "hash each object that is read: for evidence, at up to twice the time", NULL, &q->verify_objects},
		{"--spool", "FOLDER", "write the verdict there as one JSON file", &q->spool, NULL},
		{"--verdict", "FILE", "write the verdict there as JSON", &q->verdict, NULL},
		{"--format", "NAME", "of the answer: text, json", &q->format, NULL},
		{"--color", "WHEN", "always, never, auto", &q->colour, NULL},
		{"--repository", "FOLDER", "where the repository is (.)", &q->repository, NULL},
		{"--repository-name", "NAME", "what it is called in records (the project's name)", &q->repository_name, NULL},
		{"--threads", "N", "that read a long range ahead (as many as there are processors); the verdict is the same", &q->threads, NULL},
		{"--cache", "FOLDER", "keep there what was learned of texts, for the next audit by the same policy; nobody else may write to it", &q->cache, NULL},
		{"--verify-cache", NULL, "read every text all the same, and compare: a difference is a failure", NULL, &q->verify_cache},
		{"--help", NULL, "this text", NULL, &wants_help},
		{"--version", NULL, "the version", NULL, &wants_version},
		{0},
	};
	const struct failure *f = options_read(a, argc, argv, rows, &word, q->developer ? 1 : 0, &nwords);
	if (f == NULL)
		f = take_range(a, word, q);
	int status;
	if (wants_help)
		status = answer_help(a, usage, rows);
	else if (f != NULL)
		status = answer_failure(a, f);
	else
		status = wants_version ? version(a, q->program) : gate_range(q);
	arena_free(a);
	return status;
}
