/* SPDX-License-Identifier: MIT */
/* debt.c - what a push through break-glass leaves to do. */
#include "process/debt.h"

#include "base/date.h"
#include "process/observation.h"

#define DEBT_DAYS 14
/* What one report lists at most; the verdict holds all. */
#define COVERED_MOST 100

static const struct json *first_finding(const struct json *record)
{
	const struct json *list = json_member(record, SPAN("findings"));
	return list == NULL ? NULL : list->first;
}

static bool is_covered(const struct json *finding)
{
	return json_word(finding, "break_glass").len > 0;
}

struct span debt_entry(const struct json *record)
{
	struct span entry = json_word(record, "break_glass");
	for (const struct json *each = first_finding(record); entry.len == 0 && each != NULL; each = each->next)
		entry = json_word(each, "break_glass");
	return entry;
}

/* The first day that the record names, or a fortnight. */
static struct span day_of(struct arena *a, const struct json *record, int64_t activity)
{
	int64_t first = 0, read;
	if (date_read(json_word(record, "due"), &read))
		first = read;
	for (const struct json *each = first_finding(record); each != NULL; each = each->next)
		if (is_covered(each) && date_read(json_word(each, "due"), &read) && (first == 0 || read < first))
			first = read;
	return date_print(a, first == 0 ? activity + DEBT_DAYS * SECONDS_PER_DAY : first);
}

/* The different texts of one member, with commas. */
static struct span gathered(struct arena *a, const struct json *record, const char *key)
{
	struct span list[COVERED_MOST];
	size_t count = 0;
	struct output *o = output_new(a, false);
	for (const struct json *each = first_finding(record); each != NULL && count < COVERED_MOST; each = each->next) {
		struct span text = json_word(each, key);
		if (!is_covered(each) || text.len == 0 || span_among(list, count, text))
			continue;
		output_text(o, count == 0 ? "" : ",");
		output_foreign(o, text);
		list[count++] = text;
	}
	return output_taken(o);
}

static size_t count_covered(const struct json *record)
{
	size_t count = 0;
	for (const struct json *each = first_finding(record); each != NULL; each = each->next)
		count += is_covered(each);
	return count;
}

static struct span description(struct arena *a, const struct json *record, size_t count)
{
	struct output *o = output_new(a, false);
	size_t told = 0;
	output_format(o, "What was let through is to be mended, or decided upon:");
	for (const struct json *each = first_finding(record); each != NULL && told < COVERED_MOST; each = each->next) {
		struct span path = json_word(each, "path");
		if (!is_covered(each))
			continue;
		output_format(o, "%s %.*s %.*s", told++ == 0 ? "" : ";", SPAN_ARGS(json_word(each, "rule")), SPAN_ARGS(json_word(each, "title")));
		if (path.len > 0)
			output_format(o, " (%.*s)", SPAN_ARGS(path));
	}
	if (count > told)
		output_format(o, "; and %zu more, see the verdict", count - told);
	return made_plain(a, output_taken(o), FIELD_LONGEST);
}

void give_debt(struct givens *g, const struct json *record, int64_t activity)
{
	struct arena *a = g->arena;
	struct span entry = debt_entry(record), parts[] = {json_word(record, "id"), entry}, name = json_word(record, "repository");
	struct digest fingerprint = digest_of(parts, COUNT(parts));
	const struct json *updates = json_member(record, SPAN("updates")), *update = updates == NULL ? NULL : updates->first;
	struct span ref = update == NULL ? SPAN("") : json_word(update, "ref"), value = update == NULL ? SPAN("") : json_word(update, "new");
	size_t count = count_covered(record);
	give(g, FIELD_ORIGIN, SPAN("break-glass"));
	give(g, FIELD_BREAK_GLASS, made_plain(a, entry, FIELD_LONGEST));
	give(g, FIELD_FINGERPRINT, digest_hex(a, &fingerprint, 64));
	give(g, FIELD_OBSERVATION, made_plain(a, gathered(a, record, "id"), FIELD_LONGEST));
	give(g, FIELD_COMMIT, value);
	give(g, FIELD_COMMIT, gathered(a, record, "commit"));
	give(g, FIELD_VERSION, value);
	give(g, FIELD_PRODUCT, made_plain(a, name, FIELD_LONGEST));
	give(g, FIELD_REPOSITORY, made_plain(a, name, FIELD_LONGEST));
	give(g, FIELD_TITLE, made_plain(a, span_format(a, "break-glass %.*s let %zu finding%s onto %.*s", SPAN_ARGS(entry), count, count == 1 ? "" : "s", SPAN_ARGS(ref)), 200));
	give(g, FIELD_DESCRIPTION, description(a, record, count));
	give(g, FIELD_SOURCE, SPAN("testing"));
	give(g, FIELD_REPORTER, SPAN("portcullis"));
	give(g, FIELD_SECURITY, SPAN("yes"));
	give(g, FIELD_RECEIVED, json_word(record, "at"));
	give(g, FIELD_DUE, day_of(a, record, activity));
}
