/* SPDX-License-Identifier: MIT */
/* evidence.c - the documents that an auditor asks for: made, found, or told to be missing. */
#include "base/date.h"
#include "base/files.h"
#include "base/glob.h"
#include "commands/command.h"
#include "process/evidence.h"

#define LARGEST_DOCUMENT ((size_t)64 << 20)

struct request {
	struct desk_request place;
	struct span version, out, product, document, policy, from, to;
	bool list;
};

/* What is in the folder, for the ledger's event and for the answer. */
struct bundle {
	struct desk *desk;
	const struct request *request;
	struct output *answer;
	struct json_writer body;
	size_t missing;
};

static const struct failure *settle(struct desk *d, const struct request *q, struct evidence_request *e)
{
	struct arena *a = d->gate->visit;
	*e = (struct evidence_request){.version = q->version, .product = q->product, .document = q->document, .to = INT64_MAX};
	if (q->version.len == 0 || span_find(q->version, '/') < q->version.len)
		return failure_of_usage(a, "evidence needs --version VERSION of the product, without a slash");
	if (q->out.len == 0)
		return failure_of_usage(a, "evidence needs --out FOLDER");
	if (q->from.len > 0 && !date_read(q->from, &e->from))
		return failure_of_usage(a, "--from %.*s is no day; write YYYY-MM-DD", SPAN_ARGS(q->from));
	if (q->to.len > 0 && !date_read(q->to, &e->to))
		return failure_of_usage(a, "--to %.*s is no day; write YYYY-MM-DD", SPAN_ARGS(q->to));
	if (q->to.len > 0)
		e->to += SECONDS_PER_DAY;
	const struct failure *f = desk_policy(d, q->policy, &e->policy);
	if (f != NULL)
		return f;
	if (e->product.len == 0)
		e->product = e->policy->product.name;
	if (e->document.len == 0)
		e->document = e->policy->product.document;
	return NULL;
}

static void tell(struct bundle *b, const char *state, struct span name, const char *what, struct span why)
{
	output_format(b->answer, "%-8s ", state);
	output_foreign(b->answer, name);
	output_format(b->answer, " - %s", what);
	if (why.len > 0) {
		output_text(b->answer, ": ");
		output_foreign(b->answer, why);
	}
	output_text(b->answer, "\n");
}

static void add_file(struct bundle *b, struct span name, struct span bytes)
{
	struct digest digest = digest_of_bytes(bytes);
	json_begin(&b->body, NULL, '{');
	json_put(&b->body, "name", name);
	json_put(&b->body, "sha256", digest_hex(b->desk->gate->visit, &digest, 64));
	json_end(&b->body, '}');
}

static const struct failure *make(struct bundle *b, const struct evidence_facts *e, const struct evidence_document *document, struct span name)
{
	struct output *text = output_new(b->desk->gate->visit, false);
	document->write(text, e, name);
	if (!b->request->list) {
		const struct failure *f = file_write(b->desk->gate->visit, b->request->out, name, output_taken(text));
		if (f != NULL)
			return f;
		add_file(b, name, output_taken(text));
	}
	tell(b, b->request->list ? "can make" : "made", name, document->what, SPAN(""));
	return NULL;
}

/* What other verbs or people have put into the folder under the name that an auditor looks for. */
static const struct failure *look_for(struct bundle *b, const struct evidence_document *document, struct span pattern)
{
	struct arena *a = b->desk->gate->visit;
	const struct folder_entry *entries;
	size_t count, found = 0;
	const struct failure *f = folder_list(a, b->request->out, &entries, &count);
	for (size_t i = 0; f == NULL && i < count; i++) {
		struct span bytes;
		bool there;
		if (entries[i].kind != FILE_REGULAR || !glob_match(pattern, entries[i].name))
			continue;
		f = file_read(a, b->request->out, entries[i].name, TRUST_ANYBODY, LARGEST_DOCUMENT, &bytes, &there);
		if (f != NULL || !there)
			continue;
		add_file(b, entries[i].name, bytes);
		tell(b, "there", entries[i].name, document->what, SPAN(""));
		found++;
	}
	if (f == NULL && found == 0) {
		b->missing++;
		tell(b, "missing", pattern, document->what, span_of(document->missing));
	}
	return f;
}

static const struct failure *record(struct bundle *b, struct span version)
{
	struct desk *d = b->desk;
	const struct failure *f = ledger_begin(d->ledger);
	if (f == NULL)
		f = desk_add(d, SPAN("evidence"), version, output_taken(b->body.output));
	return ledger_end(d->ledger, f);
}

static const struct failure *work(struct desk *d, void *context, struct output *o)
{
	const struct request *q = context;
	struct arena *a = d->gate->visit;
	struct bundle b = {.desk = d, .request = q, .answer = o, .body = {output_new(a, false), false}};
	struct evidence_request request;
	struct evidence_facts e;
	const struct failure *f = settle(d, q, &request);
	if (f == NULL)
		f = evidence_read(d, &request, &e);
	json_begin(&b.body, NULL, '{');
	json_begin(&b.body, "files", '[');
	for (const struct evidence_document *each = evidence_documents; f == NULL && each->name != NULL; each++) {
		struct span name = evidence_name(a, each, q->version);
		f = each->write != NULL ? make(&b, &e, each, name) : look_for(&b, each, name);
	}
	json_end(&b.body, ']');
	json_end(&b.body, '}');
	if (f == NULL && !q->list)
		f = record(&b, q->version);
	desk_print_left(d, o);
	d->status = b.missing > 0;
	return f;
}

static int run(int argc, char **argv)
{
	struct request q = {0};
	const struct option_row rows[] = {
		{"--version", "VERSION", "of the product that the documents are about", &q.version, NULL},
		{"--out", "FOLDER", "where they are written, and looked for", &q.out, NULL},
		{"--list", NULL, "only say what is there, what can be made, what is missing", NULL, &q.list},
		{"--product", "NAME", "of the product (the policy's)", &q.product, NULL},
		{"--document", "PREFIX", "of your document numbers (the policy's)", &q.document, NULL},
		{"--policy", "FILE", "the policy (what the repository's configuration names)", &q.policy, NULL},
		{"--from", "DAY", "first day of the verdicts that are told (the beginning)", &q.from, NULL},
		{"--to", "DAY", "last day of them (today)", &q.to, NULL},
		DESK_PLACE_ROWS(&q.place),
		DESK_PERSON_ROWS(&q.place),
		{0},
	};
	const struct desk_task task = {
		.usage = "usage: portcullis evidence --version VERSION --out FOLDER\nMakes the documents that an auditor asks for; ends with 1 where one is missing.\n",
		.rows = rows, .request = &q.place, .use = STORE_WRITE, .work = work, .context = &q,
	};
	return desk_run(&task, argc, argv);
}

const struct command command_evidence = {"evidence", "evidence --version V --out FOLDER", "make the documents that an auditor asks for", run};
