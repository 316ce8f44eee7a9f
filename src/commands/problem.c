/* SPDX-License-Identifier: MIT */
/* problem.c - problem reports: seen, opened, brought on, closed. */
#include "base/path.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "process/desk.h"
#include "process/persons.h"
#include "process/problem_import.h"
#include "process/problem_print.h"
#include "text/nearest.h"

#include <unistd.h>

/* One run of a verb: its desk, what it was asked, and what it answers. */
struct errand {
	struct gate gate;
	struct desk desk;
	struct desk_request place;
	struct output *output;
	struct span words[2 * FIELDS];
	size_t nwords;
	struct span state, severity, format, to, from, reason, map, policy;
	bool open, overdue;
	struct act act;
	const char *example; /* of the whole command, for whoever was refused */
	struct import_request import;
	const struct failure *(*before)(struct errand *); /* what is done before the ledger is locked */
};

typedef const struct failure *errand_work(struct errand *);

/* A refusal says everything at once: what is missing or wrong, what it means, and how the command is written. */
static int refuse(struct errand *e, const struct failure *f)
{
	if (e->act.ncomplaints == 0)
		return answer_failure(e->gate.visit, f);
	struct output *o = output_new(e->gate.visit, false);
	output_text(o, "error: ");
	output_foreign(o, f->text);
	output_text(o, "\n");
	complaints_text(o, &e->act);
	if (e->example != NULL)
		output_format(o, "hint: %s\n", e->example);
	return output_write(o, e->gate.visit, STDERR_FILENO) == NULL ? 2 : 3;
}

static void tell_by_the_way(struct errand *e)
{
	if (e->desk.expired > 0)
		output_format(e->output, "note: %zu problem reports are under review again, for the day of their decision has come\n", e->desk.expired);
	desk_print_left(&e->desk, e->output);
}

/* What a person does is one transaction: all of its steps, or none. */
static const struct failure *act_at_desk(struct errand *e, errand_work *work)
{
	struct ledger *l = e->desk.ledger;
	const struct failure *f = desk_needs_person(&e->desk);
	e->act = (struct act){.ledger = l, .arena = e->gate.visit, .role = e->desk.role, .activity = e->desk.activity};
	if (f == NULL)
		f = persons_settle(&e->desk, e->policy, &e->act);
	if (f == NULL)
		f = ledger_begin(l);
	if (f != NULL)
		return f;
	return ledger_end(l, work(e));
}

static int run(int argc, char **argv, const char *usage, const struct option_row *rows, enum store_use use, struct errand *e, errand_work *work)
{
	struct desk_request *q = &e->place;
	e->gate = gate_new(SPAN("portcullis problem"), SPAN("ledger"));
	e->output = output_new(e->gate.visit, false);
	const struct failure *f = options_read(e->gate.visit, argc, argv, rows, e->words, COUNT(e->words), &e->nwords);
	int status;
	if (q->help) {
		status = answer_help(e->gate.visit, usage, rows);
	} else {
		if (f == NULL)
			f = desk_open(&e->gate, q, use, &e->desk);
		if (f == NULL && e->before != NULL)
			f = e->before(e);
		if (f == NULL)
			f = use == STORE_READ ? work(e) : act_at_desk(e, work);
		if (f == NULL)
			tell_by_the_way(e);
		status = f == NULL ? answer_text(e->gate.visit, e->output) : refuse(e, f);
		desk_close(&e->desk);
		arena_free(e->import.arena);
	}
	gate_free(&e->gate);
	return status;
}

static const struct failure *format_of(struct errand *e, const char *known, struct span *format)
{
	*format = e->format.len > 0 ? e->format : SPAN("text");
	if (!word_among(known, *format))
		return failure_of_usage(e->gate.visit, "--format %.*s is none of: %s", SPAN_ARGS(e->format), known);
	return NULL;
}

