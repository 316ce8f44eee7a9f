/* SPDX-License-Identifier: MIT */
/* test_examination.c - whom a review looks at, what its identities say, and what keeps it from being closed. */
#include "base/arena.h"
#include "base/date.h"
#include "process/examination.h"
#include "process/frozen.h"
#include "process/metrics.h"
#include "process/comeback.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

static struct arena *arena;
static struct ledger *ledger;
static char place[] = "/tmp/examine-XXXXXX";

static void good(const struct failure *f)
{
	if (f != NULL)
		fail_msg("%s", span_string(arena, f->text));
}

static int64_t day(const char *text)
{
	int64_t moment;
	assert_true(moment_read(span_of(text), &moment));
	return moment;
}

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)256 << 20);
	memcpy(place + sizeof place - 7, "XXXXXX", 6);
	assert_non_null(mkdtemp(place));
	good(ledger_open(arena, span_format(arena, "%s/ledger", place), STORE_CREATE, day("2025-01-01"), &ledger));
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	static const char *const names[] = {"ledger", "ledger-wal", "ledger-shm"};
	ledger_close(ledger);
	for (size_t i = 0; i < COUNT(names); i++)
		unlink(span_string(arena, span_format(arena, "%s/%s", place, names[i])));
	rmdir(place);
	arena_free(arena);
	return 0;
}

/* The event is entered on the day on which the ledger's clock stands. */
static void add(const char *kind, const char *subject, const char *activity, struct span body)
{
	const struct entry e = {.kind = span_of(kind), .subject = span_of(subject), .actor = SPAN("roe@example.org"), .activity = day(activity), .body = body};
	good(ledger_begin(ledger));
	good(ledger_add(ledger, &e));
	good(ledger_commit(ledger));
}

static void step(const char *id, const char *activity, const char *name, const char *fields)
{
	add("problem", id, activity, span_format(arena, "{\"step\":\"%s\",\"from\":\"\",\"fields\":{%s}}", name, fields));
}

static void receive(const char *id, const char *received)
{
	step(id, received, "received", span_string(arena, span_format(arena, "\"received\":\"%s\",\"title\":\"a problem\"", received)));
}

static void end_of(const char *id, const char *review, const char *closed, const char *reason)
{
	step(id, review, "under-review", "\"owner\":\"roe@example.org\"");
	step(id, closed, "closed", span_string(arena, span_format(arena, "\"reason\":\"%s\"", reason)));
}

static struct population population(const char *from, const char *to, int64_t since)
{
	struct population p;
	good(population_read(ledger, arena, day(from), day(to), since, &p));
	return p;
}

static const struct item *item(const struct population *p, const char *id)
{
	for (size_t i = 0; i < p->nitems; i++)
		if (span_eq(p->items[i].problem->id, span_of(id)))
			return &p->items[i];
	fail_msg("there is no %s", id);
	return NULL;
}

static void working_days_leave_out_saturday_and_sunday(void **state)
{
	(void)state;
	static const struct {
		const char *from, *to;
		int64_t days;
	} cases[] = {
		{"2024-01-01", "2024-01-01", 0},           {"2024-01-05", "2024-01-06", 0},           {"2024-01-05", "2024-01-08", 1},
		{"2024-01-06", "2024-01-08", 1},           {"2024-01-01", "2024-01-08", 5},           {"2024-01-08", "2024-01-01", 0},
		{"2024-01-05T23:59:59Z", "2024-01-08T00:00:00Z", 1}, {"2024-01-01", "2024-12-31", 261}, {"1970-01-01", "1970-01-02", 1},
	};
	for (size_t i = 0; i < COUNT(cases); i++)
		assert_int_equal(working_days(day(cases[i].from), day(cases[i].to)), cases[i].days);
}

static void ids_in_a_row_are_told_by_their_ends(void **state)
{
	(void)state;
	static const struct span ids[] = {{"PRB-0001", 8}, {"PRB-0002", 8}, {"PRB-0003", 8}, {"PRB-0005", 8}, {"PRB-0006", 8}, {"x", 1}};
	assert_string_equal(span_string(arena, id_runs(arena, ids, COUNT(ids))), "PRB-0001 to PRB-0003, PRB-0005, PRB-0006, x");
	assert_int_equal(id_runs(arena, ids, 0).len, 0);
}

