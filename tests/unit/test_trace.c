/* SPDX-License-Identifier: MIT */
/* test_trace.c - which ids count as a trace, and what is said of the others. */
#include "base/arena.h"
#include "checks/check.h"
#include "text/catalogue.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

extern const struct check check_trace;

static struct arena *arena;

#define MOST 8

/* What the check told. */
struct told {
	size_t findings, gave_up;
	struct span titles[MOST], mends[MOST], why;
};

static void found(void *context, const struct rule *rule, struct span title, struct span mend)
{
	struct told *told = context;
	(void)rule;
	assert_true(told->findings < MOST);
	told->titles[told->findings] = title;
	told->mends[told->findings++] = mend;
}

static void gave_up(void *context, const struct rule *rule, struct span why)
{
	struct told *told = context;
	(void)rule;
	told->gave_up++;
	told->why = why;
}

static const struct failure *
read_file(const struct preparation *p, const struct json *where, struct span path, struct span *bytes)
{
	if (span_eq(path, SPAN("c.csv")))
		*bytes = SPAN("id,title,owner,status\nREQ-001,One,x,approved\nREQ-002,Two,x, Active \nREQ-003,Three,x,retired\n"
		              "REQ-004,Four,x,draft\n");
	else if (span_eq(path, SPAN("c.json")))
		*bytes = SPAN("{\"catalogue\": [{\"id\": \"REQ-002\", \"status\": \"approved\", \"rank\": 1},"
		              "{\"id\": \"REQ-001\", \"title\": \"One\", \"status\": \"draft\"}]}");
	else
		return json_complain(p->house, where, "no such file");
	return NULL;
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)1 << 30);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static const struct failure *prepare(const char *text, struct rule *rule)
{
	struct preparation preparation = {.house = arena, .read = read_file};
	assert_null(json_read(arena, SPAN("policy"), span_of(text), &rule->own));
	rule->check = &check_trace;
	return check_trace.prepare(&preparation, rule, &rule->state);
}

static struct told judge(const char *text, const char *message)
{
	struct rule rule = {.own = NULL};
	struct told told = {0};
	struct sink sink = {&told, found, gave_up};
	struct commit commit = {.message = span_of(message)};
	struct commit_case c = {.commit = &commit, .trailers = trailers_read(arena, commit.message), .step = arena};
	assert_null(prepare(text, &rule));
	check_trace.on_commit(&rule, &c, &sink);
	return told;
}

#define FREE "{\"trailers\": [\"Implements\", \"Verifies\"], \"pattern\": \"REQ-[0-9]{3}\"}"
#define LISTED "{\"trailers\": [\"Implements\", \"Verifies\"], \"pattern\": \"REQ-[0-9]{3}\", \"catalogue\": \"c.csv\"}"

static void assert_passes(const char *text, const char *message)
{
	struct told told = judge(text, message);
	assert_int_equal(told.findings + told.gave_up, 0);
}

static void assert_says(const char *text, const char *message, const char *title)
{
	struct told told = judge(text, message);
	assert_int_equal(told.findings, 1);
	assert_int_equal(told.gave_up, 0);
	assert_string_equal(span_string(arena, told.titles[0]), title);
}

static void an_id_in_any_of_the_trailers_is_enough(void **state)
{
	(void)state;
	assert_passes(FREE, "T\n\nImplements: REQ-001\n");
	assert_passes(FREE, "T\n\nVERIFIES: REQ-001\n");
	assert_passes(LISTED, "T\n\nImplements: REQ-001\nVerifies: REQ-002\n");
}

static void several_ids_may_stand_in_one_trailer(void **state)
{
	(void)state;
	assert_passes(LISTED, "T\n\nImplements: REQ-001, REQ-002\n");
	assert_passes(LISTED, "T\n\nImplements: REQ-001 REQ-002,\n REQ-001\n");
}

static void a_message_without_the_trailers_is_a_finding(void **state)
{
	(void)state;
	assert_says(FREE, "T\n", "no Implements or Verifies trailer");
	assert_says(FREE, "T\n\nRefs: 12\n", "no Implements or Verifies trailer");
	assert_string_equal(span_string(arena, judge(FREE, "T\n").mends[0]),
			    "git commit --amend --no-edit --trailer \"Implements: ID\"");
}

static void an_id_in_the_wrong_trailer_does_not_count_and_is_said(void **state)
{
	(void)state;
	assert_says(FREE, "T\n\nRefs: REQ-001\n", "no Implements or Verifies trailer: \"REQ-001\" stands in a \"Refs\" trailer");
	assert_says(FREE, "T REQ-001\n\nsee REQ-002\n", "no Implements or Verifies trailer");
}

