/* SPDX-License-Identifier: MIT */
/* policy.c - the law of one repository, made of its document, packs and registers. */
#include "policy/policy.h"

#include "base/arena.h"
#include "base/glob.h"
#include "policy/reading.h"

/* The version of judgement that this engine builds; a verdict under another one has another digest. */
#define LAW SPAN("portcullis law 1")

/* "refs/heads/main:.portcullis/policy.json" gives "refs/heads/main:.portcullis/". */
static struct span place_of(struct span name, struct span path)
{
	if (span_ends(name, path))
		return span_slice(name, 0, name.len - path.len);
	size_t end = span_find_last(name, '/');
	if (end == name.len)
		end = span_find_last(name, ':');
	return end == name.len ? SPAN("") : span_slice(name, 0, end + 1);
}

static const struct failure *
read_for_a_check(const struct preparation *preparation, const struct json *where, struct span path, struct span *bytes)
{
	return reading_file(preparation->context, where, path, REGISTER_LIMIT, bytes);
}

static const struct failure *open_document(struct reading *reading, struct span path)
{
	const struct policy_source *source = reading->source;
	struct span bytes = {"", 0}, name = source->name;
	bool found = false;
	const struct failure *f = source->read(source->context, reading->house, path, &bytes, &found);
	if (f != NULL)
		return failure_of_policy(reading->house, "the policy %.*s cannot be read: %.*s", SPAN_ARGS(name), SPAN_ARGS(f->text));
	if (!found)
		return failure_of_policy(reading->house, "no policy at %.*s", SPAN_ARGS(name));
	if (bytes.len > POLICY_LIMIT)
		return failure_of_policy(reading->house, "%.*s: the policy is larger than 1 MiB", SPAN_ARGS(name));
	reading_record(reading, path, false, bytes);
	return json_read(reading->house, name, bytes, &reading->document);
}

/* Over all files in the order in which they were read. */
static struct digest digest_of_files(const struct reading *reading)
{
	size_t count = 0;
	struct span *parts = arena_take(reading->house, 1 + 3 * reading->nfiles, sizeof(*parts));
	parts[count++] = LAW;
	for (size_t i = 0; i < reading->nfiles; i++) {
		const struct policy_file *file = &reading->files[i];
		parts[count++] = file->pack ? SPAN("pack") : SPAN("file");
		parts[count++] = file->path;
		parts[count++] = (struct span){(const char *)file->digest.bytes, sizeof(file->digest.bytes)};
	}
	return digest_of(parts, count);
}

static const struct failure *read_parts(struct reading *reading)
{
	static const struct failure *(*const parts[])(struct reading *) = {
		reading_document, reading_people, reading_rules, reading_deviations, reading_release, reading_break_glass,
	};
	for (size_t i = 0; i < COUNT(parts); i++) {
		const struct failure *f = parts[i](reading);
		if (f != NULL)
			return f;
	}
	return NULL;
}

const struct failure *policy_read(struct arena *house, const struct policy_source *source, struct span path, struct span host,
                                  int64_t now, const struct policy **made)
{
	struct policy *policy = arena_take(house, 1, sizeof(*policy));
	struct reading reading = {.house = house, .source = source, .policy = policy, .place = place_of(source->name, path)};
	policy->source = source->name;
	policy->host = host;
	policy->now = now;
	reading.preparation = (struct preparation){
		.house = house, .people = &policy->people, .now = now, .host = host, .read = read_for_a_check, .context = &reading,
	};
	const struct failure *f = open_document(&reading, path);
	if (f != NULL)
		return f;
	f = read_parts(&reading);
	if (f != NULL)
		return f;
	policy->files = reading.files;
	policy->nfiles = reading.nfiles;
	policy->digest = digest_of_files(&reading);
	*made = policy;
	return NULL;
}

static bool protects(const struct protection *protection, struct span ref)
{
	for (size_t i = 0; i < protection->nrefs; i++)
		if (glob_match(protection->refs[i], ref))
			return true;
	return false;
}

bool policy_protects(const struct policy *policy, struct span ref, struct protection *merged)
{
	bool any = false;
	for (size_t i = 0; i < policy->nprotections; i++) {
		const struct protection *one = &policy->protections[i];
		if (!protects(one, ref))
			continue;
		if (!any)
			*merged = *one;
		merged->force = merged->force && one->force;
		merged->delete = merged->delete && one->delete;
		merged->judge = one->judge > merged->judge ? one->judge : merged->judge;
		any = true;
	}
	/* A release tag stays where it is, whatever else is said of it; how it is judged is for `protect` to say. */
	struct span version;
	if (!policy_releases(policy, ref, &version))
		return any;
	if (!any)
		*merged = (struct protection){.judge = JUDGE_COMMITS};
	merged->force = merged->delete = false;
	return true;
}
