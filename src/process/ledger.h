/* SPDX-License-Identifier: MIT */
/* ledger.h - the chain of events: added to, read, verified; never changed. */
#ifndef PORTCULLIS_PROCESS_LEDGER_H
#define PORTCULLIS_PROCESS_LEDGER_H

#include "base/arena.h"
#include "stores/store.h"
#include "text/json.h"
#include "text/json_write.h"

/*
 * A ledger is written by one program run at a time and read by any number. `now` is the clock of the run; `step` holds what one event
 * needs, and is reset by whoever reads.
 */
struct ledger {
	const struct store *store;
	struct storage *storage;
	struct arena *house, *step;
	struct span place, entered_by; /* place: as it may be printed */
	int64_t now;
	struct ledger_head head; /* inside a transaction: of what was added so far */
};

/* Opens a place: a file, or postgresql://... The ledger lives in the arena; close it all the same. */
MUST_USE const struct failure *ledger_open(struct arena *house, struct span place, enum store_use, int64_t now, struct ledger **);
void ledger_close(struct ledger *);

/* Bytes of a body: whatever is kept can be exported and imported. */
#define LARGEST_RECORD ((size_t)64 << 20)

/* What somebody did. An empty id becomes a new one; an activity of 0 is "now"; one that lies ahead of now is refused. */
struct entry {
	struct span id, kind, subject, actor, role;
	int64_t activity;
	struct span body; /* a JSON object on one line */
};

/*
 * One transaction: begin, any number of adds and reads, then commit or give up. Nothing of it is seen by others before the commit, and
 * nothing stays behind after ledger_give_up. An id that is there already fails in ledger_add: ask ledger_has first where that is honest. So
 * does a text that is not well-formed UTF-8 or holds control characters, and what could not be read back from its exported line.
 */
MUST_USE const struct failure *ledger_begin(struct ledger *);
MUST_USE const struct failure *ledger_add(struct ledger *, const struct entry *);
MUST_USE const struct failure *ledger_commit(struct ledger *);
void ledger_give_up(struct ledger *);
/* How each transaction ends: commits where nothing failed so far, gives up otherwise, also where the commit fails. Returns the failure. */
MUST_USE const struct failure *ledger_end(struct ledger *, const struct failure *);

MUST_USE const struct failure *ledger_has(struct ledger *, struct span id, bool *);
/* Tells each selected event in order; ledger->step is reset before each. No reading inside a reading. */
MUST_USE const struct failure *ledger_read(struct ledger *, const struct selection *, event_taker *, void *context);

/*
 * The line of an event as export and hash see it, without its end: {"seq":...,"previous":"..."  The hash is SHA-256 over exactly these
 * bytes; the exported line adds ,"hash":"..."} behind them.
 */
struct span event_line(struct arena *, const struct event *);
struct span event_export(struct arena *, const struct event *);
/* The exported line in front of the body and behind it: a large body need not be copied. */
struct span event_export_begin(struct arena *, const struct event *);
struct span event_export_end(struct arena *, const struct event *);
/* Reads an exported line back; the body is kept byte for byte. Fails where the line is not what event_export writes. */
MUST_USE const struct failure *event_read(struct arena *, struct span name, struct span line, struct event *);

/*
 * The names under which an event can be found besides its id and subject (see process/README.md). Fails where id, kind or subject is longer
 * than any store can look for; a name that is longer is left out.
 */
MUST_USE const struct failure *event_names(struct arena *, const struct event *, const struct span **, size_t *);

/* What a check of the whole chain found. */
struct soundness {
	int64_t events;
	int64_t first_bad;     /* number of the first event that does not fit; 0: all fit */
	struct span why;       /* of the first bad one */
	struct digest head;
	int64_t clock_steps;   /* events entered earlier than the one before them, by more than an hour */
};
MUST_USE const struct failure *ledger_verify(struct ledger *, struct soundness *);

/*
 * An anchor is a head that was kept elsewhere, NUMBER:HASH. Rows taken off the end leave a sound chain, and so does one written anew from
 * the beginning: only the anchor tells.
 */
MUST_USE const struct failure *ledger_check_anchor(struct ledger *, struct span anchor);

#endif
