/* SPDX-License-Identifier: MIT */
/* test_review.c - which reviews count, and what is said of those that do not. */
#include "base/arena.h"
#include "checks/check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

extern const struct check check_review;

#define NOW INT64_C(1780000000) /* 2026-05-28 */

static struct arena *arena;

static const struct span roe_addresses[] = {{"roe@example.org", 15}, {"roe@home.example", 16}};
static const struct span moe_addresses[] = {{"moe@example.org", 15}};
static const struct span doe_addresses[] = {{"doe@example.org", 15}, {"doe@home.example", 16}};
static const struct span bot_addresses[] = {{"bot@example.org", 15}};
static const struct span old_addresses[] = {{"old@example.org", 15}};
static const struct span new_addresses[] = {{"new@example.org", 15}};
static const struct span roles[] = {{"reviewer", 8}, {"policy", 6}};
static const struct span doe_logins[] = {{"gitlab:doe", 10}};
static const struct person persons[] = {
	{.name = {"R. Roe", 6}, .addresses = roe_addresses, .naddresses = 2, .roles = roles, .nroles = 2, .valid_until = INT64_MAX},
	{.name = {"M. Moe", 6}, .addresses = moe_addresses, .naddresses = 1, .roles = roles, .nroles = 1, .valid_until = INT64_MAX},
	{.name = {"J. Doe", 6},
	 .addresses = doe_addresses,
	 .naddresses = 2,
	 .roles = roles,
	 .nroles = 2,
	 .logins = doe_logins,
	 .nlogins = 1,
	 .valid_until = INT64_MAX},
	{.name = {"Bot", 3}, .addresses = bot_addresses, .naddresses = 1, .bot = true, .valid_until = INT64_MAX},
	{.name = {"Old", 3}, .addresses = old_addresses, .naddresses = 1, .valid_until = NOW},
	{.name = {"New", 3}, .addresses = new_addresses, .naddresses = 1, .valid_from = NOW + 1, .valid_until = INT64_MAX},
};
static const struct alias aliases[] = {
	{.mail = {"doe@example.org", 15}, .old_mail = {"jd@old.example", 14}},
};
static const struct people registered = {
	.persons = persons, .npersons = COUNT(persons), .aliases = aliases, .naliases = COUNT(aliases), .known = true};
static const struct people nobody = {.known = false};

/* What the check told; the last words of each kind. */
struct told {
	size_t findings, gave_up;
	struct span title, mend, why;
};

static void found(void *context, const struct rule *rule, struct span title, struct span mend)
{
	struct told *told = context;
	(void)rule;
	told->findings++;
	told->title = title;
	told->mend = mend;
}

