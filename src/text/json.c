/* SPDX-License-Identifier: MIT */
/* json.c - JSON documents as trees in an arena. */
#include "text/json.h"

#include "base/arena.h"
#include "text/json_scan.h"
#include "text/nearest.h"

#include <cjson/cJSON.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

static const char *const kind_names[] = {
	[JSON_NULL] = "null",     [JSON_FALSE] = "a truth value", [JSON_TRUE] = "a truth value", [JSON_NUMBER] = "a number",
	[JSON_STRING] = "a text", [JSON_ARRAY] = "a list",        [JSON_OBJECT] = "an object",
};
_Static_assert(COUNT(kind_names) == JSON_OBJECT + 1, "a kind lacks a name");

/* The tree while it is copied out of cJSON's memory. `torn`: the two readers did not see the same document. */
struct copying {
	struct arena *arena;
	const struct json_file *file;
	struct json_offsets offsets;
	size_t next;
	bool torn;
};

static enum json_kind kind_at(struct span bytes, size_t offset)
{
	switch (bytes.at[offset]) {
	case '{': return JSON_OBJECT;
	case '[': return JSON_ARRAY;
	case '"': return JSON_STRING;
	case 't': return JSON_TRUE;
	case 'f': return JSON_FALSE;
	case 'n': return JSON_NULL;
	default: return JSON_NUMBER;
	}
}

static bool same_kind(const cJSON *item, enum json_kind kind)
{
	static const int types[] = {
		[JSON_NULL] = cJSON_NULL,     [JSON_FALSE] = cJSON_False, [JSON_TRUE] = cJSON_True,     [JSON_NUMBER] = cJSON_Number,
		[JSON_STRING] = cJSON_String, [JSON_ARRAY] = cJSON_Array, [JSON_OBJECT] = cJSON_Object,
	};
	return (item->type & 0xFF) == types[kind];
}

/* Numbers stay as they are written: a double would lose what 64 bits hold. */
static struct span number_at(struct span bytes, size_t offset)
{
	size_t end = offset;
	while (end < bytes.len && (byte_is_digit(bytes.at[end]) || bytes.at[end] == '-' || bytes.at[end] == '.'))
		end++;
	return span_slice(bytes, offset, end);
}

/* Calls itself at most as deep as a document may be. */
static struct json *copy(struct copying *copying, const cJSON *item, const struct json *parent)
{
	struct json *value = arena_take(copying->arena, 1, sizeof(*value));
	if (copying->next == copying->offsets.count) {
		copying->torn = true;
		return value;
	}
	value->file = copying->file;
	value->parent = parent;
	value->offset = copying->offsets.list[copying->next++];
	value->kind = kind_at(copying->file->bytes, value->offset);
	value->text = SPAN("");
	value->key = SPAN("");
	if (item->string != NULL)
		value->key = span_copy(copying->arena, span_of(item->string));
	if (!same_kind(item, value->kind))
		copying->torn = true;
	else if (value->kind == JSON_STRING)
		value->text = span_copy(copying->arena, span_of(item->valuestring));
	else if (value->kind == JSON_NUMBER)
		value->text = number_at(copying->file->bytes, value->offset);
	struct json *before = NULL;
	for (const cJSON *child = item->child; child != NULL && !copying->torn; child = child->next) {
		struct json *made = copy(copying, child, value);
		made->index = value->count++;
		if (before == NULL)
			value->first = made;
		else
			before->next = made;
		before = made;
	}
	return value;
}

static int member_order(const void *left, const void *right)
{
	const struct json *const *a = left, *const *b = right;
	int order = span_order((*a)->key, (*b)->key);
	if (order != 0)
		return order;
	return (*a)->index < (*b)->index ? -1 : 1;
}

/* The second of two members with one name, or NULL. Sorted, so that a document of a million members ends too. */
static const struct json *doubled_member(struct arena *arena, const struct json *object)
{
	if (object->count < 2)
		return NULL;
	const struct json **members = arena_take(arena, object->count, sizeof(*members));
	size_t count = 0;
	for (const struct json *member = object->first; member != NULL; member = member->next)
		members[count++] = member;
	qsort(members, count, sizeof(*members), member_order);
	for (size_t i = 1; i < count; i++)
		if (span_eq(members[i - 1]->key, members[i]->key))
			return members[i];
	return NULL;
}

/* The value behind this one in the order of the document, or NULL. */
static const struct json *walk(const struct json *value)
{
	if (value->first != NULL)
		return value->first;
	while (value != NULL && value->next == NULL)
		value = value->parent;
	return value == NULL ? NULL : value->next;
}

static const struct failure *refuse_doubles(struct arena *arena, const struct json *root)
{
	for (const struct json *value = root; value != NULL; value = walk(value)) {
		const struct json *again = value->kind == JSON_OBJECT ? doubled_member(arena, value) : NULL;
		if (again != NULL)
			return json_complain(arena, again, "the key \"%.*s\" is given twice", SPAN_ARGS(again->key));
	}
	return NULL;
}

#define LIBRARY_MEMORY ((size_t)1 << 30)

/* What the library takes while it reads one document goes back with its arena, not piece by piece. */
static struct arena *lent;

static void *lend(size_t size)
{
	return arena_take(lent, size, 1);
}

static void take_back(void *piece)
{
	(void)piece;
}

/* The tree of the library, in an arena of its own, or NULL. */
static const cJSON *parse(struct arena *own, struct span bytes)
{
	const char *end = NULL;
	lent = own;
	cJSON_InitHooks(&(cJSON_Hooks){lend, take_back});
	return cJSON_ParseWithLengthOpts(bytes.at, bytes.len, &end, 0);
}

