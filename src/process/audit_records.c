/* SPDX-License-Identifier: MIT */
/* audit_records.c - what the ledger's verdicts say about one repository. */
#include "process/audit_records.h"

#include "base/date.h"
#include "base/glob.h"
#include "process/valid.h"

static struct watched_ref *watch(struct audit_records *r, struct span name)
{
	for (size_t i = 0; i < r->nrefs; i++)
		if (span_eq(r->refs[i].name, name))
			return &r->refs[i];
	r->refs = arena_grow(r->arena, r->refs, r->nrefs, &r->refs_room, sizeof *r->refs);
	r->refs[r->nrefs] = (struct watched_ref){.name = span_copy(r->arena, name)};
	return &r->refs[r->nrefs++];
}

/* The repository's first start alone: what installing again finds may have come past the gate. */
static void read_start(struct audit_records *r, const struct event *e, const struct json *record)
{
	for (const struct json *each = json_first(record, "refs"); each != NULL; each = each->next) {
		struct watched_ref *ref = watch(r, json_string(each, "ref"));
		if (!oid_read(json_string(each, "commit"), &ref->start))
			continue;
		ref->started = true;
		ref->started_at = e->activity;
		ref->started_seq = e->seq;
		if (!oid_read(json_string(each, "value"), &ref->last))
			ref->last = ref->start;
	}
}

static void raise(struct audit_records *r, struct span hex, enum judgement judgement)
{
	struct oid id;
	size_t place;
	if (!oid_read(hex, &id))
		return;
	if (!oid_map_find(&r->commits, &id, &place)) {
		place = r->commits.count;
		r->judgements = arena_grow(r->arena, r->judgements, place, &r->room, sizeof *r->judgements);
		r->judgements[place] = JUDGED_NEVER;
		oid_map_add(&r->commits, &id, place);
	}
	if (r->judgements[place] < judgement)
		r->judgements[place] = (unsigned char)judgement;
}

static enum judgement judgement_of(const struct audit_records *r, struct span outcome, bool push)
{
	if (span_eq(outcome, SPAN("undecided")) || span_eq(outcome, SPAN("policy-error")))
		return JUDGED_UNDECIDED;
	if (!span_eq(outcome, SPAN("pass")))
		return JUDGED_REFUSED;
	return push || r->request->accept_ci ? JUDGED_PASSED : JUDGED_IN_CI;
}

void audit_note_move(struct audit_records *r, const struct audit_move *move)
{
	struct completeness *a = r->audit;
	a->moves = arena_grow(r->arena, a->moves, a->nmoves, &r->moves_room, sizeof *a->moves);
	a->moves[a->nmoves++] = *move;
}

/* Records of one second are filed in their order. */
static bool is_before_start(const struct event *e, const struct watched_ref *ref)
{
	return e->activity < ref->started_at || (e->activity == ref->started_at && e->seq < ref->started_seq);
}

/* A ref that the policy does not protect any more was protected when it was pushed to. */
static bool is_asked_for(const struct audit_request *q, struct span ref)
{
	for (size_t i = 0; i < q->nrefs; i++)
		if (glob_match(q->refs[i], ref))
			return true;
	return q->nrefs == 0;
}

/* What one accepted push left, the next one must find; of two at the same time, one does not arrive. */
static void follow(struct audit_records *r, struct watched_ref *ref, struct span verdict, const struct oid *found, int64_t at)
{
	bool known = ref->started || !oid_is_zero(&ref->last);
	bool as_left = oid_eq(&ref->last, found) || (!oid_is_zero(&ref->other) && oid_eq(&ref->other, found));
	if (known && !as_left && ref->left_by.len > 0 && oid_eq(&ref->before, found) && at <= ref->last_at + ARRIVAL_SECONDS) {
		ref->other = ref->last;
		return;
	}
	if (known && !as_left && is_asked_for(r->request, ref->name))
		audit_note_move(r, &(struct audit_move){.ref = ref->name, .left_by = ref->left_by, .found_by = verdict, .expected = ref->last, .found = *found});
	ref->before = *found;
	ref->other = (struct oid){{0}};
}

/* Follows each ref from push to push. */
static void follow_refs(struct audit_records *r, const struct event *e, const struct json *record)
{
	for (const struct json *each = json_first(record, "updates"); each != NULL; each = each->next) {
		struct oid old, new;
		if (!json_is_true(each, "protected") || !oid_read(json_string(each, "old"), &old) || !oid_read(json_string(each, "new"), &new))
			continue;
		struct watched_ref *ref = watch(r, json_string(each, "ref"));
		/* The gate knew the ref before install saw it: what it saw then excuses nothing. */
		if (ref->started && is_before_start(e, ref))
			*ref = (struct watched_ref){.name = ref->name};
		struct span verdict = span_copy(r->arena, json_string(record, "id"));
		follow(r, ref, verdict, &old, e->activity);
		ref->last = new;
		ref->last_at = e->activity;
		ref->left_by = verdict;
	}
}

