/* SPDX-License-Identifier: MIT */
/* range_options.h - the words that a check step and the developer's own run understand. */
#ifndef PORTCULLIS_GATE_RANGE_OPTIONS_H
#define PORTCULLIS_GATE_RANGE_OPTIONS_H

#include "gate/gate.h"

/* Reads the words into the request and runs it; `--help` prints `usage` and the table. The result is the exit status. */
int gate_range_main(struct range_request *, const char *usage, int argc, char **argv);

#endif