/* The words NAME=TEXT from the given one on. */
static const struct failure *read_givens(struct errand *e, size_t from, struct givens *g)
{
	struct arena *a = e->gate.visit;
	for (size_t i = from; i < e->nwords; i++) {
		size_t equals = span_find(e->words[i], '=');
		struct span name = span_slice(e->words[i], 0, equals), text = span_from(e->words[i], equals + 1), names[FIELDS];
		enum field field;
		if (equals == e->words[i].len)
			return failure_of_usage(a, "%.*s: write NAME=TEXT, in quotation marks where the text holds blanks", SPAN_ARGS(e->words[i]));
		for (size_t k = 0; k < FIELDS; k++)
			names[k] = span_of(field_form((enum field)k)->name);
		if (!field_named(name, &field))
			return failure_of_usage(a, "there is no field \"%.*s\"%.*s", SPAN_ARGS(name), SPAN_ARGS(nearest_hint(a, name, names, FIELDS)));
		if (text.len == 0)
			return failure_of_usage(a, "the field %.*s has an empty text", SPAN_ARGS(name));
		if (given_text(g, field).len > 0)
			return failure_of_usage(a, "the field %.*s is given twice", SPAN_ARGS(name));
		give(g, field, text);
	}
	return NULL;
}

/* The report that the first word names, and the fields behind it; NULL: *f tells why. */
static const struct problem *read_act(struct errand *e, struct givens *g, const struct failure **f)
{
	struct arena *a = e->gate.visit;
	const struct problem *p = NULL;
	*g = (struct givens){.arena = a};
	*f = e->nwords == 0 ? failure_of_usage(a, "which problem report? name it: PRB-0001") : problem_read(e->desk.ledger, a, e->words[0], &p);
	if (*f == NULL && p == NULL)
		*f = failure_of_usage(a, "there is no problem report %.*s; see portcullis problem list", SPAN_ARGS(e->words[0]));
	if (*f == NULL)
		*f = read_givens(e, 1, g);
	return *f == NULL ? p : NULL;
}

static const struct failure *answer_now(struct errand *e, struct span id)
{
	const struct problem *p;
	const struct failure *f = problem_read(e->desk.ledger, e->gate.visit, id, &p);
	if (f != NULL || p == NULL)
		return f;
	output_foreign(e->output, p->id);
	output_format(e->output, " is %.*s.\n", SPAN_ARGS(p->is_void ? SPAN("void") : problem_state_name(p->state)));
	return NULL;
}

static bool is_wanted(const struct errand *e, const struct problem *p)
{
	return (e->state.len == 0 || span_eq(problem_state_name(p->state), e->state)) &&
	       (e->severity.len == 0 || span_eq(problem_field(p, "severity"), e->severity)) && (!e->open || problem_is_open(p)) &&
	       (!e->overdue || problem_is_overdue(p, e->gate.now));
}

static const struct failure *list(struct errand *e)
{
	struct arena *a = e->gate.house;
	const struct problem *all;
	size_t count, wanted = 0;
	enum problem_state state;
	struct span format;
	if (e->state.len > 0 && !state_named(e->state, &state))
		return failure_of_usage(a, "there is no state \"%.*s\"; see portcullis problem states", SPAN_ARGS(e->state));
	if (e->severity.len > 0 && !word_among(field_form(FIELD_SEVERITY)->choices, e->severity))
		return failure_of_usage(a, "--severity %.*s is none of: %s", SPAN_ARGS(e->severity), field_form(FIELD_SEVERITY)->choices);
	const struct failure *f = format_of(e, "text json csv", &format);
	if (f == NULL)
		f = problems_read(e->desk.ledger, a, &all, &count);
	if (f != NULL)
		return f;
	const struct problem **chosen = arena_take(a, count, sizeof(struct problem *));
	for (size_t i = 0; i < count; i++)
		if (is_wanted(e, &all[i]))
			chosen[wanted++] = &all[i];
	if (span_eq(format, SPAN("json")))
		problems_json(e->output, chosen, wanted);
	else if (span_eq(format, SPAN("csv")))
		problems_csv(e->output, chosen, wanted);
	else
		problems_text(e->output, chosen, wanted, e->gate.now);
	return NULL;
}

static const struct failure *show_named(struct errand *e, struct span name, bool json)
{
	struct arena *a = e->gate.house;
	struct sightings seen = {0};
	const struct problem **reports;
	size_t count;
	const struct failure *f = sightings_read(e->desk.ledger, a, name, &seen);
	if (f == NULL)
		f = problems_named(e->desk.ledger, a, name, &reports, &count);
	if (f == NULL && seen.verdicts + count == 0)
		f = failure_cured(a, failure_of_usage(a, "nothing in the ledger goes by \"%.*s\"", SPAN_ARGS(name)),
		                  SPAN("what waits in the spool is filed by: portcullis ledger file"));
	if (f != NULL)
		return f;
	if (json) {
		struct json_writer w = {e->output, false};
		json_begin(&w, NULL, '{');
		sightings_json(&w, "observations", &seen);
		json_put_number(&w, "verdicts", seen.verdicts);
		json_begin(&w, "problems", '[');
		for (size_t i = 0; i < count; i++)
			problem_json(&w, reports[i]);
		json_end(&w, ']');
		json_end(&w, '}');
		output_text(e->output, "\n");
		return NULL;
	}
	sightings_text(e->output, &seen);
	output_format(e->output, "%zu verdicts hold it.\n", seen.verdicts);
	for (size_t i = 0; i < count; i++) {
		output_text(e->output, "\n");
		problem_text(e->output, reports[i], e->gate.now);
	}
	if (count == 0 && seen.count > 0 && seen.list[seen.count - 1].promoted == NULL)
		output_text(e->output, "No problem report was made of it; to make one: portcullis problem new --from OBS-... --as ADDRESS\n");
	return NULL;
}

