/* SPDX-License-Identifier: MIT */
/* review.c - the periodic review of the problem resolution process: opened, filled in by people, signed, closed, reported. */
#include "base/date.h"
#include "commands/command.h"
#include "process/metrics.h"
#include "process/report.h"
#include "process/review_acts.h"
#include "process/signature.h"
#include "process/state.h"
#include "text/identity.h"

#define REVIEW_DAYS "365"
#define WARN_DAYS "30"
#define LARGEST_INPUT ((size_t)1 << 30)

/* Everything that any verb can be told. */
struct request {
	struct desk_request place;
	struct span at, to, every_days, warn_days, name, in_role, answer, justification, owner, due, improves, rule, effect, evidence, policy_commit,
		signature, policy, out, from, statement;
};

typedef const struct failure *work(struct desk *, const struct request *, struct output *);

/* One run of a verb: its work, and what it was told. */
struct errand {
	struct request request;
	work *work;
	bool acts; /* what it reads and what it adds are one transaction */
};

static const struct failure *run_work(struct desk *d, void *context, struct output *o)
{
	const struct errand *e = context;
	if (!e->acts)
		return e->work(d, &e->request, o);
	const struct failure *f = ledger_begin(d->ledger);
	if (f == NULL)
		f = e->work(d, &e->request, o);
	return ledger_end(d->ledger, f);
}

#define MOST_ROWS 24
static int
run(int argc, char **argv, const char *usage, struct errand *e, work *does, enum store_use use, const struct option_row *own, size_t nown)
{
	struct desk_request *q = &e->request.place;
	const struct option_row common[] = {DESK_PLACE_ROWS(q), DESK_PERSON_ROWS(q), {0}};
	struct option_row rows[MOST_ROWS] = {0};
	size_t n = 0;
	for (size_t i = 0; i < nown; i++)
		rows[n++] = own[i];
	for (size_t i = 0; i < COUNT(common); i++)
		rows[n++] = common[i];
	e->work = does;
	const struct desk_task task = {.usage = usage, .rows = rows, .request = q, .use = use, .most_words = 1, .work = run_work, .context = e};
	return desk_run(&task, argc, argv);
}

static const struct failure *word(struct desk *d, const char *what, struct span *text)
{
	if (d->nwords == 0)
		return failure_of_usage(d->gate->visit, "%s is missing", what);
	*text = d->words[0];
	return NULL;
}

static const struct failure *needed(struct desk *d, const char *option, struct span text)
{
	return text.len > 0 ? NULL : failure_of_usage(d->gate->visit, "%s is missing", option);
}

static const struct failure *read_days(struct desk *d, const char *option, struct span text, unsigned *days)
{
	unsigned long number;
	if (!span_number(text, 3660, &number))
		return failure_of_usage(d->gate->visit, "%s \"%.*s\" is no number of days", option, SPAN_ARGS(text));
	*days = (unsigned)number;
	return NULL;
}

static const struct failure *read_day(struct desk *d, const char *option, struct span text, int64_t *day)
{
	return date_read(text, day) ? NULL : failure_of_usage(d->gate->visit, "%s \"%.*s\" is no day; write YYYY-MM-DD", option, SPAN_ARGS(text));
}

static struct span settled(struct span said, struct span otherwise)
{
	return said.len > 0 ? said : otherwise;
}

/* --- when ------------------------------------------------------------------------------------------------------------------------------- */

static void print_due(struct desk *d, struct output *o, const struct review_dates *dates, int64_t at, unsigned warn_days)
{
	struct arena *a = d->gate->visit;
	int64_t left = (dates->due - at) / SECONDS_PER_DAY;
	if (dates->last.len > 0) {
		output_text(o, "Last review: ");
		output_foreign(o, dates->last);
		output_format(o, ", closed on %.*s.\n", SPAN_ARGS(date_print(a, dates->closed)));
	} else {
		output_text(o, "There was no review yet.\n");
	}
	output_format(o, "Next review: due on %.*s", SPAN_ARGS(date_print(a, dates->due)));
	if (day_is_over(dates->due, at))
		output_text(o, ": OVERDUE. Release tags are refused until a review is closed.\nhint: portcullis review open --as ADDRESS\n");
	else if (left < (int64_t)warn_days)
		output_format(o, ", in %lld days. From the day after on release tags are refused.\n", (long long)left);
	else
		output_format(o, ", in %lld days.\n", (long long)left);
}

