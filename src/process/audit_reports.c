/* SPDX-License-Identifier: MIT */
/* audit_reports.c - every commit without a verdict, and every move past the gate, becomes part of a problem report. */
#include "base/date.h"
#include "git/oid.h"
#include "process/audit.h"
#include "process/named.h"
#include "process/progress.h"

/* Ids that one field holds. */
#define COMMITS_MOST 300

/* Which report names which commit, and which stands for which fingerprint. */
struct register_of_holes {
	struct oid_map commits;
	struct named fingerprints;
	const struct problem **of_fingerprints; /* the last one of each */
	const struct problem *problems;
};

static void note_commits(struct register_of_holes *r, struct span ids, size_t problem)
{
	while (ids.len >= OID_HEX_LENGTH) {
		struct oid id;
		size_t place;
		if (!oid_read(span_slice(ids, 0, OID_HEX_LENGTH), &id)) {
			ids = span_from(ids, 1);
			continue;
		}
		if (!oid_map_find(&r->commits, &id, &place))
			oid_map_add(&r->commits, &id, problem);
		ids = span_from(ids, OID_HEX_LENGTH);
	}
}

static const struct failure *read_register(struct desk *d, struct register_of_holes *r)
{
	size_t count;
	const struct failure *f = problems_read(d->ledger, d->gate->visit, &r->problems, &count);
	if (f != NULL)
		return f;
	r->commits = oid_map_in(d->gate->visit);
	r->fingerprints = (struct named){.arena = d->gate->visit};
	r->of_fingerprints = arena_take(d->gate->visit, count, sizeof(*r->of_fingerprints));
	for (size_t i = 0; i < count; i++) {
		const struct problem *p = &r->problems[i];
		if (p->is_void || !span_eq(problem_field(p, "origin"), SPAN("audit")))
			continue;
		note_commits(r, problem_field(p, "commit"), i);
		r->of_fingerprints[named_number(&r->fingerprints, problem_field(p, "fingerprint"))] = p;
	}
	return NULL;
}

/* The push that left the ref makes one move differ from the next one to the same place. */
static struct digest fingerprint_of(struct arena *a, const struct completeness *audit, const struct audit_move *move)
{
	const struct span parts[] = {SPAN("move"), audit->repository, move->ref, move->left_by, oid_hex(a, &move->found)};
	return digest_of(parts, COUNT(parts));
}

static const struct failure *
open_report(struct desk *d, const struct completeness *audit, struct span ref, struct givens *given, const struct digest *fingerprint, struct span *id)
{
	struct arena *a = d->gate->visit;
	struct act act = {.ledger = d->ledger, .arena = a, .actor = SPAN("portcullis"), .role = SPAN("audit"), .activity = d->ledger->now};
	struct givens g = *given;
	give(&g, FIELD_ORIGIN, SPAN("audit"));
	give(&g, FIELD_PRODUCT, audit->repository);
	give(&g, FIELD_REPOSITORY, audit->repository);
	give(&g, FIELD_SOURCE, SPAN("audit-log"));
	give(&g, FIELD_REPORTER, SPAN("portcullis audit"));
	give(&g, FIELD_RECEIVED, date_print(a, d->ledger->now));
	give(&g, FIELD_SECURITY, SPAN("yes"));
	give(&g, FIELD_FINGERPRINT, digest_hex(a, fingerprint, 64));
	const struct failure *f = problem_open(&act, &g, id);
	if (f != NULL && act.ncomplaints > 0)
		return failure(a, "no problem report could be made of %.*s: %s: %.*s", SPAN_ARGS(ref), field_form(act.complaints[0].field)->name,
		               SPAN_ARGS(act.complaints[0].text));
	return f;
}

static const struct failure *
open_for_holes(struct desk *d, const struct completeness *audit, const struct audit_ref *ref, struct span commits, size_t count, struct audit_move *move,
               struct span *id)
{
	struct arena *a = d->gate->visit;
	struct digest fingerprint = move != NULL ? fingerprint_of(a, audit, move) : digest_of(&commits, 1);
	struct givens g = {.arena = a};
	give(&g, FIELD_VERSION, oid_hex(a, &ref->tip));
	give(&g, FIELD_TITLE, span_format(a, count == 1 ? "%zu commit on %.*s has no verdict of the gate" : "%zu commits on %.*s have no verdict of the gate",
	                                 count, SPAN_ARGS(ref->name)));
	give(&g, FIELD_DESCRIPTION, SPAN("The completeness audit found commits on a protected ref that no passing verdict names: the hook was off, or history "
	                                 "was brought in past it. Whoever decides has them judged (portcullis-ci over their range) and says what follows."));
	give(&g, FIELD_COMMIT, commits);
	const struct failure *f = open_report(d, audit, ref->name, &g, &fingerprint, id);
	if (f == NULL && move != NULL)
		move->report = *id;
	return f;
}