static const struct failure *show(struct errand *e)
{
	const struct problem *p = NULL;
	struct span format;
	if (e->nwords != 1)
		return failure_of_usage(e->gate.visit, "name one thing: PRB-0001, an observation OBS-..., a fingerprint, a commit, or a verdict VRD-...");
	const struct failure *f = format_of(e, "text json", &format);
	bool json = span_eq(format, SPAN("json"));
	if (f == NULL)
		f = problem_read(e->desk.ledger, e->gate.house, e->words[0], &p);
	if (f != NULL)
		return f;
	if (p == NULL)
		return show_named(e, e->words[0], json);
	if (json) {
		struct json_writer w = {e->output, false};
		problem_json(&w, p);
		output_text(e->output, "\n");
		return NULL;
	}
	problem_text(e->output, p, e->gate.now);
	return NULL;
}

static const struct failure *take_over(struct errand *e, struct givens *g)
{
	struct sightings seen = {0};
	if (e->from.len == 0)
		return NULL;
	const struct failure *f = sightings_read(e->desk.ledger, e->gate.house, e->from, &seen);
	if (f == NULL && seen.count == 0)
		f = failure_cured(e->gate.visit, failure_of_usage(e->gate.visit, "no verdict of the ledger holds %.*s", SPAN_ARGS(e->from)),
		                  SPAN("what waits in the spool is filed by: portcullis ledger file"));
	if (f != NULL)
		return f;
	const struct givens *last = &seen.list[seen.count - 1].report;
	for (size_t i = 0; i < last->count; i++)
		give(g, last->list[i].field, last->list[i].text);
	return NULL;
}

static const struct failure *open_new(struct errand *e)
{
	struct givens said = {.arena = e->gate.visit}, g = {.arena = e->gate.visit};
	struct span id;
	e->example = "portcullis problem new title='...' source=testing received=2026-01-02 ... --as ADDRESS";
	const struct failure *f = read_givens(e, 0, &said);
	give(&g, FIELD_ORIGIN, SPAN("person"));
	give(&g, FIELD_REPORTER, e->act.actor);
	if (f == NULL)
		f = take_over(e, &g);
	if (f != NULL)
		return f;
	for (size_t i = 0; i < said.count; i++)
		give(&g, said.list[i].field, said.list[i].text);
	f = problem_open(&e->act, &g, &id);
	return f != NULL ? f : answer_now(e, id);
}

static const struct failure *advance(struct errand *e)
{
	struct givens g;
	const struct failure *f;
	enum problem_state to;
	e->example = "portcullis problem advance PRB-0001 --to STATE NAME='TEXT' ... --as ADDRESS --role ROLE";
	const struct problem *p = read_act(e, &g, &f);
	if (p == NULL)
		return f;
	if (!state_named(e->to, &to))
		f = failure_of_usage(e->gate.visit, "--to \"%.*s\" is no state; see portcullis problem states", SPAN_ARGS(e->to));
	if (f == NULL && to == p->state)
		f = failure_of_usage(e->gate.visit, "%.*s is %.*s already", SPAN_ARGS(p->id), SPAN_ARGS(e->to));
	if (f == NULL)
		f = problem_advance(&e->act, p, to, &g);
	return f != NULL ? f : answer_now(e, p->id);
}

static const struct failure *append(struct errand *e, const char *step, enum field asked)
{
	struct givens g;
	const struct failure *f;
	const struct problem *p = read_act(e, &g, &f);
	if (p == NULL)
		return f;
	if (given_text(&g, asked).len == 0)
		f = failure_of_usage(e->gate.visit, "%s is missing: %s='%s'", field_form(asked)->name, field_form(asked)->name, field_form(asked)->example);
	if (f == NULL)
		f = problem_append(&e->act, p, step, &g);
	return f != NULL ? f : answer_now(e, p->id);
}

