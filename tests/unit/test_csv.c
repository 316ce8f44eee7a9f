/* SPDX-License-Identifier: MIT */
/* test_csv.c - what the reader of comma-separated values takes, refuses and says. */
#include "base/arena.h"
#include "base/output.h"
#include "text/csv.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct arena *arena;

static int set_up(void **state)
{
	(void)state;
	arena = arena_new("test", (size_t)64 * 1024 * 1024);
	return 0;
}

static int tear_down(void **state)
{
	(void)state;
	arena_free(arena);
	return 0;
}

static void expect_text(struct span text, const char *wanted)
{
	const char *have = span_string(arena, text);
	if (strcmp(have, wanted) != 0)
		fail_msg("have: %s\n      want: %s", have, wanted);
}

static const struct csv *good(const char *bytes)
{
	const struct csv *csv = NULL;
	const struct failure *f = csv_read(arena, SPAN("x.csv"), span_of(bytes), &csv);
	if (f != NULL)
		fail_msg("%s", span_string(arena, f->text));
	return csv;
}

static void refused(struct span bytes, const char *wanted)
{
	const struct csv *csv = NULL;
	const struct failure *f = csv_read(arena, SPAN("x.csv"), bytes, &csv);
	assert_non_null(f);
	assert_null(csv);
	assert_int_equal(f->kind, FAILURE_POLICY);
	expect_text(f->text, wanted);
}

static void rows_stand_under_their_heading(void **state)
{
	(void)state;
	const struct csv *csv = good("id,title,status\nA-1,one,approved\nA-2,,draft\n");
	assert_int_equal(csv->ncolumns, 3);
	assert_int_equal(csv->nrows, 2);
	assert_int_equal(csv_column(csv, SPAN("status")), 2);
	assert_int_equal(csv_column(csv, SPAN("Status")), 3);
	expect_text(csv->rows[0].cells[1], "one");
	expect_text(csv->rows[1].cells[1], "");
	assert_int_equal(csv->rows[1].line, 3);
}

static void quoted_cells_hold_commas_quotes_and_line_ends(void **state)
{
	(void)state;
	const struct csv *csv = good("id,title\r\n\"A\",\"say \"\"no\"\", then\r\nstop\"\r\nB,\"\"\r\n");
	assert_int_equal(csv->nrows, 2);
	expect_text(csv->rows[0].cells[0], "A");
	expect_text(csv->rows[0].cells[1], "say \"no\", then\r\nstop");
	assert_int_equal(csv->rows[1].line, 4);
	expect_text(csv->rows[1].cells[1], "");
}

static void byte_order_mark_blank_lines_and_a_missing_last_line_end_are_taken(void **state)
{
	(void)state;
	const struct csv *csv = good("\xEF\xBB\xBF\n\nid,status\n\n\r\nA,active\n\nB,active");
	assert_int_equal(csv->nrows, 2);
	expect_text(csv->columns[0], "id");
	assert_int_equal(csv->rows[0].line, 6);
	expect_text(csv->rows[1].cells[1], "active");
	assert_int_equal(good("id")->nrows, 0);
}

static void what_is_malformed_is_refused_with_its_line(void **state)
{
	(void)state;
	refused(SPAN(""), "x.csv:1: no heading; the first line must name the columns");
	refused(SPAN("\n\n"), "x.csv:3: no heading; the first line must name the columns");
	refused(SPAN("id,,status\n"), "x.csv:1: a column has no name");
	refused(SPAN("id,status,id\n"), "x.csv:1: the column \"id\" is named twice");
	refused(SPAN("id,status\nA\n"), "x.csv:2: 1 cells under a heading of 2");
	refused(SPAN("id,status\nA,b,c\n"), "x.csv:2: 3 cells under a heading of 2");
	refused(SPAN("id,status\nA,b\"c\n"), "x.csv:2: a quote in the middle of a cell; the whole cell must stand in quotes");
	refused(SPAN("id,status\nA,\"b\"c\n"), "x.csv:2: text behind a quoted cell; a comma must stand here");
	refused(SPAN("id,status\nA,\"b\n\n"), "x.csv:2: a quote is opened and never closed");
	refused(SPAN("id,status\nA,\""), "x.csv:2: a quote is opened and never closed");
	refused(SPAN("id,status\nA,b\rC,d\n"), "x.csv:2: a carriage return alone is no line end");
	refused(SPAN("id,status\nA,\xFF\n"), "x.csv:2: not well-formed UTF-8");
	refused(SPAN("id,status\nA,\0\n"), "x.csv:2: a NUL byte is not allowed");
}

/* Two hundred thousand columns: compared each with each they would take minutes. */
static void a_long_heading_is_read_in_one_pass(void **state)
{
	(void)state;
	const struct csv *csv;
	struct output *o = output_new(arena, false);
	for (int i = 0; i < 200000; i++)
		output_format(o, "c%d,", i);
	output_text(o, "end\n");
	assert_null(csv_read(arena, SPAN("x.csv"), output_taken(o), &csv));
	assert_int_equal(csv->ncolumns, 200001);
}

static void every_cut_ends_in_an_answer(void **state)
{
	(void)state;
	static const char document[] = "id,title\r\n\"A\",\"say \"\"no\"\"\r\nstop\"\r\nB,\xC3\xA4\r\n";
	for (size_t cut = 0; cut < sizeof(document); cut++) {
		const struct csv *csv = NULL;
		const struct failure *f = csv_read(arena, SPAN("x.csv"), span_copy(arena, (struct span){document, cut}), &csv);
		assert_true((f == NULL) == (csv != NULL));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(rows_stand_under_their_heading, set_up, tear_down),
		cmocka_unit_test_setup_teardown(quoted_cells_hold_commas_quotes_and_line_ends, set_up, tear_down),
		cmocka_unit_test_setup_teardown(byte_order_mark_blank_lines_and_a_missing_last_line_end_are_taken, set_up, tear_down),
		cmocka_unit_test_setup_teardown(what_is_malformed_is_refused_with_its_line, set_up, tear_down),
		cmocka_unit_test_setup_teardown(a_long_heading_is_read_in_one_pass, set_up, tear_down),
		cmocka_unit_test_setup_teardown(every_cut_ends_in_an_answer, set_up, tear_down),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
