/* SPDX-License-Identifier: MIT */
/* test_policy.c - what is shipped, and what a policy says once it is read. */
#include "policy_place.h"

static const struct policy *shipped(int64_t now)
{
	struct memory_file *files = arena_take(house, 5, sizeof(*files));
	files[0] = (struct memory_file){"policy.json", file_text(EXAMPLE "policy.json")};
	files[1] = (struct memory_file){"people.json", file_text(EXAMPLE "people.json")};
	files[2] = (struct memory_file){"deviations.json", file_text(EXAMPLE "deviations.json")};
	files[3] = (struct memory_file){"catalogue.csv", file_text(EXAMPLE "catalogue.csv")};
	struct memory memory = {files, NULL};
	const struct policy *policy = NULL;
	const struct failure *f = read_memory(&memory, now, &policy);
	if (f != NULL)
		fail_msg("%s", span_string(house, f->text));
	return policy;
}

static void the_shipped_example_loads(void **state)
{
	(void)state;
	const struct policy *policy = shipped(day("2026-11-22"));
	expect_text(policy->name, "Infusion pump firmware");
	assert_int_equal(policy->standard.review_by, day("2027-05-01"));
	assert_int_equal(policy->nprotections, 2);
	assert_int_equal(policy->people.npersons, 4);
	assert_int_equal(policy->ndeviations, 2);
	for (size_t i = 0; i < policy->ndeviations; i++)
		expect_text(policy->deviations[i].void_because, "");
	assert_int_equal(rule_of(policy, "BF-C-007")->action, ACTION_WARN);
	assert_int_equal(rule_of(policy, "BF-C-014")->severity, SEVERITY_HIGH);
	assert_int_equal(rule_of(policy, "BF-C-009")->action, ACTION_REJECT);
	assert_int_equal(policy->nfiles, 5);
	expect_text(policy->files[0].path, "policy.json");
	expect_text(policy->files[1].path, "people.json");
	expect_text(policy->files[2].path, "c/core");
	assert_true(policy->files[2].pack);
	expect_text(policy->files[3].path, "catalogue.csv");
	expect_text(policy->files[4].path, "deviations.json");
}

static void every_rule_of_the_shipped_pack_is_complete(void **state)
{
	(void)state;
	const struct policy *policy = loaded_text(with("\"include\": [\"c/core\"]"));
	size_t count = 0;
	for (size_t i = BUILTIN_RULES; i < policy->nrules; i++) {
		const struct rule *rule = &policy->rules[i];
		assert_true(span_starts(rule->id, SPAN("BF-C-")));
		assert_true(rule->title.len > 0 && rule->why.len > 0 && rule->instead.len > 0 && rule->ncwe > 0);
		expect_text(rule->clause, "IEC 81001-5-1 5.5.1 b)");
		assert_int_equal(rule->action, ACTION_REJECT);
		assert_non_null(rule->check);
		assert_non_null(rule->state);
		count++;
	}
	assert_int_equal(count, 14);
}

static const struct use *use_of(const char *name, enum use_kind kind, bool inactive)
{
	static struct use use;
	use = (struct use){.name = span_of(name), .kind = kind, .inactive = inactive};
	return &use;
}

static bool counts(const struct rule *rule, const char *name, enum use_kind kind)
{
	return rule->check->counts(rule, use_of(name, kind, false));
}

