/* SPDX-License-Identifier: MIT */
/* test_problem.c - what a problem report's events say, and whether the tables of its life cycle are whole. */
#include "base/arena.h"
#include "base/date.h"
#include "process/progress.h"
#include "text/cvss.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct ledger *ledger;
static char place[] = "/tmp/problem-XXXXXX";
static int64_t now;

static void good(const struct failure *f)
{
	if (f != NULL)
		fail_msg("%s", span_string(arena, f->text));
}

static void expect_text(struct span text, const char *wanted)
{
	assert_string_equal(span_string(arena, text), wanted);
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)256 << 20);
	assert_true(date_read(SPAN("2026-06-01"), &now));
	memcpy(place + sizeof place - 7, "XXXXXX", 6);
	assert_non_null(mkdtemp(place));
	good(ledger_open(arena, span_format(arena, "%s/ledger", place), STORE_CREATE, now, &ledger));
	good(ledger_begin(ledger));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	static const char *const names[] = {"ledger", "ledger-wal", "ledger-shm"};
	ledger_give_up(ledger);
	ledger_close(ledger);
	for (size_t i = 0; i < COUNT(names); i++)
		unlink(span_string(arena, span_format(arena, "%s/%s", place, names[i])));
	rmdir(place);
	arena_free(arena);
	return 0;
}

static void add(const char *id, const char *kind, const char *subject, const char *day, const char *body)
{
	struct entry e = {.id = span_of(id), .kind = span_of(kind), .subject = span_of(subject), .actor = SPAN("roe@example.org"), .body = span_of(body)};
	assert_true(date_read(span_of(day), &e.activity));
	good(ledger_add(ledger, &e));
}

static const struct problem *read_one(const char *id)
{
	const struct problem *p;
	good(problem_read(ledger, arena, span_of(id), &p));
	return p;
}

static void every_field_has_a_name_of_its_own_and_an_example_that_may_stand_in_it(void **state)
{
	(void)state;
	for (size_t i = 0; i < FIELDS; i++) {
		const struct field_form *form = field_form((enum field)i);
		enum field found;
		assert_non_null(form->name);
		assert_non_null(form->what);
		assert_true(field_named(span_of(form->name), &found));
		assert_int_equal(found, i);
		expect_text(field_fault(arena, (enum field)i, span_of(form->example), now), "");
	}
}

static void every_state_can_be_reached_and_only_closed_has_no_exit(void **state)
{
	(void)state;
	bool reached[PROBLEM_STATES] = {true};
	for (size_t i = 0; i < PROBLEM_STATES; i++) {
		const struct state_form *form = state_form((enum problem_state)i);
		assert_non_null(form->clause);
		assert_true(form->nneeds > 0);
		assert_int_equal(form->nexits == 0, i == PROBLEM_CLOSED);
		for (size_t k = 0; k < form->nexits; k++)
			reached[form->exits[k].to] = true;
	}
	for (size_t i = 0; i < PROBLEM_STATES; i++)
		assert_true(reached[i]);
}

