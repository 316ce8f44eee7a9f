/* SPDX-License-Identifier: MIT */
/* problem_import.h - problem reports out of files of others: field defects, advisories. */
#ifndef PORTCULLIS_PROCESS_PROBLEM_IMPORT_H
#define PORTCULLIS_PROCESS_PROBLEM_IMPORT_H

#include "process/progress.h"
#include "base/table.h"

#define LARGEST_IMPORT ((size_t)64 << 20)

struct import_request {
	struct span name, bytes;
	struct span format;       /* csv, csaf (CSAF 2.0, with its VEX profile), openvex */
	struct span map;          /* of a CSV file: FIELD=COLUMN,...; columns that have a field's name need none */
	struct givens all;        /* holds for every entry, and goes before what the file says */
	struct arena *arena;      /* the file as it was read, for as long as the import takes */
	const struct csv *csv;    /* the one that its format makes of it */
	const struct json *json;
};

struct import_result {
	size_t entries, opened, noted, reopened, unchanged, left_out;
};

/* Reads the bytes in their format, before anybody has to wait for the ledger; give request.arena back behind the import, in every case. */
MUST_USE const struct failure *import_parse(struct arena *, struct import_request *);

/*
 * Opens one report for each entry (a row; a vulnerability and a product), inside the transaction of the act. An entry is known again by
 * the digest of its format, document, number and product: what the ledger has already is told more where the file is newer, opened
 * again where it was closed and the product is now said to be affected, and never doubled. What is said to be fixed opens nothing.
 * Fails with all complaints at once, and then the caller gives the transaction up.
 */
MUST_USE const struct failure *problem_import(struct act *, const struct import_request *, struct import_result *);

/* The readers of the formats; each hands over entry by entry. */
struct import {
	struct act *act;
	const struct import_request *request;
	struct import_result result;
	struct arena *arena; /* the request's */
	struct arena *item;  /* one entry; reset before each */
	struct table met;    /* fingerprints of the entries so far */
};

enum entry_status { ENTRY_OPEN /* affected, or not known */, ENTRY_NOT_AFFECTED, ENTRY_FIXED };

/* An entry: `where` is for messages, `document` and `number` tell it from others; product, revision and all else stand in its fields. */
struct import_entry {
	struct span where, document, number;
	enum entry_status status;
	bool is_row;
	struct givens fields; /* in import.item */
};
/* What one file says twice about the same counts as it was said first; rows of a table are complained about. */
MUST_USE const struct failure *import_entry(struct import *, struct import_entry *);

MUST_USE const struct failure *import_csv(struct import *);
MUST_USE const struct failure *import_csaf(struct import *);
MUST_USE const struct failure *import_openvex(struct import *);

/* Gives a text of the file to a field, made fit for it; one that still does not fit the form is left out. */
void import_give(struct import *, struct import_entry *, enum field, struct span text);

#endif
