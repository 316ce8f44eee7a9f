/* SPDX-License-Identifier: MIT */
/* spool.c - the record of a verdict, one file each, before the answer is given. */
#include "base/arena.h"
#include "base/files.h"
#include "base/output.h"
#include "formats/format.h"
#include "gate/gate.h"

const struct failure *spool_write(struct arena *a, struct span folder, const struct verdict *v)
{
	struct output *o = output_new(a, false);
	format_named(SPAN("json"))->write(o, a, v);
	const struct failure *f = file_write(a, folder, span_format(a, "%.*s.json", SPAN_ARGS(v->id)), output_taken(o));
	return failure_cured(a, failure_within(a, f, "the verdict cannot be recorded"),
	                     SPAN("the administrator makes the spool folder writable again, or frees space; no verdict, no acceptance"));
}
