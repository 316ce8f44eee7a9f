/* SPDX-License-Identifier: MIT */
/* metrics_print.c - metrics and their figures in words. */
#include "process/metrics.h"

#include "base/date.h"
#include "gate/answer.h"

static const struct metric_list *const lists[] = {&metrics_complete, &metrics_efficient, &metrics_resolution};

struct span result_name(enum result result)
{
	static const char *const names[] = {
		[RESULT_MET] = "met", [RESULT_MISSED] = "missed", [RESULT_STATED] = "stated", [RESULT_EMPTY] = "nothing to measure", [RESULT_ABSENT] = "no source",
	};
	_Static_assert(COUNT(names) == RESULTS, "a result lacks its name");
	return span_of(names[result]);
}

static struct span share_print(struct arena *a, int64_t k, int64_t n)
{
	if (n == 0)
		return SPAN("none of 0");
	if (n < LEAST_FOR_SHARES)
		return span_format(a, "%lld of %lld", (long long)k, (long long)n);
	struct interval i = wilson((size_t)k, (size_t)n);
	return span_format(a, "%.1f %% (%lld of %lld; 95 %%: %.1f to %.1f %%)", 100 * (double)k / (double)n, (long long)k, (long long)n, 100 * i.low, 100 * i.high);
}

static struct span amount_print(struct arena *a, enum unit unit, int64_t amount)
{
	if (amount < 0)
		return SPAN("not reached");
	switch (unit) {
	case UNIT_SECONDS:
		return span_format(a, "%.1f days", (double)amount / (double)SECONDS_PER_DAY);
	case UNIT_WORKING_DAYS:
		return span_format(a, "%lld working days", (long long)amount);
	case UNIT_PUSHES:
		return span_format(a, "%lld pushes", (long long)amount);
	case UNITS:
		break;
	}
	return SPAN("");
}

static struct span times_print(struct arena *a, const struct figure *f)
{
	if (f->n == 0)
		return SPAN("none");
	return span_format(a, "median %.*s, P90 %.*s (n %lld, %lld still going on)", SPAN_ARGS(amount_print(a, f->unit, f->median)),
	                   SPAN_ARGS(amount_print(a, f->unit, f->p90)), (long long)f->n, (long long)(f->n - f->k));
}

static struct span values_print(struct arena *a, const struct figure *f)
{
	if (f->n == 0)
		return SPAN("none");
	return span_format(a, "median %.*s, P90 %.*s, greatest %.*s (n %lld)", SPAN_ARGS(amount_print(a, f->unit, f->median)),
	                   SPAN_ARGS(amount_print(a, f->unit, f->p90)), SPAN_ARGS(amount_print(a, f->unit, f->greatest)), (long long)f->n);
}

static struct span ratio_print(struct arena *a, const struct figure *f)
{
	if (f->n == 0)
		return span_format(a, "%lld to 0", (long long)f->k);
	return span_format(a, "%.3f (%lld to %lld)", (double)f->k / (double)f->n, (long long)f->k, (long long)f->n);
}

struct span figure_print(struct arena *a, const struct measurement *m, const struct figure *f)
{
	switch (f->kind) {
	case FIGURE_SHARE:
		return share_print(a, f->k, f->n);
	case FIGURE_TIMES:
		return times_print(a, f);
	case FIGURE_VALUES:
		return values_print(a, f);
	case FIGURE_COUNT:
		return span_format(a, "%lld", (long long)f->n);
	case FIGURE_RATIO:
		return ratio_print(a, f);
	case FIGURE_ABSENT:
		return span_format(a, "no source: %s", f->what != NULL ? f->what : m->metric->absent);
	case FIGURE_KINDS:
		break;
	}
	return SPAN("");
}

static struct span amount_short(struct arena *a, enum unit unit, int64_t amount)
{
	if (amount < 0)
		return SPAN("-");
	return unit == UNIT_SECONDS ? span_format(a, "%.1f d", (double)amount / (double)SECONDS_PER_DAY)
	                            : span_format(a, "%lld%s", (long long)amount, unit == UNIT_WORKING_DAYS ? " wd" : "");
}

struct span figure_short(struct arena *a, const struct figure *f)
{
	if (f == NULL)
		return SPAN("");
	if (f->kind == FIGURE_TIMES)
		return span_format(a, "%.*s, P90 %.*s (n %lld)", SPAN_ARGS(amount_short(a, f->unit, f->median)), SPAN_ARGS(amount_short(a, f->unit, f->p90)), (long long)f->n);
	if (f->kind == FIGURE_SHARE && f->n >= LEAST_FOR_SHARES)
		return span_format(a, "%.1f %% (n %lld)", 100 * (double)f->k / (double)f->n, (long long)f->n);
	return f->kind == FIGURE_SHARE ? span_format(a, "%lld of %lld", (long long)f->k, (long long)f->n) : span_format(a, "%lld", (long long)f->n);
}

void metrics_table(struct output *o)
{
	output_text(o, "| id | criterion | metric | formula | target |\n|---|---|---|---|---|\n");
	for (size_t i = 0; i < COUNT(lists); i++)
		for (size_t k = 0; k < lists[i]->count; k++) {
			const struct metric *m = &lists[i]->metrics[k];
			output_format(o, "| %s | %s | %s | %s | %s |\n", m->id, m->criterion, m->name, m->formula, m->target);
		}
}

int metrics_print(void)
{
	struct arena *a = arena_new("visit", (size_t)1 << 20);
	struct output *o = output_new(a, false);
	metrics_table(o);
	int status = answer_text(a, o);
	arena_free(a);
	return status;
}
