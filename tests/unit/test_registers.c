/* SPDX-License-Identifier: MIT */
/* test_registers.c - people and deviations as they are read, and which deviations grant anything. */
#include "policy_place.h"

#define PEOPLE                                                                                                                 \
	"{\"people\": [{\"name\": \"R. Roe\", \"addresses\": [\"Roe@Example.org\", \"r.roe@example.com\"], \"logins\": {\"gitlab\": \"roe\", " \
	"\"gerrit\": [\"r1\", \"r2\"]}, \"roles\": [\"reviewer\"], \"valid_from\": \"2026-01-01\", \"valid_until\": \"2026-12-31\"}, "        \
	"{\"name\": \"Robot\", \"addresses\": [\"robot@example.org\"], \"logins\": [\"gitlab:robot\"], \"bot\": true, \"keys\": [\"K1\", \"ssh-ed25519 AAAA\"]}]}"

static void people_are_read_with_all_they_have(void **state)
{
	(void)state;
	struct memory_file files[] = {{"policy.json", with("\"people\": \"people.json\"")}, {"people.json", PEOPLE}, {NULL, NULL}};
	struct memory memory = {files, "Roe <roe@example.org> <old@example.org>\n"};
	const struct people *people = &loaded(&memory)->people;
	assert_true(people->known);
	assert_int_equal(people->npersons, 2);
	assert_int_equal(people->naliases, 1);
	const struct person *roe = &people->persons[0], *robot = &people->persons[1];
	expect_text(roe->addresses[0], "roe@example.org");
	assert_int_equal(roe->nlogins, 3);
	expect_text(roe->logins[0], "gitlab:roe");
	expect_text(roe->logins[2], "gerrit:r2");
	assert_int_equal(roe->valid_from, day("2026-01-01"));
	assert_int_equal(roe->valid_until, day("2027-01-01"));
	assert_true(robot->bot);
	expect_text(robot->logins[0], "gitlab:robot");
	assert_int_equal(robot->valid_until, INT64_MAX);
}

/* One deviation that is in force; each case replaces one of its members. */
static const char *deviation_with(const char *key, const char *value)
{
	static const char *const members[][2] = {
		{"id", "DEV-001"}, {"rule", "BF-C-002"}, {"path", "src/a.c"}, {"symbol", "strcpy"}, {"reason", "the width is fixed"},
		{"risk", "low"}, {"requester", "doe@example.org"}, {"approver", "roe@example.org"}, {"approved_on", "2026-05-04"},
		{"expires_on", "2026-12-31"}, {"problem", "PRB-0042"},
	};
	struct span text = SPAN("{\"deviations\": [{");
	const char *comma = "";
	for (size_t i = 0; i < COUNT(members); i++) {
		const char *said = strcmp(members[i][0], key) == 0 ? value : members[i][1];
		if (said == NULL)
			continue;
		text = span_format(house, "%.*s%s\"%s\": \"%s\"", SPAN_ARGS(text), comma, members[i][0], said);
		comma = ", ";
	}
	return span_format(house, "%.*s}]}", SPAN_ARGS(text)).at;
}

static const struct policy *with_deviation(const char *key, const char *value)
{
	struct memory_file *files = arena_take(house, 4, sizeof(*files));
	files[0] = (struct memory_file){
		"policy.json", with("\"include\": [\"c/core\"], \"people\": \"people.json\", \"deviations\": \"deviations.json\"")};
	files[1] = (struct memory_file){"people.json", PEOPLE};
	files[2] = (struct memory_file){"deviations.json", deviation_with(key, value)};
	struct memory memory = {files, "Roe <roe@example.org> <old@example.org>\n"};
	return loaded(&memory);
}

