/* SPDX-License-Identifier: MIT */
/* problem_print.h - problem reports and their life cycle, written down for people and programs. */
#ifndef PORTCULLIS_PROCESS_PROBLEM_PRINT_H
#define PORTCULLIS_PROCESS_PROBLEM_PRINT_H

#include "process/observation.h"

/* Whether there is something left to do; void reports are not open. */
bool problem_is_open(const struct problem *);
/* Whether its due day is over and it is not resolved. */
bool problem_is_overdue(const struct problem *, int64_t now);

/* One line each; or an array of objects; or RFC 4180, in which no cell begins like a formula of a spreadsheet. */
void problems_text(struct output *, const struct problem *const *, size_t count, int64_t now);
void problems_json(struct output *, const struct problem *const *, size_t count);
void problems_csv(struct output *, const struct problem *const *, size_t count);

/* All of it: fields, steps, and what it asks for next. */
void problem_text(struct output *, const struct problem *, int64_t now);
void problem_json(struct json_writer *, const struct problem *);
/* What the gate saw, and what became of it: prevented, superseded by a later sighting, landed, promoted. */
void sightings_text(struct output *, const struct sightings *);
void sightings_json(struct json_writer *, const char *key, const struct sightings *);

/* States, exits and fields as tables of Markdown. */
void lifecycle_markdown(struct output *);

/* What is wrong, one line for each field with what it means and an example. */
void complaints_text(struct output *, const struct act *);

#endif
