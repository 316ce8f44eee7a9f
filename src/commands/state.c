/* SPDX-License-Identifier: MIT */
/* state.c - the state of the process, signed off and carried to where the release gate reads it. */
#include "commands/command.h"
#include "process/signature.h"
#include "process/state.h"

#define LARGEST_STATE ((size_t)16 << 20)
/* Where no policy is at hand. */
#define REVIEW_DAYS 365

struct request {
	struct desk_request place;
	struct span out, policy, draft, signature;
};

/* A draft is a state whose sign-off is claimed; with the signature over its very bytes the claim becomes verified. */
static const struct failure *sign_off(struct desk *d, const struct request *q, struct span *text)
{
	static const char claimed[] = "\"grade\":\"claimed\"}";
	struct arena *a = d->gate->visit;
	const struct policy *policy;
	const struct person *person;
	const struct json *json;
	struct span draft, signature, address = SPAN("");
	const struct failure *f = desk_read_file(d, q->draft, LARGEST_STATE, &draft);
	if (f == NULL)
		f = desk_read_file(d, q->signature, LARGEST_STATE, &signature);
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

/* As the register has it; a person whom it does not know signs off by the address alone. */
static struct span name_of(const struct people *people, struct span address)
{
	for (size_t i = 0; i < people->npersons; i++)
		for (size_t k = 0; k < people->persons[i].naddresses; k++)
			if (span_eq_fold(people->persons[i].addresses[k], address))
				return people->persons[i].name;
	return SPAN("");
}

static const struct failure *write_draft(struct desk *d, const struct request *q, struct span *text)
{
	const struct policy *policy;
	struct state_request state = {.review_days = REVIEW_DAYS};
	const struct failure *f = desk_needs_person(d);
	if (f == NULL && (q->policy.len > 0 || d->gate->repository != NULL)) {
		f = desk_policy(d, q->policy, &policy);
		if (f == NULL) {
			state.review_days = policy->review.every_days;
			state.name = name_of(&policy->people, d->actor);
		}
	}
	return f != NULL ? f : state_write(d, &state, text);
}

static const struct failure *work(struct desk *d, void *context, struct output *o)
{
	const struct request *q = context;
	struct arena *a = d->gate->visit;
	struct span text = SPAN("");
	if (q->out.len == 0)
		return failure_of_usage(a, "state needs --out FILE");
	if ((q->draft.len > 0) != (q->signature.len > 0))
		return failure_of_usage(a, "--draft and --signature belong together");
	const struct failure *f = q->draft.len > 0 ? sign_off(d, q, &text) : write_draft(d, q, &text);
	if (f == NULL)
		f = desk_write_file(d, q->out, text);
	if (f != NULL)
		return f;
	desk_print_left(d, o);
	output_text(o, "The state is written: ");
	output_foreign(o, q->out);
	output_text(o, q->draft.len > 0 ? "\nIts sign-off is verified.\n"
	                                : "\nIts sign-off is claimed. To have it verified: " SIGNATURE_COMMAND
	                                  "\nand then: portcullis state --draft FILE --signature FILE.sig --out STATE\n");
	return NULL;
}

static int run(int argc, char **argv)
{
	struct request q = {0};
	const struct option_row rows[] = {
		{"--out", "FILE", "where the state is written: the place that the release gate reads", &q.out, NULL},
		{"--policy", "FILE", "the policy (what the repository's configuration names)", &q.policy, NULL},
		{"--draft", "FILE", "a state written before, to be signed off", &q.draft, NULL},
		{"--signature", "FILE", "the signature over it", &q.signature, NULL},
		DESK_PLACE_ROWS(&q.place),
		DESK_PERSON_ROWS(&q.place),
		{0},
	};
	const struct desk_task task = {
		.usage = "usage: portcullis state --out FILE --as ADDRESS --role ROLE\nWrites the state that the release gate reads.\n",
		.rows = rows, .request = &q.place, .use = STORE_WRITE, .work = work, .context = &q,
	};
	return desk_run(&task, argc, argv);
}

const struct command command_state = {"state", "state --out FILE --as ADDRESS", "write the state that the release gate reads", run};
