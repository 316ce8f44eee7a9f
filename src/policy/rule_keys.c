/* SPDX-License-Identifier: MIT */
/* rule_keys.c - the keys that every rule may have. */
#include "base/arena.h"
#include "base/glob.h"
#include "policy/reading.h"
#include "text/nearest.h"

#define MOST_KEYS 64
#define HIGHEST_CWE 99999

static const struct span common_keys[] = {
	{"id", 2},  {"title", 5}, {"check", 5},   {"action", 6}, {"severity", 8}, {"clause", 6},
	{"cwe", 3}, {"why", 3},   {"instead", 7}, {"only", 4},   {"except", 6},
	{"bad", 3}, {"good", 4},
};

const struct failure *
rule_keys_known(struct reading *reading, const struct check *check, const struct json *object)
{
	struct span known[MOST_KEYS];
	size_t count = 0;
	for (size_t i = 0; i < COUNT(common_keys); i++)
		known[count++] = common_keys[i];
	for (size_t i = 0; check->options[i] != NULL && count < MOST_KEYS; i++)
		known[count++] = span_of(check->options[i]);
	return json_only(reading->house, object, known, count);
}

/* Numbers of weaknesses: cwe.mitre.org. */
static const struct failure *cwe_read(struct reading *reading, const struct json *list, struct rule *rule)
{
	if (list == NULL)
		return NULL;
	if (list->kind != JSON_ARRAY)
		return json_complain(reading->house, list, "must be a list of numbers, like [120, 676]");
	unsigned *numbers = arena_take(reading->house, list->count, sizeof(*numbers));
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		size_t number = 0;
		const struct failure *f = json_count(reading->house, item, HIGHEST_CWE, &number);
		if (f != NULL)
			return f;
		if (number == 0)
			return json_complain(reading->house, item, "there is no CWE-0");
		numbers[item->index] = (unsigned)number;
	}
	rule->cwe = numbers;
	rule->ncwe = list->count;
	return NULL;
}

static const struct path_class *class_named(const struct reading *reading, struct span name)
{
	for (size_t i = 0; i < reading->nclasses; i++)
		if (span_eq(reading->classes[i].name, name))
			return &reading->classes[i];
	return NULL;
}

static const struct failure *refuse_class(struct reading *reading, const struct json *item)
{
	struct span *names = arena_take(reading->house, reading->nclasses, sizeof(*names));
	for (size_t i = 0; i < reading->nclasses; i++)
		names[i] = reading->classes[i].name;
	struct span hint = nearest_hint(reading->house, item->text, names, reading->nclasses);
	return json_complain(reading->house, item, "\"%.*s\" is no class of /paths%.*s", SPAN_ARGS(item->text), SPAN_ARGS(hint));
}

/* Names of classes become the patterns of all of them. */
static const struct failure *
classes_read(struct reading *reading, const struct json *list, const struct span **patterns, size_t *npatterns)
{
	const struct span *names = NULL;
	size_t nnames = 0, count = 0, room = 0;
	struct span *all = NULL;
	if (list == NULL)
		return NULL;
	const struct failure *f = reading_list(reading, list, &names, &nnames);
	if (f != NULL)
		return f;
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		const struct path_class *class = class_named(reading, item->text);
		if (class == NULL)
			return refuse_class(reading, item);
		for (size_t i = 0; i < class->npatterns; i++) {
			all = arena_grow(reading->house, all, count, &room, sizeof(*all));
			all[count++] = class->patterns[i];
		}
	}
	*patterns = all;
	*npatterns = count;
	return NULL;
}

static const struct failure *action_read(struct reading *reading, const struct json *value, enum action *action)
{
	struct span words[ACTION_REJECT + 1];
	size_t choice = *action;
	for (size_t i = 0; i < COUNT(words); i++)
		words[i] = action_name((enum action)i);
	const struct failure *f = reading_choice(reading, value, words, COUNT(words), &choice);
	if (f == NULL)
		*action = (enum action)choice;
	return f;
}

static const struct failure *severity_read(struct reading *reading, const struct json *value, enum severity *severity)
{
	struct span words[SEVERITY_CRITICAL + 1];
	size_t choice = *severity;
	for (size_t i = 0; i < COUNT(words); i++)
		words[i] = severity_name((enum severity)i);
	const struct failure *f = reading_choice(reading, value, words, COUNT(words), &choice);
	if (f == NULL)
		*severity = (enum severity)choice;
	return f;
}

const struct failure *rule_keys_apply(struct reading *reading, struct rule *rule, const struct json *object)
{
	const struct text_key texts[] = {
		{"title", &rule->title, false}, {"clause", &rule->clause, false},
		{"why", &rule->why, false},     {"instead", &rule->instead, false},
		{"bad", &rule->bad, false},     {"good", &rule->good, false},
	};
	const struct failure *f = reading_texts(reading, object, texts, COUNT(texts));
	if (f != NULL)
		return f;
	f = action_read(reading, json_member(object, SPAN("action")), &rule->action);
	if (f != NULL)
		return f;
	f = severity_read(reading, json_member(object, SPAN("severity")), &rule->severity);
	if (f != NULL)
		return f;
	f = cwe_read(reading, json_member(object, SPAN("cwe")), rule);
	if (f != NULL)
		return f;
	f = classes_read(reading, json_member(object, SPAN("only")), &rule->only, &rule->nonly);
	if (f != NULL)
		return f;
	return classes_read(reading, json_member(object, SPAN("except")), &rule->except, &rule->nexcept);
}

const struct json *rule_option(const struct rule *rule, const char *key)
{
	const struct json *value = json_member(rule->own, span_of(key));
	return value != NULL ? value : json_member(rule->base, span_of(key));
}

static bool matches_any(const struct span *patterns, size_t count, struct span path)
{
	for (size_t i = 0; i < count; i++)
		if (glob_match(patterns[i], path))
			return true;
	return false;
}

bool rule_covers(const struct rule *rule, struct span path)
{
	if (rule->nonly > 0 && !matches_any(rule->only, rule->nonly, path))
		return false;
	return !matches_any(rule->except, rule->nexcept, path);
}
