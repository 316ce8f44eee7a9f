/* SPDX-License-Identifier: MIT */
/* review_acts.c - what people do with a periodic review, each act one event. */
#include "process/review_acts.h"

#include "base/date.h"
#include "process/lifecycle.h"
#include "process/signature.h"
#include "text/identity.h"
#include "text/words.h"

/* Of what one review reads. */
#define REVIEW_BYTES ((size_t)20 << 30)
#define LARGEST_SIGNATURE ((size_t)1 << 20)
#define SHORTEST_REASON 10

static const struct review *review_with(const struct review *reviews, size_t count, struct span id)
{
	for (size_t i = 0; i < count; i++)
		if (span_eq(reviews[i].id, id))
			return &reviews[i];
	return NULL;
}

/* A name that nobody could write to is no signature under anything. */
static const struct failure *needs_address(struct desk *d)
{
	const struct failure *f = desk_needs_person(d);
	if (f == NULL && !identity_is_address(d->actor))
		f = failure_of_usage(d->gate->visit, "--as \"%.*s\" is no address of a person", SPAN_ARGS(d->actor));
	return f;
}

static const struct failure *needs_order(struct desk *d, struct span id)
{
	struct arena *a = d->gate->visit;
	const struct review *reviews;
	size_t count;
	const struct failure *f = reviews_read(d->ledger, a, &reviews, &count);
	if (f != NULL)
		return f;
	const struct review *r = review_with(reviews, count, id);
	if (r == NULL || d->activity >= r->last)
		return NULL;
	return failure_of_usage(a, "the last step of %.*s was done at %.*s; the next one cannot be dated before it, at %.*s", SPAN_ARGS(id),
	                        SPAN_ARGS(moment_print(a, r->last)), SPAN_ARGS(moment_print(a, d->activity)));
}

const struct failure *review_add(struct desk *d, struct span id, const char *step, const struct review_word *words, size_t count)
{
	struct json_writer w = {output_new(d->gate->visit, false), false};
	const struct failure *f = needs_address(d);
	if (f == NULL)
		f = needs_order(d, id);
	if (f != NULL)
		return f;
	json_begin(&w, NULL, '{');
	json_put(&w, "step", span_of(step));
	for (size_t i = 0; i < count; i++)
		json_put_some(&w, words[i].key, words[i].text);
	json_end(&w, '}');
	return desk_add(d, SPAN("review"), id, output_taken(w.output));
}

const struct failure *review_reason(struct desk *d, const char *option, struct span text)
{
	struct arena *a = d->gate->visit;
	if (text.len == 0)
		return failure_of_usage(a, "%s is missing", option);
	if (text.len < SHORTEST_REASON || words_placeholder(text))
		return failure_of_usage(a, "%s \"%.*s\" says nothing that somebody else could check", option, SPAN_ARGS(text));
	return NULL;
}

static const struct failure *newest(struct desk *d, const struct review **reviews, size_t *count, const struct review **open)
{
	const struct failure *f = reviews_read(d->ledger, d->gate->visit, reviews, count);
	*open = NULL;
	for (size_t i = 0; f == NULL && i < *count; i++)
		if ((*reviews)[i].closed == 0)
			*open = &(*reviews)[i];
	return f;
}

const struct failure *review_current(struct desk *d, const struct review **review)
{
	const struct review *reviews;
	size_t count;
	const struct failure *f = newest(d, &reviews, &count, review);
	if (f == NULL && *review == NULL)
		return failure_cured(d->gate->visit, failure_of_usage(d->gate->visit, "no review is open"), SPAN("portcullis review open --as ADDRESS"));
	return f;
}

const struct failure *review_named(struct desk *d, struct span *id)
{
	const struct review *r = NULL;
	if (d->nwords > 0) {
		*id = d->words[0];
		return NULL;
	}
	const struct failure *f = review_current(d, &r);
	if (f == NULL)
		*id = r->id;
	return f;
}

static const struct failure enough = {FAILURE_UNDECIDED, {"", 0}, {"", 0}};

static const struct failure *take_first(void *context, const struct event *e)
{
	*(int64_t *)context = e->activity;
	return &enough;
}

/* What the new review stands on: its period, and the one before. */
struct beginning {
	struct review review;
	const struct review *previous;
	int64_t since; /* number of the event at which that one was frozen */
};