static void note_policy(struct audit_records *r, const struct json *record, int64_t at)
{
	struct completeness *a = r->audit;
	struct digest digest;
	if (!digest_read(json_string(json_member(record, SPAN("policy")), "digest"), &digest))
		return;
	struct audit_policy *policies = arena_grow(r->arena, a->policies, a->npolicies, &r->policies_room, sizeof *policies);
	a->policies = policies;
	for (size_t i = 0; i < a->npolicies; i++) {
		if (!digest_eq(&policies[i].digest, &digest))
			continue;
		policies[i].first = at < policies[i].first ? at : policies[i].first;
		policies[i].last = at > policies[i].last ? at : policies[i].last;
		policies[i].verdicts++;
		return;
	}
	policies[a->npolicies++] = (struct audit_policy){digest, at, at, 1};
}

static void note_trouble(struct audit_records *r, const struct json *record)
{
	struct completeness *a = r->audit;
	struct span why = json_string(json_member(record, SPAN("failure")), "text");
	struct span *troubles = arena_grow(r->arena, a->troubles, a->ntroubles, &r->troubles_room, sizeof *troubles);
	troubles[a->ntroubles++] = span_format(r->arena, "%.*s: %.*s", SPAN_ARGS(json_string(record, "id")), SPAN_ARGS(why));
	a->troubles = troubles;
}

static void note_health(struct audit_records *r, const struct json *record, struct span outcome, int64_t at)
{
	struct completeness *a = r->audit;
	if (at < r->request->from || at >= r->request->to)
		return;
	a->verdicts++;
	a->passed += span_eq(outcome, SPAN("pass"));
	a->refused += span_eq(outcome, SPAN("block"));
	a->policy_errors += span_eq(outcome, SPAN("policy-error"));
	a->break_glass += json_string(record, "break_glass").len > 0;
	note_policy(r, record, at);
	if (!span_eq(outcome, SPAN("undecided")))
		return;
	a->undecided++;
	note_trouble(r, record);
}

static void read_verdict(struct audit_records *r, const struct event *e, const struct json *record)
{
	struct span outcome = json_string(record, "outcome");
	bool push = span_eq(json_string(record, "mode"), SPAN("push"));
	enum judgement judgement = judgement_of(r, outcome, push);
	for (const struct json *each = json_first(record, "judged"); each != NULL; each = each->next)
		raise(r, each->text, judgement);
	if (push && judgement == JUDGED_PASSED)
		follow_refs(r, e, record);
	note_health(r, record, outcome, e->activity);
}

struct reading {
	struct ledger *ledger;
	struct audit_records *records;
};

/* By the id where both are known; else by the name. A sudden end knows neither: it is everybody's trouble. */
static bool is_of(const struct audit_request *q, struct span name, struct span id)
{
	if (id.len > 0 && q->repository_id.len > 0)
		return span_eq(id, q->repository_id);
	return name.len == 0 || span_eq(name, q->repository);
}

/* The first start of the name or of the id; where it is another repository's, nothing is excused: one of the two needs another name. */
static void look_at_start(struct audit_records *r, const struct event *e, const struct json *record, struct span name, struct span id)
{
	bool own = is_of(r->request, name, id);
	if (r->started || name.len == 0 || !(own || span_eq(name, r->request->repository)))
		return;
	r->started = true;
	if (own)
		read_start(r, e, record);
}

static const struct failure *look(void *context, const struct event *e)
{
	struct reading *reading = context;
	struct audit_records *r = reading->records;
	const struct json *record;
	const struct failure *f = json_read(reading->ledger->step, e->id, e->body, &record);
	if (f != NULL)
		return f;
	struct span name = json_string(record, "repository"), id = json_string(record, "repository_id");
	if (span_eq(e->kind, SPAN("start")))
		look_at_start(r, e, record, name, id);
	else if (is_of(r->request, name, id))
		read_verdict(r, e, record);
	return NULL;
}

/* All starts first: a verdict is looked at with the start that came behind it. */
const struct failure *
audit_records_read(struct ledger *l, struct arena *a, const struct audit_request *request, struct completeness *audit, struct audit_records *records)
{
	const struct span start = SPAN("start"), verdict = SPAN("verdict");
	const struct selection starts = {.kinds = &start, .nkinds = 1}, verdicts = {.kinds = &verdict, .nkinds = 1};
	struct reading reading = {l, records};
	*records = (struct audit_records){.arena = a, .request = request, .audit = audit, .commits = oid_map_in(a)};
	const struct failure *f = ledger_read_valid(l, &starts, look, &reading);
	return f != NULL ? f : ledger_read_valid(l, &verdicts, look, &reading);
}

enum judgement audit_judgement(const struct audit_records *r, const struct oid *commit)
{
	size_t place;
	return oid_map_find(&r->commits, commit, &place) ? (enum judgement)r->judgements[place] : JUDGED_NEVER;
}

const struct watched_ref *audit_watched(const struct audit_records *r, struct span ref)
{
	for (size_t i = 0; i < r->nrefs; i++)
		if (span_eq(r->refs[i].name, ref))
			return &r->refs[i];
	return NULL;
}
