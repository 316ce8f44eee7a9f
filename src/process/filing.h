/* SPDX-License-Identifier: MIT */
/* filing.h - records of the gate become events of the ledger, each once. */
#ifndef PORTCULLIS_PROCESS_FILING_H
#define PORTCULLIS_PROCESS_FILING_H

#include "process/ledger.h"
#include "text/words.h"

/*
 * Files one record (a verdict or a start; formats/README.md) and what follows from it, in one transaction. A record that is filed already
 * changes nothing: *filed tells. `name` is for messages. What a person should know besides is added to the remarks, in the ledger's house.
 */
MUST_USE const struct failure *file_record(struct ledger *, struct span name, struct span bytes, bool *filed, struct remarks *);

/* How many of the records that were left are named. */
#define FILING_NAMED 10

/* What became of a spool. */
struct filing {
	size_t filed, known, left;
	struct span named[FILING_NAMED]; /* what was left, and why; the first of them */
	struct remarks remarks;
};

/*
 * Files every record of the folder in the order of their names, and takes each away once it is committed. A record that cannot be filed
 * stays and is counted; the others are filed all the same. So does what has a record's name and is no regular file.
 */
MUST_USE const struct failure *file_spool(struct ledger *, struct span folder, struct filing *);
/* What was left, named, and how many more there are. */
struct span filing_left(struct arena *, const struct filing *);

#endif