/* The number after those that count; a review that was made void keeps its own. */
static const struct failure *settle_id(struct desk *d, struct span year, size_t number, struct span *id)
{
	const struct failure *f = &enough;
	for (; f == &enough; number++) {
		int64_t taken = 0;
		*id = span_format(d->gate->visit, "%.*s%zu", SPAN_ARGS(year), number);
		const struct selection named = {.name = *id};
		f = ledger_read(d->ledger, &named, take_first, &taken);
	}
	return f;
}

static const struct failure *settle_period(struct desk *d, int64_t to, struct beginning *o)
{
	struct arena *a = d->gate->visit;
	const struct selection all = {0};
	const struct review *reviews, *open;
	size_t count, in_year = 0;
	int64_t first = 0;
	const struct failure *f = newest(d, &reviews, &count, &open);
	if (f != NULL)
		return f;
	if (open != NULL)
		return failure_cured(a, failure_of_usage(a, "%.*s is still open", SPAN_ARGS(open->id)), SPAN("close it first: portcullis review close --as ADDRESS"));
	struct span year = span_format(a, "RVW-%.*s-", SPAN_ARGS(span_slice(date_print(a, d->activity), 0, 4)));
	for (size_t i = 0; i < count; i++) {
		in_year += span_starts(reviews[i].id, year);
		if (o->previous == NULL || reviews[i].head.seq > o->previous->head.seq)
			o->previous = &reviews[i];
	}
	f = ledger_read(d->ledger, &all, take_first, &first);
	if (f != NULL && f != &enough)
		return f;
	if (first == 0)
		return failure_of_usage(a, "the ledger is empty: there is nothing to review");
	f = settle_id(d, year, in_year + 1, &o->review.id);
	if (f != NULL)
		return f;
	o->review.from = o->previous == NULL ? first - 1 : o->previous->to;
	o->review.to = to == 0 ? d->activity : to;
	o->since = o->previous == NULL ? 0 : o->previous->head.seq;
	if (o->review.to > d->gate->now)
		return failure_of_usage(a, "the period would end at %.*s, which is still to come", SPAN_ARGS(moment_print(a, o->review.to)));
	if (o->review.to <= o->review.from)
		return failure_of_usage(a, "the period would end at %.*s, before it begins at %.*s", SPAN_ARGS(moment_print(a, o->review.to)),
		                        SPAN_ARGS(moment_print(a, o->review.from)));
	return NULL;
}

static struct span opened_body(struct arena *a, const struct beginning *o, const struct population *p, const struct ledger_head *head)
{
	struct json_writer w = {output_new(a, false), false};
	json_begin(&w, NULL, '{');
	json_put(&w, "step", SPAN("opened"));
	json_put(&w, "from", moment_print(a, o->review.from));
	json_put(&w, "to", moment_print(a, o->review.to));
	if (o->previous != NULL)
		json_put(&w, "previous", o->previous->id);
	json_begin(&w, "ledger", '{');
	json_put_number(&w, "seq", (size_t)head->seq);
	json_put(&w, "head", digest_hex(a, &head->hash, 64));
	json_end(&w, '}');
	json_begin(&w, "population", '[');
	for (size_t i = 0; i < p->nitems; i++)
		if (p->items[i].member)
			json_put(&w, NULL, p->items[i].problem->id);
	json_end(&w, ']');
	json_begin(&w, "open", '[');
	for (size_t i = 0; i < p->nitems; i++)
		if (p->items[i].open_at_end)
			json_put(&w, NULL, p->items[i].problem->id);
	json_end(&w, ']');
	json_end(&w, '}');
	return output_taken(w.output);
}

/* Period, head and population are read in the transaction that adds the event: nothing can slip in between. */
static const struct failure *freeze(struct desk *d, struct arena *a, const struct beginning *o, size_t *members)
{
	struct population p;
	struct ledger_head head = d->ledger->head;
	const struct failure *f = population_read(d->ledger, a, o->review.from, o->review.to, o->since, &p);
	if (f != NULL)
		return f;
	*members = p.members;
	return desk_add(d, SPAN("review"), o->review.id, opened_body(a, o, &p, &head));
}