static const struct failure *assign(struct errand *e)
{
	e->example = "portcullis problem assign PRB-0001 owner=roe@example.org --as ADDRESS";
	return append(e, "assigned", FIELD_OWNER);
}

static const struct failure *note(struct errand *e)
{
	e->example = "portcullis problem note PRB-0001 note='...' --as ADDRESS";
	return append(e, "noted", FIELD_NOTE);
}

static const struct failure *reopen(struct errand *e)
{
	struct givens g;
	const struct failure *f;
	e->example = "portcullis problem reopen PRB-0001 note='why' cause=new-information --as ADDRESS";
	const struct problem *p = read_act(e, &g, &f);
	if (p == NULL)
		return f;
	if (given_text(&g, FIELD_CAUSE).len == 0)
		give(&g, FIELD_CAUSE, SPAN("new-information"));
	if (f == NULL)
		f = problem_reopen(&e->act, p, &g);
	return f != NULL ? f : answer_now(e, p->id);
}

static const struct failure *make_void(struct errand *e)
{
	struct givens none;
	const struct failure *f;
	const struct problem *p = read_act(e, &none, &f);
	if (p == NULL)
		return f;
	if (none.count > 0 || e->reason.len == 0)
		f = failure_of_usage(e->gate.visit, "a report is made void with --reason TEXT, and nothing else");
	if (f == NULL)
		f = problem_void(&e->act, p, e->reason);
	return f != NULL ? f : answer_now(e, p->id);
}

/* Before the ledger is locked: a long file keeps nobody waiting while it is read. */
static const struct failure *read_import(struct errand *e)
{
	struct span path = e->nwords > 0 ? e->words[0] : SPAN("");
	e->import = (struct import_request){.format = e->format, .map = e->map, .name = path_name(path), .all = {.arena = e->gate.visit}};
	if (path.len == 0)
		return failure_of_usage(e->gate.visit, "which file is to be imported?");
	const struct failure *f = desk_read_file(&e->desk, path, LARGEST_IMPORT, &e->import.bytes);
	return f != NULL ? f : import_parse(e->gate.visit, &e->import);
}

static const struct failure *import(struct errand *e)
{
	struct import_result done;
	const struct failure *f = read_givens(e, 1, &e->import.all);
	if (f == NULL)
		f = problem_import(&e->act, &e->import, &done);
	if (f == NULL)
		output_format(e->output, "%zu entries: %zu problem reports opened, %zu told more, %zu opened again, %zu unchanged, %zu left out (fixed there).\n",
		              done.entries, done.opened, done.noted, done.reopened, done.unchanged, done.left_out);
	return f;
}

static int run_list(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row rows[] = {{"--state", "STATE", "only in this state", &e.state, NULL},
	                                  {"--severity", "SEVERITY", "only of this severity", &e.severity, NULL},
	                                  {"--open", NULL, "only what is not closed", NULL, &e.open},
	                                  {"--overdue", NULL, "only what should have been resolved by now", NULL, &e.overdue},
	                                  {"--format", "FORMAT", "text, json or csv (text)", &e.format, NULL},
	                                  DESK_PLACE_ROWS(&e.place),
	                                  {0}};
	return run(argc, argv, "usage: portcullis problem list [OPTION ...]\nLists the problem reports.\n", rows, STORE_READ, &e, list);
}

static int run_show(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row rows[] = {{"--format", "FORMAT", "text or json (text)", &e.format, NULL}, DESK_PLACE_ROWS(&e.place), {0}};
	return run(argc, argv,
	           "usage: portcullis problem show ID\n"
	           "Shows a problem report, or what the ledger holds of an observation (OBS-...), a fingerprint, a commit or a verdict.\n",
	           rows, STORE_READ, &e, show);
}

static int run_new(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row rows[] = {{"--from", "OBS-ID", "take over what the gate saw", &e.from, NULL}, DESK_PLACE_ROWS(&e.place), DESK_PERSON_ROWS(&e.place), {0}};
	return run(argc, argv, "usage: portcullis problem new [--from OBS-...] NAME=TEXT ... --as ADDRESS\nOpens a problem report; its fields: portcullis problem states\n",
	           rows, STORE_WRITE, &e, open_new);
}

