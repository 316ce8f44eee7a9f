/* SPDX-License-Identifier: MIT */
/* event.c - an event as one line of JSON: what is hashed, exported and read back, and the names under which it is found. */
#include "base/date.h"
#include "process/ledger.h"

/* Up to the body. */
static void begin_of(struct output *o, struct arena *a, const struct event *e)
{
	struct json_writer w = {o, false};
	json_begin(&w, NULL, '{');
	json_put_number(&w, "seq", (size_t)e->seq);
	json_put(&w, "id", e->id);
	json_put(&w, "kind", e->kind);
	json_put(&w, "subject", e->subject);
	json_put(&w, "activity", moment_print(a, e->activity));
	json_put(&w, "entry", moment_print(a, e->entry));
	json_put(&w, "actor", e->actor);
	json_put(&w, "role", e->role);
	json_put(&w, "entered_by", e->entered_by);
	json_put_json(&w, "body", SPAN(""));
}

static void line_of(struct output *o, struct arena *a, const struct event *e)
{
	begin_of(o, a, e);
	output_written(o, e->body);
	struct json_writer w = {o, true};
	json_put(&w, "previous", digest_hex(a, &e->previous, 64));
}

struct span event_line(struct arena *a, const struct event *e)
{
	struct output *o = output_new(a, false);
	line_of(o, a, e);
	return output_taken(o);
}

struct span event_export(struct arena *a, const struct event *e)
{
	struct output *o = output_new(a, false);
	line_of(o, a, e);
	struct json_writer w = {o, true};
	json_put(&w, "hash", digest_hex(a, &e->hash, 64));
	json_end(&w, '}');
	return output_taken(o);
}

struct span event_export_begin(struct arena *a, const struct event *e)
{
	struct output *o = output_new(a, false);
	begin_of(o, a, e);
	return output_taken(o);
}

struct span event_export_end(struct arena *a, const struct event *e)
{
	struct output *o = output_new(a, false);
	struct json_writer w = {o, true};
	json_put(&w, "previous", digest_hex(a, &e->previous, 64));
	json_put(&w, "hash", digest_hex(a, &e->hash, 64));
	json_end(&w, '}');
	return output_taken(o);
}

static const struct failure *read_moment(struct arena *a, const struct json *value, int64_t *moment)
{
	if (value == NULL || value->kind != JSON_STRING || value->text.len != 20 || !moment_read(value->text, moment))
		return failure_of_policy(a, "a moment is missing or malformed");
	return NULL;
}

static bool text_member(const struct json *line, const char *key, struct span *text)
{
	const struct json *value = json_member(line, span_of(key));
	if (value == NULL || value->kind != JSON_STRING)
		return false;
	*text = value->text;
	return true;
}

/* The body's own bytes: from where it begins to the comma before the next member. */
static struct span raw_body(const struct json *line)
{
	static const char next[] = ",\"previous\":";
	const struct json *body = json_member(line, SPAN("body")), *previous = json_member(line, SPAN("previous"));
	if (body == NULL || previous == NULL || previous->offset < body->offset + sizeof next)
		return (struct span){0};
	return span_slice(line->file->bytes, body->offset, previous->offset - (sizeof next - 1));
}

const struct failure *event_read(struct arena *a, struct span name, struct span line, struct event *event)
{
	const struct json *json;
	struct event e = {0};
	struct span previous, hash;
	unsigned long seq;
	const struct failure *f = json_read(a, name, line, &json);
	if (f != NULL)
		return f;
	const struct json *number = json_member(json, SPAN("seq"));
	bool whole = number != NULL && number->kind == JSON_NUMBER && span_number(number->text, INT64_MAX, &seq) && text_member(json, "id", &e.id) &&
	             text_member(json, "kind", &e.kind) && text_member(json, "subject", &e.subject) && text_member(json, "actor", &e.actor) &&
	             text_member(json, "role", &e.role) && text_member(json, "entered_by", &e.entered_by) &&
	             text_member(json, "previous", &previous) && digest_read(previous, &e.previous) && text_member(json, "hash", &hash) &&
	             digest_read(hash, &e.hash);
	if (!whole)
		return failure_of_policy(a, "%.*s: this is no line of an exported ledger", SPAN_ARGS(name));
	e.seq = (int64_t)seq;
	e.body = raw_body(json);
	f = read_moment(a, json_member(json, SPAN("activity")), &e.activity);
	if (f == NULL)
		f = read_moment(a, json_member(json, SPAN("entry")), &e.entry);
	if (f == NULL && !span_eq(event_export(a, &e), line))
		f = failure_of_policy(a, "the line is not as the ledger exported it");
	if (f != NULL)
		return failure_within(a, f, "%.*s", SPAN_ARGS(name));
	*event = e;
	return NULL;
}

/* The index of a PostgreSQL server takes 2,704 bytes; no name of ours is near that. */
#define LONGEST_NAME 500

struct names {
	struct arena *arena;
	const struct span *names;
	size_t count, room;
};

static void add_span(struct names *n, struct span name)
{
	struct span *names = arena_grow(n->arena, n->names, n->count, &n->room, sizeof *names);
	names[n->count++] = name;
	n->names = names;
}

static void add_name(struct names *n, const struct json *value)
{
	if (value != NULL && value->kind == JSON_STRING && value->text.len > 0 && value->text.len <= LONGEST_NAME)
		add_span(n, value->text);
}

static void names_of_verdict(struct names *n, const struct json *body)
{
	const struct json *findings = json_member(body, SPAN("findings")), *judged = json_member(body, SPAN("judged"));
	for (const struct json *each = findings == NULL ? NULL : findings->first; each != NULL; each = each->next) {
		add_name(n, json_member(each, SPAN("id")));
		add_name(n, json_member(each, SPAN("fingerprint")));
	}
	for (const struct json *each = judged == NULL ? NULL : judged->first; each != NULL; each = each->next)
		add_name(n, each);
}

/* What stands in a list with commas. */
static void add_each(struct names *n, const struct json *value)
{
	struct span rest = value == NULL ? SPAN("") : value->text, piece;
	while (span_next(&rest, ',', &piece))
		if (span_trim(piece).len > 0 && span_trim(piece).len <= LONGEST_NAME)
			add_span(n, span_trim(piece));
}

/* A word under which all events that have the value are found. */
static void add_word(struct names *n, const struct json *value, struct span word)
{
	if (value != NULL)
		add_span(n, word);
}

static void names_of_problem(struct names *n, const struct json *body)
{
	const struct json *fields = json_member(body, SPAN("fields"));
	add_name(n, json_member(fields, SPAN("fingerprint")));
	add_each(n, json_member(fields, SPAN("observation")));
	add_each(n, json_member(fields, SPAN("commit")));
	add_each(n, json_member(fields, SPAN("commits")));
	add_word(n, json_member(fields, SPAN("expires")), SPAN("expires"));
}

const struct failure *event_names(struct arena *a, const struct event *e, const struct span **names, size_t *count)
{
	struct names n = {.arena = a};
	const struct json *body;
	if (e->id.len > LONGEST_NAME || e->subject.len > LONGEST_NAME || e->kind.len > LONGEST_NAME)
		return failure_of_policy(a, "the record's id, kind or subject is longer than %d bytes", LONGEST_NAME);
	const struct failure *f = json_read(a, SPAN("the record"), e->body, &body);
	if (f != NULL)
		return f;
	if (span_eq(e->kind, SPAN("verdict")))
		names_of_verdict(&n, body);
	else if (span_eq(e->kind, SPAN("problem")))
		names_of_problem(&n, body);
	*names = n.names;
	*count = n.count;
	return NULL;
}
