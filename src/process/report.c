/* SPDX-License-Identifier: MIT */
/* report.c - the documents of a periodic review, under the names that auditors look for. */
#include "process/report.h"

#include "base/date.h"
#include "policy/policy.h"
#include "process/state.h"

#define REPORT_BYTES ((size_t)20 << 30)

struct span misses_print(struct arena *a, const struct measurement *m)
{
	struct output *o = output_new(a, false);
	for (size_t i = 0; i < m->nmisses && i < MISSES_SHOWN; i++) {
		output_text(o, i == 0 ? "" : "; ");
		output_foreign(o, m->misses[i].id);
		if (m->misses[i].why.len > 0) {
			output_text(o, " (");
			output_foreign(o, m->misses[i].why);
			output_text(o, ")");
		}
	}
	if (m->nmisses > MISSES_SHOWN)
		output_format(o, "; and %zu more, see the CSV file", m->nmisses - MISSES_SHOWN);
	return output_taken(o);
}

bool report_is_signed(const struct review *r)
{
	for (size_t i = 0; i < r->nsignatures; i++)
		if (digest_eq(&r->signatures[i].record, &r->record))
			return true;
	return false;
}

struct span signature_words(struct arena *a, const struct review *r, const struct review_person *s)
{
	return span_format(a, "%.*s%s", SPAN_ARGS(s->grade), digest_eq(&s->record, &r->record) ? "" : ", but the record changed since");
}

/* The one that is named must load; the configured one may be missing, and the report says so. */
static const struct failure *find_policy(struct desk *d, const struct report_request *q, struct report *r, const struct policy **policy)
{
	const struct failure *f = desk_policy(d, q->policy, policy);
	if (f == NULL)
		return NULL;
	*policy = NULL;
	r->no_policy = f->text;
	return q->policy.len > 0 ? f : NULL;
}

static const struct failure *prepare(struct desk *d, const struct report_request *q, struct examination *x, struct report *r)
{
	const struct policy *policy;
	struct review_dates dates;
	const struct failure *f = find_policy(d, q, r, &policy);
	if (f == NULL)
		f = examination_read(d, r->arena, q->id, policy, x);
	if (f == NULL)
		f = review_dates_read(d, q->every_days, &dates);
	if (f != NULL)
		return f;
	r->x = x;
	r->due = dates.due;
	r->measurements = metrics_measure(x, r->arena, &r->nmeasurements);
	r->trends = trends_find(x, r->arena);
	r->defects = defects_find(x, r->arena);
	r->nobstacles = x->review->closed != 0 ? 0 : review_obstacles(r->arena, x->review, x->sound, &r->obstacles);
	return NULL;
}

static void security_csv(struct output *o, const struct report *r)
{
	defects_csv(o, r->x, r->defects);
}

static const struct failure *write_all(struct desk *d, const struct report *r, struct span folder, struct output *said)
{
	static const struct {
		const char *name, *ending;
		void (*print)(struct output *, const struct report *);
	} files[] = {
		{"Problem-Resolution-Review", "html", report_html}, {"Problem-Resolution-Review", "md", report_markdown},
		{"Problem-Resolution-Review", "csv", report_csv},   {"Problem-Resolution-Review", "json", report_json},
		{"Security-Defect-Analysis", "csv", security_csv},
	};
	struct span day = date_print(r->arena, r->x->review->to);
	for (size_t i = 0; i < COUNT(files); i++) {
		struct output *o = output_new(r->arena, false);
		files[i].print(o, r);
		struct span path = span_format(r->arena, "%.*s/%s_%.*s.%s", SPAN_ARGS(folder), files[i].name, SPAN_ARGS(day), files[i].ending);
		const struct failure *f = desk_write_file(d, path, output_taken(o));
		if (f != NULL)
			return f;
		output_foreign(said, path);
		output_text(said, "\n");
	}
	return NULL;
}

const struct failure *report_write(struct desk *d, const struct report_request *q, struct output *said)
{
	struct report r = {.arena = arena_new("review", REPORT_BYTES)};
	struct examination x;
	const struct failure *f = prepare(d, q, &x, &r);
	if (f == NULL)
		f = write_all(d, &r, q->out, said);
	if (f == NULL && !x.sound)
		output_text(said, "warning: INCOMPLETE POPULATION: an identity fails; the report says which.\n");
	if (f != NULL)
		f = failure_copy(d->gate->visit, f);
	arena_free(r.arena);
	return f;
}