static const struct failure *status(struct desk *d, const struct request *q, struct output *o)
{
	struct review_dates dates;
	const struct review *reviews;
	size_t count;
	unsigned every = 0, warn = 0;
	int64_t at = d->gate->now;
	const struct failure *f = read_days(d, "--every-days", settled(q->every_days, SPAN(REVIEW_DAYS)), &every);
	if (f == NULL)
		f = read_days(d, "--warn-days", settled(q->warn_days, SPAN(WARN_DAYS)), &warn);
	if (f == NULL && q->at.len > 0)
		f = read_day(d, "--at", q->at, &at);
	if (f == NULL)
		f = review_dates_read(d, every, &dates);
	if (f == NULL)
		f = reviews_read(d->ledger, d->gate->visit, &reviews, &count);
	if (f != NULL)
		return f;
	print_due(d, o, &dates, at, warn);
	for (size_t i = 0; i < count; i++)
		if (reviews[i].closed == 0)
			output_format(o, "Open: %.*s over %zu problem reports.\n", SPAN_ARGS(reviews[i].id), reviews[i].npopulation);
	d->status = day_is_over(dates.due, at);
	return NULL;
}

static int run_status(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row own[] = {
		{"--at", "DAY", "as seen on that day (today)", &e.request.at, NULL},
		{"--every-days", "NUMBER", "days between two reviews (" REVIEW_DAYS ")", &e.request.every_days, NULL},
		{"--warn-days", "NUMBER", "days of warning ahead (" WARN_DAYS ")", &e.request.warn_days, NULL},
	};
	return run(argc, argv, "usage: portcullis review status [--at DAY]\nSays when the next review is due; exit status 1 where it is overdue.\n", &e, status,
	           STORE_READ, own, COUNT(own));
}

static const struct failure *open_review(struct desk *d, const struct request *q, struct output *o)
{
	int64_t to = 0;
	struct span id = {0};
	size_t members;
	const struct failure *f = q->to.len > 0 ? read_day(d, "--to", q->to, &to) : NULL;
	if (f == NULL)
		f = review_open(d, to == 0 ? 0 : to + SECONDS_PER_DAY - 1, &id, &members);
	if (f == NULL)
		output_format(o, "%.*s is open over %zu problem reports. Population and ledger are frozen.\n", SPAN_ARGS(id), members);
	return f;
}

static int run_open(int argc, char **argv)
{
	struct errand e = {.acts = true};
	const struct option_row own[] = {{"--to", "DAY", "last day of the period (now)", &e.request.to, NULL}};
	return run(argc, argv,
	           "usage: portcullis review open [--to DAY] --as ADDRESS\nFreezes what the review looks at: all that was open at its start or received since.\n", &e,
	           open_review, STORE_WRITE, own, COUNT(own));
}

static const struct failure *none_received(struct desk *d, const struct request *q, struct output *o)
{
	struct span source = {0};
	const struct failure *f = word(d, "SOURCE", &source);
	output_text(o, "The statement is noted.\n");
	return f != NULL ? f : review_none_received(d, source, q->from, q->to, q->statement);
}

static int run_none_received(int argc, char **argv)
{
	struct errand e = {.acts = true};
	const struct option_row own[] = {
		{"--from", "DAY", "first day on which nothing was received", &e.request.from, NULL},
		{"--to", "DAY", "the last one", &e.request.to, NULL},
		{"--statement", "TEXT", "who was asked, where was looked", &e.request.statement, NULL},
	};
	return run(argc, argv,
	           "usage: portcullis review none-received SOURCE --from DAY --to DAY --statement TEXT --as ADDRESS\n"
	           "States that no report came from a source (testing, supplier, developer, user, audit-log, researcher, public-monitoring).\n"
	           "A review counts what was stated before it was opened.\n",
	           &e, none_received, STORE_WRITE, own, COUNT(own));
}

/* --- what people fill in ---------------------------------------------------------------------------------------------------------------- */

