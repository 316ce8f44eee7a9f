/* SPDX-License-Identifier: MIT */
/* reading.c - the values that all readers of a policy read alike. */
#include "policy/reading.h"

#include "base/arena.h"
#include "base/date.h"
#include "text/nearest.h"

#include <stdlib.h>

const struct failure *
reading_need(struct reading *reading, const struct json *object, const char *key, const struct json **value)
{
	const struct json *member = json_member(object, span_of(key));
	if (member == NULL)
		return json_complain(reading->house, object, "\"%s\" is missing", key);
	*value = member;
	return NULL;
}

const struct failure *
reading_texts(struct reading *reading, const struct json *object, const struct text_key *keys, size_t nkeys)
{
	for (size_t i = 0; i < nkeys; i++) {
		const struct json *value = json_member(object, span_of(keys[i].name));
		if (value == NULL && keys[i].required)
			return json_complain(reading->house, object, "\"%s\" is missing", keys[i].name);
		const struct failure *f = json_text(reading->house, value, keys[i].value);
		if (f != NULL)
			return f;
	}
	return NULL;
}

const struct failure *reading_loose_text(struct reading *reading, const struct json *object, const char *key, struct span *text)
{
	const struct json *value = json_member(object, span_of(key));
	if (value == NULL)
		return NULL;
	if (value->kind != JSON_STRING)
		return json_complain(reading->house, value, "must be a text");
	*text = span_trim(value->text);
	return NULL;
}

struct entry {
	struct span text;
	size_t index;
};

static int entry_order(const void *left, const void *right)
{
	const struct entry *a = left, *b = right;
	int order = span_order(a->text, b->text);
	if (order != 0)
		return order;
	return a->index < b->index ? -1 : 1;
}

static const struct failure *
refuse_repeated(struct reading *reading, const struct json *value, const struct span *list, size_t count)
{
	struct entry *sorted = arena_take(reading->house, count, sizeof(*sorted));
	for (size_t i = 0; i < count; i++)
		sorted[i] = (struct entry){list[i], i};
	qsort(sorted, count, sizeof(*sorted), entry_order);
	for (size_t i = 1; i < count; i++)
		if (span_eq(sorted[i - 1].text, sorted[i].text))
			return json_complain(reading->house, value, "\"%.*s\" is listed twice", SPAN_ARGS(sorted[i].text));
	return NULL;
}

const struct failure *
reading_list(struct reading *reading, const struct json *value, const struct span **list, size_t *count)
{
	const struct failure *f = json_texts(reading->house, value, list, count);
	if (f != NULL || value == NULL)
		return f;
	if (*count == 0)
		return json_complain(reading->house, value, "must not be an empty list");
	return refuse_repeated(reading, value, *list, *count);
}

const struct failure *reading_day(struct reading *reading, const struct json *value, int64_t *seconds)
{
	struct span text = {"", 0};
	const struct failure *f = json_text(reading->house, value, &text);
	if (f != NULL || value == NULL)
		return f;
	if (!date_read(text, seconds))
		return json_complain(reading->house, value, "\"%.*s\" is no day; write it as YYYY-MM-DD", SPAN_ARGS(text));
	return NULL;
}

const struct failure *
reading_choice(struct reading *reading, const struct json *value, const struct span *words, size_t nwords, size_t *choice)
{
	struct span text = {"", 0};
	const struct failure *f = json_text(reading->house, value, &text);
	if (f != NULL || value == NULL)
		return f;
	for (size_t i = 0; i < nwords; i++) {
		if (!span_eq(text, words[i]))
			continue;
		*choice = i;
		return NULL;
	}
	struct span hint = nearest_hint(reading->house, text, words, nwords);
	return json_complain(reading->house, value, "\"%.*s\" is unknown here%.*s", SPAN_ARGS(text), SPAN_ARGS(hint));
}