static void an_id_is_compared_as_a_whole(void **state)
{
	(void)state;
	assert_says(FREE, "T\n\nImplements: REQ-0011\n", "Implements: \"REQ-0011\" is not of the form REQ-[0-9]{3}");
	assert_says(FREE, "T\n\nImplements: xREQ-001\n", "Implements: \"xREQ-001\" is not of the form REQ-[0-9]{3}");
	assert_says(FREE, "T\n\nImplements: req-001\n", "Implements: \"req-001\" is not of the form REQ-[0-9]{3}");
	assert_says(FREE, "T\n\nImplements: REQ-001 done\n", "Implements: \"done\" is not of the form REQ-[0-9]{3}");
	assert_says(FREE, "T\n\nImplements: REQ-001;REQ-002\n", "Implements: \"REQ-001;REQ-002\" is not of the form REQ-[0-9]{3}");
	assert_says(FREE, "T\n\nImplements: REQ-001\xe2\x80\x8b\n",
		    "Implements: \"REQ-001\xe2\x80\x8b\" is not of the form REQ-[0-9]{3}");
}

static void empty_values_and_placeholders_have_their_own_words(void **state)
{
	(void)state;
	assert_says(FREE, "T\n\nImplements:\nVerifies: REQ-001\n", "Implements is empty");
	assert_says(FREE, "T\n\nImplements: ,\n", "Implements is empty");
	assert_says(FREE, "T\n\nImplements: TODO\n", "Implements: \"TODO\" is a placeholder");
	assert_says("{\"trailers\": [\"Implements\"], \"pattern\": \".*\"}", "T\n\nImplements: n/a\n",
		    "Implements: \"n/a\" is a placeholder");
}

static void an_unknown_or_retired_id_is_a_finding_also_beside_a_good_one(void **state)
{
	(void)state;
	assert_says(LISTED, "T\n\nImplements: REQ-001, REQ-009\n", "Implements: \"REQ-009\" is not in c.csv");
	assert_says(LISTED, "T\n\nImplements: REQ-001\nVerifies: REQ-003\n",
		    "Verifies: \"REQ-003\" has the status \"retired\" in c.csv");
	assert_says(LISTED, "T\n\nImplements: REQ-004\n", "Implements: \"REQ-004\" has the status \"draft\" in c.csv");
}

static void distinct_problems_are_distinct_findings(void **state)
{
	(void)state;
	struct told told = judge(LISTED, "T\n\nImplements: REQ-008, REQ-003, x, REQ-009, TODO\nVerifies:\n");
	assert_int_equal(told.findings, 5);
	assert_string_equal(span_string(arena, told.titles[0]), "Verifies is empty");
	assert_string_equal(span_string(arena, told.titles[1]), "Implements: \"TODO\" is a placeholder");
	assert_string_equal(span_string(arena, told.titles[2]), "Implements: \"x\" is not of the form REQ-[0-9]{3}");
	assert_string_equal(span_string(arena, told.titles[3]),
			    "Implements: \"REQ-008\" is not in c.csv; Implements: \"REQ-009\" is not in c.csv");
	assert_string_equal(span_string(arena, told.titles[4]), "Implements: \"REQ-003\" has the status \"retired\" in c.csv");
	for (size_t i = 0; i < told.findings; i++)
		assert_true(told.mends[i].len > 0);
}

static void the_least_counts_distinct_ids(void **state)
{
	(void)state;
	const char *two = "{\"trailers\": [\"Implements\"], \"pattern\": \"REQ-[0-9]{3}\", \"least\": 2}";
	assert_passes(two, "T\n\nImplements: REQ-001\nImplements: REQ-002\n");
	assert_says(two, "T\n\nImplements: REQ-001, REQ-001\n", "1 of 2 ids in Implements trailers");
}

static void a_trailer_outside_of_the_block_is_said_with_the_repair(void **state)
{
	(void)state;
	const char *message = "T\nImplements: REQ-001\n";
	assert_says(FREE, message,
		    "no Implements or Verifies trailer: \"Implements: REQ-001\" stands outside of the trailer block");
	struct told told = judge(FREE, message);
	assert_true(span_holds(told.mends[0], SPAN("into the last paragraph")));
	assert_false(span_holds(told.mends[0], SPAN("REQ")));
}

static void a_pattern_that_gives_up_leaves_the_commit_undecided(void **state)
{
	(void)state;
	struct told told = judge("{\"trailers\": [\"A\"], \"pattern\": \"(a+)+[bd]\"}",
				 "T\n\nA: aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaac\n");
	assert_int_equal(told.gave_up, 1);
	assert_int_equal(told.findings, 0);
}

static void more_ids_than_the_limit_leave_the_commit_undecided(void **state)
{
	(void)state;
	char *bytes = arena_take(arena, 100000, 1);
	memcpy(bytes, "T\n\nImplements:", 14);
	for (size_t i = 0; i < 1001; i++)
		memcpy(bytes + 14 + i * 8, " REQ-001", 8);
	assert_int_equal(judge(FREE, bytes).gave_up, 1);
	bytes[14 + 1000 * 8] = '\0';
	assert_passes(FREE, bytes);
}