static const struct failure *participant(struct desk *d, const struct request *q, struct output *o)
{
	const struct review *r = NULL;
	struct span address = {0};
	const struct failure *f = word(d, "the participant's ADDRESS", &address);
	if (f == NULL && !identity_is_address(address))
		f = failure_of_usage(d->gate->visit, "%.*s is no address of a person", SPAN_ARGS(address));
	if (f == NULL)
		f = needed(d, "--name", q->name);
	if (f == NULL)
		f = needed(d, "--in-role", q->in_role);
	if (f == NULL)
		f = review_current(d, &r);
	if (f != NULL)
		return f;
	const struct review_word words[] = {{"address", address}, {"name", q->name}, {"role", q->in_role}};
	output_text(o, "The participant is noted.\n");
	return review_add(d, r->id, "participant", words, COUNT(words));
}

static int run_participant(int argc, char **argv)
{
	struct errand e = {.acts = true};
	const struct option_row own[] = {
		{"--name", "NAME", "the participant's name", &e.request.name, NULL},
		{"--in-role", "ROLE", "the participant's role in the review", &e.request.in_role, NULL},
	};
	return run(argc, argv, "usage: portcullis review participant ADDRESS --name NAME --in-role ROLE --as ADDRESS\nNames who takes part.\n", &e, participant,
	           STORE_WRITE, own, COUNT(own));
}

static const struct failure *input(struct desk *d, const struct request *q, struct output *o)
{
	const struct review *r = NULL;
	struct span path = {0}, bytes = {0};
	(void)q;
	const struct failure *f = word(d, "FILE", &path);
	if (f == NULL)
		f = desk_read_file(d, path, LARGEST_INPUT, &bytes);
	if (f == NULL)
		f = review_current(d, &r);
	if (f != NULL)
		return f;
	struct digest digest = digest_of_bytes(bytes);
	size_t slash = span_find_last(path, '/');
	const struct review_word words[] = {{"name", slash == path.len ? path : span_from(path, slash + 1)}, {"sha256", digest_hex(d->gate->visit, &digest, 64)}};
	output_text(o, "The input is noted by its name and SHA-256.\n");
	return review_add(d, r->id, "input", words, COUNT(words));
}

static int run_input(int argc, char **argv)
{
	struct errand e = {.acts = true};
	return run(argc, argv, "usage: portcullis review input FILE --as ADDRESS\nNotes a document that the review looked at.\n", &e, input, STORE_WRITE, NULL, 0);
}

static const struct failure *conclude(struct desk *d, const struct request *q, struct output *o)
{
	struct span criterion = {0};
	const struct failure *f = word(d, "CRITERION", &criterion);
	output_text(o, "The conclusion is noted.\n");
	return f != NULL ? f : review_conclude(d, criterion, q->answer, q->justification);
}

static int run_conclude(int argc, char **argv)
{
	struct errand e = {.acts = true};
	const struct option_row own[] = {
		{"--answer", "yes|partly|no", "whether the process was so", &e.request.answer, NULL},
		{"--justification", "TEXT", "why", &e.request.justification, NULL},
	};
	return run(argc, argv,
	           "usage: portcullis review conclude complete|efficient|led-to-resolution --answer yes|partly|no --justification TEXT --as ADDRESS\n"
	           "Says what people conclude. The program measures, and concludes nothing.\n",
	           &e, conclude, STORE_WRITE, own, COUNT(own));
}

static const struct failure *explain(struct desk *d, const struct request *q, struct output *o)
{
	const struct review *r = NULL;
	struct span text = {0};
	(void)q;
	const struct failure *f = word(d, "TEXT", &text);
	if (f == NULL)
		f = review_reason(d, "the explanation", text);
	if (f == NULL)
		f = review_current(d, &r);
	if (f != NULL)
		return f;
	const struct review_word words[] = {{"text", text}};
	output_text(o, "The explanation is noted.\n");
	return review_add(d, r->id, "explanation", words, COUNT(words));
}

static int run_explain(int argc, char **argv)
{
	struct errand e = {.acts = true};
	return run(argc, argv, "usage: portcullis review explain TEXT --as ADDRESS\nSays why the population is not whole, where its identities fail.\n", &e, explain,
	           STORE_WRITE, NULL, 0);
}

