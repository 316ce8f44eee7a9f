/* SPDX-License-Identifier: MIT */
/* document.c - what the policy's document says itself, before its rules and registers. */
#include "base/arena.h"
#include "policy/reading.h"

static const struct span keys[] = {
	{"$schema", 7}, {"portcullis", 10}, {"name", 4},    {"standard", 8}, {"process", 7},    {"include", 7},    {"protect", 7},
	{"paths", 5},   {"people", 6},      {"mailmap", 7}, {"deviations", 10}, {"submodules", 10}, {"rules", 5},
	{"product", 7}, {"release", 7},     {"review", 6},  {"break_glass", 11},
};

static const struct failure *standard_read(struct reading *reading, const struct json *object)
{
	static const struct span standard_keys[] = {
		{"title", 5}, {"version", 7}, {"approved_by", 11}, {"effective", 9}, {"review_by", 9},
	};
	struct standard *standard = &reading->policy->standard;
	const struct text_key texts[] = {
		{"title", &standard->title, true},
		{"version", &standard->version, false},
		{"approved_by", &standard->approved_by, false},
	};
	*standard = (struct standard){.effective = INT64_MAX, .review_by = INT64_MAX};
	if (object == NULL)
		return NULL;
	const struct failure *f = json_only(reading->house, object, standard_keys, COUNT(standard_keys));
	if (f != NULL)
		return f;
	f = reading_texts(reading, object, texts, COUNT(texts));
	if (f != NULL)
		return f;
	f = reading_day(reading, json_member(object, SPAN("effective")), &standard->effective);
	if (f != NULL)
		return f;
	const struct json *review_by = json_member(object, SPAN("review_by"));
	f = reading_day(reading, review_by, &standard->review_by);
	if (f != NULL)
		return f;
	if (standard->effective != INT64_MAX && standard->review_by < standard->effective)
		return json_complain(reading->house, review_by, "the review is due before the standard is effective");
	return NULL;
}

/* What is printed as a link must be one, in printable ASCII without blanks and quotes. */
static const struct failure *link_check(struct reading *reading, const struct json *value)
{
	if (value == NULL)
		return NULL;
	struct span text = value->text;
	bool good = span_starts(text, SPAN("https://")) || span_starts(text, SPAN("http://")) || span_starts(text, SPAN("mailto:"));
	for (size_t i = 0; i < text.len && good; i++)
		good = text.at[i] > ' ' && text.at[i] < 0x7F && text.at[i] != '"' && text.at[i] != '<' && text.at[i] != '>' &&
		       text.at[i] != '\\' && text.at[i] != '`';
	if (good)
		return NULL;
	return json_complain(reading->house, value, "must be a link of printable ASCII that begins with https://, http:// or mailto:");
}

static const struct failure *process_read(struct reading *reading, const struct json *object)
{
	static const struct span process_keys[] = {
		{"title", 5}, {"document", 8}, {"url", 3}, {"intake", 6}, {"contact", 7},
	};
	struct process *process = &reading->policy->process;
	const struct text_key texts[] = {
		{"title", &process->title, true},   {"document", &process->document, false}, {"url", &process->url, false},
		{"intake", &process->intake, false}, {"contact", &process->contact, false},
	};
	if (object == NULL)
		return NULL;
	const struct failure *f = json_only(reading->house, object, process_keys, COUNT(process_keys));
	if (f != NULL)
		return f;
	f = reading_texts(reading, object, texts, COUNT(texts));
	if (f != NULL)
		return f;
	if (process->document.len == 0 && process->url.len == 0)
		return json_complain(reading->house, object, "names neither \"document\" nor \"url\"; "
		                     "one of them must say where the process is written down");
	f = link_check(reading, json_member(object, SPAN("url")));
	if (f != NULL)
		return f;
	return link_check(reading, json_member(object, SPAN("intake")));
}

static const struct failure *product_read(struct reading *reading, const struct json *object)
{
	static const struct span product_keys[] = {{"name", 4}, {"document", 8}};
	struct product *product = &reading->policy->product;
	const struct text_key texts[] = {{"name", &product->name, true}, {"document", &product->document, false}};
	if (object == NULL)
		return NULL;
	const struct failure *f = json_only(reading->house, object, product_keys, COUNT(product_keys));
	return f != NULL ? f : reading_texts(reading, object, texts, COUNT(texts));
}

/* A pattern of refs that could never match protects nothing, which nobody would notice. */
static const struct failure *refs_check(struct reading *reading, const struct json *list, const char *folder)
{
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		struct span ref = item->text;
		const char *fault = path_fault(ref);
		if (fault != NULL)
			return json_complain(reading->house, item, "the ref pattern \"%.*s\" %s", SPAN_ARGS(ref), fault);
		if (!span_starts(ref, SPAN("refs/")))
			return json_complain(reading->house, item, "\"%.*s\" is no full name of a ref; write \"%s%.*s\"",
			                     SPAN_ARGS(ref), folder, SPAN_ARGS(ref));
		for (size_t i = 0; i < ref.len; i++)
			if (span_find(SPAN(" ~^:[{}"), ref.at[i]) < sizeof(" ~^:[{}") - 1)
				return json_complain(reading->house, item, "\"%c\" is no part of a ref pattern; it has *, ** and ? only", ref.at[i]);
	}
	return NULL;
}

