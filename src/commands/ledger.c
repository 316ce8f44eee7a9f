/* SPDX-License-Identifier: MIT */
/* ledger.c - the ledger itself: made, fed, verified, anchored, carried out and in. */
#include "base/files.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "process/desk.h"
#include "process/event_print.h"
#include "process/filing.h"
#include "process/transfer.h"
#include "process/voiding.h"

#include <unistd.h>

struct errand;

/* What a verb is: how it opens the ledger, and how many words it takes. */
struct verb_kind {
	const char *usage;
	enum store_use use;
	size_t most_words;
	const struct failure *(*work)(struct errand *);
	bool leaves_spool; /* what waits there is not filed first */
};

/* One run of a verb: its desk, what it was asked, and what it answers. */
struct errand {
	struct gate gate;
	struct desk desk;
	struct desk_request place;
	struct output *output;
	struct span words[64];
	size_t nwords;
	struct span anchor, format, out, reason;
	size_t shown;
	const struct span *seen; /* ids of what was shown */
	size_t nseen, seen_room;
};

static const struct failure *do_errand(struct errand *e, const struct verb_kind *kind)
{
	if (kind->leaves_spool)
		e->place.spool = SPAN("none");
	const struct failure *f = desk_open(&e->gate, &e->place, kind->use, &e->desk);
	if (f == NULL)
		f = kind->work(e);
	if (f == NULL && e->desk.left.len > 0) {
		output_text(e->output, "note: ");
		output_foreign(e->output, e->desk.left);
		output_text(e->output, "\n");
	}
	return f;
}

/* `more` are the verb's own options; it ends with a NULL name. */
static int run(int argc, char **argv, const struct verb_kind *kind, struct errand *e, const struct option_row *more)
{
	struct desk_request *q = &e->place;
	struct option_row rows[12] = {DESK_PLACE_ROWS(q)};
	size_t nrows = 0;
	while (rows[nrows].name != NULL)
		nrows++;
	for (size_t i = 0; more != NULL && more[i].name != NULL && nrows < COUNT(rows) - 1; i++)
		rows[nrows++] = more[i];
	e->gate = gate_new(SPAN("portcullis ledger"), SPAN("ledger"));
	e->output = output_new(e->gate.visit, false);
	const struct failure *f = options_read(e->gate.visit, argc, argv, rows, e->words, kind->most_words, &e->nwords);
	int status;
	if (q->help) {
		status = answer_help(e->gate.visit, kind->usage, rows);
	} else {
		if (f == NULL)
			f = do_errand(e, kind);
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
		bool added = false;
		const struct failure *f = desk_read_file(&e->desk, path, LARGEST_RECORD, &bytes);
		if (f == NULL)
			f = file_record(e->desk.ledger, path, bytes, &added, &e->desk.remarks);
		if (f != NULL)
			return f;
		filed += added;
	}
	if (e->desk.left.len > 0)
		return failure(a, "%.*s", SPAN_ARGS(e->desk.left));
	output_format(e->output, "%zu records were filed.\n", filed);
	if (e->desk.remarks.count > 0) {
		output_text(e->output, "note: ");
		output_foreign(e->output, remarks_print(a, &e->desk.remarks));
		output_text(e->output, "\n");
	}
	return NULL;
}

