/* SPDX-License-Identifier: MIT */
/* observation.c - what the gate saw, found again by the id that it printed. */
#include "process/observation.h"

#include "base/date.h"
#include "base/unicode.h"

#include <string.h>

#define TITLE_LONGEST 200

struct span json_word(const struct json *object, const char *key)
{
	const struct json *value = json_member(object, span_of(key));
	return value != NULL && (value->kind == JSON_STRING || value->kind == JSON_NUMBER) ? value->text : SPAN("");
}

struct span made_plain(struct arena *a, struct span text, size_t most)
{
	char *plain = arena_take(a, text.len + 1, 1);
	size_t used = 0;
	uint32_t character;
	for (size_t at = 0, n; at < text.len; at += n) {
		n = unicode_decode(span_from(text, at), &character);
		bool shows = n > 0 && unicode_visible(character);
		n = n == 0 ? 1 : n;
		if (used + n > most)
			break;
		if (shows)
			memcpy(plain + used, text.at + at, n);
		else
			plain[used] = byte_is_space(text.at[at]) ? ' ' : '?';
		used += shows ? n : 1;
	}
	return span_trim((struct span){plain, used});
}

bool finding_is_of_product(const struct json *finding)
{
	return json_word(finding, "fingerprint").len > 0 && !span_starts(json_word(finding, "rule"), SPAN("RL-"));
}

static bool flag_of(const struct json *object, const char *key)
{
	const struct json *value = json_member(object, span_of(key));
	return value != NULL && value->kind == JSON_TRUE;
}

static struct span weaknesses(struct arena *a, const struct json *finding)
{
	const struct json *list = json_member(finding, SPAN("cwe"));
	struct span text = SPAN("");
	for (const struct json *each = list == NULL ? NULL : list->first; each != NULL; each = each->next)
		text = span_format(a, "%.*s%sCWE-%.*s", SPAN_ARGS(text), text.len > 0 ? "," : "", SPAN_ARGS(each->text));
	return text;
}

static struct span place_of(struct arena *a, const struct json *finding)
{
	struct span path = json_word(finding, "path"), line = json_word(finding, "line"), ref = json_word(finding, "ref");
	if (path.len > 0)
		return span_format(a, "%.*s%s%.*s", SPAN_ARGS(path), line.len > 0 ? ":" : "", SPAN_ARGS(line));
	return span_copy(a, ref.len > 0 ? ref : json_word(finding, "commit"));
}

/* The new value of the pushed ref, where there is one; a version for what has none yet. */
static struct span pushed_value(const struct json *record)
{
	const struct json *updates = json_member(record, SPAN("updates"));
	return updates == NULL || updates->first == NULL ? SPAN("") : json_word(updates->first, "new");
}

void give_finding(struct givens *g, const struct json *record, const struct json *finding)
{
	struct arena *a = g->arena;
	const struct {
		enum field field;
		const char *key;
	} same[] = {{FIELD_FINGERPRINT, "fingerprint"}, {FIELD_OBSERVATION, "id"}, {FIELD_RULE, "rule"}, {FIELD_COMMIT, "commit"}, {FIELD_PATH, "path"},
	            {FIELD_DEVIATION, "deviation"}};
	struct span repository = json_word(record, "repository"), commit = json_word(finding, "commit"), title = json_word(finding, "title");
	struct span product = repository.len > 0 ? repository : SPAN("(repository without a name)"), value = pushed_value(record);
	struct span why = json_word(finding, "why"), place = place_of(a, finding);
	for (size_t i = 0; i < COUNT(same); i++)
		give(g, same[i].field, made_plain(a, json_word(finding, same[i].key), FIELD_LONGEST));
	give(g, FIELD_CWE, weaknesses(a, finding));
	give(g, FIELD_PRODUCT, made_plain(a, product, FIELD_LONGEST));
	give(g, FIELD_REPOSITORY, made_plain(a, repository, FIELD_LONGEST));
	give(g, FIELD_VERSION, span_copy(a, commit.len > 0 ? commit : value.len > 0 ? value : SPAN("unknown")));
	give(g, FIELD_TITLE, made_plain(a, span_format(a, "%.*s: %.*s", SPAN_ARGS(json_word(finding, "rule")), SPAN_ARGS(title)), TITLE_LONGEST));
	give(g, FIELD_DESCRIPTION, made_plain(a, span_format(a, "%.*s (%.*s)%s%.*s", SPAN_ARGS(title), SPAN_ARGS(place), why.len > 0 ? ": " : "", SPAN_ARGS(why)), FIELD_LONGEST));
	give(g, FIELD_SOURCE, SPAN("testing"));
	give(g, FIELD_REPORTER, SPAN("portcullis"));
	give(g, FIELD_SECURITY, SPAN("yes"));
	give(g, FIELD_RECEIVED, span_copy(a, json_word(record, "at")));
}

