/* SPDX-License-Identifier: MIT */
/* state.c - the signed-off state of the process that the release gate reads. */
#include "process/state.h"

#include "base/date.h"
#include "process/problem.h"
#include "process/valid.h"

/* The newest event of each subject of one kind. */
struct latest {
	struct ledger *ledger;
	struct arena *arena;
	struct event *events;
	size_t count, room;
};

/* An audit of hand-picked refs is none of the repository. */
static const struct failure *read_partial(const struct latest *l, const struct event *e, bool *partial)
{
	const struct json *body;
	const struct failure *f = json_read(l->ledger->step, e->id, e->body, &body);
	const struct json *value = f == NULL ? json_member(body, SPAN("partial")) : NULL;
	*partial = value != NULL && value->kind == JSON_TRUE;
	return f == NULL ? NULL : failure_copy(l->arena, f);
}

static const struct failure *keep_latest(void *context, const struct event *e)
{
	struct latest *l = context;
	size_t i = 0;
	bool partial;
	const struct failure *f = read_partial(l, e, &partial);
	if (f != NULL || partial)
		return f;
	while (i < l->count && !span_eq(l->events[i].subject, e->subject))
		i++;
	if (i == l->count) {
		l->events = arena_grow(l->arena, l->events, l->count, &l->room, sizeof *l->events);
		l->events[l->count++].subject = span_copy(l->arena, e->subject);
	}
	struct span subject = l->events[i].subject;
	l->events[i] = *e;
	l->events[i].subject = subject;
	l->events[i].body = span_copy(l->arena, e->body);
	return NULL;
}

static const struct failure *read_latest(struct desk *d, struct span kind, struct latest *latest)
{
	const struct selection wanted = {.kinds = &kind, .nkinds = 1};
	*latest = (struct latest){.ledger = d->ledger, .arena = d->gate->visit};
	return ledger_read_valid(d->ledger, &wanted, keep_latest, latest);
}

static const struct failure enough = {FAILURE_UNDECIDED, {"", 0}, {"", 0}};

static const struct failure *take_first(void *context, const struct event *e)
{
	*(int64_t *)context = e->entry;
	return &enough;
}

struct closings {
	struct desk *desk;
	struct review_dates *dates;
};

static const struct failure *note_closing(void *context, const struct event *e)
{
	struct closings *c = context;
	const struct json *body;
	const struct failure *f = json_read(c->desk->ledger->step, e->id, e->body, &body);
	if (f != NULL || !span_eq(json_string(body, "step"), SPAN("closed")) || e->activity < c->dates->closed)
		return f;
	c->dates->closed = e->activity;
	c->dates->last = span_copy(c->desk->gate->visit, e->subject);
	return NULL;
}

const struct failure *review_dates_read(struct desk *d, size_t interval_days, struct review_dates *dates)
{
	const struct span kind = SPAN("review");
	const struct selection reviews = {.kinds = &kind, .nkinds = 1}, all = {0};
	struct closings closings = {d, dates};
	int64_t since = d->gate->now;
	*dates = (struct review_dates){.last = SPAN("")};
	const struct failure *f = ledger_read(d->ledger, &all, take_first, &since);
	if (f == NULL || f == &enough)
		f = ledger_read_valid(d->ledger, &reviews, note_closing, &closings);
	if (dates->last.len > 0)
		since = dates->closed;
	dates->due = (since / SECONDS_PER_DAY + (int64_t)interval_days) * SECONDS_PER_DAY;
	return f;
}

/* A decision to live with it holds until its last day. */
static bool is_expired(const struct problem *p, int64_t now)
{
	int64_t expires;
	struct span decision = problem_field(p, "decision");
	bool accepted = span_eq(decision, SPAN("accept-residual-risk")) || span_eq(decision, SPAN("defer"));
	return accepted && date_read(problem_field(p, "expires"), &expires) && day_is_over(expires, now);
}

static bool is_undispositioned(const struct problem *p, int64_t now)
{
	if (p->is_void || span_eq(problem_field(p, "security"), SPAN("no")))
		return false;
	return p->state < PROBLEM_DISPOSITIONED || is_expired(p, now);
}

/* Also of a report that was there before the glass was broken. */
static bool is_debt(const struct problem *p)
{
	bool broken = span_eq(problem_field(p, "origin"), SPAN("break-glass")) || problem_field(p, "break_glass").len > 0;
	return broken && !p->is_void && p->state != PROBLEM_CLOSED;
}

