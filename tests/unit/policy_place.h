/* SPDX-License-Identifier: MIT */
/* policy_place.h - a place in memory from which tests read policies. */
#ifndef PORTCULLIS_TESTS_POLICY_PLACE_H
#define PORTCULLIS_TESTS_POLICY_PLACE_H

#include "base/arena.h"
#include "base/date.h"
#include "policy/policy.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct arena *house;

static inline int set_up(void **state)
{
	(void)state;
	house = arena_new("house", (size_t)256 * 1024 * 1024);
	return 0;
}

static inline int tear_down(void **state)
{
	(void)state;
	arena_free(house);
	return 0;
}

static inline const char *root_folder(void)
{
	const char *root = getenv("PORTCULLIS_ROOT");
	return root != NULL ? root : ".";
}

/* A place in memory: files by name, and the mailmap of the whole place. */
struct memory_file {
	const char *path, *text;
};

struct memory {
	const struct memory_file *files; /* ends with a NULL path */
	const char *mailmap;
};

static inline const struct failure *memory_read(void *context, struct arena *arena, struct span path, struct span *bytes, bool *found)
{
	const struct memory *memory = context;
	if (span_eq(path, SPAN("broken.json")))
		return failure(arena, "input/output error");
	for (const struct memory_file *file = memory->files; file->path != NULL; file++) {
		if (!span_eq(path, span_of(file->path)))
			continue;
		*bytes = span_of(file->text);
		*found = true;
		return NULL;
	}
	*found = false;
	return NULL;
}

static inline const struct failure *memory_mailmap(void *context, struct arena *arena, struct span *bytes, bool *found)
{
	const struct memory *memory = context;
	(void)arena;
	*found = memory->mailmap != NULL;
	*bytes = span_of(memory->mailmap);
	return NULL;
}

static inline int64_t day(const char *text)
{
	int64_t seconds = 0;
	assert_true(date_read(span_of(text), &seconds));
	return seconds;
}

static inline const struct failure *read_memory(struct memory *memory, int64_t now, const struct policy **policy)
{
	struct policy_source source = {
		.name = SPAN("main:.portcullis/policy.json"),
		.packs = span_format(house, "%s/policies", root_folder()),
		.read = memory_read,
		.mailmap = memory_mailmap,
		.context = memory,
	};
	return policy_read(house, &source, SPAN("policy.json"), SPAN("gitlab"), now, policy);
}

static inline void expect_text(struct span text, const char *wanted)
{
	const char *have = span_string(house, text);
	if (strcmp(have, wanted) != 0)
		fail_msg("\n  have: %s\n  want: %s", have, wanted);
}

static inline const struct policy *loaded(struct memory *memory)
{
	const struct policy *policy = NULL;
	const struct failure *f = read_memory(memory, day("2026-11-22"), &policy);
	if (f != NULL)
		fail_msg("%s", span_string(house, f->text));
	return policy;
}

/* A policy with `keys` behind the ones that must stand in every policy. */
static inline const char *with(const char *keys)
{
	const char *comma = keys[0] == '\0' ? "" : ", ";
	return span_format(house, "{\"portcullis\": 1, \"protect\": [{\"refs\": [\"refs/heads/main\"]}]%s%s}", comma, keys).at;
}

static inline const struct policy *loaded_text(const char *text)
{
	struct memory_file files[] = {{"policy.json", text}, {NULL, NULL}};
	struct memory memory = {files, NULL};
	return loaded(&memory);
}

static inline const struct rule *rule_of(const struct policy *policy, const char *id)
{
	for (size_t i = 0; i < policy->nrules; i++)
		if (span_eq(policy->rules[i].id, span_of(id)))
			return &policy->rules[i];
	fail_msg("no rule %s", id);
	return NULL;
}

static inline const char *file_text(const char *path)
{
	FILE *file = fopen(span_format(house, "%s/%s", root_folder(), path).at, "rb");
	if (file == NULL)
		fail_msg("cannot open %s below %s (PORTCULLIS_ROOT)", path, root_folder());
	char *text = arena_take(house, 1024 * 1024, 1);
	size_t length = fread(text, 1, 1024 * 1024 - 1, file);
	text[length] = '\0';
	(void)fclose(file);
	return text;
}

#define EXAMPLE "policies/examples/infusion-pump/"

/* The words in which a policy is refused. */
static inline const char *message_of(const struct memory_file *files)
{
	struct memory memory = {files, NULL};
	const struct policy *policy = NULL;
	const struct failure *f = read_memory(&memory, day("2026-11-22"), &policy);
	if (f == NULL)
		fail_msg("taken: %s", files[0].text);
	assert_null(policy);
	assert_int_equal(f->kind, FAILURE_POLICY);
	return span_string(house, f->text);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

#endif
