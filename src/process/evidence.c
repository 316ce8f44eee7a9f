/* SPDX-License-Identifier: MIT */
/* evidence.c - what the ledger holds of a period, read once for all documents. */
#include "process/evidence.h"

#include "process/valid.h"

static size_t number_of(const struct json *object, const char *key)
{
	const struct json *value = json_member(object, span_of(key));
	unsigned long number = 0;
	if (value == NULL || value->kind != JSON_NUMBER || !span_number(value->text, SIZE_MAX, &number))
		return 0;
	return number;
}

static struct rule_facts *facts_of(struct evidence_facts *e, const struct json *finding)
{
	struct span id = json_string(finding, "rule");
	for (size_t i = 0; i < e->nrules; i++)
		if (span_eq(e->rules[i].id, id))
			return &e->rules[i];
	e->rules = arena_grow(e->arena, e->rules, e->nrules, &e->rules_room, sizeof *e->rules);
	e->rules[e->nrules] = (struct rule_facts){.id = span_copy(e->arena, id), .title = span_copy(e->arena, json_string(finding, "rule_title")),
	                                          .clause = span_copy(e->arena, json_string(finding, "clause"))};
	return &e->rules[e->nrules++];
}

static void note_finding(struct evidence_facts *e, const struct json *finding, bool passed)
{
	struct rule_facts *facts = facts_of(e, finding);
	if (json_string(finding, "deviation").len > 0)
		facts->covered++;
	else if (passed)
		facts->warned++;
	else
		facts->refused++;
}

static void note_policy(struct evidence_facts *e, struct span digest)
{
	if (digest.len == 0 || span_among(e->policies, e->npolicies, digest))
		return;
	struct span *list = arena_grow(e->arena, e->policies, e->npolicies, &e->policies_room, sizeof *list);
	list[e->npolicies++] = span_copy(e->arena, digest);
	e->policies = list;
}

struct reading {
	struct ledger *ledger;
	struct evidence_facts *evidence;
};

static const struct failure *note_verdict(void *context, const struct event *event)
{
	struct reading *reading = context;
	struct evidence_facts *e = reading->evidence;
	const struct json *record;
	if (event->activity < e->request->from || event->activity >= e->request->to)
		return NULL;
	const struct failure *f = json_read(reading->ledger->step, event->id, event->body, &record);
	if (f != NULL)
		return f;
	bool passed = span_eq(json_string(record, "outcome"), SPAN("pass")), refused = span_eq(json_string(record, "outcome"), SPAN("block"));
	const struct json *findings = json_member(record, SPAN("findings"));
	e->verdicts++;
	e->passed += passed;
	e->refused += refused;
	e->undecided += !passed && !refused;
	e->commits += passed ? number_of(record, "commits") : 0;
	e->blobs += number_of(record, "blobs");
	note_policy(e, json_string(json_member(record, SPAN("policy")), "digest"));
	for (const struct json *each = findings == NULL ? NULL : findings->first; each != NULL; each = each->next)
		note_finding(e, each, passed);
	return NULL;
}

const struct failure *evidence_read(struct desk *d, const struct evidence_request *request, struct evidence_facts *e)
{
	const struct span kind = SPAN("verdict");
	const struct selection verdicts = {.kinds = &kind, .nkinds = 1};
	struct reading reading = {d->ledger, e};
	*e = (struct evidence_facts){.request = request, .arena = d->gate->visit, .now = d->gate->now};
	const struct failure *f = d->ledger->store->head(d->ledger->storage, &e->head);
	if (f == NULL)
		f = ledger_read_valid(d->ledger, &verdicts, note_verdict, &reading);
	if (f == NULL)
		f = problems_read(d->ledger, e->arena, &e->problems, &e->nproblems);
	return f;
}

struct span evidence_name(struct arena *a, const struct evidence_document *document, struct span version)
{
	static const char slot[] = "{version}";
	struct span name = span_of(document->name);
	for (size_t i = 0; i + sizeof slot - 1 <= name.len; i++)
		if (span_starts(span_from(name, i), SPAN(slot)))
			return span_format(a, "%.*s%.*s%.*s", SPAN_ARGS(span_slice(name, 0, i)), SPAN_ARGS(version),
			                   SPAN_ARGS(span_from(name, i + sizeof slot - 1)));
	return name;
}
