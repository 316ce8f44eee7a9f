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
