/* SPDX-License-Identifier: MIT */
/* audit_records.h - what the ledger's verdicts say about one repository. */
#ifndef PORTCULLIS_PROCESS_AUDIT_RECORDS_H
#define PORTCULLIS_PROCESS_AUDIT_RECORDS_H

#include "git/oid.h"
#include "process/audit.h"

/* Where a ref began to be watched, or where its last accepted push left it. */
struct watched_ref {
	struct span name;
	struct oid start, last;
	bool started; /* `start` was seen by the first install, at this moment */
	int64_t started_at, started_seq;
	struct span left_by;      /* verdict that left `last`; empty: install saw it */
	struct oid before, other; /* where the last push found it; what a push at the same time left */
	int64_t last_at;          /* of the last push */
};

/* A push files its record before it moves its refs, in seconds. So long two pushes may run side by side. */
#define ARRIVAL_SECONDS 60

struct audit_records {
	struct arena *arena;
	const struct audit_request *request;
	struct completeness *audit;
	struct oid_map commits; /* to places in `judgements` */
	unsigned char *judgements;
	size_t room;
	struct watched_ref *refs;
	size_t nrefs, refs_room;
	size_t policies_room, moves_room, troubles_room;
	bool started; /* the repository's first start was read */
};

/* Reads every start and verdict of the repository, and fills the audit's counts of the gate's health. */
MUST_USE const struct failure *audit_records_read(struct ledger *, struct arena *, const struct audit_request *, struct completeness *, struct audit_records *);

enum judgement audit_judgement(const struct audit_records *, const struct oid *commit);
const struct watched_ref *audit_watched(const struct audit_records *, struct span ref);
void audit_note_move(struct audit_records *, const struct audit_move *);

#endif
