/* SPDX-License-Identifier: MIT */
/* state.c - the state of the process, signed off and carried to where the release gate reads it. */
#include "base/files.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "process/signature.h"
#include "process/state.h"

#define LARGEST_STATE ((size_t)16 << 20)
#define REVIEW_DAYS 365

struct request {
	struct desk_request place;
	struct span out, policy, draft, signature;
};

/* The folder and the name of a path. */
static void split(struct span path, struct span *folder, struct span *name)
{
	size_t slash = span_find_last(path, '/');
	bool bare = slash == path.len;
	*folder = bare ? SPAN(".") : span_slice(path, 0, slash + 1);
	*name = bare ? path : span_from(path, slash + 1);
}

static const struct failure *read_named(struct arena *a, struct span path, struct span *bytes)
{
	struct span folder, name;
	bool found;
	split(path, &folder, &name);
	const struct failure *f = file_read(a, folder, name, TRUST_ANYBODY, LARGEST_STATE, bytes, &found);
	if (f == NULL && !found)
		f = failure_of_usage(a, "there is no file %.*s", SPAN_ARGS(path));
	return f;
}

/* A draft is a state whose sign-off is claimed; with the signature over its very bytes the claim becomes verified. */
static const struct failure *sign_off(struct desk *d, const struct request *q, struct span *text)
{
	static const char claimed[] = "\"grade\":\"claimed\"}";
	struct arena *a = d->gate->visit;
	const struct policy *policy;
	const struct person *person;
	const struct json *json;
	struct span draft, signature, address = SPAN("");
	const struct failure *f = read_named(a, q->draft, &draft);
	if (f == NULL)
		f = read_named(a, q->signature, &signature);
	if (f == NULL)
		f = json_read(a, q->draft, draft, &json);
	if (f == NULL)
		f = json_text(a, json_member(json_member(json, SPAN("signed_off")), SPAN("address")), &address);
	if (f == NULL)
		f = desk_policy(d, q->policy, &policy);
	if (f == NULL)
		f = signature_verify(a, &policy->people, address, d->gate->now, draft, signature, &person);
	if (f != NULL)
		return f;
	size_t at = 0;
	while (at < draft.len && !span_starts(span_from(draft, at), SPAN(claimed)))
		at++;
	if (at == draft.len)
		return failure_of_usage(a, "%.*s is no draft of a state", SPAN_ARGS(q->draft));
	*text = span_format(a, "%.*s\"grade\":\"verified\"}%.*s", SPAN_ARGS(span_slice(draft, 0, at)), SPAN_ARGS(span_from(draft, at + sizeof claimed - 1)));
	return NULL;
}

static const struct failure *draft(struct desk *d, const struct request *q, struct span *text)
{
	struct state_request state = {.review_days = REVIEW_DAYS};
	const struct failure *f = desk_needs_person(d);
	(void)q;
	return f != NULL ? f : state_write(d, &state, text);
}

static const struct failure *work(struct desk *d, const struct request *q, struct output *o)
{
	struct arena *a = d->gate->visit;
	struct span text, folder, name;
	if (q->out.len == 0)
		return failure_of_usage(a, "state needs --out FILE");
	if ((q->draft.len > 0) != (q->signature.len > 0))
		return failure_of_usage(a, "--draft and --signature belong together");
	const struct failure *f = q->draft.len > 0 ? sign_off(d, q, &text) : draft(d, q, &text);
	split(q->out, &folder, &name);
	if (f == NULL)
		f = file_write(a, folder, name, text);
	if (f != NULL)
		return f;
	output_text(o, "The state is written: ");
	output_foreign(o, q->out);
	output_text(o, q->draft.len > 0 ? "\nIts sign-off is verified.\n"
	                                : "\nIts sign-off is claimed. To have it verified: " SIGNATURE_COMMAND
	                                  "\nand then: portcullis state --draft FILE --signature FILE.sig --out STATE\n");
	return NULL;
}

static int run(int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis state"), SPAN("state"));
	struct desk desk = {0};
	struct request q = {0};
	size_t nwords;
	const struct option_row rows[] = {
		{"--out", "FILE", "where the state is written: the place that the release gate reads", &q.out, NULL},
		{"--policy", "FILE", "the policy (what the repository's configuration names)", &q.policy, NULL},
		{"--draft", "FILE", "a state written before, to be signed off", &q.draft, NULL},
		{"--signature", "FILE", "the signature over it", &q.signature, NULL},
		DESK_PLACE_ROWS(&q.place),
		DESK_PERSON_ROWS(&q.place),
		{0},
	};
	int status;
	struct output *o = output_new(g.visit, false);
	const struct failure *f = options_read(g.visit, argc, argv, rows, NULL, 0, &nwords);
	if (q.place.help) {
		status = answer_help(g.visit, "usage: portcullis state --out FILE --as ADDRESS --role ROLE\nWrites the state that the release gate reads.\n", rows);
	} else {
		if (f == NULL)
			f = desk_open(&g, &q.place, STORE_WRITE, &desk);
		if (f == NULL)
			f = work(&desk, &q, o);
		status = f == NULL ? answer_text(g.visit, o) : answer_failure(g.visit, f);
	}
	desk_close(&desk);
	gate_free(&g);
	return status;
}

const struct command command_state = {"state", "state --out FILE --as ADDRESS", "write the state that the release gate reads", run};
