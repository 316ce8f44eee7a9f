/* SPDX-License-Identifier: MIT */
/* csv_write.h - cells of comma-separated values (RFC 4180) that no spreadsheet takes for a formula. */
#ifndef PORTCULLIS_TEXT_CSV_WRITE_H
#define PORTCULLIS_TEXT_CSV_WRITE_H

#include "base/output.h"

/*
 * One cell in quotes, with a comma in front unless it is the first. Text that begins with = + - @ tab CR or ' gets one ' in front, so that a
 * spreadsheet shows it as text; csv_plain takes it off again. A line ends with CR LF.
 */
void csv_put(struct output *, struct span cell, bool first);
void csv_end_line(struct output *);
struct span csv_plain(struct span cell);

#endif
