/* SPDX-License-Identifier: MIT */
/* valid.c - the events that stand: what was made void is passed over. */
#include "process/valid.h"

#include "process/voiding.h"

#define VOIDS_BYTES ((size_t)1 << 30)

struct passing {
	struct named voided;
	event_taker *take;
	void *context;
};

static const struct failure *pass(void *context, const struct event *e)
{
	const struct passing *p = context;
	return voided_has(&p->voided, e->id) ? NULL : p->take(p->context, e);
}

const struct failure *ledger_read_valid(struct ledger *l, const struct selection *wanted, event_taker *take, void *context)
{
	struct arena *a = arena_new("voids", VOIDS_BYTES);
	struct passing passing = {{.arena = a}, take, context};
	const struct failure *f = voided_read(l, &passing.voided);
	if (f == NULL)
		f = ledger_read(l, wanted, pass, &passing);
	arena_free(a);
	return f;
}