static int run_advance(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row rows[] = {{"--to", "STATE", "the state to reach, through all between", &e.to, NULL},
	                                  {"--policy", "FILE", "whose register says which addresses are one person (the repository's)", &e.policy, NULL},
	                                  DESK_PLACE_ROWS(&e.place), DESK_PERSON_ROWS(&e.place), {0}};
	return run(argc, argv, "usage: portcullis problem advance PRB-0001 --to STATE NAME=TEXT ... --as ADDRESS\nBrings a problem report on.\n", rows, STORE_WRITE, &e,
	           advance);
}

static int run_import(int argc, char **argv)
{
	struct errand e = {.before = read_import, .example = "portcullis problem import FILE --format csv --map title=Summary,received=Date source=user product=pump --as ADDRESS"};
	const struct option_row rows[] = {{"--format", "FORMAT", "csv, csaf (2.0) or openvex", &e.format, NULL},
	                                  {"--map", "NAME=COLUMN,...", "which column of a CSV file holds which field", &e.map, NULL},
	                                  DESK_PLACE_ROWS(&e.place),
	                                  DESK_PERSON_ROWS(&e.place),
	                                  {0}};
	return run(argc, argv,
	           "usage: portcullis problem import FILE --format FORMAT [NAME=TEXT ...] --as ADDRESS\n"
	           "Opens a problem report for each defect or vulnerability that the file tells of; NAME=TEXT holds for all of them.\n",
	           rows, STORE_WRITE, &e, import);
}

static int run_plain(int argc, char **argv, const char *usage, errand_work *work)
{
	struct errand e = {0};
	const struct option_row rows[] = {DESK_PLACE_ROWS(&e.place), DESK_PERSON_ROWS(&e.place), {0}};
	return run(argc, argv, usage, rows, STORE_WRITE, &e, work);
}

static int run_assign(int argc, char **argv)
{
	return run_plain(argc, argv, "usage: portcullis problem assign PRB-0001 owner=ADDRESS [NAME=TEXT ...] --as ADDRESS\nSays who has it in hand.\n", assign);
}

static int run_note(int argc, char **argv)
{
	return run_plain(argc, argv, "usage: portcullis problem note PRB-0001 note=TEXT [NAME=TEXT ...] --as ADDRESS\nAdds a remark, or fields.\n", note);
}

static int run_reopen(int argc, char **argv)
{
	return run_plain(argc, argv, "usage: portcullis problem reopen PRB-0001 note=WHY [cause=CAUSE] --as ADDRESS\nBrings it back to under-review.\n", reopen);
}

static int run_void(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row rows[] = {{"--reason", "TEXT", "why it should not have been made", &e.reason, NULL}, DESK_PLACE_ROWS(&e.place), DESK_PERSON_ROWS(&e.place), {0}};
	return run(argc, argv, "usage: portcullis problem void PRB-0001 --reason TEXT --as ADDRESS\nMakes a report void that should not have been made; it stays to be seen.\n",
	           rows, STORE_WRITE, &e, make_void);
}

static int run_states(int argc, char **argv)
{
	(void)argv;
	struct arena *a = arena_new("visit", (size_t)1 << 20);
	struct output *o = output_new(a, false);
	lifecycle_markdown(o);
	int status = argc == 0 ? answer_text(a, o) : answer_failure(a, failure_of_usage(a, "usage: portcullis problem states"));
	arena_free(a);
	return status;
}

static int dispatch(int argc, char **argv)
{
	static const struct desk_verb verbs[] = {
		{"list", "list [OPTION ...]", "list problem reports", run_list},
		{"show", "show ID", "show a report, an observation, a commit", run_show},
		{"new", "new [--from OBS-...] NAME=TEXT ...", "open a report", run_new},
		{"advance", "advance PRB --to STATE NAME=TEXT", "bring it on", run_advance},
		{"assign", "assign PRB owner=ADDRESS", "say who has it in hand", run_assign},
		{"note", "note PRB note=TEXT", "add a remark", run_note},
		{"reopen", "reopen PRB note=WHY", "bring it back to under-review", run_reopen},
		{"void", "void PRB --reason TEXT", "make void what should not be there", run_void},
		{"import", "import FILE --format FORMAT", "open reports from field defects and advisories", run_import},
		{"states", "states", "print the life cycle and all fields", run_states},
		{0},
	};
	return desk_dispatch("problem", verbs, argc, argv);
}

const struct command command_problem = {"problem", "problem list|show|new|advance|assign|note|reopen|void|import|states", "keep problem reports", dispatch};