static const struct failure *action(struct desk *d, const struct request *q, struct output *o)
{
	const struct review *r = NULL;
	const struct problem *problem = NULL;
	struct span what = {0}, id = {0};
	int64_t due;
	const struct failure *f = word(d, "TEXT, what is to be done,", &what);
	if (f == NULL)
		f = review_reason(d, "the action", what);
	if (f == NULL && !identity_is_address(q->owner))
		f = failure_of_usage(d->gate->visit, "--owner \"%.*s\" is no address of a person", SPAN_ARGS(q->owner));
	if (f == NULL)
		f = read_day(d, "--due", q->due, &due);
	if (f == NULL && q->improves.len > 0)
		f = problem_read(d->ledger, d->gate->visit, q->improves, &problem);
	if (f == NULL && q->improves.len > 0 && problem == NULL)
		f = failure_of_usage(d->gate->visit, "--improves: there is no problem report %.*s", SPAN_ARGS(q->improves));
	if (f == NULL)
		f = review_current(d, &r);
	if (f == NULL)
		f = action_next(d, &id);
	if (f != NULL)
		return f;
	const struct review_word words[] = {{"id", id}, {"what", what}, {"owner", q->owner}, {"due", q->due}, {"improves", q->improves}, {"rule", q->rule}};
	output_format(o, "%.*s is decided.\n", SPAN_ARGS(id));
	return review_add(d, r->id, "action", words, COUNT(words));
}

static int run_action(int argc, char **argv)
{
	struct errand e = {.acts = true};
	const struct option_row own[] = {
		{"--owner", "ADDRESS", "who does it", &e.request.owner, NULL},
		{"--due", "DAY", "by when", &e.request.due, NULL},
		{"--improves", "PRB", "problem report whose lesson it is", &e.request.improves, NULL},
		{"--rule", "RULE", "rule of the policy that comes or changes", &e.request.rule, NULL},
	};
	return run(argc, argv, "usage: portcullis review action TEXT --owner ADDRESS --due DAY --as ADDRESS\nDecides an action of improvement.\n", &e, action,
	           STORE_WRITE, own, COUNT(own));
}

static const struct failure *action_done(struct desk *d, const struct request *q, struct output *o)
{
	static const struct span effects[] = {{"effective", 9}, {"not-effective", 13}, {"replanned", 9}};
	const struct review_action *done;
	struct span id = {0};
	const struct failure *f = word(d, "ACT", &id);
	if (f == NULL && !span_among(effects, COUNT(effects), q->effect))
		f = failure_of_usage(d->gate->visit, "--effect is one of: effective, not-effective, replanned");
	if (f == NULL)
		f = review_reason(d, "--evidence", q->evidence);
	if (f == NULL)
		f = action_find(d, id, &done);
	if (f != NULL)
		return f;
	const struct review_word words[] = {{"id", id}, {"effect", q->effect}, {"evidence", q->evidence}, {"policy_commit", q->policy_commit}};
	output_text(o, "The action's effect is noted.\n");
	return review_add(d, done->review, "action-done", words, COUNT(words));
}

static int run_action_done(int argc, char **argv)
{
	struct errand e = {.acts = true};
	const struct option_row own[] = {
		{"--effect", "EFFECT", "effective, not-effective or replanned", &e.request.effect, NULL},
		{"--evidence", "TEXT", "what shows it", &e.request.evidence, NULL},
		{"--policy-commit", "COMMIT", "the change of the policy that followed", &e.request.policy_commit, NULL},
	};
	return run(argc, argv, "usage: portcullis review action-done ACT --effect EFFECT --evidence TEXT --as ADDRESS\nSays what became of an action.\n", &e,
	           action_done, STORE_WRITE, own, COUNT(own));
}

/* --- signed, closed, reported ----------------------------------------------------------------------------------------------------------- */

static const struct failure *record(struct desk *d, const struct request *q, struct output *o)
{
	struct span id = {0}, text = {0};
	const struct failure *f = needed(d, "--out FILE", q->out);
	if (f == NULL)
		f = review_named(d, &id);
	if (f == NULL)
		f = review_record(d->ledger, d->gate->visit, id, &text);
	if (f == NULL)
		f = desk_write_file(d, q->out, text);
	if (f != NULL)
		return f;
	output_text(o, "The record is written: ");
	output_foreign(o, q->out);
	output_text(o, "\nEach signatory runs: " SIGNATURE_COMMAND "\nand then: portcullis review sign REVIEW --as ADDRESS --signature FILE.sig\n");
	return NULL;
}

static int run_record(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row own[] = {{"--out", "FILE", "where it is written", &e.request.out, NULL}};
	return run(argc, argv, "usage: portcullis review record [REVIEW] --out FILE\nWrites the text that signatories sign.\n", &e, record, STORE_READ, own, COUNT(own));
}