const struct failure *json_read(struct arena *arena, struct span name, struct span bytes, const struct json **root)
{
	struct json_file *file = arena_take(arena, 1, sizeof(*file));
	*file = (struct json_file){span_copy(arena, name), bytes};
	struct copying copying = {.arena = arena, .file = file};
	const struct failure *f = json_scan(arena, file, &copying.offsets);
	if (f != NULL)
		return f;
	struct arena *own = arena_new("house", LIBRARY_MEMORY);
	const cJSON *tree = parse(own, bytes);
	const struct json *made = tree == NULL ? NULL : copy(&copying, tree, NULL);
	arena_free(own);
	if (made == NULL)
		return failure_of_policy(arena, "%.*s: the JSON library cannot read the document", SPAN_ARGS(name));
	if (copying.torn || copying.next != copying.offsets.count)
		return failure_of_policy(arena, "%.*s: the JSON library reads another document", SPAN_ARGS(name));
	f = refuse_doubles(arena, made);
	if (f != NULL)
		return f;
	*root = made;
	return NULL;
}

static struct span pointer_to(struct arena *arena, const struct json *value)
{
	const struct json *path[JSON_DEEPEST + 1];
	size_t depth = 0;
	for (; value != NULL && value->parent != NULL && depth < COUNT(path); value = value->parent)
		path[depth++] = value;
	struct span pointer = {"", 0};
	while (depth-- > 0) {
		bool member = path[depth]->parent->kind == JSON_OBJECT;
		struct span step = member ? path[depth]->key : span_format(arena, "%zu", path[depth]->index);
		pointer = json_pointer_step(arena, pointer, step);
	}
	return pointer.len > 0 ? pointer : SPAN("/");
}

const struct failure *json_complain(struct arena *arena, const struct json *where, const char *format, ...)
{
	va_list arguments, again;
	va_start(arguments, format);
	va_copy(again, arguments);
	int length = vsnprintf(NULL, 0, format, arguments);
	va_end(arguments);
	size_t room = length < 0 ? 1 : (size_t)length + 1;
	char *text = arena_take(arena, room, 1);
	(void)vsnprintf(text, room, format, again);
	va_end(again);
	struct span place = json_place(arena, where->file, where->offset);
	struct span pointer = pointer_to(arena, where);
	return failure_of_policy(arena, "%.*s%.*s: %s", SPAN_ARGS(place), SPAN_ARGS(pointer), text);
}

const struct json *json_member(const struct json *object, struct span key)
{
	if (object == NULL || object->kind != JSON_OBJECT)
		return NULL;
	for (const struct json *member = object->first; member != NULL; member = member->next)
		if (span_eq(member->key, key))
			return member;
	return NULL;
}

struct span json_string(const struct json *object, const char *key)
{
	const struct json *value = json_member(object, span_of(key));
	return value != NULL && value->kind == JSON_STRING ? value->text : SPAN("");
}

const struct json *json_first(const struct json *object, const char *key)
{
	const struct json *list = json_member(object, span_of(key));
	return list != NULL && list->kind == JSON_ARRAY ? list->first : NULL;
}

bool json_is_true(const struct json *object, const char *key)
{
	const struct json *value = json_member(object, span_of(key));
	return value != NULL && value->kind == JSON_TRUE;
}

static const struct failure *wrong_kind(struct arena *arena, const struct json *value, const char *wanted)
{
	return json_complain(arena, value, "must be %s, not %s", wanted, kind_names[value->kind]);
}

const struct failure *json_text(struct arena *arena, const struct json *value, struct span *text)
{
	if (value == NULL)
		return NULL;
	if (value->kind != JSON_STRING)
		return wrong_kind(arena, value, "a text");
	if (value->text.len == 0)
		return json_complain(arena, value, "must not be empty");
	*text = value->text;
	return NULL;
}

const struct failure *json_flag(struct arena *arena, const struct json *value, bool *flag)
{
	if (value == NULL)
		return NULL;
	if (value->kind != JSON_TRUE && value->kind != JSON_FALSE)
		return wrong_kind(arena, value, "true or false");
	*flag = value->kind == JSON_TRUE;
	return NULL;
}

const struct failure *json_count(struct arena *arena, const struct json *value, size_t limit, size_t *count)
{
	unsigned long number = 0;
	if (value == NULL)
		return NULL;
	if (value->kind != JSON_NUMBER)
		return wrong_kind(arena, value, "a whole number");
	if (!span_number(value->text, limit, &number))
		return json_complain(arena, value, "must be a whole number from 0 to %zu, not %.*s", limit, SPAN_ARGS(value->text));
	*count = number;
	return NULL;
}

const struct failure *
json_texts(struct arena *arena, const struct json *value, const struct span **texts, size_t *count)
{
	if (value == NULL)
		return NULL;
	if (value->kind != JSON_ARRAY)
		return wrong_kind(arena, value, "a list of texts");
	struct span *list = arena_take(arena, value->count, sizeof(*list));
	for (const struct json *item = value->first; item != NULL; item = item->next) {
		const struct failure *f = json_text(arena, item, &list[item->index]);
		if (f != NULL)
			return f;
	}
	*texts = list;
	*count = value->count;
	return NULL;
}

const struct failure *
json_only(struct arena *arena, const struct json *object, const struct span *keys, size_t nkeys)
{
	if (object->kind != JSON_OBJECT)
		return wrong_kind(arena, object, "an object");
	for (const struct json *member = object->first; member != NULL; member = member->next) {
		bool known = false;
		for (size_t i = 0; i < nkeys && !known; i++)
			known = span_eq(member->key, keys[i]);
		if (known)
			continue;
		struct span hint = nearest_hint(arena, member->key, keys, nkeys);
		return json_complain(arena, member, "unknown key \"%.*s\"%.*s", SPAN_ARGS(member->key), SPAN_ARGS(hint));
	}
	return NULL;
}
