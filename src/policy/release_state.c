/* SPDX-License-Identifier: MIT */
/* release_state.c - the state of the ledger, read as strictly as the policy itself. */
#include "base/arena.h"
#include "base/date.h"
#include "git/oid.h"
#include "policy/reading.h"

#define DIGEST_DIGITS 64

/* One list of the state: the reader of an item, and the room for all of them. */
struct list {
	const char *key;
	size_t size;
	const struct failure *(*item)(struct reading *, const struct json *, void *);
};

static const struct failure *list_read(struct reading *reading, const struct json *object, const struct list *list, void **items, size_t *count)
{
	const struct json *value;
	const struct failure *f = reading_need(reading, object, list->key, &value);
	if (f != NULL)
		return f;
	if (value->kind != JSON_ARRAY)
		return json_complain(reading->house, value, "must be a list");
	char *made = arena_take(reading->house, value->count, list->size);
	for (const struct json *item = value->first; item != NULL && f == NULL; item = item->next)
		f = list->item(reading, item, made + item->index * list->size);
	*items = made;
	*count = value->count;
	return f;
}

static const struct failure *moment_read_at(struct reading *reading, const struct json *object, const char *key, int64_t *moment)
{
	const struct json *value;
	struct span text = {"", 0};
	const struct failure *f = reading_need(reading, object, key, &value);
	if (f == NULL)
		f = json_text(reading->house, value, &text);
	if (f == NULL && (text.len != sizeof "YYYY-MM-DDTHH:MM:SSZ" - 1 || !moment_read(text, moment)))
		f = json_complain(reading->house, value, "\"%.*s\" is no moment; write it as YYYY-MM-DDTHH:MM:SSZ", SPAN_ARGS(text));
	return f;
}

static const struct failure *day_at(struct reading *reading, const struct json *object, const char *key, int64_t *day)
{
	const struct json *value;
	const struct failure *f = reading_need(reading, object, key, &value);
	return f != NULL ? f : reading_day(reading, value, day);
}

/* A SHA-256 in lower-case hexadecimal digits. */
static const struct failure *digest_check(struct reading *reading, const struct json *value)
{
	bool good = value->kind == JSON_STRING && value->text.len == DIGEST_DIGITS;
	for (size_t i = 0; good && i < DIGEST_DIGITS; i++)
		good = byte_is_digit(value->text.at[i]) || (value->text.at[i] >= 'a' && value->text.at[i] <= 'f');
	return good ? NULL : json_complain(reading->house, value, "must be a SHA-256 of %d hexadecimal digits", DIGEST_DIGITS);
}

static const struct failure *problem_read(struct reading *reading, const struct json *object, void *item)
{
	static const struct span keys[] = {{"id", 2}, {"title", 5}, {"state", 5}, {"owner", 5}};
	struct open_problem *problem = item;
	const struct text_key texts[] = {{"id", &problem->id, true}, {"state", &problem->state, true}};
	*problem = (struct open_problem){.title = SPAN(""), .owner = SPAN("")};
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL)
		f = reading_loose_text(reading, object, "title", &problem->title);
	return f != NULL ? f : reading_loose_text(reading, object, "owner", &problem->owner);
}

static const struct failure *debt_read(struct reading *reading, const struct json *object, void *item)
{
	static const struct span keys[] = {{"id", 2}, {"break_glass", 11}, {"due", 3}, {"owner", 5}};
	struct debt *debt = item;
	const struct text_key texts[] = {{"id", &debt->id, true}, {"break_glass", &debt->break_glass, false}};
	*debt = (struct debt){.break_glass = SPAN(""), .owner = SPAN(""), .due = INT64_MAX};
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL)
		f = reading_loose_text(reading, object, "owner", &debt->owner);
	return f != NULL ? f : reading_day(reading, json_member(object, SPAN("due")), &debt->due);
}

static const struct failure *audited_ref_read(struct reading *reading, const struct json *object, void *item)
{
	static const struct span keys[] = {{"ref", 3}, {"commit", 6}};
	struct audited_ref *ref = item;
	struct span commit = {"", 0};
	const struct text_key texts[] = {{"ref", &ref->ref, true}, {"commit", &commit, true}};
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL && !oid_read(commit, &ref->commit))
		f = json_complain(reading->house, json_member(object, SPAN("commit")), "must be a commit's id of %d hexadecimal digits", OID_HEX_LENGTH);
	return f;
}

static const struct failure *audit_read(struct reading *reading, const struct json *object, void *item)
{
	static const struct span keys[] = {{"repository", 10}, {"at", 2}, {"holes", 5}, {"refs", 4}};
	static const struct list refs = {"refs", sizeof(struct audited_ref), audited_ref_read};
	struct audit_result *audit = item;
	const struct text_key texts[] = {{"repository", &audit->repository, true}};
	const struct json *holes;
	void *items = NULL;
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL)
		f = moment_read_at(reading, object, "at", &audit->at);
	if (f == NULL)
		f = reading_need(reading, object, "holes", &holes);
	if (f == NULL)
		f = json_count(reading->house, holes, SIZE_MAX, &audit->holes);
	if (f == NULL)
		f = list_read(reading, object, &refs, &items, &audit->nrefs);
	audit->refs = items;
	return f;
}

