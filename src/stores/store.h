/* SPDX-License-Identifier: MIT */
/* store.h - family: where a ledger lives. One member is one file; it keeps rows and knows nothing of their meaning. */
#ifndef PORTCULLIS_STORES_STORE_H
#define PORTCULLIS_STORES_STORE_H

#include "base/failure.h"
#include "model/records.h"

struct arena;

/* An open place; each member has its own shape of it. */
struct storage;

enum store_use { STORE_READ, STORE_WRITE, STORE_CREATE /* makes the tables where there are none */ };

/* Which events are wanted, in the order of their numbers; zeroed: all. */
struct selection {
	int64_t after;            /* only events with a greater number */
	const struct span *kinds; /* only these kinds */
	size_t nkinds;
	struct span name;         /* only events that can be found under this name */
};

/* Told each event; what it holds lives until the next one. A failure ends the reading. */
typedef const struct failure *event_taker(void *context, const struct event *);

/* Failures live in the arena that was given to `open`. Each is FAILURE_UNDECIDED and names the place. */
struct store {
	const char *name, *purpose;
	bool (*takes)(struct span place); /* whether the place is written as this member writes them */
	struct span (*show)(struct arena *, struct span place); /* the place as it may be printed: without a password */
	/* Opens the place. What it does not know - another program's file, a newer form - is refused and left as it is. */
	const struct failure *(*open)(struct arena *, struct span place, enum store_use, struct storage **);
	void (*close)(struct storage *);

	/* Begins a transaction that keeps every other writer out (it waits for them, up to a minute), and reads the head. */
	const struct failure *(*begin)(struct storage *, struct ledger_head *);
	/* Adds one row, and the names under which it can be found besides its id and subject. */
	const struct failure *(*insert)(struct storage *, const struct event *, const struct span *names, size_t nnames);
	/* What was inserted is on disk when this returns NULL. */
	const struct failure *(*commit)(struct storage *);
	void (*rollback)(struct storage *); /* also after a failed commit; outside a transaction it does nothing */

	const struct failure *(*has)(struct storage *, struct span id, bool *);
	const struct failure *(*head)(struct storage *, struct ledger_head *);
	/* `step` is reset before each event. Reads one state of the ledger from beginning to end, whoever writes meanwhile. */
	const struct failure *(*read)(struct storage *, struct arena *step, const struct selection *, event_taker *, void *context);
	/* What the store itself can say about its soundness; NULL: nothing found. */
	const struct failure *(*check)(struct storage *);
};

/* Every member, made from the folder; NULL at the end. */
extern const struct store *const stores[];
const struct store *store_named(struct span);

#endif
