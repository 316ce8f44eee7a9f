/* SPDX-License-Identifier: MIT */
/* event_print.h - an event as a person reads it; all text of others is escaped. */
#ifndef PORTCULLIS_PROCESS_EVENT_PRINT_H
#define PORTCULLIS_PROCESS_EVENT_PRINT_H

#include "model/records.h"
#include "base/output.h"

/* One line: number, when, what, whose. */
void event_print_line(struct output *, const struct event *);
/* That line, and below it what the event says: texts and numbers as they are, of a list how many, and their ids. */
void event_print(struct output *, const struct event *);

#endif
