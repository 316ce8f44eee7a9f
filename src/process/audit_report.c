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
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void put_moves(struct json_writer *w, struct arena *a, const struct completeness *audit)
{
	json_begin(w, "moves", '[');
	for (size_t i = 0; i < audit->nmoves; i++) {
		const struct audit_move *move = &audit->moves[i];
		json_begin(w, NULL, '{');
		json_put(w, "ref", move->ref);
		json_put_some(w, "left_by", move->left_by);
		json_put_some(w, "found_by", move->found_by);
		json_put(w, "expected", oid_hex(a, &move->expected));
		json_put(w, "found", oid_hex(a, &move->found));
		json_put_some(w, "problem", move->report);
		json_put_flag(w, "told", move->told);
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
	json_end(w, '}');
}

struct span audit_body(struct arena *a, const struct completeness *audit)
{
	struct output *o = output_new(a, false);
	struct json_writer w = {o, false};
	json_begin(&w, NULL, '{');
	if (audit->partial)
		json_put_flag(&w, "partial", true);
	put_refs(&w, a, audit);
	json_put_number(&w, "commits", audit->ncommits);
	json_begin(&w, "holes", '[');
	for (size_t i = 0; i < audit->nrefs; i++)
		for (size_t k = 0; k < audit->refs[i].nholes; k++)
			put_hole(&w, a, &audit->refs[i], &audit->refs[i].holes[k]);
	json_end(&w, ']');
	put_moves(&w, a, audit);
	put_health(&w, a, audit);
	json_end(&w, '}');
	return output_taken(o);
}

/* "1 commit", "2 commits". */
static struct span numbered(struct arena *a, size_t count, const char *word)
{
	return span_format(a, "%zu %s%s", count, word, count == 1 ? "" : "s");
}

/* A move that a hole tells has that hole's report. */
static void print_report(struct output *o, const struct audit_move *move)
{
	if (!move->told) {
		output_text(o, "; ");
		output_foreign(o, move->report);
		output_text(o, move->decided ? ", which has a disposition" : "");
	}
	output_text(o, "\n");
}

static void print_moved(struct output *o, const struct completeness *audit, struct span ref)
{
	for (size_t i = 0; i < audit->nmoves; i++) {
		const struct audit_move *move = &audit->moves[i];
		if (move->found_by.len > 0 || !span_eq(move->ref, ref))
			continue;
		output_text(o, "  it does not stand where the last accepted push left it: it was moved on the server, or the push did not arrive");
		print_report(o, move);
	}
}

static void print_ref(struct output *o, const struct completeness *audit, const struct audit_ref *ref)
{
	struct arena *a = output_arena(o);
	output_foreign(o, ref->name);
	output_format(o, ": %.*s", SPAN_ARGS(numbered(a, ref->ncommits, "commit")));
	if (oid_is_zero(&ref->start))
		output_text(o, " (the first install did not see it)");
	else
		output_format(o, " since %.*s", SPAN_ARGS(oid_hex(a, &ref->start)));
	output_format(o, ", %zu without a verdict\n", ref->nholes);
	print_moved(o, audit, ref->name);
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

static void print_gap(struct output *o, const struct audit_move *move)
{
	struct arena *a = output_arena(o);
	output_text(o, "  gap: ");
	output_foreign(o, move->found_by);
	output_text(o, " found ");
	output_foreign(o, move->ref);
	output_format(o, " at %.*s; the push before it had left %.*s", SPAN_ARGS(oid_hex(a, &move->found)), SPAN_ARGS(oid_hex(a, &move->expected)));
	print_report(o, move);
}

static void print_gone(struct output *o, const struct audit_move *move)
{
	output_foreign(o, move->ref);
	output_format(o, ": gone; the last accepted push left it at %.*s, so it was deleted on the server", SPAN_ARGS(oid_hex(output_arena(o), &move->expected)));
	print_report(o, move);
}

void audit_print(struct output *o, const struct completeness *audit)
{
	struct arena *a = output_arena(o);
	output_text(o, "Completeness of ");
	output_foreign(o, audit->repository);
	output_format(o, ": %.*s, %zu without a verdict", SPAN_ARGS(numbered(a, audit->ncommits, "commit")), audit->nholes);
	if (audit->ndecided > 0)
		output_format(o, ", %zu of them decided upon", audit->ndecided);
	if (audit->nundecided_moves > 0)
		output_format(o, "; %.*s past the gate to be decided upon", SPAN_ARGS(numbered(a, audit->nundecided_moves, "move")));
	output_text(o, "\n\n");
	if (audit->partial)
		output_text(o, "Only a part of what the policy protects, or may protect: neither state nor review takes it as the audit.\n\n");
	for (size_t i = 0; i < audit->nrefs; i++)
		print_ref(o, audit, &audit->refs[i]);
	for (size_t i = 0; i < audit->nmoves; i++)
		if (audit->moves[i].found_by.len == 0 && oid_is_zero(&audit->moves[i].found))
			print_gone(o, &audit->moves[i]);
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
	for (size_t i = 0; i < audit->nmoves; i++)
		if (audit->moves[i].found_by.len > 0)
			print_gap(o, &audit->moves[i]);
}
