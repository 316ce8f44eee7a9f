/* SPDX-License-Identifier: MIT */
/* cells.c - lines of comma-separated values. */
#include "process/cells.h"

void cell_put(struct output *o, struct span text, bool first)
{
	struct span rest = text, piece;
	output_text(o, first ? "\"" : ",\"");
	if (text.len > 0 && span_find(SPAN("=+-@\t\r'"), text.at[0]) < 7)
		output_text(o, "'");
	while (span_next(&rest, '"', &piece)) {
		output_foreign(o, piece);
		if (piece.at + piece.len < text.at + text.len)
			output_text(o, "\"\"");
	}
	output_text(o, "\"");
}

void cells_end(struct output *o)
{
	output_text(o, "\r\n");
}
