/* SPDX-License-Identifier: MIT */
/* break_glass.c - the register of break-glass entries, and which of them grant anything. */
#include "base/arena.h"
#include "base/date.h"
#include "git/oid.h"
#include "git/ref_lines.h"
#include "policy/reading.h"

#define LONGEST_DAYS 7
#define APPROVERS 2
#define MOST_ENTRIES 1000

static const struct failure *place_read(struct reading *reading, const struct json *object, struct break_glass *entry)
{
	struct span commit = {"", 0};
	const struct text_key texts[] = {
		{"id", &entry->id, true}, {"repository", &entry->repository, false}, {"ref", &entry->ref, true}, {"commit", &commit, true}};
	const struct failure *f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL && !oid_read(commit, &entry->commit))
		f = json_complain(reading->house, json_member(object, SPAN("commit")), "must be the id of the one new value, %d hexadecimal digits", OID_HEX_LENGTH);
	if (f == NULL && !ref_name_is_sound(entry->ref))
		f = json_complain(reading->house, json_member(object, SPAN("ref")), "\"%.*s\" is no full name of a ref, like refs/heads/main",
		                  SPAN_ARGS(entry->ref));
	return f;
}

static const struct failure *days_read(struct reading *reading, const struct json *object, struct break_glass *entry)
{
	const struct {
		const char *key;
		int64_t *day;
	} days[] = {{"from", &entry->from}, {"until", &entry->until}, {"due", &entry->due}};
	for (size_t i = 0; i < COUNT(days); i++) {
		const struct json *value;
		const struct failure *f = reading_need(reading, object, days[i].key, &value);
		if (f == NULL)
			f = reading_day(reading, value, days[i].day);
		if (f != NULL)
			return f;
	}
	/* The day itself is still in force. */
	entry->until += SECONDS_PER_DAY;
	return NULL;
}

static const struct failure *approvers_read(struct reading *reading, const struct json *object, struct break_glass *entry)
{
	const struct json *list = json_member(object, SPAN("approvers"));
	return json_texts(reading->house, list, &entry->approvers, &entry->napprovers);
}

/* Why an approver does not count, or an empty span; the words go on after "its approver ADDRESS". */
static struct span approver_fault(const struct reading *reading, struct span text, struct identity *approver)
{
	int64_t now = reading->preparation.now;
	if (!exception_identifies(reading, text, approver))
		return SPAN("is no address");
	if (approver->person == NULL)
		return SPAN("is not in the register of people");
	if (approver->person->bot)
		return SPAN("is a bot");
	if (now < approver->person->valid_from)
		return SPAN("is not yet in office");
	return now >= approver->person->valid_until ? SPAN("is no longer in office") : SPAN("");
}

static struct span people_fault(const struct reading *reading, const struct break_glass *entry)
{
	struct identity requester, approvers[APPROVERS];
	if (exception_says_nothing(entry->requester))
		return SPAN("it names no requester");
	if (!exception_identifies(reading, entry->requester, &requester))
		return SPAN("its requester is no address");
	if (entry->napprovers != APPROVERS)
		return span_format(reading->house, "it needs %d approvers and names %zu", APPROVERS, entry->napprovers);
	for (size_t i = 0; i < APPROVERS; i++) {
		struct span why = approver_fault(reading, entry->approvers[i], &approvers[i]);
		if (why.len > 0)
			return span_format(reading->house, "its approver %.*s %.*s", SPAN_ARGS(entry->approvers[i]), SPAN_ARGS(why));
		if (identity_same(&approvers[i], &requester))
			return SPAN("it is self-approved: the requester is one of its approvers");
	}
	return identity_same(&approvers[0], &approvers[1]) ? SPAN("its two approvers are the same person") : SPAN("");
}

static struct span time_fault(const struct reading *reading, const struct break_glass *entry)
{
	int64_t now = reading->preparation.now;
	if (entry->until <= entry->from)
		return SPAN("it ends before it begins");
	if (entry->until - entry->from > LONGEST_DAYS * SECONDS_PER_DAY)
		return span_format(reading->house, "it would be in force for more than %d days", LONGEST_DAYS);
	if (now < entry->from)
		return span_format(reading->house, "it is not yet in force: from %.*s on", SPAN_ARGS(date_print(reading->house, entry->from)));
	if (now >= entry->until)
		return span_format(reading->house, "it expired on %.*s", SPAN_ARGS(date_print(reading->house, entry->until - SECONDS_PER_DAY)));
	return SPAN("");
}

static struct span void_because(const struct reading *reading, const struct break_glass *entry)
{
	if (exception_says_nothing(entry->reason))
		return SPAN("it gives no reason");
	if (entry->repository.len == 0)
		return SPAN("it names no repository");
	struct span why = people_fault(reading, entry);
	return why.len > 0 ? why : time_fault(reading, entry);
}

static const struct failure *entry_read(struct reading *reading, const struct json *object, struct break_glass *entry)
{
	static const struct span keys[] = {
		{"id", 2},        {"repository", 10}, {"ref", 3},  {"commit", 6}, {"reason", 6},
		{"requester", 9}, {"approvers", 9},   {"from", 4}, {"until", 5},  {"due", 3},
	};
	*entry = (struct break_glass){.repository = SPAN(""), .reason = SPAN(""), .requester = SPAN("")};
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = place_read(reading, object, entry);
	if (f == NULL)
		f = reading_loose_text(reading, object, "reason", &entry->reason);
	if (f == NULL)
		f = reading_loose_text(reading, object, "requester", &entry->requester);
	if (f == NULL)
		f = approvers_read(reading, object, entry);
	if (f == NULL)
		f = days_read(reading, object, entry);
	if (f == NULL)
		entry->void_because = void_because(reading, entry);
	return f;
}

const struct failure *reading_break_glass(struct reading *reading)
{
	const struct json *where = json_member(reading->document, SPAN("break_glass")), *list;
	if (where == NULL)
		return NULL;
	const struct failure *f = reading_register(reading, where, "break_glass", &list);
	if (f != NULL)
		return f;
	if (list->count > MOST_ENTRIES)
		return json_complain(reading->house, list, "more than %d entries", MOST_ENTRIES);
	struct break_glass *entries = arena_take(reading->house, list->count, sizeof(*entries));
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		f = entry_read(reading, item, &entries[item->index]);
		for (size_t i = 0; f == NULL && i < item->index; i++)
			if (span_eq(entries[i].id, entries[item->index].id))
				f = json_complain(reading->house, item, "the break-glass entry %.*s is given twice", SPAN_ARGS(entries[i].id));
		if (f != NULL)
			return f;
	}
	reading->policy->break_glasses = entries;
	reading->policy->nbreak_glasses = list->count;
	return NULL;
}
