/* SPDX-License-Identifier: MIT */
/* catalogue.c - the register of ids that commits may refer to. */
#include "text/catalogue.h"

#include "base/arena.h"
#include "text/csv.h"
#include "text/json.h"

#include <stdlib.h>

static struct catalogue_entry entry_of(struct span id, struct span title, struct span status)
{
	struct catalogue_entry entry = {.id = span_trim(id), .title = span_trim(title), .status = span_trim(status)};
	entry.active = span_eq_fold(entry.status, SPAN("approved")) || span_eq_fold(entry.status, SPAN("active"));
	return entry;
}

static const struct failure *
read_csv(struct arena *arena, struct span name, struct span bytes, struct catalogue_entry **entries, size_t *count)
{
	const struct csv *csv = NULL;
	const struct failure *f = csv_read(arena, name, bytes, &csv);
	if (f != NULL)
		return f;
	size_t id = csv_column(csv, SPAN("id")), status = csv_column(csv, SPAN("status")), title = csv_column(csv, SPAN("title"));
	if (id == csv->ncolumns || status == csv->ncolumns)
		return failure_of_policy(arena, "%.*s:1: a catalogue needs the column \"%s\"", SPAN_ARGS(name),
		                         id == csv->ncolumns ? "id" : "status");
	struct catalogue_entry *list = arena_take(arena, csv->nrows, sizeof(*list));
	for (size_t i = 0; i < csv->nrows; i++) {
		const struct span *cells = csv->rows[i].cells;
		list[i] = entry_of(cells[id], title < csv->ncolumns ? cells[title] : SPAN(""), cells[status]);
		if (list[i].id.len == 0 || list[i].status.len == 0)
			return failure_of_policy(arena, "%.*s:%zu: the %s is empty", SPAN_ARGS(name), csv->rows[i].line,
			                         list[i].id.len == 0 ? "id" : "status");
	}
	*entries = list;
	*count = csv->nrows;
	return NULL;
}

static const struct failure *entry_read(struct arena *arena, const struct json *value, struct catalogue_entry *entry)
{
	struct span id = {"", 0}, title = {"", 0}, status = {"", 0};
	if (value->kind != JSON_OBJECT)
		return json_complain(arena, value, "must be an object with id and status");
	const struct failure *f = json_text(arena, json_member(value, SPAN("id")), &id);
	if (f == NULL)
		f = json_text(arena, json_member(value, SPAN("title")), &title);
	if (f == NULL)
		f = json_text(arena, json_member(value, SPAN("status")), &status);
	if (f != NULL)
		return f;
	*entry = entry_of(id, title, status);
	if (entry->id.len == 0 || entry->status.len == 0)
		return json_complain(arena, value, "\"%s\" is missing or empty", entry->id.len == 0 ? "id" : "status");
	return NULL;
}

static const struct failure *
read_json(struct arena *arena, struct span name, struct span bytes, struct catalogue_entry **entries, size_t *count)
{
	static const struct span keys[] = {{"catalogue", sizeof("catalogue") - 1}};
	const struct json *root = NULL;
	const struct failure *f = json_read(arena, name, bytes, &root);
	if (f == NULL)
		f = json_only(arena, root, keys, COUNT(keys));
	if (f != NULL)
		return f;
	const struct json *array = json_member(root, keys[0]);
	if (array == NULL || array->kind != JSON_ARRAY)
		return json_complain(arena, array == NULL ? root : array, "\"catalogue\" must be a list of objects");
	struct catalogue_entry *list = arena_take(arena, array->count, sizeof(*list));
	for (const struct json *item = array->first; item != NULL; item = item->next) {
		f = entry_read(arena, item, &list[item->index]);
		if (f != NULL)
			return f;
	}
	*entries = list;
	*count = array->count;
	return NULL;
}

static int entry_order(const void *a, const void *b)
{
	const struct catalogue_entry *left = a, *right = b;
	return span_order(left->id, right->id);
}

const struct failure *
catalogue_read(struct arena *arena, struct span name, struct span bytes, const struct catalogue **catalogue)
{
	struct catalogue_entry *entries = NULL;
	size_t count = 0;
	const struct failure *f = span_ends(name, SPAN(".json")) ? read_json(arena, name, bytes, &entries, &count)
	                                                         : read_csv(arena, name, bytes, &entries, &count);
	if (f != NULL)
		return f;
	if (count > 1)
		qsort(entries, count, sizeof(*entries), entry_order);
	for (size_t i = 1; i < count; i++)
		if (span_eq(entries[i - 1].id, entries[i].id))
			return failure_of_policy(arena, "%.*s: the id \"%.*s\" stands twice", SPAN_ARGS(name), SPAN_ARGS(entries[i].id));
	struct catalogue *made = arena_take(arena, 1, sizeof(*made));
	*made = (struct catalogue){.name = name, .entries = entries, .nentries = count};
	*catalogue = made;
	return NULL;
}

const struct catalogue_entry *catalogue_find(const struct catalogue *catalogue, struct span id)
{
	size_t from = 0, to = catalogue->nentries;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		int order = span_order(catalogue->entries[middle].id, id);
		if (order == 0)
			return &catalogue->entries[middle];
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return NULL;
}
