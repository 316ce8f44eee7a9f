/* SPDX-License-Identifier: MIT */
/* import_csv.c - field defects out of a table: one row is one problem report. */
#include "process/observation.h"
#include "process/problem_import.h"
#include "text/csv.h"
#include "text/nearest.h"

/* Which column holds which field; ncolumns: none. */
struct columns {
	size_t of[FIELDS];
};

static const struct failure *map_one(struct import *im, const struct csv *csv, struct span pair, struct columns *c)
{
	struct arena *a = im->arena;
	struct span names[FIELDS], name = span_trim(span_slice(pair, 0, span_find(pair, '='))), heading = span_trim(span_from(pair, span_find(pair, '=') + 1));
	enum field field;
	for (size_t i = 0; i < FIELDS; i++)
		names[i] = span_of(field_form((enum field)i)->name);
	if (!field_named(name, &field))
		return failure_of_usage(a, "--map: there is no field \"%.*s\"%.*s", SPAN_ARGS(name), SPAN_ARGS(nearest_hint(a, name, names, FIELDS)));
	c->of[field] = csv_column(csv, heading);
	if (c->of[field] == csv->ncolumns)
		return failure_of_usage(a, "--map: there is no column \"%.*s\"%.*s", SPAN_ARGS(heading), SPAN_ARGS(nearest_hint(a, heading, csv->columns, csv->ncolumns)));
	return NULL;
}

static const struct failure *map(struct import *im, const struct csv *csv, struct columns *c)
{
	struct span rest = im->request->map, pair;
	const struct failure *f = NULL;
	for (size_t i = 0; i < FIELDS; i++)
		c->of[i] = csv_column(csv, span_of(field_form((enum field)i)->name));
	while (f == NULL && span_next(&rest, ',', &pair))
		f = map_one(im, csv, pair, c);
	return f;
}

/* A row's own number tells it from others; where there is none, all that it says does. */
static struct span number_of(struct import *im, const struct csv *csv, const struct csv_row *row, struct span reference)
{
	struct digest digest = digest_of(row->cells, csv->ncolumns);
	return reference.len > 0 ? reference : digest_hex(im->item, &digest, 64);
}

static const struct failure *import_row(struct import *im, const struct csv *csv, const struct columns *c, const struct csv_row *row)
{
	struct arena *a = im->item;
	arena_reset(a);
	struct import_entry e = {.where = span_format(a, "%.*s:%zu", SPAN_ARGS(im->request->name), row->line), .document = SPAN("csv"), .is_row = true, .fields = {.arena = a}};
	struct digest digest = digest_of(row->cells, csv->ncolumns);
	give(&e.fields, FIELD_REPORTER, im->act->actor);
	give(&e.fields, FIELD_REVISION, digest_hex(a, &digest, 12));
	/* A wrong cell is complained about, not passed over: the table is the reporter's own. */
	for (size_t i = 0; i < FIELDS; i++)
		if (c->of[i] < csv->ncolumns)
			give(&e.fields, (enum field)i, made_plain(a, row->cells[c->of[i]], FIELD_LONGEST + 1));
	e.number = number_of(im, csv, row, given_text(&e.fields, FIELD_REFERENCE));
	return import_entry(im, &e);
}

const struct failure *import_csv(struct import *im)
{
	const struct csv *csv = im->request->csv;
	struct columns columns;
	const struct failure *f = map(im, csv, &columns);
	for (size_t i = 0; f == NULL && i < csv->nrows; i++)
		f = import_row(im, csv, &columns, &csv->rows[i]);
	return f;
}