static void names_count_in_any_use_and_ordinary_words_in_calls_only(void **state)
{
	(void)state;
	const struct policy *policy = loaded_text(with("\"include\": [\"c/core\"]"));
	const struct rule *copy = rule_of(policy, "BF-C-002"), *cipher = rule_of(policy, "BF-C-012");
	const struct span *names = NULL;
	assert_true(copy->check->names(copy, language_named(SPAN("c")), &names) > 30);
	expect_text(names[0], "strcpy");
	assert_true(counts(copy, "strcpy", USE_CALL));
	assert_true(counts(copy, "strcpy", USE_REFERENCE));
	assert_true(counts(copy, "strcpy", USE_ALIAS));
	assert_true(counts(copy, "strcpy", USE_TEXT));
	assert_false(counts(copy, "strcpy", USE_MEMBER));
	assert_false(counts(copy, "strcpy", USE_DECLARATION));
	assert_false(counts(copy, "strcpy", USE_DIRECTIVE));
	assert_true(copy->check->counts(copy, use_of("strcpy", USE_CALL, true)));
	assert_true(counts(cipher, "crypt", USE_CALL));
	assert_false(counts(cipher, "crypt", USE_REFERENCE));
	assert_true(counts(cipher, "MD5_Init", USE_CALL));
	assert_false(counts(cipher, "MD5_Init", USE_REFERENCE));
	assert_true(counts(cipher, "EVP_md5", USE_REFERENCE));
	assert_true(counts(cipher, "EVP_md5", USE_TEXT));
}

static void a_rule_may_pass_over_inactive_text_and_other_languages(void **state)
{
	(void)state;
	const struct policy *policy = loaded_text(with(
		"\"rules\": [{\"id\": \"X-1\", \"check\": \"banned-function\", \"languages\": [\"c++\"], \"match\": \"call\", "
		"\"names\": [\"Load*\"], \"inactive\": false}]"));
	const struct rule *rule = rule_of(policy, "X-1");
	const struct span *names = NULL;
	assert_int_equal(rule->check->names(rule, language_named(SPAN("c")), &names), 0);
	assert_int_equal(rule->check->names(rule, language_named(SPAN("c++")), &names), 1);
	assert_false(rule->check->counts(rule, use_of("LoadX", USE_CALL, true)));
	assert_true(counts(rule, "LoadX", USE_CALL));
	assert_false(counts(rule, "LoadX", USE_REFERENCE));
}

static void the_smallest_policy_has_all_the_built_in_rules(void **state)
{
	(void)state;
	const struct policy *policy = loaded_text(with(""));
	assert_int_equal(policy->nrules, BUILTIN_RULES);
	for (size_t i = 0; i < BUILTIN_RULES; i++) {
		const struct rule *rule = policy_builtin(policy, (enum builtin)i);
		assert_int_equal(rule->action, ACTION_REJECT);
		assert_true(rule->id.len > 0 && rule->title.len > 0 && rule->clause.len > 0 && rule->why.len > 0 && rule->instead.len > 0);
		assert_true((rule->check != NULL) == (i == RULE_POLICY_REVIEW));
	}
	expect_text(policy_builtin(policy, RULE_POLICY_REVIEW)->id, "GP-001");
	expect_text(policy_builtin(policy, RULE_ZERO_WIDTH)->id, "CS-UNI-003");
	assert_int_equal(policy->standard.review_by, INT64_MAX);
	assert_false(policy->people.known);
	assert_false(policy->submodules);
	expect_text(policy->host, "gitlab");
}

static void a_policy_may_ask_for_more_policy_reviewers(void **state)
{
	(void)state;
	const struct policy *policy = loaded_text(with("\"rules\": [{\"id\": \"GP-001\", \"least\": 2}]"));
	const struct rule *rule = policy_builtin(policy, RULE_POLICY_REVIEW);
	expect_text(rule_option(rule, "least")->text, "2");
	expect_text(rule_option(rule, "role")->text, "policy");
	assert_null(rule_option(rule, "nothing"));
}

