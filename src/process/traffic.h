/* SPDX-License-Identifier: MIT */
/* traffic.h - what the gate's verdicts of a period say together, read in one pass. */
#ifndef PORTCULLIS_PROCESS_TRAFFIC_H
#define PORTCULLIS_PROCESS_TRAFFIC_H

#include "process/ledger.h"
#include "process/named.h"

/* A finding that an accepted push brought onto a protected ref; the last sight of it counts. */
struct landed {
	struct span observation, rule;
	bool covered; /* by a deviation or a break-glass entry */
};

struct bypass {
	struct span id, verdict, pusher; /* id: of the break-glass entry */
};

/* A policy under which verdicts were given. */
struct reign {
	struct span digest, name;
	int64_t first, last;
	size_t verdicts;
};

struct traffic {
	struct arena *arena;
	size_t pushes, accepted, rejected, policy_errors, undecided;
	struct named repositories;  /* that verdicts or starts name, from the beginning of the ledger */
	struct named fingerprints;  /* of `landed` */
	struct landed *landed;
	size_t landed_room;
	int64_t *attempts;          /* pushes until a ref was moved, one for each move */
	size_t nattempts, attempts_room;
	struct bypass *bypasses;
	size_t nbypasses, bypasses_room;
	struct reign *reigns;
	size_t nreigns, reigns_room;
	size_t *commits;            /* judged and accepted, for each month of the period */
	size_t nmonths;
};

/* Verdicts on pushes that were given in (from, to]. */
MUST_USE const struct failure *traffic_read(struct ledger *, struct arena *, int64_t from, int64_t to, struct traffic *);

/* Months since the beginning of the year 0, and the month as YYYY-MM. */
size_t month_of(struct arena *, int64_t moment);
struct span month_print(struct arena *, size_t month);

#endif
