/* SPDX-License-Identifier: MIT */
/* transfer.c - a whole ledger as a file, and such a file as a ledger again. */
#include "process/transfer.h"

#include "base/line_reader.h"

#define LONGEST_LINE ((size_t)600 << 20)

/* One form: how an event is written, and how it is read from what line_reader tells. */
struct form {
	struct span name;
	const struct failure *(*write)(struct file_writer *, struct arena *, const struct event *);
	const struct failure *(*read)(struct arena *, struct span name, struct span line, struct event *);
	bool has_heading, spans_lines;
};

/* Piece by piece, for a body may be long. */
static const struct failure *write_json(struct file_writer *w, struct arena *a, const struct event *e)
{
	const struct span pieces[] = {event_export_begin(a, e), e->body, event_export_end(a, e), SPAN("\n")};
	const struct failure *f = NULL;
	for (size_t i = 0; f == NULL && i < COUNT(pieces); i++)
		f = file_writer_add(w, pieces[i]);
	return f;
}

static const struct failure *write_csv(struct file_writer *w, struct arena *a, const struct event *e)
{
	return file_writer_add(w, event_csv(a, e));
}

static const struct form forms[] = {
	[TRANSFER_JSONL] = {{"jsonl", 5}, write_json, event_read, false, false},
	[TRANSFER_CSV] = {{"csv", 3}, write_csv, event_read_csv, true, true},
};
_Static_assert(COUNT(forms) == TRANSFER_FORMS, "a form is missing");

const struct failure *transfer_form_read(struct arena *a, struct span said, struct span file, enum transfer_form *form)
{
	*form = TRANSFER_JSONL;
	if (said.len == 0)
		*form = span_ends(file, SPAN(".csv")) ? TRANSFER_CSV : TRANSFER_JSONL;
	else if (span_eq(said, forms[TRANSFER_CSV].name))
		*form = TRANSFER_CSV;
	else if (!span_eq(said, forms[TRANSFER_JSONL].name))
		return failure_of_usage(a, "there is no format \"%.*s\": jsonl, csv", SPAN_ARGS(said));
	return NULL;
}

struct export {
	struct ledger *ledger;
	const struct form *form;
	struct file_writer *writer;
	struct ledger_head head;
};

static const struct failure *carry_out(void *context, const struct event *e)
{
	struct export *x = context;
	x->head = (struct ledger_head){e->seq, e->entry, e->hash};
	return x->form->write(x->writer, x->ledger->step, e);
}

const struct failure *ledger_export(struct ledger *l, enum transfer_form form, struct file_writer *w, struct ledger_head *head)
{
	struct export x = {l, &forms[form], w, {0}};
	const struct selection all = {0};
	const struct failure *f = forms[form].has_heading ? file_writer_add(w, event_csv_heading) : NULL;
	if (f == NULL)
		f = ledger_read(l, &all, carry_out, &x);
	*head = x.head;
	return f;
}

static size_t quotes_in(struct span text)
{
	size_t count = 0;
	for (size_t i = 0; i < text.len; i++)
		count += text.at[i] == '"';
	return count;
}

/* The next record: a line, or as many as it takes until every quote is closed. */
static const struct failure *
next_record(struct arena *step, struct line_reader *r, const struct form *form, struct span *record, bool *more)
{
	const struct failure *f = line_reader_next(r, record, more);
	if (f != NULL || !*more || !form->spans_lines || quotes_in(*record) % 2 == 0)
		return f;
	struct output *o = output_new(step, false);
	size_t quotes = quotes_in(*record);
	output_written(o, *record);
	while (f == NULL && *more && quotes % 2 != 0) {
		struct span line;
		f = line_reader_next(r, &line, more);
		if (f != NULL || !*more)
			break;
		output_text(o, "\n");
		output_written(o, line);
		quotes += quotes_in(line);
	}
	*more = true; /* a quote that is never closed is found by whoever reads the record */
	*record = output_taken(o);
	return f;
}

/* An event is taken where it is the next link and its content is what was hashed. */
static const struct failure *take_in(struct ledger *l, struct span name, const struct event *e)
{
	struct arena *a = l->step;
	const struct span *names;
	size_t nnames;
	struct digest hash = digest_of_bytes(event_line(a, e));
	if (e->seq != l->head.seq + 1)
		return failure_of_policy(a, "%.*s: event %lld stands where %lld must stand", SPAN_ARGS(name), (long long)e->seq, (long long)l->head.seq + 1);
	if (!digest_eq(&e->previous, &l->head.hash))
		return failure_of_policy(a, "%.*s: event %lld does not name the hash of the event before it", SPAN_ARGS(name), (long long)e->seq);
	if (!digest_eq(&e->hash, &hash))
		return failure_of_policy(a, "%.*s: the content of event %lld does not fit its hash", SPAN_ARGS(name), (long long)e->seq);
	const struct failure *f = event_names(a, e, &names, &nnames);
	if (f == NULL)
		f = l->store->insert(l->storage, e, names, nnames);
	if (f == NULL)
		l->head = (struct ledger_head){e->seq, e->entry, e->hash};
	return f;
}

static const struct failure *pass_heading(struct ledger *l, struct line_reader *r, struct span path)
{
	struct span heading;
	bool more;
	const struct failure *f = line_reader_next(r, &heading, &more);
	if (f == NULL && (!more || !span_eq(heading, span_slice(event_csv_heading, 0, event_csv_heading.len - 1))))
		f = failure_of_policy(l->house, "%.*s:1: this is not the heading of an exported ledger", SPAN_ARGS(path));
	return f;
}

static const struct failure *take_all(struct ledger *l, const struct form *form, struct line_reader *r, struct span path)
{
	struct event e;
	bool more = true;
	const struct failure *f = form->has_heading ? pass_heading(l, r, path) : NULL;
	while (f == NULL) {
		struct span record;
		arena_reset(l->step);
		f = next_record(l->step, r, form, &record, &more);
		if (f != NULL || !more)
			break;
		struct span name = span_format(l->step, "%.*s:%zu", SPAN_ARGS(path), line_reader_line(r));
		f = form->read(l->step, name, record, &e);
		if (f == NULL)
			f = take_in(l, name, &e);
	}
	return f == NULL ? NULL : failure_copy(l->house, f);
}

const struct failure *ledger_import(struct ledger *l, enum transfer_form form, struct span path, struct ledger_head *head)
{
	struct line_reader *r;
	const struct failure *f = line_reader_open(l->house, path, LONGEST_LINE, &r);
	if (f != NULL)
		return f;
	f = ledger_begin(l);
	if (f == NULL && l->head.seq != 0)
		f = failure_of_usage(l->house, "the ledger is not empty: it holds %lld events; import into a new one", (long long)l->head.seq);
	if (f == NULL)
		f = take_all(l, &forms[form], r, path);
	if (f == NULL && l->head.seq == 0)
		f = failure_of_usage(l->house, "%.*s holds no event", SPAN_ARGS(path));
	f = ledger_end(l, f);
	*head = l->head;
	line_reader_close(r);
	return f;
}
