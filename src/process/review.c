/* SPDX-License-Identifier: MIT */
/* review.c - a periodic review, read out of its events. */
#include "process/review.h"

#include "base/date.h"
#include "process/valid.h"

struct span criterion_name(enum criterion criterion)
{
	static const char *const names[] = {
		[CRITERION_COMPLETE] = "complete",
		[CRITERION_EFFICIENT] = "efficient",
		[CRITERION_RESOLUTION] = "led-to-resolution",
	};
	_Static_assert(COUNT(names) == CRITERIA, "a criterion lacks its name");
	return span_of(names[criterion]);
}

/* The reviews so far, with room to grow for each list. */
struct growing {
	struct review review;
	struct output *record;
	struct review_action *actions; /* the review's own list, to be written */
	size_t participants_room, signatures_room, inputs_room, actions_room;
};

struct fold {
	struct ledger *ledger;
	struct arena *arena;
	struct growing *reviews;
	size_t count, room;
};

static struct span copy_of(const struct fold *fold, const struct json *body, const char *key)
{
	return span_copy(fold->arena, json_string(body, key));
}

static const struct span *ids_of(const struct fold *fold, const struct json *list, size_t *count)
{
	struct span *ids = arena_take(fold->arena, list == NULL ? 0 : list->count, sizeof *ids);
	*count = 0;
	for (const struct json *each = list == NULL ? NULL : list->first; each != NULL; each = each->next)
		ids[(*count)++] = span_copy(fold->arena, each->text);
	return ids;
}

static void on_opened(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	const struct json *ledger = json_member(body, SPAN("ledger"));
	struct review *r = &g->review;
	unsigned long seq = 0;
	r->population = ids_of(fold, json_member(body, SPAN("population")), &r->npopulation);
	r->open = ids_of(fold, json_member(body, SPAN("open")), &r->nopen);
	r->opened = e->activity;
	if (!moment_read(json_string(body, "from"), &r->from) || !moment_read(json_string(body, "to"), &r->to))
		r->from = r->to = 0;
	const struct json *number = json_member(ledger, SPAN("seq"));
	if (number != NULL && span_number(number->text, INT64_MAX, &seq))
		r->head.seq = (int64_t)seq;
	if (!digest_read(json_string(ledger, "head"), &r->head.hash))
		r->head.hash = (struct digest){{0}};
}

static void on_participant(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	struct review *r = &g->review;
	struct review_person *list = arena_grow(fold->arena, r->participants, r->nparticipants, &g->participants_room, sizeof *list);
	list[r->nparticipants++] = (struct review_person){.address = copy_of(fold, body, "address"), .name = copy_of(fold, body, "name"),
	                                                  .role = copy_of(fold, body, "role"), .at = e->activity};
	r->participants = list;
}

static void on_signed(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	struct review *r = &g->review;
	struct review_person *list = arena_grow(fold->arena, r->signatures, r->nsignatures, &g->signatures_room, sizeof *list);
	struct review_person person = {.address = copy_of(fold, body, "address"), .name = copy_of(fold, body, "name"), .role = copy_of(fold, body, "role"),
	                               .grade = copy_of(fold, body, "grade"), .at = e->activity};
	if (!digest_read(json_string(body, "record"), &person.record))
		return;
	list[r->nsignatures++] = person;
	r->signatures = list;
}

static void on_input(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	struct review *r = &g->review;
	struct review_input *list = arena_grow(fold->arena, r->inputs, r->ninputs, &g->inputs_room, sizeof *list);
	list[r->ninputs++] = (struct review_input){copy_of(fold, body, "name"), copy_of(fold, body, "sha256")};
	r->inputs = list;
	(void)e;
}

/* The last word on a criterion holds. */
static void on_conclusion(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	for (enum criterion c = 0; c < CRITERIA; c++)
		if (span_eq(json_string(body, "criterion"), criterion_name(c)))
			g->review.conclusions[c] = (struct review_conclusion){copy_of(fold, body, "answer"), copy_of(fold, body, "justification"),
			                                                      span_copy(fold->arena, e->actor)};
}

static void on_explanation(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	g->review.explanation = copy_of(fold, body, "text");
	(void)e;
}

static void on_action(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	struct review *r = &g->review;
	g->actions = arena_grow(fold->arena, g->actions, r->nactions, &g->actions_room, sizeof *g->actions);
	g->actions[r->nactions++] = (struct review_action){
		.id = copy_of(fold, body, "id"), .what = copy_of(fold, body, "what"), .owner = copy_of(fold, body, "owner"), .due = copy_of(fold, body, "due"),
		.improves = copy_of(fold, body, "improves"), .rule = copy_of(fold, body, "rule"), .review = r->id,
	};
	r->actions = g->actions;
	(void)e;
}

static struct review_action *action_of(const struct growing *g, struct span id)
{
	for (size_t i = 0; i < g->review.nactions; i++)
		if (span_eq(g->actions[i].id, id))
			return &g->actions[i];
	return NULL;
}

static void on_action_done(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	struct review_action *action = action_of(g, json_string(body, "id"));
	if (action == NULL)
		return;
	action->effect = copy_of(fold, body, "effect");
	action->evidence = copy_of(fold, body, "evidence");
	action->policy_commit = copy_of(fold, body, "policy_commit");
	(void)e;
}

static void on_closed(const struct fold *fold, struct growing *g, const struct event *e, const struct json *body)
{
	g->review.closed = e->activity;
	g->review.closed_by = span_copy(fold->arena, e->actor);
	(void)body;
}

