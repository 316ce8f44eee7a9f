/* SPDX-License-Identifier: MIT */
/* audit.c - completeness: every commit on the protected refs against the verdicts of the ledger. */
#include "process/audit.h"

#include "base/glob.h"
#include "git/commit.h"
#include "git/history.h"
#include "process/audit_records.h"

#include <stdlib.h>

struct span judgement_words(enum judgement judgement)
{
	static const char *const words[] = {
		[JUDGED_NEVER] = "no verdict names it",
		[JUDGED_UNDECIDED] = "the gate could not decide about it",
		[JUDGED_REFUSED] = "the gate refused it",
		[JUDGED_IN_CI] = "only a CI step judged it",
		[JUDGED_PASSED] = "judged",
	};
	_Static_assert(COUNT(words) == JUDGED_PASSED + 1, "a judgement lacks its words");
	return span_of(words[judgement]);
}

static bool is_wanted(const struct audit_request *q, struct span ref)
{
	struct protection protection;
	for (size_t i = 0; i < q->nrefs; i++)
		if (glob_match(q->refs[i], ref))
			return true;
	return q->nrefs == 0 && policy_protects(q->policy, ref, &protection);
}

/* Hand-picked refs are the whole only where they are all that the policy protects. */
static bool is_left_out(const struct audit_request *q, struct span ref)
{
	struct protection protection;
	return q->nrefs > 0 && !is_wanted(q, ref) && (q->policy == NULL || policy_protects(q->policy, ref, &protection));
}

static int by_name(const void *a, const void *b)
{
	const struct audit_ref *first = a, *second = b;
	return span_order(first->name, second->name);
}

static const struct ref *find_ref(const struct ref *all, size_t count, struct span name)
{
	for (size_t i = 0; i < count; i++)
		if (span_eq(all[i].name, name))
			return &all[i];
	return NULL;
}

static bool is_left(const struct watched_ref *watched, const struct oid *value, int64_t now)
{
	if (oid_eq(&watched->last, value) || (!oid_is_zero(&watched->other) && oid_eq(&watched->other, value)))
		return true;
	return watched->left_by.len > 0 && oid_eq(&watched->before, value) && now <= watched->last_at + ARRIVAL_SECONDS;
}

/* A ref that stands where the last push left it before the records were read, or after, was not moved: a push may come in between. */
static void find_moved(struct audit_records *records, const struct ref *after, size_t count, struct audit_ref *ref, int64_t now)
{
	const struct watched_ref *watched = audit_watched(records, ref->name);
	const struct ref *later = find_ref(after, count, ref->name);
	if (watched == NULL)
		return;
	ref->start = watched->start;
	/* A start may say only in which commit an annotated tag ended. */
	bool stands = is_left(watched, &ref->value, now) || (later != NULL && is_left(watched, &later->id, now)) ||
	              (watched->left_by.len == 0 && oid_eq(&watched->last, &ref->tip));
	if (!stands)
		audit_note_move(records, &(struct audit_move){.ref = ref->name, .left_by = watched->left_by, .expected = watched->last, .found = ref->value});
}

/* Nobody is asked when a ref is deleted on the server: only what was known of it before tells. */
static void find_gone(const struct audit_request *q, struct audit_records *records, const struct ref *all, size_t count, int64_t now)
{
	static const struct oid nothing;
	for (size_t i = 0; i < records->nrefs; i++) {
		const struct watched_ref *ref = &records->refs[i];
		if (is_wanted(q, ref->name) && find_ref(all, count, ref->name) == NULL && !is_left(ref, &nothing, now))
			audit_note_move(records, &(struct audit_move){.ref = ref->name, .left_by = ref->left_by, .expected = ref->last});
	}
}

/* The wanted refs that end in a commit, by name; a symbolic ref is another name of one. */
static const struct failure *find_refs(struct gate *g, const struct audit_request *q, const struct ref *all, size_t count, struct completeness *audit)
{
	const struct failure *f = NULL;
	struct audit_ref *list = arena_take(g->visit, count, sizeof *list);
	size_t n = 0;
	for (size_t i = 0; f == NULL && i < count; i++) {
		enum object_kind kind;
		struct oid tip;
		if (!span_eq(all[i].name, all[i].target) || oid_is_zero(&all[i].id) || !is_wanted(q, all[i].name))
			continue;
		f = repository_peel(g->repository, g->visit, &all[i].id, &tip, &kind);
		if (f == NULL && kind == OBJECT_COMMIT)
			list[n++] = (struct audit_ref){.name = all[i].name, .tip = tip, .value = all[i].id};
	}
	if (f != NULL)
		return f;
	if (n > 1)
		qsort(list, n, sizeof *list, by_name);
	audit->refs = list;
	audit->nrefs = n;
	return NULL;
}

