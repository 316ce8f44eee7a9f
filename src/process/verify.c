/* SPDX-License-Identifier: MIT */
/* verify.c - whether the chain holds: every number, every link, every hash. */
#include "base/date.h"
#include "process/ledger.h"

#define CLOCK_STEP_SECONDS 3600

struct walk {
	struct ledger *ledger;
	struct soundness found;
	int64_t last_entry;
};

static void blame(struct walk *w, int64_t seq, struct span why)
{
	w->found.first_bad = seq;
	w->found.why = span_copy(w->ledger->house, why);
}

/* A failure ends the reading at the first bad event; its text is kept in what was found. */
static const struct failure *look(void *context, const struct event *e)
{
	struct walk *w = context;
	struct arena *a = w->ledger->step;
	int64_t expected = w->found.events + 1;
	struct digest hash = digest_of_bytes(event_line(a, e));
	if (e->seq != expected)
		blame(w, expected, span_format(a, "event %lld is missing; %lld follows", (long long)expected, (long long)e->seq));
	else if (!digest_eq(&e->previous, &w->found.head))
		blame(w, e->seq, SPAN("it does not name the hash of the event before it"));
	else if (!digest_eq(&e->hash, &hash))
		blame(w, e->seq, SPAN("its content does not fit its hash"));
	if (w->found.first_bad != 0)
		return failure(w->ledger->house, "the chain is broken");
	if (e->entry + CLOCK_STEP_SECONDS < w->last_entry)
		w->found.clock_steps++;
	w->last_entry = e->entry;
	w->found.events++;
	w->found.head = e->hash;
	return NULL;
}

const struct failure *ledger_verify(struct ledger *l, struct soundness *found)
{
	struct walk w = {.ledger = l};
	const struct selection all = {0};
	const struct failure *f = ledger_read(l, &all, look, &w);
	if (f != NULL && w.found.first_bad == 0)
		blame(&w, w.found.events + 1, f->text);
	if (f == NULL)
		f = l->store->check(l->storage);
	if (f != NULL && w.found.first_bad == 0)
		return f;
	*found = w.found;
	return NULL;
}

/* Ends a reading; nobody is told of it. */
static const struct failure met_enough = {FAILURE_UNDECIDED, {"", 0}, {"", 0}};

struct wanted {
	struct digest hash;
	int64_t seq;
	bool met;
};

/* Looks at the first event that is told, and ends the reading. */
static const struct failure *meet(void *context, const struct event *e)
{
	struct wanted *w = context;
	w->met = e->seq == w->seq && digest_eq(&e->hash, &w->hash);
	return &met_enough;
}

const struct failure *ledger_check_anchor(struct ledger *l, struct span anchor)
{
	struct wanted w = {0};
	unsigned long seq;
	size_t colon = span_find(anchor, ':');
	if (!span_number(span_slice(anchor, 0, colon), INT64_MAX, &seq) || !digest_read(span_from(anchor, colon + 1), &w.hash))
		return failure_of_usage(l->house, "\"%.*s\" is no anchor; write NUMBER:HASH as `ledger anchor` prints it", SPAN_ARGS(anchor));
	if (seq == 0) /* of an empty ledger: whatever stands here now came behind it */
		return NULL;
	w.seq = (int64_t)seq;
	const struct selection from = {.after = w.seq - 1};
	const struct failure *f = ledger_read(l, &from, meet, &w);
	if (f != NULL && f != &met_enough)
		return f;
	if (w.met)
		return NULL;
	return failure_cured(l->house, failure(l->house, "the ledger does not hold event %lu with the anchor's hash: it was cut off or written anew", seq),
	                     SPAN("keep the ledger as it is, put back the last sound copy, and open a problem report"));
}
