/* SPDX-License-Identifier: MIT */
/* report.h - a periodic review as documents: for people, for spreadsheets, for programs. */
#ifndef PORTCULLIS_PROCESS_REPORT_H
#define PORTCULLIS_PROCESS_REPORT_H

#include "process/defects.h"
#include "process/metrics.h"
#include "process/trends.h"

struct report_request {
	struct span id, out, policy; /* id: empty for the newest; policy: a file, or empty for the configured one */
	unsigned every_days;
};

/* What all documents are written from. */
struct report {
	struct arena *arena;
	const struct examination *x;
	const struct measurement *measurements;
	size_t nmeasurements;
	const struct trends *trends;
	const struct defects *defects;
	const struct review_obstacle *obstacles; /* what still keeps it from being closed */
	size_t nobstacles;
	struct span no_policy; /* why no policy is known; empty: one is */
	int64_t due;           /* of the next review */
};

/* Reads ledger and policy, and writes all files into the folder, each whole; tells their names. */
MUST_USE const struct failure *report_write(struct desk *, const struct report_request *, struct output *);

void report_html(struct output *, const struct report *);
void report_html_metrics(struct output *, const struct report *);
void report_html_people(struct output *, const struct report *);
void report_html_conclusions(struct output *, const struct report *);
void report_markdown(struct output *, const struct report *);
void report_csv(struct output *, const struct report *);
void report_json(struct output *, const struct report *);

/* At most so many ids of misses are shown to people; the rest stands in CSV and JSON. */
#define MISSES_SHOWN 40
/* The ids of a metric's misses, with their reasons. */
struct span misses_print(struct arena *, const struct measurement *);
/* Whether some signature is over the record as it is. */
bool report_is_signed(const struct review *);
/* Whether the signature is over the record as it is, and of which grade, in words. */
struct span signature_words(struct arena *, const struct review *, const struct review_person *);

#endif
