/* SPDX-License-Identifier: MIT */
/* deviations.c - the register of deviations, and which of them grant anything. */
#include "base/arena.h"
#include "base/date.h"
#include "base/glob.h"
#include "policy/reading.h"

#include <stdlib.h>

static const struct span keys[] = {
	{"id", 2},       {"rule", 4},        {"path", 4},       {"symbol", 6},  {"reason", 6},                {"risk", 4}, {"requester", 9},
	{"approver", 8}, {"approved_on", 11}, {"expires_on", 10}, {"problem", 7}, {"compensating_control", 20},
};

static const struct failure *texts_read(struct reading *reading, const struct json *object, struct deviation *deviation)
{
	struct span ignored;
	const struct {
		const char *key;
		struct span *text;
	} texts[] = {
		{"rule", &deviation->rule},           {"path", &deviation->path},         {"symbol", &deviation->symbol},
		{"reason", &deviation->reason},       {"risk", &deviation->risk},         {"requester", &deviation->requester},
		{"approver", &deviation->approver},   {"problem", &deviation->problem},   {"compensating_control", &ignored},
	};
	for (size_t i = 0; i < COUNT(texts); i++) {
		*texts[i].text = SPAN("");
		const struct failure *f = reading_loose_text(reading, object, texts[i].key, texts[i].text);
		if (f != NULL)
			return f;
	}
	return NULL;
}

static const struct failure *days_read(struct reading *reading, const struct json *object, struct deviation *deviation)
{
	const struct json *expires = json_member(object, SPAN("expires_on"));
	deviation->approved_on = INT64_MAX;
	deviation->expires_on = INT64_MAX;
	const struct failure *f = reading_day(reading, json_member(object, SPAN("approved_on")), &deviation->approved_on);
	if (f != NULL)
		return f;
	f = reading_day(reading, expires, &deviation->expires_on);
	/* The day itself is still in force. */
	if (f == NULL && expires != NULL)
		deviation->expires_on += SECONDS_PER_DAY;
	return f;
}

/* Signs that leave everything open: no letter and no digit of any name. */
static bool names_nothing(struct span pattern)
{
	bool letters = false;
	for (size_t i = 0; i < pattern.len; i++)
		letters = letters || byte_is_alnum(pattern.at[i]) || pattern.at[i] == '_' || (unsigned char)pattern.at[i] >= 0x80;
	return !letters || glob_is_mere_wildcard(pattern);
}

/* The rules of a policy begin with the built-in ones. */
static bool is_about_code(const struct rule *rules, const struct rule *rule)
{
	return rule->check != NULL ? rule->check->on_commit == NULL : builtin_is_about_a_path((size_t)(rule - rules));
}

bool policy_deviates(const struct policy *policy, const struct rule *rule)
{
	return is_about_code(policy->rules, rule);
}

static struct span rule_fault(struct reading *reading, const struct deviation *deviation)
{
	if (deviation->rule.len == 0)
		return SPAN("it names no rule");
	const struct rule *rule = reading_rule(reading, deviation->rule);
	if (rule == NULL)
		return span_format(reading->house, "it names the rule %.*s, which the policy does not have", SPAN_ARGS(deviation->rule));
	if (!is_about_code(reading->rules, rule))
		return span_format(reading->house, "the rule %.*s looks at commits and refs; a deviation covers code at a path only",
		                   SPAN_ARGS(deviation->rule));
	return SPAN("");
}

static struct span scope_fault(const struct reading *reading, const struct deviation *deviation)
{
	if (deviation->path.len == 0)
		return SPAN("it has no scope: \"path\" is missing");
	const char *fault = path_fault(deviation->path);
	if (fault != NULL)
		return span_format(reading->house, "its path %s", fault);
	if (names_nothing(deviation->path))
		return SPAN("its path is a mere wildcard");
	if (deviation->symbol.len > 0 && names_nothing(deviation->symbol))
		return SPAN("its symbol is a mere wildcard");
	return SPAN("");
}

static struct span content_fault(const struct deviation *deviation)
{
	if (exception_says_nothing(deviation->reason))
		return SPAN("it gives no reason");
	if (exception_says_nothing(deviation->risk))
		return SPAN("it gives no risk");
	if (exception_says_nothing(deviation->requester))
		return SPAN("it names no requester");
	if (exception_says_nothing(deviation->approver))
		return SPAN("it names no approver");
	if (deviation->approved_on == INT64_MAX)
		return SPAN("it has no day of approval: \"approved_on\" is missing");
	if (deviation->expires_on == INT64_MAX)
		return SPAN("it never ends: \"expires_on\" is missing");
	return SPAN("");
}

