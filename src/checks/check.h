/* SPDX-License-Identifier: MIT */
/* check.h - family: one way of looking at what is pushed. One member is one file. */
#ifndef PORTCULLIS_CHECKS_CHECK_H
#define PORTCULLIS_CHECKS_CHECK_H

#include "base/failure.h"
#include "languages/language.h"
#include "model/model.h"
#include "text/json.h"
#include "text/trailers.h"
#include "text/uses.h"

/* What a check may lean on while it reads its options. */
struct preparation {
	struct arena *house;
	const struct people *people;
	int64_t now; /* the moment at which reviewers must be valid */
	struct span host;
	/* A file of the place that the policy came from; its path is relative to the policy's folder. Fails when it is not there. */
	const struct failure *(*read)(const struct preparation *, const struct json *where, struct span path, struct span *bytes);
	void *context;
};

/* One commit, as the checks of messages see it. */
struct commit_case {
	const struct commit *commit;
	struct trailers trailers;
	/* Trailers of judged merges that brought the commit, for rules that let a merge cover what it brings. */
	const struct trailers *covering;
	size_t ncovering;
	struct span pusher; /* the host's login; empty where there is none */
	bool knows_pusher;  /* false in CI and client, where `pusher` is not compared */
	struct arena *step;
};

/* Where a check tells what it saw. A check cannot lose an error because it never holds one. */
struct sink {
	void *context;
	void (*found)(void *context, const struct rule *, struct span title, struct span mend);
	/* A limit was hit: the push is undecided. */
	void (*gave_up)(void *context, const struct rule *, struct span why);
};

struct check_example {
	const char *options; /* JSON: the rule's keys */
	const char *good, *bad; /* a message or a line of code */
};

struct check {
	const char *name, *purpose;
	const char *noun; /* what a finding of it is called: "banned function" */
	const char *const *options; /* the keys that it reads besides the common ones; NULL at the end */
	/* Reads the options of one rule (rule_option); failures point at the JSON. */
	const struct failure *(*prepare)(const struct preparation *, const struct rule *, const void **state);
	/* Checks of messages; else NULL. */
	void (*on_commit)(const struct rule *, const struct commit_case *, const struct sink *);
	/* Checks of code; else NULL: the names to look for in a language, and whether a use counts. */
	size_t (*names)(const struct rule *, const struct language *, const struct span **names);
	bool (*counts)(const struct rule *, const struct use *);
	const struct check_example *examples; /* ends with a NULL options */
};

/* Every member, made from the folder; NULL at the end. */
extern const struct check *const checks[];
const struct check *check_named(struct span);

/* A rule's option: what the policy itself says, else what the pack says, else NULL. */
const struct json *rule_option(const struct rule *, const char *key);

#endif
