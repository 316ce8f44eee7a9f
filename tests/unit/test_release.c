/* SPDX-License-Identifier: MIT */
/* test_release.c - release states, versions of tags and break-glass entries, as the policy reads them. */
#include "policy_place.h"

#include "git/oid.h"

#define DIGEST "0000000000000000000000000000000000000000000000000000000000000007"
#define COMMIT "1111111111111111111111111111111111111111"

static const char sound[] =
	"{\"portcullis-state\": 1, \"at\": \"2026-11-21T10:00:00Z\", \"ledger\": {\"seq\": 7, \"head\": \"" DIGEST "\"},"
	" \"signed_off\": {\"address\": \"roe@example.org\", \"name\": \"R. Roe\", \"role\": \"release-manager\", \"grade\": \"verified\"},"
	" \"undispositioned\": [{\"id\": \"PRB-0007\", \"title\": \"T\", \"state\": \"received\", \"owner\": \"\"}],"
	" \"debts\": [{\"id\": \"PRB-0009\", \"break_glass\": \"BG-001\", \"due\": \"2026-12-01\", \"owner\": \"R. Roe\"}],"
	" \"review\": {\"due\": \"2027-05-01\"},"
	" \"audits\": [{\"repository\": \"pump\", \"at\": \"2026-11-21T09:00:00Z\", \"holes\": 0, \"refs\": [{\"ref\": \"refs/heads/main\", \"commit\": \"" COMMIT "\"}]}],"
	" \"evidence\": [{\"version\": \"2.3.0\", \"files\": [{\"name\": \"R.html\", \"sha256\": \"" DIGEST "\"}]}]}";

static const char *release_policy(void)
{
	return with("\"release\": {\"tags\": [\"refs/tags/v*\"], \"state\": \"state.json\"}");
}

static void a_release_state_is_read_whole(void **state)
{
	(void)state;
	struct memory_file files[] = {{"policy.json", release_policy()}, {"state.json", sound}, {NULL, NULL}};
	struct memory memory = {files, NULL};
	const struct release_state *s = &loaded(&memory)->state;
	assert_true(s->there);
	assert_int_equal(s->at, day("2026-11-21") + 36000);
	expect_text(s->signer, "R. Roe");
	expect_text(s->grade, "verified");
	assert_int_equal(s->nproblems, 1);
	expect_text(s->problems[0].owner, "");
	assert_int_equal(s->ndebts, 1);
	assert_int_equal(s->debts[0].due, day("2026-12-01"));
	assert_int_equal(s->review_due, day("2027-05-01"));
	assert_int_equal(s->naudits, 1);
	expect_text(oid_hex(house, &s->audits[0].refs[0].commit), COMMIT);
	assert_int_equal(s->nevidence, 1);
	expect_text(s->evidence[0].files[0], "R.html");
}

/* Each word of the sound state taken out or changed, and the words in which that is refused. */
static const struct {
	const char *from, *to, *message;
} changes[] = {
	{"\"portcullis-state\": 1", "\"portcullis-state\": 2", "/portcullis-state: must be 1, the only version of this format so far"},
	{"\"at\": \"2026-11-21T10:00:00Z\", ", "", "/: \"at\" is missing"},
	{"2026-11-21T10:00:00Z", "2026-11-21", "/at: \"2026-11-21\" is no moment; write it as YYYY-MM-DDTHH:MM:SSZ"},
	{"2026-11-21T10:00:00Z", "@1700000000", "/at: \"@1700000000\" is no moment; write it as YYYY-MM-DDTHH:MM:SSZ"},
	{"\"seq\": 7", "\"seq\": -7", "/ledger/seq: must be a whole number"},
	{"\"head\": \"0", "\"head\": \"", "/ledger/head: must be a SHA-256 of 64 hexadecimal digits"},
	{"\"grade\": \"verified\"", "\"grade\": \"certain\"", "/signed_off/grade: \"certain\" is unknown here"},
	{"\"address\": \"roe@example.org\", ", "", "/signed_off: \"address\" is missing"},
	{"\"state\": \"received\", ", "", "/undispositioned/0: \"state\" is missing"},
	{"\"owner\": \"\"", "\"owner\": 1", "/undispositioned/0/owner: must be a text"},
	{"\"due\": \"2026-12-01\"", "\"due\": \"2026-12-32\"", "/debts/0/due: \"2026-12-32\" is no day"},
	{"\"due\": \"2027-05-01\"", "\"last\": \"RVW-2026-1\"", "/review: \"due\" is missing"},
	{"\"holes\": 0, ", "", "/audits/0: \"holes\" is missing"},
	{COMMIT, "11", "/audits/0/refs/0/commit: must be a commit's id of 40 hexadecimal digits"},
	{"\"sha256\": \"0", "\"sha256\": \"G", "/evidence/0/files/0/sha256: must be a SHA-256 of 64 hexadecimal digits"},
	{"\"evidence\": [{", "\"more\": 1, \"evidence\": [{", "/more: unknown key \"more\""},
};