const struct failure *
reading_refs(struct reading *reading, const struct json *list, const char *folder, const struct span **refs, size_t *count)
{
	const struct failure *f = reading_list(reading, list, refs, count);
	return f != NULL ? f : refs_check(reading, list, folder);
}

static const struct failure *
protection_read(struct reading *reading, const struct json *object, struct protection *protection)
{
	static const struct span protection_keys[] = {{"refs", 4}, {"force", 5}, {"delete", 6}, {"judge", 5}};
	static const struct span judges[] = {[JUDGE_RESULT] = {"result", 6}, [JUDGE_COMMITS] = {"commits", 7}};
	const struct json *refs;
	size_t judge = JUDGE_COMMITS;
	const struct failure *f = json_only(reading->house, object, protection_keys, COUNT(protection_keys));
	if (f != NULL)
		return f;
	f = reading_need(reading, object, "refs", &refs);
	if (f != NULL)
		return f;
	f = reading_refs(reading, refs, "refs/heads/", &protection->refs, &protection->nrefs);
	if (f != NULL)
		return f;
	f = json_flag(reading->house, json_member(object, SPAN("force")), &protection->force);
	if (f != NULL)
		return f;
	f = json_flag(reading->house, json_member(object, SPAN("delete")), &protection->delete);
	if (f != NULL)
		return f;
	f = reading_choice(reading, json_member(object, SPAN("judge")), judges, COUNT(judges), &judge);
	if (f != NULL)
		return f;
	protection->judge = (enum judge)judge;
	return NULL;
}

static const struct failure *protect_read(struct reading *reading)
{
	const struct json *list;
	const struct failure *f = reading_need(reading, reading->document, "protect", &list);
	if (f != NULL)
		return f;
	if (list->kind != JSON_ARRAY || list->count == 0)
		return json_complain(reading->house, list, "must be a list of at least one object with \"refs\"");
	struct protection *protections = arena_take(reading->house, list->count, sizeof(*protections));
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		f = protection_read(reading, item, &protections[item->index]);
		if (f != NULL)
			return f;
	}
	reading->policy->protections = protections;
	reading->policy->nprotections = list->count;
	return NULL;
}

static bool class_name_is_clean(struct span name)
{
	for (size_t i = 0; i < name.len; i++)
		if (!byte_is_alnum(name.at[i]) && (i == 0 || span_find(SPAN("-_."), name.at[i]) == 3))
			return false;
	return name.len > 0;
}

static const struct failure *class_read(struct reading *reading, const struct json *member, struct path_class *class)
{
	class->name = member->key;
	if (!class_name_is_clean(member->key))
		return json_complain(reading->house, member, "\"%.*s\" is no name of a class of paths; use letters, digits, - and _",
		                     SPAN_ARGS(member->key));
	const struct failure *f = reading_list(reading, member, &class->patterns, &class->npatterns);
	for (const struct json *item = member->first; f == NULL && item != NULL; item = item->next) {
		const char *fault = path_fault(item->text);
		if (fault != NULL)
			f = json_complain(reading->house, item, "the path pattern \"%.*s\" %s", SPAN_ARGS(item->text), fault);
	}
	return f;
}

static const struct failure *paths_read(struct reading *reading, const struct json *object)
{
	if (object == NULL)
		return NULL;
	if (object->kind != JSON_OBJECT)
		return json_complain(reading->house, object, "must be an object: names of classes, each with a list of path patterns");
	reading->classes = arena_take(reading->house, object->count, sizeof(*reading->classes));
	for (const struct json *member = object->first; member != NULL; member = member->next) {
		const struct failure *f = class_read(reading, member, &reading->classes[reading->nclasses++]);
		if (f != NULL)
			return f;
	}
	return NULL;
}

/* The version comes first, so that a later format is refused by its number and not by its keys. */
static const struct failure *version_check(struct reading *reading)
{
	const struct json *value;
	if (reading->document->kind != JSON_OBJECT)
		return json_complain(reading->house, reading->document, "a policy is an object");
	const struct failure *f = reading_need(reading, reading->document, "portcullis", &value);
	if (f != NULL)
		return f;
	if (value->kind != JSON_NUMBER || !span_eq(value->text, SPAN("1")))
		return json_complain(reading->house, value, "must be 1, the only version of this format so far");
	return json_only(reading->house, reading->document, keys, COUNT(keys));
}

const struct failure *reading_document(struct reading *reading)
{
	static const struct span manners[] = {{"refuse", 6}, {"allow", 5}};
	size_t manner = 0;
	struct span schema;
	const struct failure *f = version_check(reading);
	if (f != NULL)
		return f;
	const struct text_key texts[] = {{"name", &reading->policy->name, false}, {"$schema", &schema, false}};
	f = reading_texts(reading, reading->document, texts, COUNT(texts));
	if (f != NULL)
		return f;
	f = standard_read(reading, json_member(reading->document, SPAN("standard")));
	if (f != NULL)
		return f;
	f = process_read(reading, json_member(reading->document, SPAN("process")));
	if (f != NULL)
		return f;
	f = product_read(reading, json_member(reading->document, SPAN("product")));
	if (f != NULL)
		return f;
	f = protect_read(reading);
	if (f != NULL)
		return f;
	f = paths_read(reading, json_member(reading->document, SPAN("paths")));
	if (f != NULL)
		return f;
	f = reading_choice(reading, json_member(reading->document, SPAN("submodules")), manners, COUNT(manners), &manner);
	if (f != NULL)
		return f;
	reading->policy->submodules = manner == 1;
	return NULL;
}
