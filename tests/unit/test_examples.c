/* SPDX-License-Identifier: MIT */
/* test_examples.c - the examples inside checks and languages are true; the runner is made from their tables. */
#include "base/arena.h"
#include "checks/check.h"
#include "languages/language.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

static size_t counted(struct arena *a, const struct language *language, const struct example *example)
{
	const struct wanted_name wanted = {span_of(example->name), 0};
	const struct names *names = names_new(a, &wanted, 1);
	struct uses uses = {.arena = a};
	size_t hits = 0;
	language->uses(&uses, span_of(example->text), names);
	for (size_t i = 0; i < uses.count; i++)
		hits += uses.list[i].kind <= USE_TEXT && uses.list[i].doubt == DOUBT_NONE;
	return hits;
}

static void every_example_of_a_language_has_as_many_hits_as_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; languages[i] != NULL; i++) {
		for (const struct example *e = languages[i]->examples; e->name != NULL; e++) {
			struct arena *a = arena_new("step", 1 << 24);
			size_t hits = counted(a, languages[i], e);
			if (hits != e->hits)
				fail_msg("%s: %zu hits, not %zu, in: %s", languages[i]->name, hits, e->hits, e->text);
			arena_free(a);
		}
	}
}

static const struct failure *no_file(const struct preparation *p, const struct json *where, struct span path, struct span *bytes)
{
	(void)where, (void)path, (void)bytes;
	return failure(p->house, "an example names no files");
}

struct listening {
	size_t found;
};

static void heard(void *context, const struct rule *rule, struct span title, struct span mend)
{
	(void)rule, (void)title, (void)mend;
	((struct listening *)context)->found++;
}

static void gave_up(void *context, const struct rule *rule, struct span why)
{
	(void)context, (void)rule;
	fail_msg("gave up: %.*s", SPAN_ARGS(why));
}

static size_t hits_in_message(struct arena *a, const struct rule *rule, const char *message)
{
	struct listening listening = {0};
	const struct sink sink = {&listening, heard, gave_up};
	const struct signature doe = {.name = SPAN("J. Doe"), .mail = SPAN("doe@example.org"), .line = SPAN("J. Doe <doe@example.org> 1 +0000"), .readable = true};
	const struct commit commit = {.author = doe, .committer = doe, .message = span_of(message), .encoding = SPAN(""), .oddity = SPAN("")};
	const struct commit_case commit_case = {.commit = &commit, .trailers = trailers_read(a, span_of(message)), .pusher = SPAN(""), .step = a};
	rule->check->on_commit(rule, &commit_case, &sink);
	return listening.found;
}

static size_t hits_in_code(struct arena *a, const struct rule *rule, const char *code)
{
	size_t hits = 0;
	const struct span *names;
	const struct language *c = language_named(SPAN("c"));
	size_t count = rule->check->names(rule, c, &names);
	struct wanted_name *wanted = arena_take(a, count, sizeof *wanted);
	for (size_t i = 0; i < count; i++)
		wanted[i] = (struct wanted_name){names[i], 0};
	struct uses uses = {.arena = a};
	/* An example is a line of a function's body, unless it is a directive or a declaration. */
	c->uses(&uses, span_of(code), names_new(a, wanted, count));
	for (size_t i = 0; i < uses.count; i++)
		hits += rule->check->counts(rule, &uses.list[i]);
	return hits;
}

static size_t hits_of(struct arena *a, const struct rule *rule, const char *text)
{
	return rule->check->on_commit != NULL ? hits_in_message(a, rule, text) : hits_in_code(a, rule, text);
}

static void every_example_of_a_check_is_refused_or_accepted_as_it_says(void **state)
{
	(void)state;
	for (size_t i = 0; checks[i] != NULL; i++) {
		for (const struct check_example *e = checks[i]->examples; e->options != NULL; e++) {
			struct arena *a = arena_new("house", 1 << 24);
			static const struct people nobody;
			const struct preparation preparation = {.house = a, .people = &nobody, .host = SPAN(""), .read = no_file};
			struct rule rule = {.id = SPAN("EX-001"), .check = checks[i]};
			assert_null(json_read(a, SPAN("example"), span_of(e->options), &rule.own));
			assert_null(checks[i]->prepare(&preparation, &rule, &rule.state));
			if (hits_of(a, &rule, e->good) != 0 || hits_of(a, &rule, e->bad) == 0)
				fail_msg("%s: %s / %s", checks[i]->name, e->good, e->bad);
			arena_free(a);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_example_of_a_language_has_as_many_hits_as_it_says),
		cmocka_unit_test(every_example_of_a_check_is_refused_or_accepted_as_it_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
