/* SPDX-License-Identifier: MIT */
/* progress.h - how a problem report is opened and goes on: the rules of its life cycle, each kept before an event is added. */
#ifndef PORTCULLIS_PROCESS_PROGRESS_H
#define PORTCULLIS_PROCESS_PROGRESS_H

#include "process/lifecycle.h"

/* A text that is given for a field. */
struct given {
	enum field field;
	struct span text;
};

/* Texts that are given together; begin with the arena alone. A text that is empty is not given. */
struct givens {
	struct arena *arena;
	struct given *list;
	size_t count, room;
};
void give(struct givens *, enum field, struct span text);
/* The text that is given, or empty. */
struct span given_text(const struct givens *, enum field);

/* The address in `Name <address>`, or the text itself. */
struct span person_address(struct span);

/* Why a step is not taken: what is wrong with one field, or (field FIELDS) with the step itself. */
struct complaint {
	enum field field;
	struct span text;
};

/* One act on problem reports, inside a transaction that is open. */
struct act {
	struct ledger *ledger;
	struct arena *arena;
	struct span actor, role;
	const struct people *people; /* of the policy, where one is at hand; NULL: persons are told apart by their addresses */
	int64_t activity; /* not 0 */
	bool by_gate;     /* nobody can be asked: what only people give is left for later, and a clock that went back is mended */
	unsigned long last; /* number of a report that is there, so that the next one is found sooner; 0: none is known */
	struct complaint *complaints;
	size_t ncomplaints, room;
};

/*
 * Each fails as FAILURE_USAGE where a rule stands in the way; the act then holds all complaints, and the caller gives the transaction up.
 * Texts are judged by the form of their fields. What is given twice counts as it was given last.
 */

/* A new report, `received`; its id is PRB- and the next number. */
MUST_USE const struct failure *problem_open(struct act *, const struct givens *, struct span *id);

/*
 * Goes on to a state, through all states between, one event each; fields go to the first state that asks for them. Day, person and
 * reason are filled in where they follow from the act or from the decision. Rules: no state is skipped; who verifies or closes is not
 * who resolved; what is disclosed is not closed before; the reason fits the decision; time does not run backwards.
 */
MUST_USE const struct failure *problem_advance(struct act *, const struct problem *, enum problem_state to, const struct givens *);

/*
 * A step that keeps the state: assigned, linked, noted. Each step takes its own fields only: what a state asked for changes where that
 * state is passed again.
 */
MUST_USE const struct failure *problem_append(struct act *, const struct problem *, const char *step, const struct givens *);

/* Back to under-review, from any state behind it; `cause` and `note` are to be given. */
MUST_USE const struct failure *problem_reopen(struct act *, const struct problem *, const struct givens *);

MUST_USE const struct failure *problem_void(struct act *, const struct problem *, struct span reason);

/*
 * Whether a report as a whole (its own id) or one of its steps (the id of an event) may be made void: of the steps the last one only, if a
 * person took it; a debt never as a whole. Fails as FAILURE_USAGE.
 */
MUST_USE const struct failure *problem_may_be_void(struct arena *, const struct problem *, struct span id);
/* Whether it says why something is void; fails as FAILURE_USAGE. */
MUST_USE const struct failure *void_reason_check(struct arena *, struct span id, struct span reason);

/* Reopens what was put off or accepted until a day that has come. Begins and ends its own transaction; *count were reopened. */
MUST_USE const struct failure *problems_expire(struct ledger *, size_t *count);

/* Every problem report that has an event under this name (its id, a fingerprint, an observation, a commit), void ones left out. */
MUST_USE const struct failure *problems_named(struct ledger *, struct arena *, struct span name, const struct problem ***, size_t *count);

#endif