static void names_are_numbered_as_they_come(void **state)
{
	(void)state;
	struct named n = {.arena = arena};
	assert_int_equal(named_find(&n, SPAN("a")), 0);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(named_number(&n, span_format(arena, "name %d", i % 500)), i % 500);
	assert_int_equal(n.count, 500);
	assert_int_equal(named_find(&n, SPAN("name 77")), 77);
	assert_int_equal(named_find(&n, SPAN("name 500")), 500);
}

static void the_population_is_what_was_open_or_received(void **state)
{
	(void)state;
	receive("PRB-0001", "2024-01-10"); /* before, closed before */
	end_of("PRB-0001", "2024-01-11", "2024-01-20", "fixed");
	receive("PRB-0002", "2024-01-10"); /* before, closed in the period */
	end_of("PRB-0002", "2024-01-11", "2024-06-20", "fixed");
	receive("PRB-0003", "2024-03-10"); /* in the period, closed behind it */
	end_of("PRB-0003", "2024-03-11", "2024-12-20", "fixed");
	receive("PRB-0004", "2024-11-10"); /* behind it */
	receive("PRB-0005", "2024-02-01"); /* at its very start: not in it, but open */
	receive("PRB-0006", "2024-10-01"); /* at its very end */
	struct population p = population("2024-02-01", "2024-10-01", 0);
	static const bool members[] = {false, true, true, false, true, true};
	for (size_t i = 0; i < COUNT(members); i++)
		assert_int_equal(p.items[i].member, members[i]);
	assert_int_equal(p.open_at_start, 2);
	assert_int_equal(p.received, 2);
	assert_int_equal(p.closed, 1);
	assert_int_equal(p.open_at_end, 3);
	assert_int_equal(item(&p, "PRB-0003")->state, PROBLEM_UNDER_REVIEW);
	assert_true(item(&p, "PRB-0003")->open_at_end);
}

static void what_was_entered_late_belongs_to_the_next_review(void **state)
{
	(void)state;
	ledger->now = day("2024-07-01"); /* within one second: the last review was frozen at the second event */
	add("start", "pump", "2024-01-02", SPAN("{\"portcullis-start\":1}"));
	add("start", "pump", "2024-01-02", SPAN("{\"portcullis-start\":1}"));
	receive("PRB-0001", "2024-01-10");
	end_of("PRB-0001", "2024-01-11", "2024-01-20", "fixed");
	struct population p = population("2024-06-01", "2024-12-01", 2);
	assert_true(item(&p, "PRB-0001")->late);
	assert_true(item(&p, "PRB-0001")->member);
	p = population("2024-06-01", "2024-12-01", 3);
	assert_false(item(&p, "PRB-0001")->member);
}

static void reopening_counts_where_it_was_closed(void **state)
{
	(void)state;
	receive("PRB-0001", "2024-03-01");
	end_of("PRB-0001", "2024-03-02", "2024-03-10", "fixed");
	step("PRB-0001", "2024-04-01", "reopened", "");
	step("PRB-0001", "2024-04-02", "closed", "\"reason\":\"fixed\"");
	receive("PRB-0002", "2024-03-01");
	step("PRB-0002", "2024-03-02", "under-review", "");
	step("PRB-0002", "2024-03-03", "reopened", "");
	struct population p = population("2024-01-01", "2024-12-01", 0);
	assert_int_equal(p.closed, 2);
	assert_int_equal(p.reopened, 1);
	assert_int_equal(p.open_at_end, 1);
	const struct recurrences *r = recurrences_find(&p, arena);
	assert_true(r[0].reopened);
	assert_false(r[1].reopened);
	assert_int_equal(p.items[0].waiting, SECONDS_PER_DAY);
	assert_int_equal(p.items[0].spanned, 32 * SECONDS_PER_DAY);
}

