/* SPDX-License-Identifier: MIT */
/* ledger.c - the ledger itself: made, fed, verified, anchored, carried out and in. */
#include "base/date.h"
#include "base/files.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "process/desk.h"
#include "process/filing.h"

#include <unistd.h>

/* One run of a verb: its desk, what it was asked, and what it answers. */
struct errand {
	struct gate gate;
	struct desk desk;
	struct desk_request place;
	struct output *output;
	struct span words[64];
	size_t nwords;
	struct span anchor;
};

typedef const struct failure *errand_work(struct errand *);

static int run(int argc, char **argv, const char *usage, const struct option_row *more, enum store_use use, struct errand *e, errand_work *work)
{
	struct desk_request *q = &e->place;
	const struct option_row none = {0};
	const struct option_row rows[] = {DESK_PLACE_ROWS(q), more != NULL ? *more : none, {0}};
	e->gate = gate_new(SPAN("portcullis ledger"), SPAN("ledger"));
	e->output = output_new(e->gate.visit, false);
	const struct failure *f = options_read(e->gate.visit, argc, argv, rows, e->words, COUNT(e->words), &e->nwords);
	int status;
	if (q->help) {
		status = answer_help(e->gate.visit, usage, rows);
	} else {
		if (f == NULL)
			f = desk_open(&e->gate, q, use, &e->desk);
		if (f == NULL)
			f = work(e);
		status = f == NULL ? answer_text(e->gate.visit, e->output) : answer_failure(e->gate.visit, f);
		desk_close(&e->desk);
	}
	gate_free(&e->gate);
	return status;
}

static const struct failure *init(struct errand *e)
{
	output_text(e->output, "The ledger is ready: ");
	output_foreign(e->output, e->desk.ledger->place);
	output_format(e->output, "\n%zu waiting records were filed.\n", e->desk.filed);
	return NULL;
}

/* The named files, which stay where they are; without names the spool, which was filed when the desk was opened. */
static const struct failure *file_named(struct errand *e)
{
	struct arena *a = e->gate.visit;
	size_t filed = e->desk.filed;
	for (size_t i = 0; i < e->nwords; i++) {
		struct span bytes, path = e->words[i];
		size_t slash = span_find_last(path, '/');
		bool found, added = false;
		const struct failure *f = file_read(a, slash == path.len ? SPAN(".") : span_slice(path, 0, slash + 1),
		                                    slash == path.len ? path : span_from(path, slash + 1), TRUST_ANYBODY, (size_t)256 << 20, &bytes, &found);
		if (f == NULL && !found)
			f = failure_of_usage(a, "there is no file %.*s", SPAN_ARGS(path));
		if (f == NULL)
			f = file_record(e->desk.ledger, path, bytes, &added);
		if (f != NULL)
			return f;
		filed += added;
	}
	if (e->desk.left.len > 0)
		return failure(a, "%.*s", SPAN_ARGS(e->desk.left));
	output_format(e->output, "%zu records were filed.\n", filed);
	return NULL;
}

struct wanted {
	struct digest hash;
	int64_t seq;
	bool met;
};

static const struct failure *meet(void *context, const struct event *event)
{
	struct wanted *w = context;
	if (event->seq == w->seq)
		w->met = digest_eq(&event->hash, &w->hash);
	return NULL;
}

/* An anchor is what `anchor` printed: NUMBER:HASH. Rows taken off the end leave a sound chain; only what was kept elsewhere tells. */
static const struct failure *check_anchor(struct errand *e)
{
	struct wanted w = {0};
	unsigned long seq;
	size_t colon = span_find(e->anchor, ':');
	if (!span_number(span_slice(e->anchor, 0, colon), INT64_MAX, &seq) || !digest_read(span_from(e->anchor, colon + 1), &w.hash))
		return failure_of_usage(e->gate.visit, "\"%.*s\" is no anchor; write NUMBER:HASH as `ledger anchor` prints it", SPAN_ARGS(e->anchor));
	w.seq = (int64_t)seq;
	const struct selection from = {.after = w.seq - 1};
	const struct failure *f = ledger_read(e->desk.ledger, &from, meet, &w);
	if (f == NULL && !w.met)
		f = failure_cured(e->gate.visit, failure(e->gate.visit, "the ledger does not hold event %lu with the anchor's hash: it was cut off or written anew", seq),
		                  SPAN("keep the file as it is, put back the last sound copy, and open a problem report"));
	return f;
}

static const struct failure *verify(struct errand *e)
{
	struct soundness s;
	const struct failure *f = ledger_verify(e->desk.ledger, &s);
	if (f == NULL && s.first_bad != 0)
		f = failure_cured(e->gate.visit, failure(e->gate.visit, "event %lld is the first that does not hold: %.*s", (long long)s.first_bad, SPAN_ARGS(s.why)),
		                  SPAN("keep the ledger as it is, put back the last sound copy, and open a problem report"));
	if (f == NULL && e->anchor.len > 0)
		f = check_anchor(e);
	if (f != NULL)
		return f;
	output_format(e->output, "The ledger holds: %lld events, %lld steps of the clock backwards.\nhead %lld:%.*s\n", (long long)s.events,
	              (long long)s.clock_steps, (long long)s.events, SPAN_ARGS(digest_hex(e->gate.visit, &s.head, 64)));
	return NULL;
}

static const struct failure *anchor(struct errand *e)
{
	struct ledger_head head;
	const struct ledger *l = e->desk.ledger;
	const struct failure *f = l->store->head(l->storage, &head);
	if (f == NULL)
		output_format(e->output, "%lld:%.*s\n", (long long)head.seq, SPAN_ARGS(digest_hex(e->gate.visit, &head.hash, 64)));
	return f;
}

static int run_init(int argc, char **argv)
{
	struct errand e = {0};
	return run(argc, argv, "usage: portcullis ledger init --ledger PLACE\nMakes a ledger where there is none.\n", NULL, STORE_CREATE, &e, init);
}

static int run_file(int argc, char **argv)
{
	struct errand e = {0};
	return run(argc, argv, "usage: portcullis ledger file [VERDICT.json ...]\nFiles what waits in the spool, and the verdicts that are named.\n", NULL,
	           STORE_WRITE, &e, file_named);
}

static int run_verify(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row kept = {"--anchor", "NUMBER:HASH", "a head that was kept elsewhere", &e.anchor, NULL};
	return run(argc, argv, "usage: portcullis ledger verify [--anchor NUMBER:HASH]\nChecks every link of the chain, and names the first bad one.\n", &kept,
	           STORE_READ, &e, verify);
}

static int run_anchor(int argc, char **argv)
{
	struct errand e = {0};
	return run(argc, argv, "usage: portcullis ledger anchor\nPrints the head of the chain, to be kept where the ledger is not.\n", NULL, STORE_READ, &e,
	           anchor);
}

static int dispatch(int argc, char **argv)
{
	static const struct desk_verb verbs[] = {
		{"init", "init", "make a ledger", run_init},
		{"file", "file [VERDICT.json ...]", "file what waits in the spool", run_file},
		{"verify", "verify [--anchor NUMBER:HASH]", "check every link of the chain", run_verify},
		{"anchor", "anchor", "print the head, to be kept elsewhere", run_anchor},
		{0},
	};
	return desk_dispatch("ledger", verbs, argc, argv);
}

const struct command command_ledger = {"ledger", "ledger init|file|verify|anchor", "keep the records of the gate", dispatch};