static struct span people_fault(const struct reading *reading, const struct deviation *deviation)
{
	struct identity requester, approver;
	if (!exception_identifies(reading, deviation->requester, &requester))
		return SPAN("its requester is no address");
	if (!exception_identifies(reading, deviation->approver, &approver))
		return SPAN("its approver is no address");
	if (identity_same(&requester, &approver))
		return SPAN("it is self-approved: requester and approver are the same person");
	if (approver.person != NULL && approver.person->bot)
		return SPAN("its approver is a bot");
	return SPAN("");
}

static struct span time_fault(const struct reading *reading, const struct deviation *deviation)
{
	int64_t now = reading->preparation.now;
	if (deviation->expires_on <= deviation->approved_on)
		return SPAN("it expires before it is approved");
	if (now < deviation->approved_on)
		return span_format(reading->house, "it is not yet in force: approved on %.*s",
		                   SPAN_ARGS(date_print(reading->house, deviation->approved_on)));
	if (now >= deviation->expires_on)
		return span_format(reading->house, "it expired on %.*s",
		                   SPAN_ARGS(date_print(reading->house, deviation->expires_on - SECONDS_PER_DAY)));
	return SPAN("");
}

static struct span void_because(struct reading *reading, const struct deviation *deviation)
{
	struct span why = rule_fault(reading, deviation);
	if (why.len == 0)
		why = scope_fault(reading, deviation);
	if (why.len == 0)
		why = content_fault(deviation);
	if (why.len == 0)
		why = people_fault(reading, deviation);
	if (why.len == 0)
		why = time_fault(reading, deviation);
	return why;
}

static const struct failure *
deviation_read(struct reading *reading, const struct json *object, struct deviation *deviation)
{
	const struct text_key id[] = {{"id", &deviation->id, true}};
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f != NULL)
		return f;
	f = reading_texts(reading, object, id, COUNT(id));
	if (f != NULL)
		return f;
	f = texts_read(reading, object, deviation);
	if (f != NULL)
		return f;
	f = days_read(reading, object, deviation);
	if (f != NULL)
		return f;
	deviation->void_because = void_because(reading, deviation);
	return NULL;
}

static int deviation_order(const void *left, const void *right)
{
	const struct deviation *const *a = left, *const *b = right;
	int order = span_order((*a)->id, (*b)->id);
	if (order != 0)
		return order;
	return *a < *b ? -1 : 1;
}

static const struct failure *
refuse_doubled_ids(struct reading *reading, const struct json *list, const struct deviation *deviations)
{
	const struct deviation **sorted = arena_take(reading->house, list->count, sizeof(*sorted));
	for (size_t i = 0; i < list->count; i++)
		sorted[i] = &deviations[i];
	qsort(sorted, list->count, sizeof(*sorted), deviation_order);
	for (size_t i = 1; i < list->count; i++)
		if (span_eq(sorted[i - 1]->id, sorted[i]->id))
			return json_complain(reading->house, list, "the deviation %.*s is given twice", SPAN_ARGS(sorted[i]->id));
	return NULL;
}

const struct failure *reading_deviations(struct reading *reading)
{
	const struct json *where = json_member(reading->document, SPAN("deviations")), *list;
	if (where == NULL)
		return NULL;
	const struct failure *f = reading_register(reading, where, "deviations", &list);
	if (f != NULL)
		return f;
	struct deviation *deviations = arena_take(reading->house, list->count, sizeof(*deviations));
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		f = deviation_read(reading, item, &deviations[item->index]);
		if (f != NULL)
			return f;
	}
	reading->policy->deviations = deviations;
	reading->policy->ndeviations = list->count;
	return refuse_doubled_ids(reading, list, deviations);
}

static bool covers(const struct deviation *deviation, const struct finding *finding)
{
	return deviation->void_because.len == 0 && span_eq(deviation->rule, finding->rule->id) &&
	       glob_match(deviation->path, finding->path) &&
	       (deviation->symbol.len == 0 || glob_match(deviation->symbol, finding->symbol));
}

const struct deviation *policy_deviation(const struct policy *policy, const struct finding *finding)
{
	if (finding->path.len == 0)
		return NULL;
	for (size_t i = 0; i < policy->ndeviations; i++)
		if (covers(&policy->deviations[i], finding))
			return &policy->deviations[i];
	return NULL;
}
