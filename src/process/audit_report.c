/* SPDX-License-Identifier: MIT */
/* audit_report.c - what an audit found, for the ledger and for people. */
#include "process/audit.h"

#include "base/date.h"
#include "git/oid.h"

static void put_hole(struct json_writer *w, struct arena *a, const struct audit_ref *ref, const struct audit_hole *hole)
{
	json_begin(w, NULL, '{');
	json_put(w, "commit", oid_hex(a, &hole->commit));
	json_put(w, "ref", ref->name);
	json_put(w, "title", hole->title);
	json_put(w, "author", hole->author);
	json_put(w, "why", judgement_words(hole->judgement));
	json_put_some(w, "problem", hole->report);
	json_end(w, '}');
}

static void put_refs(struct json_writer *w, struct arena *a, const struct completeness *audit)
{
	json_begin(w, "refs", '[');
	for (size_t i = 0; i < audit->nrefs; i++) {
		const struct audit_ref *ref = &audit->refs[i];
		json_begin(w, NULL, '{');
		json_put(w, "ref", ref->name);
		json_put(w, "commit", oid_hex(a, &ref->tip));
		if (!oid_is_zero(&ref->start))
			json_put(w, "start", oid_hex(a, &ref->start));
		json_put_number(w, "commits", ref->ncommits);
		json_put_flag(w, "moved", ref->moved);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_gone(struct json_writer *w, struct arena *a, const struct completeness *audit)
{
	if (audit->ngone == 0)
		return;
	json_begin(w, "gone", '[');
	for (size_t i = 0; i < audit->ngone; i++) {
		json_begin(w, NULL, '{');
		json_put(w, "ref", audit->gone[i].ref);
		json_put(w, "commit", oid_hex(a, &audit->gone[i].last));
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_health(struct json_writer *w, struct arena *a, const struct completeness *audit)
{
	json_begin(w, "health", '{');
	json_put_number(w, "verdicts", audit->verdicts);
	json_put_number(w, "passed", audit->passed);
	json_put_number(w, "refused", audit->refused);
	json_put_number(w, "policy_errors", audit->policy_errors);
	json_put_number(w, "undecided", audit->undecided);
	json_put_number(w, "break_glass", audit->break_glass);
	json_begin(w, "policies", '[');
	for (size_t i = 0; i < audit->npolicies; i++) {
		const struct audit_policy *policy = &audit->policies[i];
		json_begin(w, NULL, '{');
		json_put(w, "digest", digest_hex(a, &policy->digest, 64));
		json_put(w, "first", moment_print(a, policy->first));
		json_put(w, "last", moment_print(a, policy->last));
		json_put_number(w, "verdicts", policy->verdicts);
		json_end(w, '}');
	}
	json_end(w, ']');
	json_begin(w, "gaps", '[');
	for (size_t i = 0; i < audit->ngaps; i++) {
		json_begin(w, NULL, '{');
		json_put(w, "ref", audit->gaps[i].ref);
		json_put(w, "verdict", audit->gaps[i].verdict);
		json_put(w, "expected", oid_hex(a, &audit->gaps[i].expected));
		json_put(w, "found", oid_hex(a, &audit->gaps[i].found));
		json_end(w, '}');
	}
	json_end(w, ']');
	json_end(w, '}');
}

struct span audit_body(struct arena *a, const struct completeness *audit)
{
	struct output *o = output_new(a, false);
	struct json_writer w = {o, false};
	json_begin(&w, NULL, '{');
	put_refs(&w, a, audit);
	json_put_number(&w, "commits", audit->ncommits);
	json_begin(&w, "holes", '[');
	for (size_t i = 0; i < audit->nrefs; i++)
		for (size_t k = 0; k < audit->refs[i].nholes; k++)
			put_hole(&w, a, &audit->refs[i], &audit->refs[i].holes[k]);
	json_end(&w, ']');
	put_gone(&w, a, audit);
	put_health(&w, a, audit);
	json_end(&w, '}');
	return output_taken(o);
}

/* "1 commit", "2 commits". */
static struct span numbered(struct arena *a, size_t count, const char *word)
{
	return span_format(a, "%zu %s%s", count, word, count == 1 ? "" : "s");
}

static void print_ref(struct output *o, const struct audit_ref *ref)
{
	struct arena *a = output_arena(o);
	output_foreign(o, ref->name);
	output_format(o, ": %.*s", SPAN_ARGS(numbered(a, ref->ncommits, "commit")));
	if (oid_is_zero(&ref->start))
		output_text(o, " (it was not there when the gate was installed)");
	else
		output_format(o, " since %.*s", SPAN_ARGS(oid_hex(a, &ref->start)));
	output_format(o, ", %zu without a verdict\n", ref->nholes);
	if (ref->moved)
		output_text(o, "  it does not stand where the last accepted push left it: it was moved on the server, or the push did not arrive\n");
	for (size_t i = 0; i < ref->nholes; i++) {
		const struct audit_hole *hole = &ref->holes[i];
		struct span why = judgement_words(hole->judgement);
		output_format(o, "  %.*s ", SPAN_ARGS(oid_hex(a, &hole->commit)));
		output_foreign_cut(o, hole->title, 60);
		output_text(o, ", ");
		output_foreign_cut(o, hole->author, 60);
		output_format(o, ": %.*s; ", SPAN_ARGS(why));
		output_foreign(o, hole->report);
		output_text(o, hole->decided ? ", which has a disposition\n" : "\n");
	}
}

static void print_gap(struct output *o, const struct audit_gap *gap)
{
	struct arena *a = output_arena(o);
	output_text(o, "  gap: ");
	output_foreign(o, gap->verdict);
	output_text(o, " found ");
	output_foreign(o, gap->ref);
	output_format(o, " at %.*s; the push before it had left %.*s\n", SPAN_ARGS(oid_hex(a, &gap->found)), SPAN_ARGS(oid_hex(a, &gap->expected)));
}

void audit_print(struct output *o, const struct completeness *audit)
{
	struct arena *a = output_arena(o);
	output_text(o, "Completeness of ");
	output_foreign(o, audit->repository);
	output_format(o, ": %.*s, %zu without a verdict", SPAN_ARGS(numbered(a, audit->ncommits, "commit")), audit->nholes);
	output_format(o, audit->ndecided > 0 ? ", %zu of them decided upon\n\n" : "\n\n", audit->ndecided);
	for (size_t i = 0; i < audit->nrefs; i++)
		print_ref(o, &audit->refs[i]);
	for (size_t i = 0; i < audit->ngone; i++) {
		output_foreign(o, audit->gone[i].ref);
		output_format(o, ": gone; the last accepted push left it at %.*s, so it was deleted on the server\n", SPAN_ARGS(oid_hex(a, &audit->gone[i].last)));
	}
	output_format(o, "\nHealth of the gate: %.*s; %zu passed, %zu refused, %zu policy errors, %zu undecided, %zu through break-glass\n",
	              SPAN_ARGS(numbered(a, audit->verdicts, "verdict")), audit->passed, audit->refused, audit->policy_errors, audit->undecided, audit->break_glass);
	for (size_t i = 0; i < audit->ntroubles; i++) {
		output_text(o, "  undecided: ");
		output_foreign(o, audit->troubles[i]);
		output_text(o, "\n");
	}
	for (size_t i = 0; i < audit->npolicies; i++) {
		const struct audit_policy *policy = &audit->policies[i];
		output_format(o, "  policy %.*s: %.*s to %.*s, %.*s\n", SPAN_ARGS(digest_hex(a, &policy->digest, 16)),
		              SPAN_ARGS(moment_print(a, policy->first)), SPAN_ARGS(moment_print(a, policy->last)),
		              SPAN_ARGS(numbered(a, policy->verdicts, "verdict")));
	}
	for (size_t i = 0; i < audit->ngaps; i++)
		print_gap(o, &audit->gaps[i]);
}