static const struct {
	const char *key, *value, *why;
} voids[] = {
	{"", "", ""},
	{"symbol", NULL, ""},
	{"problem", NULL, ""},
	{"expires_on", "2026-11-22", ""},
	{"approved_on", "2026-11-22", ""},
	{"path", "src/**", ""},
	{"requester", "J. Doe <doe@example.org>", ""},
	{"expires_on", "2026-11-21", "it expired on 2026-11-21"},
	{"approved_on", "2026-11-23", "it is not yet in force: approved on 2026-11-23"},
	{"expires_on", "2026-05-03", "it expires before it is approved"},
	{"requester", "roe@example.org", "it is self-approved: requester and approver are the same person"},
	{"requester", "ROE@EXAMPLE.ORG", "it is self-approved: requester and approver are the same person"},
	{"requester", "r.roe@example.com", "it is self-approved: requester and approver are the same person"},
	{"requester", "old@example.org", "it is self-approved: requester and approver are the same person"},
	{"requester", "R. Roe <r.roe@example.com>", "it is self-approved: requester and approver are the same person"},
	{"approver", "robot@example.org", "its approver is a bot"},
	{"approver", "Roe", "its approver is no address"},
	{"requester", "doe", "its requester is no address"},
	{"path", "**", "its path is a mere wildcard"},
	{"path", "*/**/?", "its path is a mere wildcard"},
	{"path", "**/*.*", "its path is a mere wildcard"},
	{"path", NULL, "it has no scope: \"path\" is missing"},
	{"path", "", "it has no scope: \"path\" is missing"},
	{"path", "  ", "it has no scope: \"path\" is missing"},
	{"path", "../src/a.c", "its path must not hold \"..\""},
	{"path", "/src/a.c", "its path must not be absolute"},
	{"symbol", "*", "its symbol is a mere wildcard"},
	{"reason", NULL, "it gives no reason"},
	{"reason", " ", "it gives no reason"},
	{"reason", "TODO", "it gives no reason"},
	{"reason", "...", "it gives no reason"},
	{"risk", NULL, "it gives no risk"},
	{"requester", NULL, "it names no requester"},
	{"approver", NULL, "it names no approver"},
	{"approved_on", NULL, "it has no day of approval: \"approved_on\" is missing"},
	{"expires_on", NULL, "it never ends: \"expires_on\" is missing"},
	{"rule", NULL, "it names no rule"},
	{"rule", "BF-C-999", "it names the rule BF-C-999, which the policy does not have"},
	{"rule", "GP-001", "the rule GP-001 looks at commits and refs; a deviation covers code at a path only"},
	{"rule", "GP-003", "the rule GP-003 looks at commits and refs; a deviation covers code at a path only"},
	{"rule", "CS-UNI-002", ""},
};

static void an_unfit_deviation_is_void_and_says_why(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(voids); i++) {
		const struct policy *policy = with_deviation(voids[i].key, voids[i].value);
		assert_int_equal(policy->ndeviations, 1);
		expect_text(policy->deviations[0].void_because, voids[i].why);
	}
}

static bool is_covered(const struct policy *policy, const char *rule, const char *path, const char *symbol)
{
	struct finding finding = {.rule = rule_of(policy, rule), .path = span_of(path), .symbol = span_of(symbol)};
	return policy_deviation(policy, &finding) != NULL;
}

static void a_deviation_covers_its_rule_path_and_symbol_only(void **state)
{
	(void)state;
	const struct policy *policy = with_deviation("path", "src/*.c");
	assert_true(is_covered(policy, "BF-C-002", "src/b.c", "strcpy"));
	assert_false(is_covered(policy, "BF-C-002", "src/b.c", "strcat"));
	assert_false(is_covered(policy, "BF-C-002", "src/x/b.c", "strcpy"));
	assert_false(is_covered(policy, "BF-C-001", "src/b.c", "strcpy"));
	assert_false(is_covered(policy, "BF-C-002", "", "strcpy"));
	assert_true(is_covered(with_deviation("symbol", NULL), "BF-C-002", "src/a.c", "strcat"));
	assert_false(is_covered(with_deviation("reason", ""), "BF-C-002", "src/a.c", "strcpy"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(people_are_read_with_all_they_have),
		TEST(an_unfit_deviation_is_void_and_says_why),
		TEST(a_deviation_covers_its_rule_path_and_symbol_only),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