static void a_policy_changes_a_rule_of_a_pack_key_by_key(void **state)
{
	(void)state;
	const struct policy *policy = loaded_text(with(
		"\"include\": [\"c/core\"], \"paths\": {\"old\": [\"legacy/**\"], \"new\": [\"src/**\", \"lib/*.c\"]},"
		"\"rules\": [{\"id\": \"BF-C-002\", \"action\": \"warn\", \"only\": [\"new\", \"old\"], \"except\": [\"old\"], "
		"\"why\": \"so\", \"names\": [\"stpcpy\"]}]"));
	const struct rule *rule = rule_of(policy, "BF-C-002");
	const struct span *names = NULL;
	assert_int_equal(rule->action, ACTION_WARN);
	assert_int_equal(rule->severity, SEVERITY_HIGH);
	expect_text(rule->why, "so");
	assert_int_equal(rule->cwe[0], 120);
	assert_int_equal(rule->check->names(rule, language_named(SPAN("c")), &names), 1);
	assert_int_equal(rule->nonly, 3);
	assert_true(rule_covers(rule, SPAN("src/a/b.c")));
	assert_true(rule_covers(rule, SPAN("lib/a.c")));
	assert_false(rule_covers(rule, SPAN("lib/x/a.c")));
	assert_false(rule_covers(rule, SPAN("legacy/a.c")));
	assert_true(rule_covers(rule_of(policy, "BF-C-001"), SPAN("legacy/a.c")));
}

static void the_strictest_of_all_matching_protections_holds(void **state)
{
	(void)state;
	const struct policy *policy = loaded_text(
		"{\"portcullis\": 1, \"protect\": [{\"refs\": [\"refs/heads/**\"], \"force\": true, \"delete\": true, \"judge\": \"result\"},"
		"{\"refs\": [\"refs/heads/main\", \"refs/heads/release/**\"], \"force\": true}]}");
	struct protection merged = {0};
	assert_true(policy_protects(policy, SPAN("refs/heads/topic"), &merged));
	assert_true(merged.force && merged.delete && merged.judge == JUDGE_RESULT);
	assert_true(policy_protects(policy, SPAN("refs/heads/release/1/x"), &merged));
	assert_true(merged.force && !merged.delete && merged.judge == JUDGE_COMMITS);
	assert_false(policy_protects(policy, SPAN("refs/tags/main"), &merged));
	assert_false(policy_protects(policy, SPAN("refs/heads"), &merged));
}

static void the_digest_covers_every_file(void **state)
{
	(void)state;
	struct memory_file files[] = {
		{"policy.json", with("\"people\": \"people.json\"")}, {"people.json", "{\"people\": []}"}, {NULL, NULL},
	};
	struct memory memory = {files, NULL};
	struct digest before = loaded(&memory)->digest;
	struct digest again = loaded(&memory)->digest;
	assert_true(digest_eq(&before, &again));
	files[1].text = "{\"people\": [] }";
	struct digest changed = loaded(&memory)->digest;
	assert_false(digest_eq(&before, &changed));
	memory.mailmap = "";
	struct digest mapped = loaded(&memory)->digest;
	assert_false(digest_eq(&changed, &mapped));
}

static void the_intake_link_carries_the_id(void **state)
{
	(void)state;
	struct process process = {.intake = SPAN("https://q.example/new?ref={id}&x={id}#{id")};
	expect_text(process_link(house, &process, SPAN("OBS-A2")), "https://q.example/new?ref=OBS-A2&x=OBS-A2#{id");
	expect_text(process_link(house, &process, SPAN("a b/\xC3\xA4")), "https://q.example/new?ref=a%20b%2F%C3%A4&x=a%20b%2F%C3%A4#{id");
	process.intake = SPAN("");
	expect_text(process_link(house, &process, SPAN("OBS-A2")), "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(the_shipped_example_loads),
		TEST(every_rule_of_the_shipped_pack_is_complete),
		TEST(names_count_in_any_use_and_ordinary_words_in_calls_only),
		TEST(a_rule_may_pass_over_inactive_text_and_other_languages),
		TEST(the_smallest_policy_has_all_the_built_in_rules),
		TEST(a_policy_may_ask_for_more_policy_reviewers),
		TEST(a_policy_changes_a_rule_of_a_pack_key_by_key),
		TEST(the_strictest_of_all_matching_protections_holds),
		TEST(the_digest_covers_every_file),
		TEST(the_intake_link_carries_the_id),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
