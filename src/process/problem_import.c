/* SPDX-License-Identifier: MIT */
/* problem_import.c - problem reports out of files of others: what is common to all formats. */
#include "process/problem_import.h"

#include "base/date.h"
#include "process/observation.h"
#include "process/steps.h"
#include "text/csv.h"

#define COMPLAINTS_MOST 200

void import_give(struct import *im, struct import_entry *e, enum field field, struct span text)
{
	struct span plain = made_plain(im->item, text, field == FIELD_TITLE ? 200 : FIELD_LONGEST);
	if (plain.len > 0 && field_fault(im->item, field, plain, im->act->ledger->now).len == 0)
		give(&e->fields, field, plain);
}

/* The act on one entry: its own memory, the same transaction. */
static struct act act_on(const struct import *im)
{
	const struct act *all = im->act;
	return (struct act){.ledger = all->ledger, .arena = im->item, .actor = all->actor, .role = all->role, .activity = all->activity, .by_gate = true, .last = all->last};
}

/* Complaints of one entry go to the whole file's, with where they are about; the reading goes on. */
static const struct failure *gather(struct import *im, const struct import_entry *e, const struct act *act, const struct failure *f)
{
	if (f == NULL || act->ncomplaints == 0)
		return f;
	for (size_t i = 0; i < act->ncomplaints && im->act->ncomplaints < COMPLAINTS_MOST; i++) {
		const struct complaint *c = &act->complaints[i];
		complain(im->act, FIELDS, span_format(im->arena, "%.*s: %s%s%.*s", SPAN_ARGS(e->where), c->field == FIELDS ? "" : field_form(c->field)->name,
		                                      c->field == FIELDS ? "" : " ", SPAN_ARGS(c->text)));
	}
	return NULL;
}

static const struct failure *open_entry(struct import *im, struct import_entry *e)
{
	struct act act = act_on(im);
	struct span id;
	give(&e->fields, FIELD_ORIGIN, SPAN("import"));
	const struct failure *f = problem_open(&act, &e->fields, &id);
	im->result.opened += f == NULL;
	if (f == NULL)
		im->act->last = act.last;
	return gather(im, e, &act, f);
}

static bool says_the_same(const struct problem *p, const struct givens *g)
{
	return span_eq(problem_field(p, "revision"), given_text(g, FIELD_REVISION)) && span_eq(problem_field(p, "status"), given_text(g, FIELD_STATUS));
}

/* What is known is told what is new; what was closed is looked at again only where the product is said to be affected after all. */
static const struct failure *tell_more(struct import *im, struct import_entry *e, const struct problem *p)
{
	struct act act = act_on(im);
	struct givens g = {.arena = im->item};
	struct span status = given_text(&e->fields, FIELD_STATUS), revision = given_text(&e->fields, FIELD_REVISION);
	if (says_the_same(p, &e->fields)) {
		im->result.unchanged++;
		return NULL;
	}
	give(&g, FIELD_REVISION, revision);
	give(&g, FIELD_STATUS, status);
	give(&g, FIELD_SEEN, SPAN("reported"));
	give(&g, FIELD_NOTE, made_plain(im->item, span_format(im->item, "revision %.*s of %.*s%s%.*s", SPAN_ARGS(revision), SPAN_ARGS(e->document),
	                                                      status.len > 0 ? " says " : "", SPAN_ARGS(status)), FIELD_LONGEST));
	bool again = p->state == PROBLEM_CLOSED && e->status == ENTRY_OPEN && !span_eq(problem_field(p, "status"), status);
	if (again)
		give(&g, FIELD_CAUSE, SPAN("new-information"));
	const struct failure *f = again ? problem_reopen(&act, p, &g) : problem_append(&act, p, "noted", &g);
	im->result.reopened += f == NULL && again;
	im->result.noted += f == NULL && !again;
	return gather(im, e, &act, f);
}

