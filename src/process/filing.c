/* SPDX-License-Identifier: MIT */
/* filing.c - records of the gate become events of the ledger, each once. */
#include "process/filing.h"

#include "base/date.h"
#include "base/files.h"
#include "process/promotion.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

/* Blanks around it are no part of a record. */
#define LARGEST_FILE (LARGEST_RECORD + 4096)

/* What the record says of itself, as an entry; its bytes without the line's end are the body. */
static const struct failure *entry_of(struct arena *a, const struct json *record, struct span bytes, struct entry *entry)
{
	bool verdict = json_member(record, SPAN("portcullis-verdict")) != NULL, start = json_member(record, SPAN("portcullis-start")) != NULL;
	*entry = (struct entry){.id = json_string(record, "id"), .body = span_trim(bytes)};
	if (verdict == start)
		return json_complain(a, record, "this is no record of Portcullis");
	if (entry->id.len == 0 || !moment_read(json_string(record, "at"), &entry->activity))
		return json_complain(a, record, "the record has no \"id\", or no moment in \"at\"");
	entry->kind = verdict ? SPAN("verdict") : SPAN("start");
	entry->subject = verdict ? entry->id : json_string(record, "repository");
	entry->actor = json_string(record, verdict ? "pusher" : "by");
	entry->role = verdict ? SPAN("pusher") : SPAN("administrator");
	return NULL;
}

/* The record, and what follows from it for problem reports, which needs to know what was there before. */
static const struct failure *add_once(struct ledger *l, const struct entry *entry, struct promotion *promotion, bool *filed)
{
	bool known;
	const struct failure *f = ledger_has(l, entry->id, &known);
	if (f != NULL || known)
		return f;
	f = promotion_prepare(promotion);
	if (f == NULL)
		f = ledger_add(l, entry);
	if (f == NULL)
		f = promotion_follow(promotion);
	*filed = f == NULL;
	return f;
}

const struct failure *file_record(struct ledger *l, struct span name, struct span bytes, bool *filed, struct remarks *remarks)
{
	struct arena *a = arena_new("record", (size_t)4 << 30);
	struct promotion promotion = {.ledger = l, .arena = a, .remarks = remarks};
	struct entry entry;
	bool added = false;
	const struct failure *f = json_read(a, name, bytes, &promotion.record);
	if (f == NULL)
		f = entry_of(a, promotion.record, bytes, &entry);
	if (f == NULL && span_find(entry.body, '\n') < entry.body.len)
		f = failure_of_policy(a, "%.*s: a record is one line", SPAN_ARGS(name));
	if (f == NULL) {
		f = ledger_begin(l);
		if (f == NULL)
			f = add_once(l, &entry, &promotion, &added);
		f = ledger_end(l, f);
	}
	if (f == NULL)
		*filed = added;
	else
		f = failure_copy(l->house, f);
	arena_free(a);
	return f;
}

static const struct failure *file_one(struct ledger *l, struct arena *a, struct span folder, struct span name, bool *filed, struct remarks *remarks)
{
	struct span bytes;
	bool found;
	const struct failure *f = file_read(a, folder, name, TRUST_ANYBODY, LARGEST_FILE, &bytes, &found);
	if (f != NULL || !found)
		return f;
	f = file_record(l, name, bytes, filed, remarks);
	if (f != NULL)
		return f;
	const char *path = span_string(a, span_format(a, "%.*s/%.*s", SPAN_ARGS(folder), SPAN_ARGS(name)));
	if (unlink(path) != 0 && errno != ENOENT)
		return failure(l->house, "%s is filed, but cannot be taken away: %s", path, strerror(errno));
	return NULL;
}

/* A reason mostly begins with the name. */
static void note_left(struct ledger *l, struct filing *filing, struct span name, struct span why)
{
	if (filing->left < FILING_NAMED)
		filing->named[filing->left] = span_holds(why, name) ? span_copy(l->house, why)
		                                                    : span_format(l->house, "%.*s: %.*s", SPAN_ARGS(name), SPAN_ARGS(why));
	filing->left++;
}

struct span filing_left(struct arena *a, const struct filing *f)
{
	struct span text = span_format(a, "%zu record%s left in the spool: ", f->left, f->left == 1 ? " is" : "s are");
	for (size_t i = 0; i < f->left && i < FILING_NAMED; i++)
		text = span_format(a, "%.*s%s%.*s", SPAN_ARGS(text), i == 0 ? "" : "; ", SPAN_ARGS(f->named[i]));
	return f->left <= FILING_NAMED ? text : span_format(a, "%.*s; and %zu more", SPAN_ARGS(text), f->left - FILING_NAMED);
}

const struct failure *file_spool(struct ledger *l, struct span folder, struct filing *done)
{
	struct arena *list = arena_new("list", (size_t)1 << 30), *one = arena_new("record", 2 * LARGEST_FILE);
	const struct folder_entry *entries;
	size_t count;
	struct filing result = {0};
	const struct failure *f = folder_list(list, folder, &entries, &count);
	for (size_t i = 0; f == NULL && i < count; i++) {
		bool filed = false;
		if (span_starts(entries[i].name, SPAN(".")) || !span_ends(entries[i].name, SPAN(".json")))
			continue;
		arena_reset(one);
		const struct failure *left = entries[i].kind == FILE_REGULAR ? file_one(l, one, folder, entries[i].name, &filed, &result.remarks)
		                                                             : failure(one, "it is no regular file");
		if (left != NULL)
			note_left(l, &result, entries[i].name, left->text);
		result.filed += left == NULL && filed;
		result.known += left == NULL && !filed;
	}
	if (f != NULL)
		f = failure_copy(l->house, f);
	else
		*done = result;
	arena_free(one);
	arena_free(list);
	return f;
}