static const struct failure *sign(struct desk *d, const struct request *q, struct output *o)
{
	struct span id = {0}, grade = {0};
	const struct failure *f = review_named(d, &id);
	if (f == NULL)
		f = review_sign(d, id, q->signature, q->policy, &grade);
	if (f == NULL)
		output_format(o, "The signature is %.*s.\n", SPAN_ARGS(grade));
	return f;
}

static int run_sign(int argc, char **argv)
{
	struct errand e = {.acts = true};
	const struct option_row own[] = {
		{"--signature", "FILE", "an SSH signature over the record; without it the signature is only claimed", &e.request.signature, NULL},
		{"--policy", "FILE", "the policy with the register of people (what the repository's configuration names)", &e.request.policy, NULL},
	};
	return run(argc, argv, "usage: portcullis review sign [REVIEW] --as ADDRESS [--signature FILE]\nSigns the record as it is now.\n", &e, sign, STORE_WRITE, own,
	           COUNT(own));
}

static const struct failure *close_review(struct desk *d, const struct request *q, struct output *o)
{
	bool closed;
	(void)q;
	const struct failure *f = review_close(d, o, &closed);
	if (f == NULL && closed)
		output_text(o, "The review is closed.\n");
	d->status = f == NULL && !closed;
	return f;
}

static int run_close(int argc, char **argv)
{
	struct errand e = {.acts = true};
	return run(argc, argv, "usage: portcullis review close --as ADDRESS\nCloses the open review, or says everything that is missing.\n", &e, close_review,
	           STORE_WRITE, NULL, 0);
}

static const struct failure *report(struct desk *d, const struct request *q, struct output *o)
{
	struct report_request wanted = {.out = q->out, .policy = q->policy, .id = d->nwords > 0 ? d->words[0] : SPAN("")};
	const struct failure *f = needed(d, "--out FOLDER", q->out);
	if (f == NULL)
		f = read_days(d, "--every-days", settled(q->every_days, SPAN(REVIEW_DAYS)), &wanted.every_days);
	return f != NULL ? f : report_write(d, &wanted, o);
}

static int run_report(int argc, char **argv)
{
	struct errand e = {0};
	const struct option_row own[] = {
		{"--out", "FOLDER", "where the files are written", &e.request.out, NULL},
		{"--policy", "FILE", "the policy whose rules, deviations and document number count (what the repository's configuration names)", &e.request.policy, NULL},
		{"--every-days", "NUMBER", "days between two reviews (" REVIEW_DAYS ")", &e.request.every_days, NULL},
	};
	return run(argc, argv, "usage: portcullis review report [REVIEW] --out FOLDER\nWrites the review as HTML, Markdown, CSV and JSON.\n", &e, report, STORE_WRITE, own,
	           COUNT(own));
}

static int run_metrics(int argc, char **argv)
{
	(void)argc;
	(void)argv;
	return metrics_print();
}

static int dispatch(int argc, char **argv)
{
	static const struct desk_verb verbs[] = {
		{"status", "status [--at DAY]", "say when the next review is due", run_status},
		{"open", "open [--to DAY]", "begin a review: freeze what it looks at", run_open},
		{"none-received", "none-received SOURCE", "state that nothing came from a source", run_none_received},
		{"participant", "participant ADDRESS", "name who takes part", run_participant},
		{"input", "input FILE", "note a document that was looked at", run_input},
		{"conclude", "conclude CRITERION", "say what people conclude", run_conclude},
		{"explain", "explain TEXT", "say why the population is not whole", run_explain},
		{"action", "action TEXT", "decide an action of improvement", run_action},
		{"action-done", "action-done ACT", "say what became of an action", run_action_done},
		{"record", "record [REVIEW] --out FILE", "write the text that is signed", run_record},
		{"sign", "sign [REVIEW]", "sign it", run_sign},
		{"close", "close", "close it, or say what is missing", run_close},
		{"report", "report [REVIEW] --out FOLDER", "write it as HTML, Markdown, CSV, JSON", run_report},
		{"metrics", "metrics", "print every figure with its formula", run_metrics},
		{0},
	};
	return desk_dispatch("review", verbs, argc, argv);
}

const struct command command_review = {"review", "review status|open|...|report|close", "review the problem resolution process", dispatch};
