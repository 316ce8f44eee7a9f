/* SPDX-License-Identifier: MIT */
/* objects_read.c - reads objects with our reader of packs, with libgit2, or with both: objects_read own|libgit2|both REPOSITORY < ids */
#include "base/arena.h"
#include "git/pack_store.h"
#include "git/repository.h"
#include "model/oid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * Prints how many objects and bytes were read. `both` compares kind and bytes, prints the id of each object that differs (status 1 then),
 * and counts those that our reader read itself, without libgit2's help.
 */
struct tool {
	struct arena *house, *step;
	struct repository *own, *foreign;
	struct pack_store *packs; /* what `own` reads from, asked directly */
	unsigned long long nobjects, nbytes, nalone, ndifferent;
};

static const struct failure *open_as(struct tool *t, const char *path, bool audit, struct repository **r)
{
	return repository_open(t->house, &(struct opening){.path = path, .partial_clone = true, .safe_directory = true, .audit = audit}, r);
}

static void check(const struct failure *f)
{
	if (f == NULL)
		return;
	fprintf(stderr, "objects_read: %.*s\n", SPAN_ARGS(f->text));
	exit(2);
}

static bool is_same(const struct object *one, const struct object *other)
{
	return one->kind == other->kind && span_eq(one->bytes, other->bytes);
}

static void compare(struct tool *t, const struct oid *id, const struct object *own)
{
	struct object foreign, packed;
	uint64_t place = pack_store_place(t->packs, id);
	bool alone = place != 0 && pack_store_read(t->packs, place, &packed);
	check(repository_read(t->foreign, t->step, id, &foreign));
	t->nalone += alone;
	if (is_same(own, &foreign) && (!alone || is_same(&packed, &foreign)))
		return;
	t->ndifferent++;
	printf("%.*s differs\n", SPAN_ARGS(oid_hex(t->step, id)));
}

static void read_object(struct tool *t, const struct oid *id)
{
	struct object object;
	arena_reset(t->step);
	check(repository_read(t->own != NULL ? t->own : t->foreign, t->step, id, &object));
	if (t->packs != NULL)
		compare(t, id, &object);
	t->nobjects++;
	t->nbytes += object.bytes.len;
}

int main(int argc, char **argv)
{
	char line[OID_HEX_LENGTH + 2];
	struct tool t = {.house = arena_new("house", (size_t)1 << 30), .step = arena_new("step", (size_t)1 << 30)};
	if (argc != 3 || (strcmp(argv[1], "own") != 0 && strcmp(argv[1], "libgit2") != 0 && strcmp(argv[1], "both") != 0)) {
		fputs("usage: objects_read own|libgit2|both REPOSITORY < ids\n", stderr);
		return 2;
	}
	if (strcmp(argv[1], "libgit2") != 0)
		check(open_as(&t, argv[2], true, &t.own));
	if (strcmp(argv[1], "own") != 0)
		check(open_as(&t, argv[2], false, &t.foreign));
	if (t.own != NULL && t.foreign != NULL)
		t.packs = pack_store_open(span_format(t.house, "%.*sobjects/pack", SPAN_ARGS(repository_folder(t.own))), (size_t)96 << 20);
	while (fgets(line, sizeof line, stdin) != NULL) {
		struct oid id;
		if (!oid_read(span_trim(span_of(line)), &id))
			return 2;
		read_object(&t, &id);
	}
	printf("%llu objects, %llu bytes, %llu by our reader alone, %llu different\n", t.nobjects, t.nbytes, t.nalone, t.ndifferent);
	pack_store_close(t.packs);
	repository_close(t.own);
	repository_close(t.foreign);
	arena_free(t.step);
	arena_free(t.house);
	return fflush(stdout) != 0 || ferror(stdout) ? 2 : t.ndifferent > 0;
}