static void gave_up(void *context, const struct rule *rule, struct span why)
{
	struct told *told = context;
	(void)rule;
	told->gave_up++;
	told->why = why;
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

static struct commit commit_of(const char *message)
{
	return (struct commit){
		.author = {.name = SPAN("J. Doe"), .mail = SPAN("doe@example.org"), .readable = true},
		.committer = {.name = SPAN("C. Coe"), .mail = SPAN("coe@example.org"), .readable = true},
		.message = span_of(message),
	};
}

static const struct failure *prepare(const struct people *people, const char *text, struct rule *rule)
{
	struct preparation preparation = {.house = arena, .people = people, .now = NOW, .host = SPAN("gitlab")};
	assert_null(json_read(arena, SPAN("policy"), span_of(text), &rule->own));
	rule->check = &check_review;
	return check_review.prepare(&preparation, rule, &rule->state);
}

static struct told judge_case(const struct people *people, const char *text, struct commit_case *c)
{
	struct rule rule = {.own = NULL};
	struct told told = {0};
	struct sink sink = {&told, found, gave_up};
	assert_null(prepare(people, text, &rule));
	c->step = arena;
	c->trailers = trailers_read(arena, c->commit->message);
	check_review.on_commit(&rule, c, &sink);
	return told;
}

static struct told judge(const struct people *people, const char *text, const char *message)
{
	struct commit commit = commit_of(message);
	struct commit_case c = {.commit = &commit};
	return judge_case(people, text, &c);
}

static void assert_passes(const struct people *people, const char *text, const char *message)
{
	struct told told = judge(people, text, message);
	assert_int_equal(told.findings + told.gave_up, 0);
}

static void assert_says(const struct people *people, const char *text, const char *message, const char *title)
{
	struct told told = judge(people, text, message);
	assert_int_equal(told.findings, 1);
	assert_int_equal(told.gave_up, 0);
	assert_string_equal(span_string(arena, told.title), title);
}

#define NONE "no Reviewed-by trailer by someone other than author, co-author and committer"

static void an_independent_reviewer_is_enough(void **state)
{
	(void)state;
	assert_passes(&nobody, "{}", "T\n\nReviewed-by: R. Roe <roe@example.org>\n");
	assert_passes(&nobody, "{}", "T\n\nREVIEWED-BY:R. Roe <roe@example.org>");
	assert_passes(&registered, "{}", "T\n\nReviewed-by: R. Roe <ROE@home.example>\n");
}

static void a_message_without_the_trailer_is_a_finding(void **state)
{
	(void)state;
	assert_says(&nobody, "{}", "T\n", NONE);
	assert_says(&nobody, "{}", "T\n\nAcked-by: R. Roe <roe@example.org>\n", NONE);
	struct told told = judge(&nobody, "{}", "T\n");
	assert_string_equal(span_string(arena, told.mend), "git commit --amend --no-edit --trailer \"Reviewed-by: NAME <MAIL>\"");
}

static void nobody_reviews_what_is_his_own(void **state)
{
	(void)state;
	assert_says(&nobody, "{}", "T\n\nReviewed-by: Me <DOE@example.org>\n",
	            NONE ": \"Me <DOE@example.org>\" does not count: is the author");
	assert_says(&nobody, "{}", "T\n\nReviewed-by: C. Coe <coe@example.org>\n",
	            NONE ": \"C. Coe <coe@example.org>\" does not count: is the committer");
	assert_says(&nobody, "{}", "T\n\nco-authored-by: X <x@y>\nReviewed-by: X <x@y>\n",
	            NONE ": \"X <x@y>\" does not count: is a co-author");
	assert_says(&nobody, "{}", "T\n\nCo-developed-by: x@y\nReviewed-by: X <x@y>\n",
	            NONE ": \"X <x@y>\" does not count: is a co-author");
	assert_says(&registered, "{}", "T\n\nReviewed-by: J. Doe <doe@home.example>\n",
	            NONE ": \"J. Doe <doe@home.example>\" does not count: is the author");
	assert_says(&registered, "{}", "T\n\nReviewed-by: J. Doe <jd@old.example>\n",
	            NONE ": \"J. Doe <jd@old.example>\" does not count: is the author");
}

static void a_policy_says_who_must_be_independent(void **state)
{
	(void)state;
	assert_passes(&nobody, "{\"independent_of\": [\"author\"]}", "T\n\nReviewed-by: C. Coe <coe@example.org>\n");
	assert_passes(&nobody, "{\"independent_of\": []}", "T\n\nReviewed-by: J. Doe <doe@example.org>\n");
	assert_says(&nobody, "{\"independent_of\": []}", "T\n", "no Reviewed-by trailer by someone");
	assert_says(&nobody, "{\"independent_of\": [\"author\"], \"trailer\": \"Acked-by\"}", "T\n",
	            "no Acked-by trailer by someone other than author");
}

static void a_reviewer_who_does_not_count_takes_nothing_from_one_who_does(void **state)
{
	(void)state;
	assert_passes(&registered, "{}",
		      "T\n\nReviewed-by: J. Doe <doe@example.org>\nReviewed-by:\nReviewed-by: X <x@y>\nReviewed-by: R "
		      "<roe@example.org>\n");
}

static void a_person_counts_once(void **state)
{
	(void)state;
	assert_passes(&registered, "{\"least\": 2}", "T\n\nReviewed-by: R <roe@example.org>\nReviewed-by: M <moe@example.org>\n");
	assert_says(&registered, "{\"least\": 2}", "T\n\nReviewed-by: R <roe@example.org>\nReviewed-by: Roe <roe@home.example>\n",
	            "1 of 2 Reviewed-by trailers by someone other than author, co-author and committer: "
	            "\"Roe <roe@home.example>\" does not count: is counted already");
}

static void the_register_has_words_of_its_own_for_each(void **state)
{
	(void)state;
	assert_says(&registered, "{}", "T\n\nReviewed-by: X <x@y>\n",
	            NONE ": \"X <x@y>\" does not count: is unknown: nobody in the register of people has this address");
	assert_says(&registered, "{}", "T\n\nReviewed-by: B <bot@example.org>\n",
		    NONE ": \"B <bot@example.org>\" does not count: is a bot");
	assert_says(&registered, "{}", "T\n\nReviewed-by: O <old@example.org>\n",
	            NONE ": \"O <old@example.org>\" does not count: has expired: was a reviewer until before 2026-05-28");
	assert_says(&registered, "{}", "T\n\nReviewed-by: N <new@example.org>\n",
	            NONE ": \"N <new@example.org>\" does not count: is a reviewer from 2026-05-28 on only");
	assert_says(&nobody, "{}", "T\n\nReviewed-by: renovate[bot] <r@x>\n",
		    NONE ": \"renovate[bot] <r@x>\" does not count: is a bot");
}

static void a_role_is_asked_of_the_register(void **state)
{
	(void)state;
	assert_passes(&registered, "{\"role\": \"policy\"}", "T\n\nReviewed-by: R <roe@example.org>\n");
	assert_says(&registered, "{\"role\": \"policy\"}", "T\n\nReviewed-by: M <moe@example.org>\n",
	            "no Reviewed-by trailer by someone with the role policy other than author, co-author and committer: "
	            "\"M <moe@example.org>\" does not count: has not the role policy");
	assert_says(&nobody, "{\"role\": \"policy\", \"independent_of\": []}", "T\n\nReviewed-by: M <moe@example.org>\n",
	            "no Reviewed-by trailer by someone with the role policy: "
	            "\"M <moe@example.org>\" does not count: has no role policy: the policy names no register of people");
}

static void malformed_values_have_words_of_their_own(void **state)
{
	(void)state;
	assert_says(&nobody, "{}", "T\n\nReviewed-by:\nSigned-off-by: R <roe@example.org>\n",
		    NONE ": Reviewed-by does not count: is empty");
	assert_says(&nobody, "{}", "T\n\nReviewed-by: NAME <MAIL>\n", NONE ": \"NAME <MAIL>\" does not count: is a placeholder");
	assert_says(&nobody, "{}", "T\n\nReviewed-by: A <a@x>, B <b@x>\n",
	            NONE ": \"A <a@x>, B <b@x>\" does not count: has more than one address");
}

static void many_reasons_are_counted_not_listed(void **state)
{
	(void)state;
	assert_says(
		&nobody, "{}",
		"T\n\nReviewed-by: a\nReviewed-by: b\nReviewed-by: c\nReviewed-by: d\nReviewed-by: e\nReviewed-by: f\n",
		NONE
		": \"a\" does not count: has no address in angle brackets; \"b\" does not count: has no address in angle brackets; "
		"\"c\" does not count: has no address in angle brackets; \"d\" does not count: has no address in angle brackets; "
		"and 2 more");
}

static void a_trailer_outside_of_the_block_is_said_with_the_repair(void **state)
{
	(void)state;
	const char *message = "T\n\nReviewed-by: R. Roe <roe@example.org>\n\nprose\n";
	assert_says(&nobody, "{}", message, NONE ": \"Reviewed-by: R. Roe <roe@example.org>\" stands outside of the trailer block");
	struct told told = judge(&nobody, "{}", message);
	assert_true(span_holds(told.mend, SPAN("into the last paragraph")));
	assert_false(span_holds(told.mend, SPAN("Roe")));
	assert_passes(&nobody, "{}", "T\n\n> Reviewed-by: X\n\nReviewed-by: R. Roe <roe@example.org>\n");
}

static void the_pusher_is_compared_where_the_host_gives_one(void **state)
{
	(void)state;
	const char *text = "{\"independent_of\": [\"pusher\"]}";
	struct commit commit = commit_of("T\n\nReviewed-by: J. Doe <doe@home.example>\n");
	struct commit_case c = {.commit = &commit, .pusher = SPAN("doe"), .knows_pusher = true};
	struct told told = judge_case(&registered, text, &c);
	assert_int_equal(told.findings, 1);
	assert_true(span_ends(told.title, SPAN("does not count: is the pusher")));

	c.pusher = SPAN("stranger");
	told = judge_case(&registered, text, &c);
	assert_int_equal(told.gave_up, 1);
	assert_int_equal(told.findings, 0);
	assert_true(span_holds(told.why, SPAN("\"gitlab:stranger\"")));

	c.pusher = SPAN("");
	assert_int_equal(judge_case(&registered, text, &c).gave_up, 1);

	c.knows_pusher = false;
	told = judge_case(&registered, text, &c);
	assert_int_equal(told.findings + told.gave_up, 0);
}

static void an_author_without_an_address_cannot_be_told_from_the_reviewer(void **state)
{
	(void)state;
	struct commit commit = commit_of("T\n\nReviewed-by: R. Roe <roe@example.org>\n");
	struct commit_case c = {.commit = &commit};
	commit.author.mail = SPAN("");
	struct told told = judge_case(&nobody, "{}", &c);
	assert_int_equal(told.gave_up, 1);
	assert_int_equal(told.findings, 0);
	told = judge_case(&nobody, "{\"independent_of\": [\"committer\"]}", &c);
	assert_int_equal(told.gave_up + told.findings, 0);
	/* Without a reviewer there is nothing to compare. */
	commit.message = SPAN("T\n");
	told = judge_case(&nobody, "{}", &c);
	assert_int_equal(told.gave_up, 0);
	assert_int_equal(told.findings, 1);
}

static void a_merge_covers_what_it_brings_only_where_the_policy_says_so(void **state)
{
	(void)state;
	struct commit commit = commit_of("T\n");
	struct trailers covering[] = {
		trailers_read(arena, SPAN("Merge\n\nReviewed-by: J. Doe <doe@example.org>\n")),
		trailers_read(arena, SPAN("Merge\n\nReviewed-by: R. Roe <roe@example.org>\n")),
	};
	struct commit_case c = {.commit = &commit, .covering = covering, .ncovering = 2};
	assert_int_equal(judge_case(&nobody, "{\"merge_covers\": true}", &c).findings, 0);
	assert_int_equal(judge_case(&nobody, "{}", &c).findings, 1);
	c.ncovering = 1;
	assert_int_equal(judge_case(&nobody, "{\"merge_covers\": true}", &c).findings, 1);
}

static void a_bad_option_is_refused_with_its_place(void **state)
{
	(void)state;
	static const struct {
		const char *options, *words;
	} bad[] = {
		{"{\"least\": 0}", "policy:1:11: /least: a review by nobody"},
		{"{\"least\": 101}", "policy:1:11: /least: must be a whole number"},
		{"{\"trailer\": \"Reviewed by\"}", "policy:1:13: /trailer: a trailer's key"},
		{"{\"trailer\": 1}", "policy:1:13: /trailer: must be a text"},
		{"{\"independent_of\": [\"boss\"]}", "policy:1:20: /independent_of: \"boss\" is none of"},
		{"{\"independent_of\": \"author\"}", "policy:1:20: /independent_of: must be a list"},
		{"{\"merge_covers\": 1}", "policy:1:18: /merge_covers: must be true or false"},
		{"{\"role\": \"\"}", "policy:1:10: /role: must not be empty"},
	};
	for (size_t i = 0; i < COUNT(bad); i++) {
		struct rule rule = {.own = NULL};
		const struct failure *f = prepare(&nobody, bad[i].options, &rule);
		assert_non_null(f);
		assert_true(span_starts(f->text, span_of(bad[i].words)));
	}
}

static void a_megabyte_of_reviewers_and_co_authors_is_judged(void **state)
{
	(void)state;
	struct span line = SPAN("Co-authored-by: A <aaaaa@example.org>\nReviewed-by: A <aaaaa@example.org>\n");
	size_t count = ((size_t)1 << 20) / line.len;
	char *bytes = arena_take(arena, 3 + count * line.len + 1, 1);
	memcpy(bytes, "T\n\n", 3);
	for (size_t i = 0; i < count; i++) {
		char *at = bytes + 3 + i * line.len;
		memcpy(at, line.at, line.len);
		for (size_t digit = 0, n = i; digit < 5; digit++, n /= 10)
			at[19 + digit] = at[line.len - 19 + digit] = (char)('0' + n % 10);
	}
	struct told told = judge(&nobody, "{}", bytes);
	assert_int_equal(told.findings, 1);
	assert_true(span_holds(told.title, SPAN("is a co-author")));
}

static void the_examples_are_true(void **state)
{
	(void)state;
	for (const struct check_example *e = check_review.examples; e->options != NULL; e++) {
		assert_passes(&nobody, e->options, e->good);
		assert_int_equal(judge(&nobody, e->options, e->bad).findings, 1);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_independent_reviewer_is_enough),
		cmocka_unit_test(a_message_without_the_trailer_is_a_finding),
		cmocka_unit_test(nobody_reviews_what_is_his_own),
		cmocka_unit_test(a_policy_says_who_must_be_independent),
		cmocka_unit_test(a_reviewer_who_does_not_count_takes_nothing_from_one_who_does),
		cmocka_unit_test(a_person_counts_once),
		cmocka_unit_test(the_register_has_words_of_its_own_for_each),
		cmocka_unit_test(a_role_is_asked_of_the_register),
		cmocka_unit_test(malformed_values_have_words_of_their_own),
		cmocka_unit_test(many_reasons_are_counted_not_listed),
		cmocka_unit_test(a_trailer_outside_of_the_block_is_said_with_the_repair),
		cmocka_unit_test(the_pusher_is_compared_where_the_host_gives_one),
		cmocka_unit_test(an_author_without_an_address_cannot_be_told_from_the_reviewer),
		cmocka_unit_test(a_merge_covers_what_it_brings_only_where_the_policy_says_so),
		cmocka_unit_test(a_bad_option_is_refused_with_its_place),
		cmocka_unit_test(a_megabyte_of_reviewers_and_co_authors_is_judged),
		cmocka_unit_test(the_examples_are_true),
	};
	return cmocka_run_group_tests(tests, set_up, tear_down);
}
