/* SPDX-License-Identifier: MIT */
/* gate.h - the judge's front door: a push or a range in, a verdict out, recorded before it is said. */
#ifndef PORTCULLIS_GATE_GATE_H
#define PORTCULLIS_GATE_GATE_H

#include "gate/policy_place.h"
#include "hosts/host.h"
#include "model/model.h"

struct cache;

/* Memory that a run may take, in bytes. */
struct gate_limits {
	size_t house, visit, step;
};
extern const struct gate_limits gate_limits;

/* One run: its memory and what is known about it so far. */
struct gate {
	struct span program, mode;
	struct arena *house, *visit, *walk, *step;
	struct repository *repository;
	const struct push *push;
	const struct host *host;
	struct span where;
	struct span name; /* of the repository, for records */
	struct span repository_id; /* made by install; empty: unknown */
	bool hook;
	struct cache *cache; /* of audits; NULL: none */
	size_t nthreads; /* that read ahead where many commits are judged; 1 unless told otherwise */
	bool verify_objects; /* each object that is read must have its id as its hash (repository.h) */
	int64_t now; /* the machine's clock, read once */
	int64_t at;  /* the moment at which people, deviations and days are judged */
	struct span clock_fault; /* why no deviation applies; empty: the clock is sound */
	const char *notices[4]; /* our own sentences for the verdict; ends at NULL */
};

struct gate gate_new(struct span program, struct span mode);
void gate_free(struct gate *);

/* VRD-, the moment, and 8 digits of chance: unique per event, for filing only. */
struct span gate_id(struct gate *);

/* The verdict on the push that gate->push holds, or on base..head when `head` is given. */
const struct verdict *
gate_judge(struct gate *, const struct policy_place *, const struct policy *, const struct oid *base, const struct oid *head);
/* The verdict when something stood in the way before there was anything to judge. */
const struct verdict *gate_fail(struct gate *, const struct failure *);
/* The same verdict, but undecided: it could not be recorded, say. */
const struct verdict *gate_overrule(struct gate *, const struct verdict *, const struct failure *);

/* Prepares the record that a sudden end leaves (last_word.h): all that is known by now; the policy may be NULL. */
void gate_foresee(struct gate *, const struct policy *);

/*
 * Why the machine's clock cannot be trusted with the days of deviations: it is more than an hour earlier than the newest record of the
 * spool, or that one's time cannot be read. Empty where nothing is wrong; a spool without a mark has no newest record yet.
 */
struct span spool_clock_fault(struct arena *, struct span folder, int64_t now);
/* Notes the time of a record that is about to be written, and lasts with it; the mark never goes back. */
MUST_USE const struct failure *spool_mark(struct arena *, struct span folder, int64_t now);

/* Refuses a spool that is no absolute path, or lies in the repository or its work tree; "none" is none. */
MUST_USE const struct failure *spool_check(struct repository *, struct arena *, struct span folder);
/* Writes the verdict as one file into the spool folder. */
MUST_USE const struct failure *spool_write(struct arena *, struct span folder, const struct verdict *);

/*
 * The whole run of the hook: reads, judges, records, answers; the exit status. Without arguments it is a pre-receive hook and judges
 * the push; with REF OLD NEW an update hook that judges one ref.
 */
int gate_receive(const char *const *arguments, size_t count);

/* What a check step or the developer's own run asks for; empty spans are "not given". */
struct range_request {
	struct span program;
	struct span base, head, policy, policy_ref, at, spool, verdict, format, colour, repository, repository_name, ref, state, threads, cache;
	bool untrusted_policy, allow_empty, developer, whole_history, verify_objects, verify_cache;
};
int gate_range(struct range_request *);

/* A place for the range flow and others: opens the repository at "." for CI and client; objects are verified as the gate says. */
MUST_USE const struct failure *gate_open_here(struct gate *, struct span folder);

/* Whether colour is wanted on the descriptor: "always", "never", or "auto" (a terminal, and NO_COLOR unset). */
bool wants_colour(struct span choice, int descriptor);

#endif
