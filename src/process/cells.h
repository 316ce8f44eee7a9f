/* SPDX-License-Identifier: MIT */
/* cells.h - lines of comma-separated values (RFC 4180) that a spreadsheet shows and never computes. */
#ifndef PORTCULLIS_PROCESS_CELLS_H
#define PORTCULLIS_PROCESS_CELLS_H

#include "base/output.h"

/* A quoted cell, behind a comma unless it is the line's first. What a spreadsheet would take for a formula begins with an apostrophe. */
void cell_put(struct output *, struct span text, bool first);
void cells_end(struct output *);

#endif