/* Which steps there are, and whether what they say is part of what signatories sign. */
static const struct {
	const char *name;
	bool recorded;
	void (*take)(const struct fold *, struct growing *, const struct event *, const struct json *body);
} steps[] = {
	{"opened", true, on_opened},         {"participant", true, on_participant}, {"input", true, on_input},
	{"conclusion", true, on_conclusion}, {"explanation", true, on_explanation}, {"action", true, on_action},
	{"action-done", false, on_action_done}, {"signed", false, on_signed},       {"closed", false, on_closed},
};

static struct growing *review_of(struct fold *fold, struct span id)
{
	for (size_t i = 0; i < fold->count; i++)
		if (span_eq(fold->reviews[i].review.id, id))
			return &fold->reviews[i];
	fold->reviews = arena_grow(fold->arena, fold->reviews, fold->count, &fold->room, sizeof *fold->reviews);
	struct growing *g = &fold->reviews[fold->count++];
	*g = (struct growing){.review = {.id = span_copy(fold->arena, id)}, .record = output_new(fold->arena, false)};
	return g;
}

static const struct failure *take_event(void *context, const struct event *e)
{
	struct fold *fold = context;
	const struct json *body;
	const struct failure *f = json_read(fold->ledger->step, e->id, e->body, &body);
	if (f != NULL)
		return f;
	struct growing *g = review_of(fold, e->subject);
	g->review.last = e->activity > g->review.last ? e->activity : g->review.last;
	for (size_t i = 0; i < COUNT(steps); i++) {
		if (!span_eq(json_string(body, "step"), span_of(steps[i].name)))
			continue;
		steps[i].take(fold, g, e, body);
		if (steps[i].recorded) {
			output_written(g->record, event_export(fold->ledger->step, e));
			output_text(g->record, "\n");
		}
	}
	return NULL;
}

static const struct failure *read_all(struct ledger *l, struct arena *a, struct fold *fold)
{
	const struct span kind = SPAN("review");
	const struct selection wanted = {.kinds = &kind, .nkinds = 1};
	*fold = (struct fold){.ledger = l, .arena = a};
	return ledger_read_valid(l, &wanted, take_event, fold);
}

const struct failure *reviews_read(struct ledger *l, struct arena *a, const struct review **reviews, size_t *count)
{
	struct fold fold;
	const struct failure *f = read_all(l, a, &fold);
	if (f != NULL)
		return f;
	struct review *list = arena_take(a, fold.count, sizeof *list);
	*count = 0;
	for (size_t i = 0; i < fold.count; i++) {
		/* Its opening was made void: what was done in it is no review. */
		if (fold.reviews[i].review.opened == 0)
			continue;
		list[*count] = fold.reviews[i].review;
		list[(*count)++].record = digest_of_bytes(output_taken(fold.reviews[i].record));
	}
	*reviews = list;
	return NULL;
}

const struct failure *review_record(struct ledger *l, struct arena *a, struct span id, struct span *text)
{
	struct fold fold;
	const struct failure *f = read_all(l, a, &fold);
	if (f != NULL)
		return f;
	for (size_t i = 0; i < fold.count; i++) {
		if (!span_eq(fold.reviews[i].review.id, id))
			continue;
		*text = output_taken(fold.reviews[i].record);
		return NULL;
	}
	return failure_of_usage(a, "there is no review %.*s", SPAN_ARGS(id));
}

struct obstacles {
	struct arena *arena;
	struct review_obstacle *list;
	size_t count, room;
};

static void say(struct obstacles *s, struct span what, struct span mend)
{
	s->list = arena_grow(s->arena, s->list, s->count, &s->room, sizeof *s->list);
	s->list[s->count++] = (struct review_obstacle){what, mend};
}

static bool is_participant(const struct review *r, struct span address)
{
	for (size_t i = 0; i < r->nparticipants; i++)
		if (span_eq_fold(r->participants[i].address, address))
			return true;
	return false;
}

/* What is wrong with the signatures; empty: a participant has signed the record as it is. */
static struct span unsigned_because(const struct review *r)
{
	bool any = false;
	for (size_t i = 0; i < r->nsignatures; i++) {
		if (!digest_eq(&r->signatures[i].record, &r->record))
			continue;
		any = true;
		if (is_participant(r, r->signatures[i].address))
			return SPAN("");
	}
	if (any)
		return SPAN("none of those who signed the record is named as a participant");
	return r->nsignatures == 0 ? SPAN("nobody has signed the record") : SPAN("the record has changed since it was signed");
}

size_t review_obstacles(struct arena *a, const struct review *r, bool sound, const struct review_obstacle **obstacles)
{
	struct obstacles s = {.arena = a};
	for (enum criterion c = 0; c < CRITERIA; c++)
		if (r->conclusions[c].answer.len == 0 || r->conclusions[c].justification.len == 0)
			say(&s, span_format(a, "nobody has concluded whether the process was \"%.*s\"", SPAN_ARGS(criterion_name(c))),
			    span_format(a, "portcullis review conclude %.*s --answer yes|partly|no --justification TEXT --as ADDRESS", SPAN_ARGS(criterion_name(c))));
	if (r->nparticipants == 0)
		say(&s, SPAN("no participant is named"), SPAN("portcullis review participant ADDRESS --name NAME --in-role ROLE --as ADDRESS"));
	struct span because = unsigned_because(r);
	if (because.len > 0)
		say(&s, because,
		    span_format(a, "portcullis review record --out FILE, then: portcullis review sign %.*s --as ADDRESS", SPAN_ARGS(r->id)));
	if (!sound && r->explanation.len == 0)
		say(&s, SPAN("the population's integrity fails, and nobody has explained why"),
		    SPAN("portcullis review report --out FOLDER shows what fails; then: portcullis review explain TEXT --as ADDRESS"));
	*obstacles = s.list;
	return s.count;
}
