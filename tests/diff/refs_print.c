/* SPDX-License-Identifier: MIT */
/* refs_print.c - the refs that match patterns, as we list them. */
#include "base/arena.h"
#include "git/oid.h"
#include "git/repository.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * usage: refs_print REPOSITORY PATTERN...
 * A line `name id target peeled` for each, - where there is none; then each is looked up by its name, and must be told alike: exit 2 where not.
 */
static void fail(struct span why)
{
	fprintf(stderr, "refs_print: %.*s\n", SPAN_ARGS(why));
	exit(2);
}

static struct span hex(struct arena *a, const struct oid *id)
{
	return oid_is_zero(id) ? SPAN("-") : oid_hex(a, id);
}

int main(int argc, char **argv)
{
	struct arena *a = arena_new("house", (size_t)1 << 31);
	struct span patterns[64];
	struct repository *r;
	const struct ref *refs;
	size_t count, npatterns = 0;
	if (argc < 3 || (size_t)argc - 2 > COUNT(patterns))
		fail(SPAN("usage: refs_print REPOSITORY PATTERN..."));
	for (int i = 2; i < argc; i++)
		patterns[npatterns++] = span_of(argv[i]);
	const struct failure *f = repository_open(a, &(struct opening){.path = argv[1], .partial_clone = true, .safe_directory = true}, &r);
	if (f == NULL)
		f = repository_refs(r, a, patterns, npatterns, &refs, &count);
	for (size_t i = 0; f == NULL && i < count; i++) {
		const struct ref *ref = &refs[i];
		struct ref again;
		printf("%.*s %.*s %.*s %.*s\n", SPAN_ARGS(ref->name), SPAN_ARGS(hex(a, &ref->id)),
		       SPAN_ARGS(span_eq(ref->name, ref->target) ? SPAN("-") : ref->target), SPAN_ARGS(hex(a, &ref->peeled)));
		f = repository_ref(r, a, ref->name, &again);
		if (f == NULL && (!span_eq(again.target, ref->target) || !oid_eq(&again.id, &ref->id) || !oid_eq(&again.peeled, &ref->peeled)))
			fail(span_format(a, "%.*s is told otherwise when it is looked up", SPAN_ARGS(ref->name)));
	}
	if (f != NULL)
		fail(f->text);
	repository_close(r);
	return fflush(stdout) == 0 ? 0 : 2;
}
