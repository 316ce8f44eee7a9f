/* SPDX-License-Identifier: MIT */
/* test_csv_write.c - what is written as CSV is read back as it was, and no cell is a formula. */
#include "base/arena.h"
#include "text/csv.h"
#include "text/csv_write.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <cmocka.h>

static const char *const cells[] = {"", "plain", "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "'", "''x", "a,b", "\"", "\"\"", "=\"", "two\nlines", "x\r\ny", "a'=b"};

static void a_cell_is_read_back_as_it_was(void **state)
{
	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		struct arena *a = arena_new("visit", (size_t)1 << 20);
		struct output *o = output_new(a, false);
		const struct csv *csv;
		output_text(o, "first,second\n");
		csv_put(o, span_of(cells[i]), true);
		csv_put(o, SPAN("end"), false);
		csv_end_line(o);
		assert_null(csv_read(a, SPAN("test"), output_taken(o), &csv));
		assert_int_equal(csv->nrows, 1);
		assert_true(span_eq(csv_plain(csv->rows[0].cells[0]), span_of(cells[i])));
		assert_true(span_eq(csv_plain(csv->rows[0].cells[1]), SPAN("end")));
		arena_free(a);
	}
}

static void no_cell_begins_like_a_formula(void **state)
{
	static const struct span signs = {"=+-@\t\r", 6};
	(void)state;
	for (size_t i = 0; i < COUNT(cells); i++) {
		struct arena *a = arena_new("visit", (size_t)1 << 20);
		struct output *o = output_new(a, false);
		csv_put(o, span_of(cells[i]), true);
		assert_int_equal(output_taken(o).at[0], '"');
		assert_int_equal(span_find(signs, output_taken(o).at[1]), signs.len);
		arena_free(a);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_cell_is_read_back_as_it_was),
		cmocka_unit_test(no_cell_begins_like_a_formula),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