const struct failure *review_open(struct desk *d, int64_t to, struct span *id, size_t *members)
{
	struct beginning o = {0};
	const struct failure *f = needs_address(d);
	if (f == NULL)
		f = settle_period(d, to, &o);
	if (f != NULL)
		return f;
	struct arena *a = arena_new("review", REVIEW_BYTES);
	f = freeze(d, a, &o, members);
	*id = o.review.id;
	if (f != NULL)
		f = failure_copy(d->gate->visit, f);
	arena_free(a);
	return f;
}

const struct failure *review_conclude(struct desk *d, struct span criterion, struct span answer, struct span justification)
{
	static const struct span answers[] = {{"yes", 3}, {"partly", 6}, {"no", 2}};
	const struct review *r = NULL;
	bool known = false;
	for (enum criterion c = 0; c < CRITERIA; c++)
		known = known || span_eq(criterion, criterion_name(c));
	if (!known)
		return failure_of_usage(d->gate->visit, "\"%.*s\" is none of: complete, efficient, led-to-resolution", SPAN_ARGS(criterion));
	if (!span_among(answers, COUNT(answers), answer))
		return failure_of_usage(d->gate->visit, "--answer is one of: yes, partly, no");
	const struct failure *f = review_reason(d, "--justification", justification);
	if (f == NULL)
		f = review_current(d, &r);
	if (f != NULL)
		return f;
	const struct review_word words[] = {{"criterion", criterion}, {"answer", answer}, {"justification", justification}};
	return review_add(d, r->id, "conclusion", words, COUNT(words));
}

static const struct failure *check_silence(struct desk *d, struct span source, struct span from, struct span to)
{
	struct arena *a = d->gate->visit;
	int64_t first, last;
	struct span fault = field_fault(a, FIELD_SOURCE, source, d->gate->now);
	if (fault.len > 0)
		return failure_of_usage(a, "the source \"%.*s\" %.*s", SPAN_ARGS(source), SPAN_ARGS(fault));
	if (!date_read(from, &first) || !date_read(to, &last))
		return failure_of_usage(a, "--from and --to are days; write YYYY-MM-DD");
	if (first > last)
		return failure_of_usage(a, "--from %.*s is behind --to %.*s", SPAN_ARGS(from), SPAN_ARGS(to));
	if (last > d->activity)
		return failure_of_usage(a, "--to %.*s is still to come: nobody knows what will be received", SPAN_ARGS(to));
	return NULL;
}

const struct failure *review_none_received(struct desk *d, struct span source, struct span from, struct span to, struct span statement)
{
	struct json_writer w = {output_new(d->gate->visit, false), false};
	const struct failure *f = needs_address(d);
	if (f == NULL)
		f = check_silence(d, source, from, to);
	if (f == NULL)
		f = review_reason(d, "--statement", statement);
	if (f != NULL)
		return f;
	json_begin(&w, NULL, '{');
	json_put(&w, "from", from);
	json_put(&w, "to", to);
	json_put(&w, "statement", statement);
	json_end(&w, '}');
	return desk_add(d, SPAN("none-received"), source, output_taken(w.output));
}

const struct failure *action_next(struct desk *d, struct span *id)
{
	const struct review *reviews;
	size_t count;
	unsigned long number, most = 0;
	const struct failure *f = reviews_read(d->ledger, d->gate->visit, &reviews, &count);
	for (size_t i = 0; f == NULL && i < count; i++)
		for (size_t k = 0; k < reviews[i].nactions; k++)
			if (span_number(span_from(reviews[i].actions[k].id, 4), 999999, &number) && number > most)
				most = number;
	*id = span_format(d->gate->visit, "ACT-%03lu", most + 1);
	return f;
}

const struct failure *action_find(struct desk *d, struct span id, const struct review_action **action)
{
	const struct review *reviews;
	size_t count;
	const struct failure *f = reviews_read(d->ledger, d->gate->visit, &reviews, &count);
	*action = NULL;
	for (size_t i = 0; f == NULL && i < count; i++)
		for (size_t k = 0; k < reviews[i].nactions; k++)
			if (span_eq(reviews[i].actions[k].id, id))
				*action = &reviews[i].actions[k];
	if (f == NULL && *action == NULL)
		f = failure_of_usage(d->gate->visit, "there is no action %.*s", SPAN_ARGS(id));
	return f;
}

