/* SPDX-License-Identifier: MIT */
/* ledger.c - the chain of events: opened, added to, read. */
#include "process/ledger.h"

#include "base/chance.h"
#include "base/date.h"
#include "base/login.h"

#define STEP_BYTES ((size_t)1 << 30)

static const struct store *store_of(struct span place)
{
	for (size_t i = 0; stores[i] != NULL; i++)
		if (stores[i]->takes(place))
			return stores[i];
	return NULL;
}

const struct failure *ledger_open(struct arena *house, struct span place, enum store_use use, int64_t now, struct ledger **ledger)
{
	struct span scheme = span_slice(place, 0, span_find(place, ':')); /* a password may stand behind it */
	struct ledger *l = arena_take(house, 1, sizeof *l);
	*l = (struct ledger){.store = store_of(place), .house = house, .entered_by = login_name(house), .now = now};
	if (l->store == NULL)
		return failure_of_usage(house, "\"%.*s://...\" is no place of a ledger: name a file, or postgresql://...", SPAN_ARGS(scheme));
	l->place = l->store->show(house, place);
	const struct failure *f = l->store->open(house, place, use, &l->storage);
	if (f != NULL)
		return f;
	l->step = arena_new("step", STEP_BYTES);
	*ledger = l;
	return NULL;
}

void ledger_close(struct ledger *l)
{
	l->store->close(l->storage);
	arena_free(l->step);
}

const struct failure *ledger_begin(struct ledger *l)
{
	return l->store->begin(l->storage, &l->head);
}

const struct failure *ledger_commit(struct ledger *l)
{
	return l->store->commit(l->storage);
}

void ledger_give_up(struct ledger *l)
{
	l->store->rollback(l->storage);
}

const struct failure *ledger_has(struct ledger *l, struct span id, bool *there)
{
	return l->store->has(l->storage, id, there);
}

const struct failure *ledger_read(struct ledger *l, const struct selection *wanted, event_taker *take, void *context)
{
	return l->store->read(l->storage, l->step, wanted, take, context);
}

static struct span new_id(struct arena *a)
{
	unsigned char bytes[10];
	chance_fill(bytes, sizeof bytes);
	struct digest d = digest_of_bytes((struct span){(const char *)bytes, sizeof bytes});
	return span_format(a, "EVT-%.*s", SPAN_ARGS(digest_base32(a, &d, 16)));
}

/* Clocks of two machines may differ a little. */
#define AHEAD_SECONDS 300

const struct failure *ledger_add(struct ledger *l, const struct entry *entry)
{
	struct arena *a = arena_new("event", STEP_BYTES);
	struct event e = {
		.seq = l->head.seq + 1, .id = entry->id.len > 0 ? entry->id : new_id(a), .kind = entry->kind, .subject = entry->subject,
		.actor = entry->actor, .role = entry->role, .entered_by = l->entered_by, .activity = entry->activity == 0 ? l->now : entry->activity,
		.entry = l->now, .body = entry->body, .previous = l->head.hash,
	};
	const struct span *names;
	size_t nnames;
	const struct failure *f = NULL;
	if (e.subject.len == 0)
		e.subject = e.id;
	if (e.activity > l->now + AHEAD_SECONDS)
		f = failure(l->house, "%.*s: it was done at %.*s, which is still to come", SPAN_ARGS(e.subject), SPAN_ARGS(moment_print(a, e.activity)));
	if (f == NULL)
		f = event_names(a, &e, &names, &nnames);
	if (f == NULL) {
		e.hash = digest_of_bytes(event_line(a, &e));
		f = l->store->insert(l->storage, &e, names, nnames);
	}
	if (f == NULL)
		l->head = (struct ledger_head){e.seq, e.entry, e.hash};
	else
		f = failure_copy(l->house, f);
	arena_free(a);
	return f;
}
