/* SPDX-License-Identifier: MIT */
/* event_csv.c - an event as one line of CSV, for those who read a ledger with a spreadsheet. */
#include "base/date.h"
#include "process/transfer.h"
#include "text/csv.h"
#include "text/csv_write.h"

#define HEADING "seq,id,kind,subject,activity,entry,actor,role,entered_by,body,previous,hash\r\n"
const struct span event_csv_heading = {HEADING, sizeof HEADING - 1};

struct span event_csv(struct arena *a, const struct event *e)
{
	struct output *o = output_new(a, false);
	const struct span cells[] = {span_format(a, "%lld", (long long)e->seq), e->id, e->kind, e->subject, moment_print(a, e->activity),
	                             moment_print(a, e->entry), e->actor, e->role, e->entered_by, e->body, digest_hex(a, &e->previous, 64),
	                             digest_hex(a, &e->hash, 64)};
	for (size_t i = 0; i < COUNT(cells); i++)
		csv_put(o, cells[i], i == 0);
	csv_end_line(o);
	return output_taken(o);
}

/* What was read is written down again and compared, as JSON and as CSV: then there is one reading of the line, and it is ours. */
const struct failure *event_read_csv(struct arena *a, struct span name, struct span line, struct event *event)
{
	const struct csv *csv;
	struct span cells[12];
	unsigned long seq;
	struct event e = {0};
	const struct failure *f = csv_read(a, name, span_format(a, HEADING "%.*s\n", SPAN_ARGS(line)), &csv);
	if (f != NULL)
		return f;
	if (csv->nrows != 1 || csv->ncolumns != COUNT(cells))
		return failure_of_policy(a, "%.*s: this is no line of an exported ledger", SPAN_ARGS(name));
	for (size_t i = 0; i < COUNT(cells); i++)
		cells[i] = csv_plain(csv->rows[0].cells[i]);
	if (!span_number(cells[0], INT64_MAX, &seq) || !moment_read(cells[4], &e.activity) || !moment_read(cells[5], &e.entry) ||
	    !digest_read(cells[10], &e.previous) || !digest_read(cells[11], &e.hash))
		return failure_of_policy(a, "%.*s: this is no line of an exported ledger", SPAN_ARGS(name));
	e.seq = (int64_t)seq;
	e.id = cells[1], e.kind = cells[2], e.subject = cells[3], e.actor = cells[6], e.role = cells[7], e.entered_by = cells[8], e.body = cells[9];
	struct span again = event_csv(a, &e);
	if (!span_eq(span_slice(again, 0, again.len - 1), line))
		return failure_of_policy(a, "%.*s: the line is not as the ledger exported it", SPAN_ARGS(name));
	return event_read(a, name, event_export(a, &e), event);
}