static void what_comes_back_is_the_same_within_180_days(void **state)
{
	(void)state;
	static const char print[] = "\"fingerprint\":\"0123456789abcdef\"";
	receive("PRB-0001", "2024-01-01");
	step("PRB-0001", "2024-01-02", "noted", print);
	end_of("PRB-0001", "2024-01-03", "2024-01-04", "fixed");
	receive("PRB-0002", "2024-07-02"); /* 180 days later */
	step("PRB-0002", "2024-07-02", "noted", print);
	struct population p = population("2023-01-01", "2024-12-01", 0);
	const struct recurrences *r = recurrences_find(&p, arena);
	assert_true(r[0].same_fingerprint);
	assert_string_equal(span_string(arena, r[0].by), "PRB-0002");
	assert_false(r[0].same_cause);
	p = population("2023-01-01", "2024-07-01", 0); /* it is not known yet */
	assert_false(recurrences_find(&p, arena)[0].same_fingerprint);
}

static void a_frozen_ledger_does_not_grow(void **state)
{
	(void)state;
	struct ledger_head head;
	struct soundness s;
	receive("PRB-0001", "2024-01-01");
	good(ledger->store->head(ledger->storage, &head));
	receive("PRB-0002", "2024-01-01");
	struct ledger *frozen = ledger_frozen(arena, ledger, &head);
	struct population p;
	good(population_read(frozen, arena, 0, day("2025-01-01"), 0, &p));
	assert_int_equal(p.nitems, 1);
	good(ledger_verify(frozen, &s));
	assert_int_equal(s.events, 1);
	assert_true(digest_eq(&s.head, &head.hash));
}

static struct examination examined(const char *id)
{
	struct examination x;
	struct gate gate = {.house = arena, .visit = arena, .now = day("2025-01-01")};
	struct desk desk = {.gate = &gate, .ledger = ledger};
	good(examination_read(&desk, arena, span_of(id), NULL, &x));
	return x;
}

static void open_review(const char *id, const char *from, const char *to, const char *population_ids, const char *open_ids)
{
	struct ledger_head head;
	good(ledger->store->head(ledger->storage, &head));
	add("review", id, to, span_format(arena, "{\"step\":\"opened\",\"from\":\"%s\",\"to\":\"%s\",\"ledger\":{\"seq\":%lld,\"head\":\"%.*s\"},\"population\":[%s],\"open\":[%s]}",
	                                  from, to, (long long)head.seq, SPAN_ARGS(digest_hex(arena, &head.hash, 64)), population_ids, open_ids));
}

static const struct condition *condition(const struct examination *x, const char *name)
{
	for (size_t i = 0; i < IDENTITIES; i++)
		if (strcmp(x->identities[i].name, name) == 0)
			return &x->identities[i];
	fail_msg("there is no identity %s", name);
	return NULL;
}

static void a_population_that_somebody_chose_is_not_whole(void **state)
{
	(void)state;
	receive("PRB-0001", "2024-01-10");
	receive("PRB-0002", "2024-01-11");
	open_review("RVW-2024-1", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "\"PRB-0001\"", "\"PRB-0001\"");
	struct examination x = examined("RVW-2024-1");
	assert_false(x.sound);
	assert_false(condition(&x, "as frozen")->holds);
	assert_int_equal(condition(&x, "as frozen")->nexceptions, 1);
	assert_string_equal(span_string(arena, condition(&x, "as frozen")->exceptions[0]), "PRB-0002");
	assert_true(condition(&x, "balance")->holds);
	assert_true(condition(&x, "chain")->holds);
}

static void what_the_last_review_did_not_know_is_told(void **state)
{
	(void)state;
	ledger->now = day("2024-06-02");
	receive("PRB-0001", "2024-01-10");
	open_review("RVW-2024-1", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "\"PRB-0001\"", "\"PRB-0001\"");
	add("review", "RVW-2024-1", "2024-06-02", SPAN("{\"step\":\"closed\"}"));
	ledger->now = day("2024-08-01");
	receive("PRB-0002", "2024-02-01"); /* still open, entered late */
	receive("PRB-0003", "2024-02-01"); /* closed long ago, entered late */
	end_of("PRB-0003", "2024-02-02", "2024-02-03", "fixed");
	add("void", "PRB-0001", "2024-07-01", SPAN("{\"reason\":\"entered twice\"}"));
	open_review("RVW-2024-2", "2024-06-01T00:00:00Z", "2024-07-20T00:00:00Z", "\"PRB-0002\",\"PRB-0003\"", "\"PRB-0002\"");
	struct examination x = examined("RVW-2024-2");
	assert_true(condition(&x, "as frozen")->holds);
	assert_false(condition(&x, "carried over")->holds);
	assert_int_equal(condition(&x, "carried over")->nexceptions, 3);
}