static void put_undispositioned(struct json_writer *w, const struct problem *problems, size_t count, int64_t now)
{
	json_begin(w, "undispositioned", '[');
	for (size_t i = 0; i < count; i++) {
		if (!is_undispositioned(&problems[i], now))
			continue;
		json_begin(w, NULL, '{');
		json_put(w, "id", problems[i].id);
		json_put_some(w, "title", problem_field(&problems[i], "title"));
		json_put(w, "state", problem_state_name(problems[i].state));
		json_put_some(w, "owner", problem_field(&problems[i], "owner"));
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_debts(struct json_writer *w, const struct problem *problems, size_t count)
{
	json_begin(w, "debts", '[');
	for (size_t i = 0; i < count; i++) {
		if (!is_debt(&problems[i]))
			continue;
		json_begin(w, NULL, '{');
		json_put(w, "id", problems[i].id);
		json_put_some(w, "break_glass", problem_field(&problems[i], "break_glass"));
		json_put_some(w, "due", problem_field(&problems[i], "due"));
		json_put_some(w, "owner", problem_field(&problems[i], "owner"));
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_review(struct json_writer *w, struct arena *a, const struct review_dates *dates)
{
	json_begin(w, "review", '{');
	json_put_some(w, "last", dates->last);
	if (dates->last.len > 0)
		json_put(w, "closed", date_print(a, dates->closed));
	json_put(w, "due", date_print(a, dates->due));
	json_end(w, '}');
}

static bool is_decided(const struct problem *problems, size_t count, struct span id)
{
	for (size_t i = 0; i < count; i++)
		if (span_eq(problems[i].id, id))
			return !problems[i].is_void && problems[i].state >= PROBLEM_DISPOSITIONED;
	return false;
}

/* Holes, or moves that no hole tells, whose problem report has no disposition yet. Many share a report: the last answer is remembered. */
static size_t open_holes(const struct json *holes, const struct problem *problems, size_t count)
{
	struct span asked = SPAN("");
	bool decided = false;
	size_t open = 0;
	for (const struct json *hole = holes == NULL ? NULL : holes->first; hole != NULL; hole = hole->next) {
		struct span id = json_string(hole, "problem");
		const struct json *told = json_member(hole, SPAN("told"));
		if (told != NULL && told->kind == JSON_TRUE)
			continue;
		if (!span_eq(id, asked))
			decided = is_decided(problems, count, id);
		asked = id;
		open += !decided;
	}
	return open;
}

static const struct failure *
put_audits(struct json_writer *w, struct arena *a, const struct latest *audits, const struct problem *problems, size_t count)
{
	json_begin(w, "audits", '[');
	for (size_t i = 0; i < audits->count; i++) {
		const struct json *body;
		const struct failure *f = json_read(a, audits->events[i].subject, audits->events[i].body, &body);
		if (f != NULL)
			return f;
		const struct json *holes = json_member(body, SPAN("holes")), *moves = json_member(body, SPAN("moves")), *refs = json_member(body, SPAN("refs"));
		json_begin(w, NULL, '{');
		json_put(w, "repository", audits->events[i].subject);
		json_put(w, "at", moment_print(a, audits->events[i].activity));
		json_put_number(w, "holes", open_holes(holes, problems, count) + open_holes(moves, problems, count));
		json_begin(w, "refs", '[');
		for (const struct json *ref = refs == NULL ? NULL : refs->first; ref != NULL; ref = ref->next) {
			json_begin(w, NULL, '{');
			json_put(w, "ref", json_string(ref, "ref"));
			json_put(w, "commit", json_string(ref, "commit"));
			json_end(w, '}');
		}
		json_end(w, ']');
		json_end(w, '}');
	}
	json_end(w, ']');
	return NULL;
}

static const struct failure *put_evidence(struct json_writer *w, struct arena *a, const struct latest *evidence)
{
	json_begin(w, "evidence", '[');
	for (size_t i = 0; i < evidence->count; i++) {
		const struct json *body;
		const struct failure *f = json_read(a, evidence->events[i].subject, evidence->events[i].body, &body);
		if (f != NULL)
			return f;
		const struct json *files = json_member(body, SPAN("files"));
		json_begin(w, NULL, '{');
		json_put(w, "version", evidence->events[i].subject);
		json_begin(w, "files", '[');
		for (const struct json *file = files == NULL ? NULL : files->first; file != NULL; file = file->next) {
			json_begin(w, NULL, '{');
			json_put(w, "name", json_string(file, "name"));
			json_put(w, "sha256", json_string(file, "sha256"));
			json_end(w, '}');
		}
		json_end(w, ']');
		json_end(w, '}');
	}
	json_end(w, ']');
	return NULL;
}

static void put_head(struct json_writer *w, const struct desk *d, const struct state_request *q, const struct ledger_head *head)
{
	struct arena *a = d->gate->visit;
	json_put_number(w, "portcullis-state", 1);
	json_put(w, "at", moment_print(a, d->gate->now));
	json_begin(w, "ledger", '{');
	json_put_number(w, "seq", (size_t)head->seq);
	json_put(w, "head", digest_hex(a, &head->hash, 64));
	json_end(w, '}');
	json_begin(w, "signed_off", '{');
	json_put(w, "address", d->actor);
	json_put_some(w, "name", q->name);
	json_put_some(w, "role", d->role);
	json_put(w, "grade", q->verified ? SPAN("verified") : SPAN("claimed"));
	json_end(w, '}');
}

const struct failure *state_write(struct desk *d, const struct state_request *q, struct span *text)
{
	struct arena *a = d->gate->visit;
	struct json_writer w = {output_new(a, false), false};
	struct review_dates dates;
	struct latest audits, evidence;
	struct ledger_head head;
	const struct problem *problems;
	size_t count;
	const struct failure *f = d->ledger->store->head(d->ledger->storage, &head);
	if (f == NULL)
		f = problems_read(d->ledger, a, &problems, &count);
	if (f == NULL)
		f = review_dates_read(d, q->review_days, &dates);
	if (f == NULL)
		f = read_latest(d, SPAN("audit"), &audits);
	if (f == NULL)
		f = read_latest(d, SPAN("evidence"), &evidence);
	if (f != NULL)
		return f;
	json_begin(&w, NULL, '{');
	put_head(&w, d, q, &head);
	put_undispositioned(&w, problems, count, d->gate->now);
	put_debts(&w, problems, count);
	put_review(&w, a, &dates);
	f = put_audits(&w, a, &audits, problems, count);
	if (f == NULL)
		f = put_evidence(&w, a, &evidence);
	json_end(&w, '}');
	output_text(w.output, "\n");
	if (f == NULL)
		*text = output_taken(w.output);
	return f;
}
