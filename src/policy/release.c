/* SPDX-License-Identifier: MIT */
/* release.c - what the policy asks of a release, and how often the process is reviewed. */
#include "base/arena.h"
#include "base/glob.h"
#include "policy/reading.h"

#define HOURS_OF_A_YEAR 8760
#define USUAL_HOURS 24
#define SECONDS_PER_HOUR 3600
#define MOST_REVIEW_DAYS 366
#define USUAL_REVIEW_DAYS 365
#define USUAL_WARNING_DAYS 30

static const struct failure *
number_read(struct reading *reading, const struct json *object, const char *key, size_t least, size_t most, size_t *number)
{
	const struct json *value = json_member(object, span_of(key));
	const struct failure *f = json_count(reading->house, value, most, number);
	if (f == NULL && value != NULL && *number < least)
		f = json_complain(reading->house, value, "must be a whole number from %zu to %zu, not %zu", least, most, *number);
	return f;
}

static const struct failure *review_read(struct reading *reading, const struct json *object)
{
	static const struct span keys[] = {{"every_days", 10}, {"warn_days", 9}};
	struct review_plan *plan = &reading->policy->review;
	*plan = (struct review_plan){USUAL_REVIEW_DAYS, USUAL_WARNING_DAYS};
	if (object == NULL)
		return NULL;
	const struct failure *f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = number_read(reading, object, "every_days", 1, MOST_REVIEW_DAYS, &plan->every_days);
	return f != NULL ? f : number_read(reading, object, "warn_days", 0, MOST_REVIEW_DAYS, &plan->warn_days);
}

/* A misspelt {version} would ask for a file that no release ever has. */
static const struct failure *evidence_check(struct reading *reading, const struct json *list)
{
	for (const struct json *item = list == NULL ? NULL : list->first; item != NULL; item = item->next) {
		struct span rest = item->text;
		for (size_t at = span_find(rest, '{'); at < rest.len; at = span_find(rest, '{')) {
			rest = span_from(rest, at);
			if (!span_starts(rest, SPAN("{version}")))
				return json_complain(reading->house, item, "\"%.*s\" holds a brace that begins no {version}", SPAN_ARGS(item->text));
			rest = span_from(rest, 1);
		}
	}
	return NULL;
}

/* Evidence is that of a version, and the version is what a star of the tag stands for. */
static const struct failure *tags_check(struct reading *reading, const struct json *tags)
{
	for (const struct json *item = tags->first; item != NULL && reading->policy->release.nevidence > 0; item = item->next)
		if (span_find(item->text, '*') == item->text.len)
			return json_complain(reading->house, item, "\"%.*s\" has no * that stands for the version, of which /release/evidence is",
			                     SPAN_ARGS(item->text));
	return NULL;
}

/* The state lies where the policy says, or where the server's configuration says: then a file in the policy's place counts for nothing. */
static const struct failure *state_read(struct reading *reading, const struct json *where)
{
	const struct policy_source *source = reading->source;
	struct release_state *state = &reading->policy->state;
	struct span path = {"", 0}, bytes = {"", 0};
	const struct failure *f = json_text(reading->house, where, &path);
	if (f == NULL)
		f = reading_file_if_there(reading, where, path, REGISTER_LIMIT, &bytes, &state->there);
	if (f != NULL)
		return f;
	state->place = reading_name(reading, path);
	if (source->state != NULL) {
		state->place = source->state_name;
		f = source->state(source->context, reading->house, &bytes, &state->there);
		if (f != NULL)
			return failure_of_policy(reading->house, "the release state %.*s cannot be read: %.*s", SPAN_ARGS(state->place), SPAN_ARGS(f->text));
		reading_record(reading, state->place, false, state->there ? bytes : SPAN(""));
	}
	return state->there ? release_state_read(reading, state->place, bytes, state) : NULL;
}

const struct failure *reading_release(struct reading *reading)
{
	static const struct span keys[] = {{"tags", 4}, {"state", 5}, {"state_hours", 11}, {"evidence", 8}};
	const struct json *object = json_member(reading->document, SPAN("release")), *tags, *state;
	struct release *release = &reading->policy->release;
	size_t hours = USUAL_HOURS;
	const struct failure *f = review_read(reading, json_member(reading->document, SPAN("review")));
	if (f != NULL || object == NULL)
		return f;
	f = json_only(reading->house, object, keys, COUNT(keys));
	if (f == NULL)
		f = reading_need(reading, object, "tags", &tags);
	if (f == NULL)
		f = reading_need(reading, object, "state", &state);
	if (f == NULL)
		f = reading_refs(reading, tags, "refs/tags/", &release->tags, &release->ntags);
	if (f == NULL)
		f = number_read(reading, object, "state_hours", 1, HOURS_OF_A_YEAR, &hours);
	if (f == NULL)
		f = reading_list(reading, json_member(object, SPAN("evidence")), &release->evidence, &release->nevidence);
	if (f == NULL)
		f = evidence_check(reading, json_member(object, SPAN("evidence")));
	if (f == NULL)
		f = tags_check(reading, tags);
	if (f != NULL)
		return f;
	release->oldest_state = (int64_t)hours * SECONDS_PER_HOUR;
	return state_read(reading, state);
}

/* What the last star of a pattern that matches stands for: everything before it is taken as short as can be. */
static struct span version_of(struct span pattern, struct span ref)
{
	size_t end = span_find_last(pattern, '*');
	if (end == pattern.len)
		return SPAN("");
	size_t begin = end;
	while (begin > 0 && pattern.at[begin - 1] == '*')
		begin--;
	struct span before = span_slice(pattern, 0, begin), stars = span_slice(pattern, begin, end + 1), behind = span_from(pattern, end + 1);
	/* There is no further star, so what stands behind has one length. */
	if (ref.len < behind.len || !glob_match(behind, span_from(ref, ref.len - behind.len)))
		return SPAN("");
	size_t last = ref.len - behind.len;
	for (size_t first = 0; first <= last; first++)
		if (glob_match(before, span_slice(ref, 0, first)) && glob_match(stars, span_slice(ref, first, last)))
			return span_slice(ref, first, last);
	return SPAN("");
}

bool policy_releases(const struct policy *policy, struct span ref, struct span *version)
{
	const struct release *release = &policy->release;
	for (size_t i = 0; i < release->ntags; i++) {
		if (!glob_match(release->tags[i], ref))
			continue;
		*version = version_of(release->tags[i], ref);
		return true;
	}
	*version = SPAN("");
	return false;
}
