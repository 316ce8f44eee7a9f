/* SPDX-License-Identifier: MIT */
/* frozen.c - a ledger as it was: reading ends at an event. */
#include "process/frozen.h"

struct storage {
	const struct store *store;
	struct storage *inner;
	struct ledger_head head;
};

struct limited {
	int64_t last;
	event_taker *take;
	void *context;
};

static const struct failure enough = {FAILURE_UNDECIDED, {"", 0}, {"", 0}};

static const struct failure *take_limited(void *context, const struct event *e)
{
	const struct limited *l = context;
	return e->seq > l->last ? &enough : l->take(l->context, e);
}

static const struct failure *read_frozen(struct storage *s, struct arena *step, const struct selection *wanted, event_taker *take, void *context)
{
	struct limited limited = {s->head.seq, take, context};
	const struct failure *f = s->store->read(s->inner, step, wanted, take_limited, &limited);
	return f == &enough ? NULL : f;
}

static const struct failure *head_frozen(struct storage *s, struct ledger_head *head)
{
	*head = s->head;
	return NULL;
}

static const struct failure *check_frozen(struct storage *s)
{
	return s->store->check(s->inner);
}

/* Whatever writes is missing: nobody can come to it by mistake without being seen at once. */
static const struct store frozen = {
	.name = "frozen", .purpose = "a ledger as it was", .head = head_frozen, .read = read_frozen, .check = check_frozen,
};

struct ledger *ledger_frozen(struct arena *a, struct ledger *l, const struct ledger_head *head)
{
	struct storage *s = arena_take(a, 1, sizeof *s);
	struct ledger *copy = arena_take(a, 1, sizeof *copy);
	*s = (struct storage){l->store, l->storage, *head};
	*copy = *l;
	copy->store = &frozen;
	copy->storage = s;
	return copy;
}