static void fields_are_judged_by_their_form(void **state)
{
	(void)state;
	static const struct {
		enum field field;
		const char *text;
		bool fits;
	} cases[] = {
		{FIELD_RECEIVED, "2026-06-01", true},     {FIELD_RECEIVED, "2026-06-02", false},       {FIELD_RECEIVED, "2026-05-30T10:00:00Z", true},
		{FIELD_RECEIVED, "@5", false},            {FIELD_EXPIRES, "2026-06-01", false},        {FIELD_EXPIRES, "2026-06-02", true},
		{FIELD_SEVERITY, "High", false},          {FIELD_SEVERITY, "high low", false},         {FIELD_CWE, "CWE-120,CWE-787", true},
		{FIELD_CWE, "120", false},                {FIELD_CWE, "CWE-0", false},                 {FIELD_CWE, "CWE-120,", true},
		{FIELD_CVSS_SCORE, "10.0", true},         {FIELD_CVSS_SCORE, "10.1", false},           {FIELD_CVSS_SCORE, "9.85", false},
		{FIELD_CVSS_SCORE, "7", true},            {FIELD_CVSS_SCORE, "-1", false},             {FIELD_REASON, "duplicate-of:PRB-0001", true},
		{FIELD_REASON, "duplicate-of", false},    {FIELD_REASON, "fixed:PRB-0001", false},     {FIELD_OWNER, "roe", false},
		{FIELD_TITLE, "two\nlines", false},       {FIELD_TITLE, "esc \033[31m", false},        {FIELD_TITLE, "bad \xff byte", false},
		{FIELD_TITLE, "bidi \xe2\x80\xae", false}, {FIELD_COMMITS, "0123456789abcdef0123456789abcdef0123456", false},
		{FIELD_RATIONALE, "TODO", false},         {FIELD_THREATS, "none", true},               {FIELD_DESCRIPTION, "tbd", false},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		if ((field_fault(arena, cases[i].field, span_of(cases[i].text), now).len == 0) != cases[i].fits)
			fail_msg("%s=%s", field_form(cases[i].field)->name, cases[i].text);
}

static void vectors_are_judged_by_their_version(void **state)
{
	(void)state;
	static const char *const right[] = {
		"CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O",
		"CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N", "AV:N/AC:L/Au:N/C:P/I:P/A:P",
	};
	static const char *const wrong[] = {
		"", "CVSS:3.1/", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H", "CVSS:3.1/AV:N/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:3.1/AV:X/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H",
		"CVSS:4.0/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H", "CVSS:5.0/AV:N", "9.8", "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/x",
	};
	for (size_t i = 0; i < COUNT(right); i++)
		expect_text(cvss_fault(arena, span_of(right[i])), "");
	for (size_t i = 0; i < COUNT(wrong); i++)
		if (cvss_fault(arena, span_of(wrong[i])).len == 0)
			fail_msg("%s", wrong[i]);
}

static void a_report_is_the_fold_of_its_events(void **state)
{
	(void)state;
	add("", "problem", "PRB-0001", "2026-01-05", "{\"step\":\"received\",\"from\":\"\",\"fields\":{\"title\":\"one\",\"received\":\"2026-01-02\"}}");
	add("", "problem", "PRB-0001", "2026-01-06", "{\"step\":\"assigned\",\"from\":\"received\",\"fields\":{\"owner\":\"roe@example.org\"}}");
	add("", "problem", "PRB-0001", "2026-01-07", "{\"step\":\"under-review\",\"from\":\"received\",\"fields\":{\"title\":\"two\"}}");
	add("", "problem", "PRB-0001", "2026-01-08", "{\"step\":\"confirmed\",\"from\":\"under-review\",\"fields\":{}}");
	add("", "problem", "PRB-0001", "2026-01-09", "{\"step\":\"noted\",\"from\":\"confirmed\",\"fields\":{\"note\":\"hm\"}}");
	const struct problem *p = read_one("PRB-0001");
	int64_t day;
	assert_int_equal(p->state, PROBLEM_CONFIRMED);
	assert_int_equal(p->nsteps, 5);
	expect_text(problem_field(p, "title"), "two");
	expect_text(problem_field(p, "owner"), "roe@example.org");
	expect_text(problem_field(p, "nothing"), "");
	assert_true(date_read(SPAN("2026-01-02"), &day));
	assert_int_equal(p->received, day);
	assert_true(date_read(SPAN("2026-01-08"), &day));
	assert_int_equal(p->entered[PROBLEM_CONFIRMED], day);
	add("", "problem", "PRB-0001", "2026-02-01", "{\"step\":\"reopened\",\"from\":\"confirmed\",\"fields\":{\"cause\":\"mistake\"}}");
	p = read_one("PRB-0001");
	assert_int_equal(p->state, PROBLEM_UNDER_REVIEW);
	assert_int_equal(p->reopened, 1);
	assert_int_equal(p->entered[PROBLEM_CONFIRMED], 0);
	assert_null(read_one("PRB-0002"));
}

static void what_is_void_does_not_count_and_a_void_void_does_nothing(void **state)
{
	(void)state;
	add("", "problem", "PRB-0001", "2026-01-05", "{\"step\":\"received\",\"from\":\"\",\"fields\":{}}");
	add("EVT-1", "problem", "PRB-0001", "2026-01-06", "{\"step\":\"under-review\",\"from\":\"received\",\"fields\":{\"owner\":\"x\"}}");
	add("EVT-2", "void", "EVT-1", "2026-01-07", "{\"reason\":\"wrong report\"}");
	assert_int_equal(read_one("PRB-0001")->state, PROBLEM_RECEIVED);
	expect_text(problem_field(read_one("PRB-0001"), "owner"), "");
	add("EVT-3", "void", "EVT-2", "2026-01-08", "{\"reason\":\"it was right\"}");
	assert_int_equal(read_one("PRB-0001")->state, PROBLEM_UNDER_REVIEW);
	add("EVT-4", "void", "PRB-0001", "2026-01-08", "{\"reason\":\"entered twice\"}");
	assert_true(read_one("PRB-0001")->is_void);
	expect_text(read_one("PRB-0001")->void_reason, "entered twice");
}

static void all_reports_come_in_the_order_of_their_numbers(void **state)
{
	(void)state;
	const struct problem *all;
	size_t count;
	for (unsigned i = 12000; i > 9000; i -= 3)
		add("", "problem", span_string(arena, span_format(arena, "PRB-%04u", i)), "2026-01-05", "{\"step\":\"received\",\"from\":\"\",\"fields\":{}}");
	good(problems_read(ledger, arena, &all, &count));
	assert_int_equal(count, 1000);
	expect_text(all[0].id, "PRB-9003");
	expect_text(all[999].id, "PRB-12000");
}

/* Brings a report on; fields as NAME=TEXT, ended by NULL. */
static const struct failure *step_to(const char *id, enum problem_state to, const char *const *fields)
{
	struct act act = {.ledger = ledger, .arena = arena, .actor = SPAN("roe@example.org"), .role = SPAN("chief"), .activity = ledger->now};
	struct givens g = {.arena = arena};
	for (; *fields != NULL; fields++) {
		struct span word = span_of(*fields);
		enum field field;
		assert_true(field_named(span_slice(word, 0, span_find(word, '=')), &field));
		give(&g, field, span_from(word, span_find(word, '=') + 1));
	}
	return problem_advance(&act, read_one(id), to, &g);
}

static const char *const all_fields[] = {
	"owner=roe@example.org", "applicability=applies", "verifiability=by test 1", "threats=none", "severity=high", "impact=stops the alarm", "scheme=table 4: B2",
	"affected=all", "root_cause=coding-error", "cwe=none", "related=none", "safety=serious", "safety_reference=RMF-12", "decision=accept-residual-risk",
	"rationale=cannot be reached", "due=2026-07-01", "disclose=no", "disclose_rationale=not released yet", "third_party=no", "other_products=no",
	"expires=2026-06-10", "risk_approval=chief, RMF-12", NULL,
};

static void what_was_accepted_until_a_day_is_under_review_again_on_that_day(void **state)
{
	(void)state;
	size_t count;
	add("", "problem", "PRB-0001", "2026-01-05", "{\"step\":\"received\",\"from\":\"\",\"fields\":{}}");
	good(step_to("PRB-0001", PROBLEM_CLOSED, all_fields));
	assert_int_equal(read_one("PRB-0001")->state, PROBLEM_CLOSED);
	expect_text(problem_field(read_one("PRB-0001"), "reason"), "risk-accepted");
	good(ledger_commit(ledger));
	assert_true(moment_read(SPAN("2026-06-09T23:59:59Z"), &ledger->now));
	good(problems_expire(ledger, &count));
	assert_int_equal(count, 0);
	assert_true(date_read(SPAN("2026-06-10"), &ledger->now));
	good(problems_expire(ledger, &count));
	assert_int_equal(count, 1);
	const struct problem *p = read_one("PRB-0001");
	assert_int_equal(p->state, PROBLEM_UNDER_REVIEW);
	expect_text(p->steps[p->nsteps - 1].actor, "portcullis");
	expect_text(problem_field(p, "cause"), "expiry");
	good(problems_expire(ledger, &count));
	assert_int_equal(count, 0);
}

static void no_decision_makes_a_state_skipped(void **state)
{
	(void)state;
	const char *const bare[] = {"decision=accept-residual-risk", "expires=2026-06-10", "risk_approval=chief, RMF-12", NULL};
	add("", "problem", "PRB-0001", "2026-01-05", "{\"step\":\"received\",\"from\":\"\",\"fields\":{}}");
	assert_non_null(step_to("PRB-0001", PROBLEM_CLOSED, bare));
	good(step_to("PRB-0001", PROBLEM_DISPOSITIONED, all_fields));
	const struct problem *p = read_one("PRB-0001");
	assert_int_equal(p->nsteps, 5);
	for (size_t i = 0; i < p->nsteps; i++)
		assert_int_equal(p->steps[i].state, i);
}

static void numbers_go_on_where_they_ended(void **state)
{
	(void)state;
	static const char *const fields[] = {"pump", "1", "A title", "A description", "testing", "roe", "2026-01-05", "yes"};
	struct act act = {.ledger = ledger, .arena = arena, .actor = SPAN("roe@example.org"), .activity = ledger->now};
	struct givens g = {.arena = arena};
	struct span id = SPAN("");
	for (size_t i = 0; i < COUNT(fields); i++)
		give(&g, (enum field)(FIELD_PRODUCT + i), span_of(fields[i]));
	for (size_t i = 0; i < 37; i++)
		good(problem_open(&act, &g, &id));
	expect_text(id, "PRB-0037");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(every_field_has_a_name_of_its_own_and_an_example_that_may_stand_in_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_state_can_be_reached_and_only_closed_has_no_exit, set_up, tear_down),
		cmocka_unit_test_setup_teardown(fields_are_judged_by_their_form, set_up, tear_down),
		cmocka_unit_test_setup_teardown(vectors_are_judged_by_their_version, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_report_is_the_fold_of_its_events, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_void_does_not_count_and_a_void_void_does_nothing, set_up, tear_down),
		cmocka_unit_test_setup_teardown(all_reports_come_in_the_order_of_their_numbers, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_accepted_until_a_day_is_under_review_again_on_that_day, set_up, tear_down),
		cmocka_unit_test_setup_teardown(no_decision_makes_a_state_skipped, set_up, tear_down),
		cmocka_unit_test_setup_teardown(numbers_go_on_where_they_ended, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
