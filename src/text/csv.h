/* SPDX-License-Identifier: MIT */
/* csv.h - comma-separated values (RFC 4180) with a heading. */
#ifndef PORTCULLIS_TEXT_CSV_H
#define PORTCULLIS_TEXT_CSV_H

#include "base/failure.h"
#include "base/span.h"

struct arena;

struct csv_row {
	const struct span *cells; /* as many as the heading has */
	size_t line;              /* in the file, from 1 */
};

struct csv {
	const struct span *columns;
	size_t ncolumns;
	const struct csv_row *rows;
	size_t nrows;
};

/*
 * Reads a whole file into the arena. A UTF-8 byte order mark, CRLF and quoted cells (with line ends and doubled quotes)
 * are read; blank lines are passed over. Refused as FAILURE_POLICY with `name:line:`: ill-formed UTF-8, NUL, no heading, an
 * empty or repeated column name, a row with another number of cells, a quote in the middle of a cell, an open quote.
 */
MUST_USE const struct failure *csv_read(struct arena *, struct span name, struct span bytes, const struct csv **);

/* The column's place, or ncolumns. */
size_t csv_column(const struct csv *, struct span name);

#endif
