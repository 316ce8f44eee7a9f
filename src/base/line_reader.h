/* SPDX-License-Identifier: MIT */
/* line_reader.h - a file of any length, read line by line. */
#ifndef PORTCULLIS_BASE_LINE_READER_H
#define PORTCULLIS_BASE_LINE_READER_H

#include "base/failure.h"

struct arena;
struct line_reader;

/* Memory is that of the longest line; one above `longest` bytes is a failure. Failures live in the arena. Close it in every case but a failed open. */
MUST_USE const struct failure *line_reader_open(struct arena *, struct span path, size_t longest, struct line_reader **);
/* The next line without its line feed; it lives until the next call. *more is false behind the last. Text behind the last line feed is a failure. */
MUST_USE const struct failure *line_reader_next(struct line_reader *, struct span *line, bool *more);
/* Number of the line read last, from 1. */
size_t line_reader_line(const struct line_reader *);
void line_reader_close(struct line_reader *);

#endif