static const struct failure *open_for_move(struct desk *d, const struct completeness *audit, struct audit_move *move)
{
	struct arena *a = d->gate->visit;
	struct digest fingerprint = fingerprint_of(a, audit, move);
	bool gone = oid_is_zero(&move->found);
	struct givens g = {.arena = a};
	give(&g, FIELD_VERSION, oid_hex(a, gone ? &move->expected : &move->found));
	give(&g, FIELD_TITLE, span_format(a, "%.*s was %s past the gate", SPAN_ARGS(move->ref), gone ? "deleted" : "moved"));
	give(&g, FIELD_DESCRIPTION, span_format(a, "The last accepted push left it at %.*s; then it was found at %.*s. It was changed on the server, the hook was "
	                                           "off, or the push did not arrive. Whoever decides finds out which, and says what follows.",
	                                        SPAN_ARGS(oid_hex(a, &move->expected)), SPAN_ARGS(gone ? SPAN("no place") : oid_hex(a, &move->found))));
	return open_report(d, audit, move->ref, &g, &fingerprint, &move->report);
}

/* The move that brought one of the holes, where no report tells it yet. */
static struct audit_move *move_to(const struct completeness *audit, const struct audit_ref *ref, struct audit_hole **holes, size_t count)
{
	for (size_t i = 0; i < audit->nmoves; i++) {
		struct audit_move *move = &audit->moves[i];
		if (move->report.len > 0 || !span_eq(move->ref, ref->name))
			continue;
		for (size_t k = 0; k < count; k++)
			if (oid_eq(&holes[k]->commit, &move->found))
				return move;
	}
	return NULL;
}

/* The next holes of the ref that no report names, as many as one report holds. */
static const struct failure *
open_next(struct desk *d, const struct register_of_holes *r, const struct completeness *audit, struct audit_ref *ref, size_t *from)
{
	struct arena *a = d->gate->visit;
	struct audit_hole *members[COMMITS_MOST];
	struct output *ids = output_new(a, false);
	size_t count = 0;
	for (; *from < ref->nholes && count < COMMITS_MOST; ++*from) {
		size_t place;
		if (oid_map_find(&r->commits, &ref->holes[*from].commit, &place))
			continue;
		struct span hex = oid_hex(a, &ref->holes[*from].commit);
		output_format(ids, "%s%.*s", count == 0 ? "" : ", ", SPAN_ARGS(hex));
		members[count++] = &ref->holes[*from];
	}
	struct span id = SPAN("");
	const struct failure *f = NULL;
	if (count > 0)
		f = open_for_holes(d, audit, ref, output_taken(ids), count, move_to(audit, ref, members, count), &id);
	for (size_t i = 0; i < count; i++)
		members[i]->report = id;
	return f;
}

static void look_up(const struct register_of_holes *r, struct completeness *audit, struct audit_ref *ref)
{
	for (size_t i = 0; i < ref->nholes; i++) {
		size_t place;
		if (!oid_map_find(&r->commits, &ref->holes[i].commit, &place))
			continue;
		ref->holes[i].report = r->problems[place].id;
		ref->holes[i].decided = r->problems[place].state >= PROBLEM_DISPOSITIONED;
		audit->ndecided += ref->holes[i].decided;
	}
}

static void look_up_moves(const struct register_of_holes *r, struct arena *a, struct completeness *audit)
{
	for (size_t i = 0; i < audit->nmoves; i++) {
		struct digest fingerprint = fingerprint_of(a, audit, &audit->moves[i]);
		size_t number = named_find(&r->fingerprints, digest_hex(a, &fingerprint, 64));
		if (number == r->fingerprints.count)
			continue;
		audit->moves[i].report = r->of_fingerprints[number]->id;
		audit->moves[i].decided = r->of_fingerprints[number]->state >= PROBLEM_DISPOSITIONED;
	}
}

static bool is_told(const struct completeness *audit, struct span report)
{
	for (size_t i = 0; i < audit->nrefs; i++)
		for (size_t k = 0; k < audit->refs[i].nholes; k++)
			if (span_eq(audit->refs[i].holes[k].report, report))
				return true;
	return false;
}

static const struct failure *settle_move(struct desk *d, struct completeness *audit, struct audit_move *move)
{
	const struct failure *f = move->report.len > 0 ? NULL : open_for_move(d, audit, move);
	move->told = f == NULL && is_told(audit, move->report);
	audit->nundecided_moves += !move->told && !move->decided;
	return f;
}

const struct failure *audit_open_reports(struct desk *d, struct completeness *audit)
{
	struct register_of_holes r = {0};
	if (audit->nholes == 0 && audit->nmoves == 0)
		return NULL;
	const struct failure *f = read_register(d, &r);
	if (f == NULL)
		look_up_moves(&r, d->gate->visit, audit);
	for (size_t i = 0; f == NULL && i < audit->nrefs; i++) {
		if (audit->refs[i].nholes == 0)
			continue;
		look_up(&r, audit, &audit->refs[i]);
		for (size_t from = 0; f == NULL && from < audit->refs[i].nholes;)
			f = open_next(d, &r, audit, &audit->refs[i], &from);
	}
	for (size_t i = 0; f == NULL && i < audit->nmoves; i++)
		f = settle_move(d, audit, &audit->moves[i]);
	return f;
}
