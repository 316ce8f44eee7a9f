/* SPDX-License-Identifier: MIT */
/* csv.c - comma-separated values (RFC 4180) with a heading. */
#include "text/csv.h"

#include "base/arena.h"
#include "base/unicode.h"

#include <stdint.h>
#include <stdlib.h>

struct reader {
	struct arena *arena;
	struct span name, bytes;
	size_t at, line; /* line: of the cursor */
};

/* One line of cells while it grows. */
struct cells {
	struct span *list;
	size_t count, room;
};

static const struct failure *refuse(const struct reader *reader, size_t line, const char *what)
{
	return failure_of_policy(reader->arena, "%.*s:%zu: %s", SPAN_ARGS(reader->name), line, what);
}

static char here(const struct reader *reader)
{
	return reader->at < reader->bytes.len ? reader->bytes.at[reader->at] : '\0';
}

static bool at_end(const struct reader *reader)
{
	return reader->at >= reader->bytes.len;
}

/* Passes over one LF or CR LF, if the cursor is at one. */
static bool pass_line_end(struct reader *reader)
{
	size_t length = 1;
	if (here(reader) == '\r' && span_starts(span_from(reader->bytes, reader->at), SPAN("\r\n")))
		length = 2;
	else if (here(reader) != '\n')
		return false;
	reader->at += length;
	reader->line++;
	return true;
}

static const struct failure *refuse_bad_bytes(const struct reader *reader)
{
	size_t line = 1, length;
	for (size_t at = 0; at < reader->bytes.len; at += length) {
		uint32_t character = 0;
		length = unicode_decode(span_from(reader->bytes, at), &character);
		if (length == 0)
			return refuse(reader, line, "not well-formed UTF-8");
		if (character == 0)
			return refuse(reader, line, "a NUL byte is not allowed");
		if (character == '\n')
			line++;
	}
	return NULL;
}

/* At the opening quote; a doubled quote inside is one quote. */
static const struct failure *read_quoted(struct reader *reader, struct span *cell)
{
	size_t begin = reader->line, used = 0;
	size_t from = ++reader->at;
	while (!at_end(reader)) {
		if (here(reader) == '\n')
			reader->line++;
		if (here(reader) != '"')
			reader->at++;
		else if (span_starts(span_from(reader->bytes, reader->at), SPAN("\"\"")))
			reader->at += 2;
		else
			break;
	}
	if (at_end(reader))
		return refuse(reader, begin, "a quote is opened and never closed");
	char *text = arena_take(reader->arena, reader->at - from, 1);
	for (size_t i = from; i < reader->at; i++) {
		text[used++] = reader->bytes.at[i];
		if (reader->bytes.at[i] == '"')
			i++;
	}
	reader->at++;
	*cell = (struct span){text, used};
	return NULL;
}

static const struct failure *read_bare(struct reader *reader, struct span *cell)
{
	size_t from = reader->at;
	while (!at_end(reader) && here(reader) != ',' && here(reader) != '\n' && here(reader) != '\r') {
		if (here(reader) == '"')
			return refuse(reader, reader->line, "a quote in the middle of a cell; the whole cell must stand in quotes");
		reader->at++;
	}
	*cell = span_slice(reader->bytes, from, reader->at);
	return NULL;
}

/* Up to and past the end of the line. */
static const struct failure *read_cells(struct reader *reader, struct cells *cells)
{
	for (;;) {
		struct span cell;
		const struct failure *f = here(reader) == '"' ? read_quoted(reader, &cell) : read_bare(reader, &cell);
		if (f != NULL)
			return f;
		cells->list = arena_grow(reader->arena, cells->list, cells->count, &cells->room, sizeof(*cells->list));
		cells->list[cells->count++] = cell;
		if (at_end(reader) || pass_line_end(reader))
			return NULL;
		if (here(reader) == '\r')
			return refuse(reader, reader->line, "a carriage return alone is no line end");
		if (here(reader) != ',')
			return refuse(reader, reader->line, "text behind a quoted cell; a comma must stand here");
		reader->at++;
	}
}

static void pass_blank_lines(struct reader *reader)
{
	while (pass_line_end(reader))
		;
}

static int name_order(const void *a, const void *b)
{
	const struct span *one = a, *other = b;
	return span_order(*one, *other);
}

/* A heading may be as long as the file: each name is compared with its neighbours in order, not with all others. */
static const struct failure *refuse_twins(const struct reader *reader, const struct cells *cells, size_t line)
{
	struct span *sorted = arena_take(reader->arena, cells->count, sizeof *sorted);
	for (size_t i = 0; i < cells->count; i++)
		sorted[i] = cells->list[i];
	qsort(sorted, cells->count, sizeof *sorted, name_order);
	for (size_t i = 1; i < cells->count; i++)
		if (span_eq(sorted[i], sorted[i - 1]))
			return failure_of_policy(reader->arena, "%.*s:%zu: the column \"%.*s\" is named twice", SPAN_ARGS(reader->name), line, SPAN_ARGS(sorted[i]));
	return NULL;
}

static const struct failure *read_heading(struct reader *reader, struct csv *csv)
{
	struct cells cells = {0};
	pass_blank_lines(reader);
	if (at_end(reader))
		return refuse(reader, reader->line, "no heading; the first line must name the columns");
	size_t line = reader->line;
	const struct failure *f = read_cells(reader, &cells);
	if (f != NULL)
		return f;
	csv->columns = cells.list;
	csv->ncolumns = cells.count;
	for (size_t i = 0; i < cells.count; i++)
		if (span_trim(cells.list[i]).len == 0)
			return refuse(reader, line, "a column has no name");
	return refuse_twins(reader, &cells, line);
}

static const struct failure *read_rows(struct reader *reader, struct csv *csv)
{
	struct csv_row *rows = NULL;
	size_t room = 0;
	for (pass_blank_lines(reader); !at_end(reader); pass_blank_lines(reader)) {
		struct cells cells = {0};
		size_t line = reader->line;
		const struct failure *f = read_cells(reader, &cells);
		if (f != NULL)
			return f;
		if (cells.count != csv->ncolumns)
			return failure_of_policy(reader->arena, "%.*s:%zu: %zu cells under a heading of %zu",
			                         SPAN_ARGS(reader->name), line, cells.count, csv->ncolumns);
		rows = arena_grow(reader->arena, rows, csv->nrows, &room, sizeof(*rows));
		rows[csv->nrows++] = (struct csv_row){cells.list, line};
	}
	csv->rows = rows;
	return NULL;
}

const struct failure *csv_read(struct arena *arena, struct span name, struct span bytes, const struct csv **made)
{
	struct span mark = SPAN("\xEF\xBB\xBF");
	struct reader reader = {.arena = arena, .name = name, .bytes = bytes, .line = 1};
	if (span_starts(bytes, mark))
		reader.bytes = span_from(bytes, mark.len);
	struct csv *csv = arena_take(arena, 1, sizeof(*csv));
	const struct failure *f = refuse_bad_bytes(&reader);
	if (f != NULL)
		return f;
	f = read_heading(&reader, csv);
	if (f != NULL)
		return f;
	f = read_rows(&reader, csv);
	if (f != NULL)
		return f;
	*made = csv;
	return NULL;
}

size_t csv_column(const struct csv *csv, struct span name)
{
	size_t i = 0;
	while (i < csv->ncolumns && !span_eq(csv->columns[i], name))
		i++;
	return i;
}
