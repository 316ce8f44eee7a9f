/* SPDX-License-Identifier: MIT */
/* event_print.c - an event as a person reads it. */
#include "process/event_print.h"

#include "base/date.h"
#include "text/json.h"

#define MOST_SHOWN 20

void event_print_line(struct output *o, const struct event *e)
{
	struct arena *a = output_arena(o);
	output_format(o, "%lld %.*s ", (long long)e->seq, SPAN_ARGS(moment_print(a, e->activity)));
	output_foreign(o, e->kind);
	output_text(o, " ");
	output_foreign(o, e->subject);
	if (!span_eq(e->id, e->subject)) {
		output_text(o, " ");
		output_foreign(o, e->id);
	}
	if (e->actor.len > 0) {
		output_text(o, " by ");
		output_foreign(o, e->actor);
	}
	if (e->role.len > 0) {
		output_text(o, " (");
		output_foreign(o, e->role);
		output_text(o, ")");
	}
	output_text(o, "\n");
}

static void print_value(struct output *o, const struct json *value)
{
	static const struct span words[] = {[JSON_NULL] = {"null", 4}, [JSON_FALSE] = {"false", 5}, [JSON_TRUE] = {"true", 4}};
	output_foreign(o, value->kind <= JSON_TRUE ? words[value->kind] : value->text);
}

/* A list: what its elements are called, or how many there are. */
static void print_list(struct output *o, const struct json *list)
{
	size_t shown = 0;
	output_format(o, "%zu", list->count);
	for (const struct json *each = list->first; each != NULL && shown < MOST_SHOWN; each = each->next) {
		const struct json *named = each->kind == JSON_OBJECT ? json_member(each, SPAN("id")) : each;
		if (named == NULL && each->kind == JSON_OBJECT)
			named = json_member(each, SPAN("ref"));
		if (named == NULL || named->kind != JSON_STRING)
			continue;
		output_text(o, shown++ == 0 ? ": " : ", ");
		output_foreign(o, named->text);
	}
	if (shown == MOST_SHOWN && list->count > shown)
		output_text(o, ", ...");
}

static void print_members(struct output *o, const struct json *object, size_t indent)
{
	for (const struct json *each = object->first; each != NULL; each = each->next) {
		output_format(o, "%*s", (int)indent, "");
		output_foreign(o, each->key);
		output_text(o, each->kind == JSON_OBJECT ? ":\n" : ": ");
		if (each->kind == JSON_OBJECT) {
			print_members(o, each, indent + 2); /* as deep as JSON_DEEPEST */
			continue;
		}
		if (each->kind == JSON_ARRAY)
			print_list(o, each);
		else
			print_value(o, each);
		output_text(o, "\n");
	}
}

void event_print(struct output *o, const struct event *e)
{
	struct arena *a = output_arena(o);
	const struct json *body;
	event_print_line(o, e);
	output_format(o, "  entered: %.*s by ", SPAN_ARGS(moment_print(a, e->entry)));
	output_foreign(o, e->entered_by);
	output_text(o, "\n");
	const struct failure *f = json_read(a, SPAN("body"), e->body, &body);
	if (f == NULL) {
		print_members(o, body, 2);
		return;
	}
	output_text(o, "  (what it says cannot be read) ");
	output_foreign(o, f->text);
	output_text(o, "\n");
}