static void a_report_that_was_closed_before_it_came_breaks_the_balance(void **state)
{
	(void)state;
	step("PRB-0001", "2024-01-10", "received", "\"received\":\"2024-03-01\"");
	end_of("PRB-0001", "2024-01-11", "2024-01-12", "fixed");
	open_review("RVW-2024-1", "2024-02-01T00:00:00Z", "2024-06-01T00:00:00Z", "\"PRB-0001\"", "");
	struct examination x = examined("");
	assert_false(condition(&x, "balance")->holds);
	assert_int_equal(condition(&x, "balance")->nexceptions, 1);
}

static void a_hole_or_a_repository_without_an_audit_is_told(void **state)
{
	(void)state;
	add("start", "pump", "2024-01-02", SPAN("{\"portcullis-start\":1,\"repository\":\"pump\"}"));
	open_review("RVW-2024-1", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "", "");
	struct examination x = examined("RVW-2024-1");
	assert_false(condition(&x, "audit")->holds);
	add("review", "RVW-2024-1", "2024-06-02", SPAN("{\"step\":\"closed\"}"));
	add("audit", "pump", "2024-07-02", SPAN("{\"commits\":5,\"holes\":[{\"commit\":\"c0ffee\",\"why\":\"none\",\"author\":\"doe\"}]}"));
	open_review("RVW-2024-2", "2024-06-01T00:00:00Z", "2024-08-01T00:00:00Z", "", "");
	x = examined("RVW-2024-2");
	assert_int_equal(condition(&x, "audit")->nexceptions, 1);
	add("review", "RVW-2024-2", "2024-08-02", SPAN("{\"step\":\"closed\"}"));
	add("audit", "pump", "2024-09-02", SPAN("{\"commits\":6,\"holes\":[]}"));
	open_review("RVW-2024-3", "2024-08-01T00:00:00Z", "2024-10-01T00:00:00Z", "", "");
	x = examined("RVW-2024-3");
	assert_true(condition(&x, "audit")->holds);
	assert_true(x.sound);
}

static void each_obstacle_names_the_command_that_mends_it(void **state)
{
	(void)state;
	const struct review_obstacle *obstacles;
	struct review r = {.id = SPAN("RVW-2024-1")};
	assert_int_equal(review_obstacles(arena, &r, false, &obstacles), 6);
	for (size_t i = 0; i < 6; i++)
		assert_true(span_starts(obstacles[i].mend, SPAN("portcullis review ")));
	const struct review_person who = {.address = SPAN("roe@example.org")};
	r.participants = r.signatures = &who;
	r.nparticipants = r.nsignatures = 1;
	for (enum criterion c = 0; c < CRITERIA; c++)
		r.conclusions[c] = (struct review_conclusion){SPAN("yes"), SPAN("because"), SPAN("roe@example.org")};
	assert_int_equal(review_obstacles(arena, &r, true, &obstacles), 0);
	const struct review_person other = {.address = SPAN("doe@example.org")};
	r.participants = &other; /* who signed takes no part */
	assert_int_equal(review_obstacles(arena, &r, true, &obstacles), 1);
	r.participants = &who;
	r.record.bytes[0] = 1; /* signed was another text */
	assert_int_equal(review_obstacles(arena, &r, true, &obstacles), 1);
}

static void every_metric_has_one_way_to_be_measured_and_an_id_of_its_own(void **state)
{
	(void)state;
	static const struct metric_list *const lists[] = {&metrics_complete, &metrics_efficient, &metrics_resolution};
	struct named ids = {.arena = arena};
	size_t all = 0;
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->count; k++, all++) {
			const struct metric *m = &lists[i]->metrics[k];
			named_number(&ids, span_of(m->id));
			assert_int_equal((m->absent != NULL) + (m->counts != NULL) + (m->lasts != NULL) + (m->measure != NULL), 1);
			assert_int_equal(m->counts != NULL, m->holds != NULL);
			assert_true(strlen(m->formula) > 10 && strlen(m->target) > 3);
			assert_null(strchr(m->formula, '|'));
		}
	assert_int_equal(ids.count, all);
}

