/* SPDX-License-Identifier: MIT */
/* transfer.h - a whole ledger as a file, and such a file as a ledger again. */
#ifndef PORTCULLIS_PROCESS_TRANSFER_H
#define PORTCULLIS_PROCESS_TRANSFER_H

#include "base/file_writer.h"
#include "process/ledger.h"

/* How an event stands in a file: JSON Lines (event_export), or CSV with the same columns (text/csv_write.h). */
enum transfer_form { TRANSFER_JSONL, TRANSFER_CSV, TRANSFER_FORMS };

/* `jsonl` or `csv`; where nothing is said the file's name tells, and JSON Lines are meant otherwise. */
MUST_USE const struct failure *transfer_form_read(struct arena *, struct span said, struct span file, enum transfer_form *);

/* Writes one state of the ledger, event by event; *head is its end. */
MUST_USE const struct failure *ledger_export(struct ledger *, enum transfer_form, struct file_writer *, struct ledger_head *);

/*
 * Fills an empty ledger from a file, in one transaction: all of it, or nothing. Every number, link and hash is checked before the event is
 * taken, so that an export of the result is the same file byte for byte.
 */
MUST_USE const struct failure *ledger_import(struct ledger *, enum transfer_form, struct span path, struct ledger_head *);

/* An event as one line of CSV with its end, the heading above them, and the way back (`line` without the last line feed). */
struct span event_csv(struct arena *, const struct event *);
extern const struct span event_csv_heading;
MUST_USE const struct failure *event_read_csv(struct arena *, struct span name, struct span line, struct event *);

#endif