static const struct failure *verify(struct errand *e)
{
	struct soundness s;
	const struct failure *f = ledger_verify(e->desk.ledger, &s);
	if (f == NULL && s.first_bad != 0)
		f = failure_cured(e->gate.visit, failure(e->gate.visit, "event %lld is the first that does not hold: %.*s", (long long)s.first_bad, SPAN_ARGS(s.why)),
		                  SPAN("keep the ledger as it is, put back the last sound copy, and open a problem report"));
	if (f == NULL && e->anchor.len > 0)
		f = ledger_check_anchor(e->desk.ledger, e->anchor);
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

static void say_head(struct errand *e, const char *what, const struct ledger_head *head)
{
	output_format(e->output, "%lld events were %s.\nhead %lld:%.*s\n", (long long)head->seq, what, (long long)head->seq,
	              SPAN_ARGS(digest_hex(e->gate.visit, &head->hash, 64)));
}

static const struct failure *export(struct errand *e)
{
	struct arena *a = e->gate.visit;
	struct file_writer *w;
	enum transfer_form form;
	struct ledger_head head;
	bool named = e->out.len > 0;
	const struct failure *f = transfer_form_read(a, e->format, e->out, &form);
	if (f == NULL && named)
		f = file_writer_open(a, e->out, &w);
	else if (f == NULL)
		w = file_writer_to(a, STDOUT_FILENO);
	if (f != NULL)
		return f;
	f = ledger_export(e->desk.ledger, form, w, &head);
	if (f != NULL) {
		file_writer_abandon(w);
		return f;
	}
	f = file_writer_finish(w);
	if (f == NULL && named)
		say_head(e, "written", &head);
	return f;
}

static const struct failure *import(struct errand *e)
{
	struct arena *a = e->gate.visit;
	enum transfer_form form;
	struct ledger_head head;
	if (e->nwords == 0)
		return failure_of_usage(a, "import needs a file");
	const struct failure *f = transfer_form_read(a, e->format, e->words[0], &form);
	if (f == NULL)
		f = ledger_import(e->desk.ledger, form, e->words[0], &head);
	if (f == NULL)
		say_head(e, "taken in", &head);
	return f;
}

static const struct failure *make_void(struct errand *e)
{
	if (e->nwords == 0)
		return failure_of_usage(e->gate.visit, "void needs the id of an event or of a problem report");
	const struct failure *f = ledger_void(&e->desk, e->words[0], e->reason);
	if (f != NULL)
		return f;
	output_foreign(e->output, e->words[0]);
	output_text(e->output, " is void.\n");
	return NULL;
}

static const struct failure *write_down(struct errand *e, const struct event *event, bool whole)
{
	struct output *o = output_new(e->desk.ledger->step, false);
	e->shown++;
	if (whole)
		event_print(o, event);
	else
		event_print_line(o, event);
	return output_write(o, e->gate.visit, STDOUT_FILENO);
}

static const struct failure *show_line(void *context, const struct event *event)
{
	return write_down(context, event, false);
}

static const struct failure *show_whole(void *context, const struct event *event)
{
	struct errand *e = context;
	struct span *seen = arena_grow(e->gate.visit, e->seen, e->nseen, &e->seen_room, sizeof *seen);
	seen[e->nseen++] = span_copy(e->gate.visit, event->id);
	e->seen = seen;
	return write_down(e, event, true);
}

static const struct failure *show_void(void *context, const struct event *event)
{
	struct errand *e = context;
	return span_among(e->seen, e->nseen, event->id) ? NULL : write_down(e, event, true);
}

/* What made one of the shown events void may stand under the event's id alone. */
static const struct failure *show_log(struct errand *e)
{
	static const struct span voids[] = {{"void", 4}};
	struct selection wanted = {.name = e->words[0]};
	if (e->nwords == 0)
		return ledger_read(e->desk.ledger, &(struct selection){0}, show_line, e);
	const struct failure *f = ledger_read(e->desk.ledger, &wanted, show_whole, e);
	for (size_t i = 0; f == NULL && i < e->nseen; i++) {
		wanted = (struct selection){.name = e->seen[i], .kinds = voids, .nkinds = COUNT(voids)};
		f = ledger_read(e->desk.ledger, &wanted, show_void, e);
	}
	if (f == NULL && e->shown == 0)
		f = failure_of_usage(e->gate.visit, "the ledger knows nothing under the name %.*s", SPAN_ARGS(e->words[0]));
	return f;
}

static int run_init(int argc, char **argv)
{
	static const struct verb_kind kind = {"usage: portcullis ledger init --ledger PLACE\nMakes a ledger where there is none.\n", STORE_CREATE, 0, init, false};
	struct errand e = {0};
	return run(argc, argv, &kind, &e, NULL);
}

static int run_file(int argc, char **argv)
{
	static const struct verb_kind kind = {
		"usage: portcullis ledger file [VERDICT.json ...]\nFiles what waits in the spool, and the verdicts that are named.\n", STORE_WRITE, 64, file_named, false};
	struct errand e = {0};
	return run(argc, argv, &kind, &e, NULL);
}

static int run_verify(int argc, char **argv)
{
	static const struct verb_kind kind = {
		"usage: portcullis ledger verify [--anchor NUMBER:HASH]\nChecks every link of the chain, and names the first bad one.\n", STORE_READ, 0, verify, false};
	struct errand e = {0};
	const struct option_row rows[] = {{"--anchor", "NUMBER:HASH", "a head that was kept elsewhere", &e.anchor, NULL}, {0}};
	return run(argc, argv, &kind, &e, rows);
}

static int run_anchor(int argc, char **argv)
{
	static const struct verb_kind kind = {
		"usage: portcullis ledger anchor\nPrints the head of the chain, to be kept where the ledger is not.\n", STORE_READ, 0, anchor, false};
	struct errand e = {0};
	return run(argc, argv, &kind, &e, NULL);
}

static int run_export(int argc, char **argv)
{
	static const struct verb_kind kind = {
		"usage: portcullis ledger export [--format jsonl|csv] [--out FILE]\nWrites every event; src/process/README.md says how to read it.\n", STORE_READ, 0, export, false};
	struct errand e = {0};
	const struct option_row rows[] = {{"--format", "jsonl|csv", "JSON Lines, or CSV (by the file's name)", &e.format, NULL},
	                                  {"--out", "FILE", "a file for its owner alone (standard output)", &e.out, NULL}, {0}};
	return run(argc, argv, &kind, &e, rows);
}

static int run_import(int argc, char **argv)
{
	static const struct verb_kind kind = {
		"usage: portcullis ledger import FILE [--format jsonl|csv]\nFills an empty ledger from an export, all of it or nothing.\n", STORE_WRITE, 1, import, true};
	struct errand e = {0};
	const struct option_row rows[] = {{"--format", "jsonl|csv", "JSON Lines, or CSV (by the file's name)", &e.format, NULL}, {0}};
	return run(argc, argv, &kind, &e, rows);
}

static int run_void(int argc, char **argv)
{
	static const struct verb_kind kind = {
		"usage: portcullis ledger void ID --reason TEXT --as ADDRESS [--role ROLE]\nMakes an event or a problem report void. It stays, and is shown as void.\n",
		STORE_WRITE, 1, make_void, false};
	struct errand e = {0};
	const struct option_row rows[] = {{"--reason", "TEXT", "why it is void", &e.reason, NULL}, DESK_PERSON_ROWS(&e.place), {0}};
	return run(argc, argv, &kind, &e, rows);
}

static int run_log(int argc, char **argv)
{
	static const struct verb_kind kind = {
		"usage: portcullis ledger log [NAME]\nShows the events, or those in which a name stands: an id, an observation, a commit.\n", STORE_READ, 1, show_log, false};
	struct errand e = {0};
	return run(argc, argv, &kind, &e, NULL);
}

static int dispatch(int argc, char **argv)
{
	static const struct desk_verb verbs[] = {
		{"init", "init", "make a ledger", run_init},
		{"file", "file [VERDICT.json ...]", "file what waits in the spool", run_file},
		{"log", "log [NAME]", "show events", run_log},
		{"void", "void ID --reason TEXT", "make an event void", run_void},
		{"verify", "verify [--anchor NUMBER:HASH]", "check every link of the chain", run_verify},
		{"anchor", "anchor", "print the head, to be kept elsewhere", run_anchor},
		{"export", "export [--out FILE]", "write every event to a file", run_export},
		{"import", "import FILE", "fill an empty ledger", run_import},
		{0},
	};
	return desk_dispatch("ledger", verbs, argc, argv);
}

const struct command command_ledger = {"ledger", "ledger init|file|log|void|verify|...", "keep the records of the gate", dispatch};