static const struct failure *verify(struct desk *d, struct span id, struct span file, struct span policy_file, struct span *armor, const struct person **person)
{
	struct arena *a = d->gate->visit;
	struct span text = SPAN("");
	const struct policy *policy;
	const struct failure *f = desk_read_file(d, file, LARGEST_SIGNATURE, armor);
	if (f == NULL)
		f = review_record(d->ledger, a, id, &text);
	if (f == NULL)
		f = desk_policy(d, policy_file, &policy);
	return f != NULL ? f : signature_verify(a, &policy->people, d->actor, d->gate->now, text, *armor, person);
}

/* A verified signature stands for what the register says: the role that was said, where the register gives it, else all that it gives. */
static struct span registered_role(struct arena *a, const struct person *person, struct span said)
{
	struct span all = SPAN("");
	if (span_among(person->roles, person->nroles, said))
		return said;
	for (size_t i = 0; i < person->nroles; i++)
		all = span_format(a, "%.*s%s%.*s", SPAN_ARGS(all), i == 0 ? "" : ", ", SPAN_ARGS(person->roles[i]));
	return all;
}

const struct failure *review_sign(struct desk *d, struct span id, struct span signature, struct span policy, struct span *grade)
{
	struct arena *a = d->gate->visit;
	const struct review *reviews;
	const struct person *person = NULL;
	size_t count;
	struct span armor = SPAN("");
	const struct failure *f = needs_address(d);
	if (f == NULL)
		f = reviews_read(d->ledger, a, &reviews, &count);
	if (f != NULL)
		return f;
	const struct review *r = review_with(reviews, count, id);
	if (r == NULL)
		return failure_of_usage(a, "there is no review %.*s", SPAN_ARGS(id));
	if (r->closed != 0)
		return failure_of_usage(a, "%.*s is closed", SPAN_ARGS(id));
	if (signature.len > 0)
		f = verify(d, id, signature, policy, &armor, &person);
	if (f != NULL)
		return f;
	*grade = person != NULL ? SPAN("verified") : SPAN("claimed");
	const struct review_word words[] = {
		{"address", d->actor}, {"name", person != NULL ? person->name : SPAN("")}, {"role", person != NULL ? registered_role(a, person, d->role) : d->role},
		{"grade", *grade},     {"record", digest_hex(a, &r->record, 64)},          {"signature", armor},
	};
	return review_add(d, id, "signed", words, COUNT(words));
}

static void tell_obstacles(struct output *o, struct span id, const struct review_obstacle *obstacles, size_t count)
{
	output_text(o, "error: ");
	output_foreign(o, id);
	output_format(o, " cannot be closed: %zu thing%s missing\n", count, count == 1 ? " is" : "s are");
	for (size_t i = 0; i < count; i++) {
		output_text(o, "  --> ");
		output_foreign(o, obstacles[i].what);
		output_text(o, "\n      = help: ");
		output_foreign(o, obstacles[i].mend);
		output_text(o, "\n");
	}
}

/* Conclusions, people and signatures are of the ledger as it is now; the identities of the frozen one. */
static const struct failure *judge(struct desk *d, const struct review *r, bool *sound)
{
	struct arena *a = arena_new("review", REVIEW_BYTES);
	struct examination x;
	const struct failure *f = examination_read(d, a, r->id, NULL, &x);
	if (f == NULL)
		*sound = x.sound;
	else
		f = failure_copy(d->gate->visit, f);
	arena_free(a);
	return f;
}

const struct failure *review_close(struct desk *d, struct output *o, bool *closed)
{
	const struct review *r = NULL;
	const struct review_obstacle *obstacles;
	bool sound = false;
	*closed = false;
	const struct failure *f = needs_address(d);
	if (f == NULL)
		f = review_current(d, &r);
	if (f != NULL || r == NULL)
		return f;
	f = judge(d, r, &sound);
	if (f != NULL)
		return f;
	size_t count = review_obstacles(d->gate->visit, r, sound, &obstacles);
	if (count > 0) {
		tell_obstacles(o, r->id, obstacles, count);
		return NULL;
	}
	const struct review_word record = {"record", digest_hex(d->gate->visit, &r->record, 64)};
	f = review_add(d, r->id, "closed", &record, 1);
	*closed = f == NULL;
	return f;
}
