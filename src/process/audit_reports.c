/* SPDX-License-Identifier: MIT */
/* audit_reports.c - every commit without a verdict becomes part of a problem report. */
#include "base/date.h"
#include "git/oid.h"
#include "process/audit.h"
#include "process/progress.h"

/* Ids that one field holds. */
#define COMMITS_MOST 300

/* Which report names which commit. */
struct register_of_holes {
	struct oid_map commits;
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
	r->commits = oid_map_in(d->gate->visit);
	for (size_t i = 0; f == NULL && i < count; i++)
		if (!r->problems[i].is_void && span_eq(problem_field(&r->problems[i], "origin"), SPAN("audit")))
			note_commits(r, problem_field(&r->problems[i], "commit"), i);
	return f;
}

static const struct failure *
open_report(struct desk *d, const struct completeness *audit, const struct audit_ref *ref, struct span commits, size_t count, struct span *id)
{
	struct arena *a = d->gate->visit;
	struct act act = {.ledger = d->ledger, .arena = a, .actor = SPAN("portcullis"), .role = SPAN("audit"), .activity = d->ledger->now};
	struct digest fingerprint = digest_of(&commits, 1);
	struct givens g = {.arena = a};
	give(&g, FIELD_ORIGIN, SPAN("audit"));
	give(&g, FIELD_PRODUCT, audit->repository);
	give(&g, FIELD_REPOSITORY, audit->repository);
	give(&g, FIELD_VERSION, oid_hex(a, &ref->tip));
	give(&g, FIELD_TITLE, span_format(a, count == 1 ? "%zu commit on %.*s has no verdict of the gate" : "%zu commits on %.*s have no verdict of the gate",
	                                 count, SPAN_ARGS(ref->name)));
	give(&g, FIELD_DESCRIPTION, SPAN("The completeness audit found commits on a protected ref that no passing verdict names: the hook was off, or history "
	                                 "was brought in past it. Whoever decides has them judged (portcullis-ci over their range) and says what follows."));
	give(&g, FIELD_SOURCE, SPAN("audit-log"));
	give(&g, FIELD_REPORTER, SPAN("portcullis audit"));
	give(&g, FIELD_RECEIVED, date_print(a, d->ledger->now));
	give(&g, FIELD_SECURITY, SPAN("yes"));
	give(&g, FIELD_FINGERPRINT, digest_hex(a, &fingerprint, 64));
	give(&g, FIELD_COMMIT, commits);
	const struct failure *f = problem_open(&act, &g, id);
	if (f != NULL && act.ncomplaints > 0)
		return failure(a, "no problem report could be made of %.*s: %s: %.*s", SPAN_ARGS(ref->name), field_form(act.complaints[0].field)->name,
		               SPAN_ARGS(act.complaints[0].text));
	return f;
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
	const struct failure *f = count == 0 ? NULL : open_report(d, audit, ref, output_taken(ids), count, &id);
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

const struct failure *audit_open_reports(struct desk *d, struct completeness *audit)
{
	struct register_of_holes r = {0};
	const struct failure *f = audit->nholes == 0 ? NULL : read_register(d, &r);
	for (size_t i = 0; f == NULL && i < audit->nrefs; i++) {
		if (audit->refs[i].nholes == 0)
			continue;
		look_up(&r, audit, &audit->refs[i]);
		for (size_t from = 0; f == NULL && from < audit->refs[i].nholes;)
			f = open_next(d, &r, audit, &audit->refs[i], &from);
	}
	return f;
}