static const struct failure *file_read_name(struct reading *reading, const struct json *object, void *item)
{
	static const struct span keys[] = {{"name", 4}, {"sha256", 6}};
	const struct text_key texts[] = {{"name", item, true}};
	const struct json *digest;
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL)
		f = reading_need(reading, object, "sha256", &digest);
	return f != NULL ? f : digest_check(reading, digest);
}

static const struct failure *evidence_read(struct reading *reading, const struct json *object, void *item)
{
	static const struct span keys[] = {{"version", 7}, {"files", 5}};
	static const struct list files = {"files", sizeof(struct span), file_read_name};
	struct evidence_made *evidence = item;
	const struct text_key texts[] = {{"version", &evidence->version, true}};
	void *items = NULL;
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL)
		f = list_read(reading, object, &files, &items, &evidence->nfiles);
	evidence->files = items;
	return f;
}

static const struct failure *lists_read(struct reading *reading, const struct json *document, struct release_state *state)
{
	static const struct list problems = {"undispositioned", sizeof(struct open_problem), problem_read};
	static const struct list debts = {"debts", sizeof(struct debt), debt_read};
	static const struct list audits = {"audits", sizeof(struct audit_result), audit_read};
	static const struct list evidence = {"evidence", sizeof(struct evidence_made), evidence_read};
	void *items[4] = {NULL};
	const struct failure *f = list_read(reading, document, &problems, &items[0], &state->nproblems);
	if (f == NULL)
		f = list_read(reading, document, &debts, &items[1], &state->ndebts);
	if (f == NULL)
		f = list_read(reading, document, &audits, &items[2], &state->naudits);
	if (f == NULL)
		f = list_read(reading, document, &evidence, &items[3], &state->nevidence);
	state->problems = items[0];
	state->debts = items[1];
	state->audits = items[2];
	state->evidence = items[3];
	return f;
}

static const struct failure *ledger_check(struct reading *reading, const struct json *document)
{
	static const struct span keys[] = {{"seq", 3}, {"head", 4}};
	const struct json *object, *seq, *head;
	size_t unused = 0;
	const struct failure *f = reading_need(reading, document, "ledger", &object);
	if (f == NULL)
		f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_need(reading, object, "seq", &seq);
	if (f == NULL)
		f = json_count(reading->house, seq, SIZE_MAX, &unused);
	if (f == NULL)
		f = reading_need(reading, object, "head", &head);
	return f != NULL ? f : digest_check(reading, head);
}

static const struct failure *signer_read(struct reading *reading, const struct json *document, struct release_state *state)
{
	static const struct span keys[] = {{"address", 7}, {"name", 4}, {"role", 4}, {"grade", 5}};
	static const struct span grades[] = {{"verified", 8}, {"claimed", 7}};
	const struct text_key texts[] = {
		{"address", &state->address, true}, {"name", &state->signer, false}, {"role", &state->role, false}, {"grade", &state->grade, true}};
	const struct json *object;
	size_t grade = 0;
	state->signer = state->role = SPAN("");
	const struct failure *f = reading_need(reading, document, "signed_off", &object);
	if (f == NULL)
		f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	return f != NULL ? f : reading_choice(reading, json_member(object, SPAN("grade")), grades, COUNT(grades), &grade);
}

static const struct failure *review_read(struct reading *reading, const struct json *document, struct release_state *state)
{
	static const struct span keys[] = {{"last", 4}, {"closed", 6}, {"due", 3}};
	struct span last = {"", 0};
	const struct text_key texts[] = {{"last", &last, false}};
	const struct json *object;
	int64_t closed = 0;
	const struct failure *f = reading_need(reading, document, "review", &object);
	if (f == NULL)
		f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_texts(reading, object, texts, COUNT(texts));
	if (f == NULL)
		f = reading_day(reading, json_member(object, SPAN("closed")), &closed);
	return f != NULL ? f : day_at(reading, object, "due", &state->review_due);
}

static const struct failure *version_check(struct reading *reading, const struct json *document)
{
	static const struct span keys[] = {
		{"$schema", 7}, {"portcullis-state", 16}, {"at", 2},     {"ledger", 6}, {"signed_off", 10}, {"undispositioned", 15},
		{"debts", 5},   {"review", 6},            {"audits", 6}, {"evidence", 8},
	};
	const struct json *value;
	if (document->kind != JSON_OBJECT)
		return json_complain(reading->house, document, "a release state is an object");
	const struct failure *f = reading_need(reading, document, "portcullis-state", &value);
	if (f != NULL)
		return f;
	if (value->kind != JSON_NUMBER || !span_eq(value->text, SPAN("1")))
		return json_complain(reading->house, value, "must be 1, the only version of this format so far");
	return json_only(reading->house, document, keys, COUNT(keys));
}

const struct failure *release_state_read(struct reading *reading, struct span name, struct span bytes, struct release_state *state)
{
	const struct json *document;
	const struct failure *f = json_read(reading->house, name, bytes, &document);
	if (f == NULL)
		f = version_check(reading, document);
	if (f == NULL)
		f = moment_read_at(reading, document, "at", &state->at);
	if (f == NULL)
		f = ledger_check(reading, document);
	if (f == NULL)
		f = signer_read(reading, document, state);
	if (f == NULL)
		f = review_read(reading, document, state);
	return f != NULL ? f : lists_read(reading, document, state);
}
