/* SPDX-License-Identifier: MIT */
/* test_bad_policies.c - policies, packs and registers that must be refused, at their place and in words. */
#include "policy_place.h"
#include "bad_policies.h"

static void every_bad_policy_is_refused_at_its_place(void **state)
{
	(void)state;
	assert_true(COUNT(bad_policies) >= 60);
	for (size_t i = 0; i < COUNT(bad_policies); i++) {
		const char *text = bad_policies[i].whole ? bad_policies[i].keys : with(bad_policies[i].keys);
		struct memory_file files[] = {{"policy.json", text}, {NULL, NULL}};
		expect_text(span_of(message_of(files)), span_format(house, "main:.portcullis/policy.json:%s", bad_policies[i].message).at);
	}
}

static void every_bad_register_is_refused_at_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(bad_registers); i++) {
		const char *name = bad_registers[i].name;
		struct memory_file files[] = {
			{"policy.json", with(span_format(house, "\"%s\": \"%s.json\"", name, name).at)},
			{span_format(house, "%s.json", name).at, bad_registers[i].text},
			{NULL, NULL},
		};
		expect_text(span_of(message_of(files)), span_format(house, "main:.portcullis/%s.json:%s", name, bad_registers[i].message).at);
	}
}

/* A folder of packs with one pack "p". */
static const char *message_of_pack(const char *text)
{
	char folder[] = "/tmp/portcullis-packs-XXXXXX";
	assert_non_null(mkdtemp(folder));
	const char *path = span_format(house, "%s/p.json", folder).at;
	FILE *file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(text, 1, strlen(text), file), strlen(text));
	assert_int_equal(fclose(file), 0);
	struct memory_file files[] = {{"policy.json", with("\"include\": [\"p\"]")}, {NULL, NULL}};
	struct memory memory = {files, NULL};
	struct policy_source source = {.name = SPAN("policy.json"), .packs = span_of(folder), .read = memory_read, .context = &memory};
	const struct policy *policy = NULL;
	const struct failure *f = policy_read(house, &source, SPAN("policy.json"), SPAN(""), 0, &policy);
	(void)remove(path);
	(void)remove(folder);
	assert_non_null(f);
	assert_int_equal(f->kind, FAILURE_POLICY);
	assert_true(span_starts(f->text, span_of(path)));
	return span_string(house, span_from(f->text, strlen(path)));
}

#define PACK_HEAD "{\"portcullis-pack\": 1, \"name\": \"p\", \"title\": \"t\", \"version\": \"1\", \"source\": \"s\", \"licence\": \"MIT\", "

static void every_bad_pack_is_refused_at_its_place(void **state)
{
	(void)state;
	expect_text(span_of(message_of_pack("")), ":1:1: /: the document ends where a value must stand");
	expect_text(span_of(message_of_pack("{\"portcullis\": 1}")), ":1:1: /: \"portcullis-pack\" is missing");
	expect_text(span_of(message_of_pack("{\"portcullis-pack\": 1}")), ":1:1: /: \"name\" is missing");
	expect_text(span_of(message_of_pack("{\"portcullis-pack\": 1, \"include\": [\"c/core\"]}")),
	            ":1:35: /include: unknown key \"include\"; known are \"$schema\", \"portcullis-pack\", \"name\", \"title\", \"version\", "
	            "\"source\", \"licence\", \"rules\"");
	expect_text(span_of(message_of_pack(PACK_HEAD "\"rules\": 1}")), ":1:109: /rules: must be a list of rules");
	expect_text(span_of(message_of_pack(PACK_HEAD "\"rules\": [{\"id\": \"X-1\"}]}")), ":1:110: /rules/0: \"check\" is missing");
	expect_text(span_of(message_of_pack(PACK_HEAD "\"rules\": [{\"id\": \"GP-001\", \"check\": \"review\"}]}")),
	            ":1:117: /rules/0/id: the id GP-001 is taken by an earlier rule");
	expect_text(span_of(message_of_pack(PACK_HEAD "\"rules\": [{\"id\": \"X-1\", \"check\": \"review\", \"only\": [\"a\"]}]}")),
	            ":1:151: /rules/0/only: a pack knows no paths; \"only\" and \"except\" belong into the policy");
}

static void an_unknown_pack_is_said_with_its_place(void **state)
{
	(void)state;
	struct memory_file files[] = {{"policy.json", with("\"include\": [\"c/cor\"]")}, {NULL, NULL}};
	struct span wanted = span_format(house, "main:.portcullis/policy.json:1:75: /include/0: no pack \"c/cor\" is installed (%s/policies/c/cor.json)",
	                                 root_folder());
	expect_text(span_of(message_of(files)), wanted.at);
}

static void a_missing_policy_is_said_by_its_name(void **state)
{
	(void)state;
	struct memory_file files[] = {{NULL, NULL}};
	expect_text(span_of(message_of(files)), "no policy at main:.portcullis/policy.json");
}

static void a_policy_has_a_size_limit(void **state)
{
	(void)state;
	char *text = arena_take(house, 1024 * 1024 + 2, 1);
	memset(text, ' ', 1024 * 1024 + 1);
	struct memory_file files[] = {{"policy.json", text}, {NULL, NULL}};
	expect_text(span_of(message_of(files)), "main:.portcullis/policy.json: the policy is larger than 1 MiB");
}

/* Each document cut at each byte: an answer, never a crash. */
static void a_policy_cut_anywhere_is_refused(void **state)
{
	(void)state;
	const char *whole = file_text(EXAMPLE "policy.json");
	for (size_t cut = 0; cut + 2 < strlen(whole); cut += 7) {
		struct memory_file files[] = {{"policy.json", span_copy(house, (struct span){whole, cut}).at}, {NULL, NULL}};
		assert_true(strlen(message_of(files)) > 0);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(every_bad_policy_is_refused_at_its_place),
		TEST(every_bad_register_is_refused_at_its_place),
		TEST(every_bad_pack_is_refused_at_its_place),
		TEST(an_unknown_pack_is_said_with_its_place),
		TEST(a_missing_policy_is_said_by_its_name),
		TEST(a_policy_has_a_size_limit),
		TEST(a_policy_cut_anywhere_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