static const struct failure *describe(struct gate *g, const struct oid *id, struct audit_hole *hole)
{
	struct commit commit;
	arena_reset(g->step);
	const struct failure *f = commit_read(g->repository, g->step, id, &commit);
	if (f != NULL)
		return failure_copy(g->visit, f);
	hole->commit = *id;
	hole->title = span_copy(g->visit, commit_title(&commit));
	hole->author = span_format(g->visit, "%.*s <%.*s>", SPAN_ARGS(commit.author.name), SPAN_ARGS(commit.author.mail));
	return NULL;
}

/* What can be reached from the ref, and neither from where the watch began nor from the refs before it. */
static const struct failure *
examine(struct gate *g, const struct audit_records *records, const struct oid *known, size_t nknown, struct audit_ref *ref)
{
	const struct oid *ids;
	struct audit_hole *holes = NULL;
	size_t count, room = 0;
	const struct history_question q = {.starts = &ref->tip, .nstarts = 1, .known = known, .nknown = nknown, .exact = true};
	const struct failure *f = history_new(g->repository, g->visit, &q, &ids, &count);
	if (f != NULL)
		return failure_within(g->visit, f, "%.*s", SPAN_ARGS(ref->name));
	ref->ncommits = count;
	for (size_t i = 0; i < count; i++) {
		enum judgement judgement = audit_judgement(records, &ids[i]);
		if (judgement == JUDGED_PASSED)
			continue;
		holes = arena_grow(g->visit, holes, ref->nholes, &room, sizeof *holes);
		f = describe(g, &ids[i], &holes[ref->nholes]);
		if (f != NULL)
			return f;
		holes[ref->nholes++].judgement = judgement;
	}
	ref->holes = holes;
	return NULL;
}

/* What the first install found is excused on every ref. A starting commit that the repository has lost excuses nothing. */
static size_t starting_commits(struct gate *g, const struct audit_records *records, struct oid *known)
{
	size_t n = 0;
	for (size_t i = 0; i < records->nrefs; i++)
		if (!oid_is_zero(&records->refs[i].start) && repository_has(g->repository, &records->refs[i].start))
			known[n++] = records->refs[i].start;
	return n;
}

/* The refs come first: a push files its record before it moves its ref, so that what they hold by now has a record. */
static const struct failure *look(struct desk *d, const struct audit_request *q, struct completeness *audit, struct audit_records *records)
{
	struct gate *g = d->gate;
	static const struct span every_ref = {"**", 2};
	const struct ref *before, *after;
	size_t nbefore, nafter;
	const struct failure *f = repository_refs(g->repository, g->visit, &every_ref, 1, &before, &nbefore);
	if (f == NULL)
		f = find_refs(g, q, before, nbefore, audit);
	if (f == NULL)
		f = desk_file_waiting(d);
	if (f == NULL)
		f = audit_records_read(d->ledger, g->visit, q, audit, records);
	if (f == NULL)
		f = repository_refs(g->repository, g->visit, &every_ref, 1, &after, &nafter);
	if (f != NULL)
		return f;
	audit->partial = q->nrefs > 0 && q->policy == NULL;
	for (size_t i = 0; i < nbefore; i++)
		audit->partial = audit->partial || is_left_out(q, before[i].name);
	for (size_t i = 0; i < records->nrefs; i++)
		audit->partial = audit->partial || is_left_out(q, records->refs[i].name);
	for (size_t i = 0; i < audit->nrefs; i++)
		find_moved(records, after, nafter, &audit->refs[i], g->now);
	find_gone(q, records, after, nafter, g->now);
	return NULL;
}

/* What a CI step let through moved its ref without a push that the gate saw. */
static void forget_moves_of_ci(const struct audit_records *records, struct completeness *audit)
{
	size_t kept = 0;
	for (size_t i = 0; i < audit->nmoves; i++)
		if (audit_judgement(records, &audit->moves[i].found) != JUDGED_PASSED)
			audit->moves[kept++] = audit->moves[i];
	audit->nmoves = kept;
}

const struct failure *audit_run(struct desk *d, const struct audit_request *q, struct completeness *audit)
{
	struct gate *g = d->gate;
	struct audit_records records = {0};
	*audit = (struct completeness){.repository = q->repository};
	const struct failure *f = look(d, q, audit, &records);
	if (f != NULL)
		return f;
	if (q->accept_ci)
		forget_moves_of_ci(&records, audit);
	struct oid *known = arena_take(g->visit, records.nrefs + audit->nrefs, sizeof *known);
	size_t nknown = starting_commits(g, &records, known);
	for (size_t i = 0; i < audit->nrefs; i++) {
		struct audit_ref *ref = &audit->refs[i];
		f = examine(g, &records, known, nknown, ref);
		if (f != NULL)
			return f;
		known[nknown++] = ref->tip;
		audit->ncommits += ref->ncommits;
		audit->nholes += ref->nholes;
	}
	return NULL;
}