struct search {
	struct ledger *ledger;
	struct arena *arena;
	struct span name;
	struct sightings *found;
};

static bool goes_by(const struct json *finding, struct span name)
{
	return span_eq(json_word(finding, "id"), name) || span_eq(json_word(finding, "fingerprint"), name) || span_eq(json_word(finding, "commit"), name);
}

static void add_sighting(struct search *s, const struct event *e, const struct json *record, const struct json *finding)
{
	struct arena *a = s->arena;
	struct sightings *found = s->found;
	struct span deviation = json_word(finding, "deviation");
	struct sighting one = {
		.verdict = span_copy(a, e->subject), .outcome = span_copy(a, json_word(record, "outcome")), .mode = span_copy(a, json_word(record, "mode")),
		.pusher = span_copy(a, e->actor), .at = e->activity, .id = span_copy(a, json_word(finding, "id")),
		.fingerprint = span_copy(a, json_word(finding, "fingerprint")), .rule = span_copy(a, json_word(finding, "rule")),
		.title = span_copy(a, json_word(finding, "title")), .place = place_of(a, finding),
		.covered = span_copy(a, deviation.len > 0 ? deviation : json_word(finding, "break_glass")), .blocks = flag_of(finding, "blocks"),
		.refused = !span_eq(json_word(record, "outcome"), SPAN("pass")), .report = {.arena = a},
	};
	give_finding(&one.report, record, finding);
	found->list = arena_grow(a, found->list, found->count, &found->room, sizeof *found->list);
	found->list[found->count++] = one;
}

static const struct failure *look(void *context, const struct event *e)
{
	struct search *s = context;
	const struct json *record;
	const struct failure *f = json_read(s->ledger->step, e->id, e->body, &record);
	if (f != NULL)
		return failure_copy(s->arena, f);
	const struct json *findings = json_member(record, SPAN("findings"));
	s->found->verdicts++;
	for (const struct json *each = findings == NULL ? NULL : findings->first; each != NULL; each = each->next)
		if (span_eq(e->subject, s->name) || goes_by(each, s->name))
			add_sighting(s, e, record, each);
	return NULL;
}

static const struct failure *find_report(struct search *s, size_t place)
{
	struct sighting *list = s->found->list;
	const struct problem **reports;
	size_t count;
	for (size_t i = 0; i < place; i++)
		if (span_eq(list[i].fingerprint, list[place].fingerprint)) {
			list[place].promoted = list[i].promoted;
			return NULL;
		}
	const struct failure *f = problems_named(s->ledger, s->arena, list[place].fingerprint, &reports, &count);
	if (f == NULL && count == 0)
		f = problems_named(s->ledger, s->arena, list[place].id, &reports, &count);
	if (f == NULL && count > 0)
		list[place].promoted = reports[count - 1];
	return f;
}

const struct failure *sightings_read(struct ledger *l, struct arena *a, struct span name, struct sightings *found)
{
	static const struct span kinds[] = {{"verdict", 7}};
	const struct selection named = {.kinds = kinds, .nkinds = 1, .name = name};
	struct search s = {l, a, name, found};
	*found = (struct sightings){0};
	const struct failure *f = ledger_read(l, &named, look, &s);
	for (size_t i = 0; f == NULL && i < found->count; i++)
		f = find_report(&s, i);
	return f;
}
