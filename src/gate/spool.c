/* SPDX-License-Identifier: MIT */
/* spool.c - the record of a verdict, one file each, before the answer is given. */
#include "base/arena.h"
#include "base/date.h"
#include "base/files.h"
#include "base/output.h"
#include "formats/format.h"
#include "gate/gate.h"

/* Beside the records, so that the newest is found without looking at all of them: its seconds, and a line end. */
#define NEWEST SPAN(".newest")
#define NEWEST_LIMIT 32
#define CLOCK_TOLERANCE 3600

static const struct failure *newest_read(struct arena *a, struct span folder, int64_t *newest)
{
	struct span bytes;
	bool found;
	unsigned long seconds = 0;
	const struct failure *f = file_read(a, folder, NEWEST, TRUST_ANYBODY, NEWEST_LIMIT, &bytes, &found);
	if (f == NULL && found && !span_number(span_trim(bytes), INT64_MAX, &seconds))
		f = failure(a, "%.*s/.newest holds no time", SPAN_ARGS(folder));
	*newest = (int64_t)seconds;
	return f;
}

struct span spool_clock_fault(struct arena *a, struct span folder, int64_t now)
{
	int64_t newest;
	const struct failure *f = newest_read(a, folder, &newest);
	if (f != NULL)
		return span_format(a, "the time of the newest record cannot be read (%.*s)", SPAN_ARGS(f->text));
	if (now >= newest - CLOCK_TOLERANCE)
		return SPAN("");
	return span_format(a, "the server's clock says %.*s, and the newest record is of %.*s", SPAN_ARGS(moment_print(a, now)), SPAN_ARGS(moment_print(a, newest)));
}

const struct failure *spool_mark(struct arena *a, struct span folder, int64_t now)
{
	int64_t newest;
	/* What cannot be read stays as it is, and says so every time: nobody but the administrator knows what it was. */
	if (newest_read(a, folder, &newest) != NULL || newest >= now)
		return NULL;
	return failure_within(a, file_write_ahead(a, folder, NEWEST, span_format(a, "%lld\n", (long long)now)), "the verdict cannot be recorded");
}

const struct failure *spool_check(struct repository *r, struct arena *a, struct span folder)
{
	struct span resolved;
	if (span_eq(folder, SPAN("none")))
		return NULL;
	if (folder.len == 0 || folder.at[0] != '/')
		return failure_of_policy(a, "portcullis.spool is %.*s, which is no absolute path", SPAN_ARGS(folder));
	/* One that is not there can hold no record: that is said when the record is written. */
	if (file_resolve(a, folder, &resolved) != NULL || !repository_holds_path(r, a, resolved))
		return NULL;
	return failure_cured(a, failure_of_policy(a, "portcullis.spool is %.*s, which lies inside the repository", SPAN_ARGS(folder)),
	                     SPAN("the administrator sets it to a folder outside of the repository and its work tree"));
}

const struct failure *spool_write(struct arena *a, struct span folder, const struct verdict *v)
{
	struct output *o = output_new(a, false);
	format_named(SPAN("json"))->write(o, a, v);
	const struct failure *f = file_write(a, folder, span_format(a, "%.*s.json", SPAN_ARGS(v->id)), output_taken(o));
	return failure_cured(a, failure_within(a, f, "the verdict cannot be recorded"),
	                     SPAN("the administrator makes the spool folder writable again, or frees space; no verdict, no acceptance"));
}
