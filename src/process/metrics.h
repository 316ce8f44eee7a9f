/* SPDX-License-Identifier: MIT */
/* metrics.h - the figures of a review as a table: each with its formula, its target, and what it is measured on. */
#ifndef PORTCULLIS_PROCESS_METRICS_H
#define PORTCULLIS_PROCESS_METRICS_H

#include "process/examination.h"
#include "process/statistics.h"

enum figure_kind {
	FIGURE_SHARE,  /* k of n, with Wilson's interval */
	FIGURE_TIMES,  /* durations: k of n have ended; Kaplan and Meier's median and 90 % point */
	FIGURE_VALUES, /* numbers without censoring: median, P90, greatest */
	FIGURE_COUNT,  /* n alone */
	FIGURE_RATIO,  /* k over n, where k may be the greater */
	FIGURE_ABSENT, /* no source yet */
	FIGURE_KINDS
};
enum unit { UNIT_SECONDS, UNIT_WORKING_DAYS, UNIT_PUSHES, UNITS };

struct figure {
	const char *what;       /* which of the metric's figures; NULL: the figure itself */
	struct span dimension;  /* of what it is a part: severity, product ...; empty: all */
	struct span stratum;    /* which part */
	enum figure_kind kind;
	enum unit unit;
	int64_t k, n;
	int64_t median, p90, greatest; /* -1: not reached, or nothing measured */
};

enum result { RESULT_MET, RESULT_MISSED, RESULT_STATED, RESULT_EMPTY, RESULT_ABSENT, RESULTS };
struct span result_name(enum result); /* met, missed, stated, nothing to measure, no source */

/* Who missed, and why where there is more to say than that. */
struct miss {
	struct span id, why;
};

struct metric;
struct measurement {
	const struct metric *metric;
	const struct examination *x;
	struct figure *figures; /* the first one is what is held against the target */
	struct miss *misses;
	size_t nfigures, figures_room, nmisses, misses_room;
	enum result result;
};

enum goal { GOAL_NONE, GOAL_AT_LEAST, GOAL_AT_MOST, GOAL_BELOW };

struct metric {
	const char *id, *criterion, *name, *formula, *target;
	enum goal goal;
	unsigned percent;        /* of the goal */
	const char *absent;      /* why there is no source; NULL: there is one */
	/* A share of reports: whom it is about, and who counts; told apart by every dimension. */
	bool (*counts)(const struct examination *, const struct item *);
	bool (*holds)(const struct examination *, const struct item *);
	struct span (*why)(const struct examination *, const struct item *); /* of a miss; NULL: nothing to add */
	/* A duration of reports: false where it is not about the report. */
	bool (*lasts)(const struct examination *, const struct item *, struct duration *);
	enum unit unit;
	/* Whatever else. */
	void (*measure)(struct measurement *);
};

struct metric_list {
	const struct metric *metrics;
	size_t count;
};
extern const struct metric_list metrics_complete, metrics_efficient, metrics_resolution;

/* Every metric of the three lists, measured. */
const struct measurement *metrics_measure(const struct examination *, struct arena *, size_t *count);

/* The survival curve behind a metric of durations, over reports of one rating or (RATINGS) all. */
size_t metric_curve(const struct examination *, struct arena *, const struct metric *, enum rating, const struct survival_step **);

/* For functions that measure. */
struct figure *figure_add(struct measurement *, enum figure_kind, const char *what, int64_t k, int64_t n);
void values_add(struct measurement *, const char *what, enum unit, int64_t *values, size_t n);
void miss_add(struct measurement *, struct span id, struct span why);
/* Shares below this n are printed as counts. */
#define LEAST_FOR_SHARES 20

/* A figure in words, as people read it. */
struct span figure_print(struct arena *, const struct measurement *, const struct figure *);
/* The same in a few characters for narrow columns: a share with its n, a median with its P90; empty for NULL. */
struct span figure_short(struct arena *, const struct figure *);
/* The table of all metrics in Markdown, to standard output: an exit status. */
int metrics_print(void);
void metrics_table(struct output *);

#endif