static const char *changed(const char *from, const char *to)
{
	const char *at = strstr(sound, from);
	assert_non_null(at);
	return span_format(house, "%.*s%s%s", (int)(at - sound), sound, to, at + strlen(from)).at;
}

static void every_malformed_state_is_refused_at_its_place(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(changes); i++) {
		struct memory_file files[] = {{"policy.json", release_policy()}, {"state.json", changed(changes[i].from, changes[i].to)}, {NULL, NULL}};
		struct span message = span_of(message_of(files));
		assert_true(span_starts(message, SPAN("main:.portcullis/state.json:1:")));
		if (!span_holds(message, span_of(changes[i].message)))
			fail_msg("\n  have: %s\n  want: %s", message.at, changes[i].message);
	}
}

static void a_state_cut_anywhere_is_refused(void **state)
{
	(void)state;
	for (size_t cut = 0; cut + 1 < sizeof sound; cut += 3) {
		struct memory_file files[] = {{"policy.json", release_policy()}, {"state.json", span_copy(house, (struct span){sound, cut}).at}, {NULL, NULL}};
		assert_true(strlen(message_of(files)) > 0);
	}
}

/* Its coming must be seen as a change of the policy. */
static void a_missing_state_is_a_file_of_the_policy(void **state)
{
	(void)state;
	const struct policy *without = loaded_text(release_policy());
	struct memory_file files[] = {{"policy.json", release_policy()}, {"state.json", sound}, {NULL, NULL}};
	struct memory memory = {files, NULL};
	const struct policy *with_state = loaded(&memory);
	assert_false(without->state.there);
	assert_int_equal(without->nfiles, 2);
	expect_text(without->files[1].path, "state.json");
	assert_false(digest_eq(&without->digest, &with_state->digest));
}

static void without_release_no_state_is_read(void **state)
{
	(void)state;
	struct span version;
	const struct policy *policy = loaded_text(with(""));
	assert_false(policy->state.there);
	assert_false(policy_releases(policy, SPAN("refs/tags/v1"), &version));
	assert_int_equal(policy->review.every_days, 365);
	assert_int_equal(policy->review.warn_days, 30);
}

static const struct {
	const char *pattern, *ref, *version; /* NULL: no release */
} versions[] = {
	{"refs/tags/v*", "refs/tags/v2.3.0", "2.3.0"},
	{"refs/tags/v*", "refs/tags/v", ""},
	{"refs/tags/v*", "refs/tags/v1/2", NULL},
	{"refs/tags/v*", "refs/heads/v1", NULL},
	{"refs/tags/**", "refs/tags/a/1", "a/1"},
	{"refs/tags/*-v*", "refs/tags/a-v1-v2", "1-v2"},
	{"refs/tags/*/v?.*-end", "refs/tags/p/v1.7-end", "7"},
	{"refs/tags/**/v*", "refs/tags/v3", "3"},
	{"refs/tags/last", "refs/tags/last", ""},
};

static void the_version_is_what_the_last_star_stands_for(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(versions); i++) {
		struct span version = SPAN("unset");
		const struct policy *policy =
			loaded_text(with(span_format(house, "\"release\": {\"tags\": [\"%s\"], \"state\": \"s.json\"}", versions[i].pattern).at));
		assert_int_equal(policy_releases(policy, span_of(versions[i].ref), &version), versions[i].version != NULL);
		expect_text(version, versions[i].version != NULL ? versions[i].version : "");
	}
}

static void a_release_tag_is_neither_forced_nor_deleted_and_judged_as_protect_says(void **state)
{
	(void)state;
	struct protection merged;
	const struct policy *policy =
		loaded_text("{\"portcullis\": 1, \"protect\": [{\"refs\": [\"refs/tags/v1*\"], \"force\": true, \"delete\": true, \"judge\": \"result\"}],"
	                    " \"release\": {\"tags\": [\"refs/tags/v*\"], \"state\": \"s.json\"}}");
	assert_true(policy_protects(policy, SPAN("refs/tags/v1.0"), &merged));
	assert_false(merged.force || merged.delete);
	assert_int_equal(merged.judge, JUDGE_RESULT);
	assert_true(policy_protects(policy, SPAN("refs/tags/v2.0"), &merged));
	assert_false(merged.force || merged.delete);
	assert_int_equal(merged.judge, JUDGE_COMMITS);
	assert_false(policy_protects(policy, SPAN("refs/tags/w"), &merged));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_release_state_is_read_whole),
		TEST(every_malformed_state_is_refused_at_its_place),
		TEST(a_state_cut_anywhere_is_refused),
		TEST(a_missing_state_is_a_file_of_the_policy),
		TEST(without_release_no_state_is_read),
		TEST(the_version_is_what_the_last_star_stands_for),
		TEST(a_release_tag_is_neither_forced_nor_deleted_and_judged_as_protect_says),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