static void a_catalogue_may_be_json(void **state)
{
	(void)state;
	const char *text = "{\"trailers\": [\"Implements\"], \"pattern\": \"REQ-[0-9]{3}\", \"catalogue\": \"c.json\"}";
	assert_passes(text, "T\n\nImplements: REQ-002\n");
	assert_says(text, "T\n\nImplements: REQ-001\n", "Implements: \"REQ-001\" has the status \"draft\" in c.json");
}

static void a_bad_catalogue_is_refused_with_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *name, *bytes, *words;
	} bad[] = {
		{"c.csv", "id,title\n", "c.csv:1: a catalogue needs the column \"status\""},
		{"c.csv", "Id,status\n", "c.csv:1: a catalogue needs the column \"id\""},
		{"c.csv", "id,status\nA,active\nA,draft\n", "c.csv: the id \"A\" stands twice"},
		{"c.csv", "id,status\nA,active\n ,draft\n", "c.csv:3: the id is empty"},
		{"c.csv", "id,status\nA,\n", "c.csv:2: the status is empty"},
		{"c.csv", "", "c.csv:"},
		{"c.json", "[]", "c.json:1:1:"},
		{"c.json", "{}", "c.json:1:1:"},
		{"c.json", "{\"catalogue\": 1}", "c.json:1:15: /catalogue:"},
		{"c.json", "{\"catalogue\": [1]}", "c.json:1:16: /catalogue/0:"},
		{"c.json", "{\"catalogue\": [{\"id\": \"A\"}]}", "c.json:1:16: /catalogue/0: \"status\" is missing"},
		{"c.json", "{\"catalogue\": [], \"x\": 1}", "c.json:1:24: /x: unknown key"},
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		const struct catalogue *catalogue;
		const struct failure *f = catalogue_read(arena, span_of(bad[i].name), span_of(bad[i].bytes), &catalogue);
		assert_non_null(f);
		assert_int_equal(f->kind, FAILURE_POLICY);
		if (!span_starts(f->text, span_of(bad[i].words)))
			fail_msg("%.*s", SPAN_ARGS(f->text));
	}
}

static void a_bad_option_is_refused_with_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *options, *words;
	} bad[] = {
		{"{\"pattern\": \"x\"}", "\"trailers\" is missing"},
		{"{\"trailers\": [\"A\"]}", "\"pattern\" is missing"},
		{"{\"trailers\": [], \"pattern\": \"x\"}", "/trailers: must name at least one trailer"},
		{"{\"trailers\": [\"A b\"], \"pattern\": \"x\"}", "/trailers: a trailer's key"},
		{"{\"trailers\": [\"A\"], \"pattern\": \"(\"}", "/pattern: missing"},
		{"{\"trailers\": [\"A\"], \"pattern\": \"x\", \"least\": 0}", "/least: no id at all"},
		{"{\"trailers\": [\"A\"], \"pattern\": \"x\", \"catalogue\": \"none\"}", "/catalogue: no such file"},
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct rule rule = {.own = NULL};
		const struct failure *f = prepare(bad[i].options, &rule);
		assert_non_null(f);
		if (!span_holds(f->text, span_of(bad[i].words)))
			fail_msg("%.*s", SPAN_ARGS(f->text));
	}
}

static void the_examples_are_true(void **state)
{
	(void)state;
	for (const struct check_example *e = check_trace.examples; e->options != NULL; e++) {
		assert_passes(e->options, e->good);
		assert_int_equal(judge(e->options, e->bad).findings, 1);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_id_in_any_of_the_trailers_is_enough),
		cmocka_unit_test(several_ids_may_stand_in_one_trailer),
		cmocka_unit_test(a_message_without_the_trailers_is_a_finding),
		cmocka_unit_test(an_id_in_the_wrong_trailer_does_not_count_and_is_said),
		cmocka_unit_test(an_id_is_compared_as_a_whole),
		cmocka_unit_test(empty_values_and_placeholders_have_their_own_words),
		cmocka_unit_test(an_unknown_or_retired_id_is_a_finding_also_beside_a_good_one),
		cmocka_unit_test(distinct_problems_are_distinct_findings),
		cmocka_unit_test(the_least_counts_distinct_ids),
		cmocka_unit_test(a_trailer_outside_of_the_block_is_said_with_the_repair),
		cmocka_unit_test(a_pattern_that_gives_up_leaves_the_commit_undecided),
		cmocka_unit_test(more_ids_than_the_limit_leave_the_commit_undecided),
		cmocka_unit_test(a_catalogue_may_be_json),
		cmocka_unit_test(a_bad_catalogue_is_refused_with_its_place),
		cmocka_unit_test(a_bad_option_is_refused_with_its_place),
		cmocka_unit_test(the_examples_are_true),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