static void an_empty_ledger_measures_nothing_and_says_so(void **state)
{
	(void)state;
	size_t count;
	add("start", "pump", "2024-01-02", SPAN("{\"portcullis-start\":1}"));
	open_review("RVW-2024-1", "2024-01-01T00:00:00Z", "2024-06-01T00:00:00Z", "", "");
	struct examination x = examined("RVW-2024-1");
	const struct measurement *m = metrics_measure(&x, arena, &count);
	for (size_t i = 0; i < count; i++) {
		assert_true(m[i].nfigures > 0);
		assert_int_equal(m[i].result == RESULT_MET, strcmp(m[i].metric->id, "E5") == 0); /* nothing is overdue */
		for (size_t k = 0; k < m[i].nfigures; k++)
			assert_true(figure_print(arena, &m[i], &m[i].figures[k]).len > 0);
	}
}

static const struct measurement *measured(const struct examination *x, const char *id)
{
	size_t count;
	const struct measurement *m = metrics_measure(x, arena, &count);
	for (size_t i = 0; i < count; i++)
		if (strcmp(m[i].metric->id, id) == 0)
			return &m[i];
	fail_msg("there is no metric %s", id);
	return NULL;
}

/* Computed by hand: PRB-0002 was due on the 15th and resolved on the 20th. */
static void who_is_due_on_the_last_day_of_the_period_is_due_in_it(void **state)
{
	(void)state;
	static const struct {
		const char *id, *due, *resolved;
	} cases[] = {{"PRB-0001", "2024-06-30", "2024-06-29"}, {"PRB-0002", "2024-06-15", "2024-06-20"}, {"PRB-0003", "2024-06-10", "2024-06-09"}};
	for (size_t i = 0; i < COUNT(cases); i++) {
		receive(cases[i].id, "2024-06-01");
		step(cases[i].id, "2024-06-02", "dispositioned", span_string(arena, span_format(arena, "\"due\":\"%s\"", cases[i].due)));
		step(cases[i].id, cases[i].resolved, "resolved", "");
	}
	open_review("RVW-2024-1", "2024-05-31T23:59:59Z", "2024-06-30T23:59:59Z", "\"PRB-0001\",\"PRB-0002\",\"PRB-0003\"", "");
	add("review", "RVW-2024-1", "2024-07-01", SPAN("{\"step\":\"closed\"}"));
	struct examination x = examined("RVW-2024-1");
	const struct measurement *m = measured(&x, "E4");
	assert_int_equal(m->figures[0].k, 2);
	assert_int_equal(m->figures[0].n, 3);
	assert_int_equal(measured(&x, "L1")->figures[0].n, 3);
	open_review("RVW-2024-2", "2024-06-30T23:59:59Z", "2024-07-31T23:59:59Z", "\"PRB-0001\",\"PRB-0002\",\"PRB-0003\"", "");
	x = examined("RVW-2024-2");
	assert_int_equal(measured(&x, "E4")->figures[0].n, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(working_days_leave_out_saturday_and_sunday, set_up, tear_down),
		cmocka_unit_test_setup_teardown(ids_in_a_row_are_told_by_their_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(names_are_numbered_as_they_come, set_up, tear_down),
		cmocka_unit_test_setup_teardown(the_population_is_what_was_open_or_received, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_was_entered_late_belongs_to_the_next_review, set_up, tear_down),
		cmocka_unit_test_setup_teardown(reopening_counts_where_it_was_closed, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_comes_back_is_the_same_within_180_days, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_frozen_ledger_does_not_grow, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_population_that_somebody_chose_is_not_whole, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_the_last_review_did_not_know_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_report_that_was_closed_before_it_came_breaks_the_balance, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_hole_or_a_repository_without_an_audit_is_told, set_up, tear_down),
		cmocka_unit_test_setup_teardown(each_obstacle_names_the_command_that_mends_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_metric_has_one_way_to_be_measured_and_an_id_of_its_own, set_up, tear_down),
		cmocka_unit_test_setup_teardown(who_is_due_on_the_last_day_of_the_period_is_due_in_it, set_up, tear_down),
		cmocka_unit_test_setup_teardown(an_empty_ledger_measures_nothing_and_says_so, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