const struct failure *import_entry(struct import *im, struct import_entry *e)
{
	const struct givens *all = &im->request->all;
	const struct problem **known;
	size_t count;
	bool met;
	for (size_t i = 0; i < all->count; i++)
		give(&e->fields, all->list[i].field, all->list[i].text);
	struct span parts[] = {im->request->format, e->document, e->number, given_text(&e->fields, FIELD_PRODUCT)};
	struct digest digest = digest_of(parts, COUNT(parts));
	give(&e->fields, FIELD_FINGERPRINT, digest_hex(im->item, &digest, 64));
	table_place(&im->met, given_text(&e->fields, FIELD_FINGERPRINT), &met);
	if (met && e->is_row && im->act->ncomplaints < COMPLAINTS_MOST)
		complain(im->act, FIELDS, span_format(im->arena, "%.*s: an earlier row has the same reference and product", SPAN_ARGS(e->where)));
	if (met)
		return NULL;
	im->result.entries++;
	const struct failure *f = problems_named(im->act->ledger, im->item, given_text(&e->fields, FIELD_FINGERPRINT), &known, &count);
	if (f != NULL)
		return f;
	if (count > 0)
		return tell_more(im, e, known[count - 1]);
	if (e->status != ENTRY_FIXED)
		return open_entry(im, e);
	im->result.left_out++;
	return NULL;
}

/* That a file was looked at is worth knowing, also where it told nothing new. */
static const struct failure *add_event(struct import *im)
{
	const struct act *act = im->act;
	struct digest digest = digest_of_bytes(im->request->bytes);
	struct output *o = output_new(im->arena, false);
	struct json_writer w = {o, false};
	json_begin(&w, NULL, '{');
	json_put(&w, "name", im->request->name);
	json_put(&w, "format", im->request->format);
	json_put_number(&w, "records", im->result.entries);
	json_end(&w, '}');
	const struct entry entry = {.kind = SPAN("import"), .subject = digest_hex(im->arena, &digest, 64), .actor = act->actor, .role = act->role,
	                            .activity = act->activity, .body = output_taken(o)};
	return ledger_add(act->ledger, &entry);
}

static const struct failure *parse_csv(struct import_request *q)
{
	return csv_read(q->arena, q->name, q->bytes, &q->csv);
}

static const struct failure *parse_json(struct import_request *q)
{
	return json_read(q->arena, q->name, q->bytes, &q->json);
}

static const struct format {
	const char *name;
	const struct failure *(*parse)(struct import_request *);
	const struct failure *(*read)(struct import *);
} formats[] = {{"csv", parse_csv, import_csv}, {"csaf", parse_json, import_csaf}, {"openvex", parse_json, import_openvex}};

static const struct format *format_named(struct span name)
{
	for (size_t i = 0; i < COUNT(formats); i++)
		if (span_eq(name, span_of(formats[i].name)))
			return &formats[i];
	return NULL;
}

const struct failure *import_parse(struct arena *a, struct import_request *q)
{
	const struct format *format = format_named(q->format);
	q->arena = arena_new("import", (size_t)4 << 30);
	if (format == NULL)
		return failure_of_usage(a, "--format \"%.*s\" is none of: csv csaf openvex", SPAN_ARGS(q->format));
	const struct failure *f = format->parse(q);
	return f == NULL ? NULL : failure_copy(a, f);
}

const struct failure *problem_import(struct act *act, const struct import_request *q, struct import_result *result)
{
	struct arena *a = act->arena;
	struct import im = {.act = act, .request = q, .arena = q->arena, .item = arena_new("entry", (size_t)256 << 20)};
	im.met.arena = im.arena;
	act->arena = im.arena;
	const struct failure *f = format_named(q->format)->read(&im);
	act->arena = a;
	if (f == NULL && act->ncomplaints > 0)
		f = failure_of_usage(a, "nothing was imported from %.*s, for some entries lack something", SPAN_ARGS(q->name));
	if (f == NULL)
		f = add_event(&im);
	f = failure_copy(a, f);
	for (size_t i = 0; i < act->ncomplaints; i++)
		act->complaints[i].text = span_copy(a, act->complaints[i].text);
	struct complaint *kept = arena_take(a, act->ncomplaints, sizeof *kept);
	for (size_t i = 0; i < act->ncomplaints; i++)
		kept[i] = act->complaints[i];
	act->complaints = kept;
	act->room = act->ncomplaints;
	*result = im.result;
	arena_free(im.item);
	return f;
}
