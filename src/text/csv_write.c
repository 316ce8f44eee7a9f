/* SPDX-License-Identifier: MIT */
/* csv_write.c - cells that no spreadsheet takes for a formula. */
#include "text/csv_write.h"

static bool needs_guard(struct span cell)
{
	static const struct span signs = {"=+-@\t\r'", 7};
	return cell.len > 0 && span_find(signs, cell.at[0]) < signs.len;
}

void csv_put(struct output *o, struct span cell, bool first)
{
	output_text(o, first ? "\"" : ",\"");
	if (needs_guard(cell))
		output_text(o, "'");
	while (cell.len > 0) {
		size_t quote = span_find(cell, '"');
		output_written(o, span_slice(cell, 0, quote));
		if (quote < cell.len)
			output_text(o, "\"\"");
		cell = span_from(cell, quote + 1);
	}
	output_text(o, "\"");
}

void csv_end_line(struct output *o)
{
	output_text(o, "\r\n");
}

struct span csv_plain(struct span cell)
{
	return span_starts(cell, SPAN("'")) ? span_from(cell, 1) : cell;
}
