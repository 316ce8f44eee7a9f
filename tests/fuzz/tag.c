/* SPDX-License-Identifier: MIT */
/* tag.c - any bytes as a tag object lead to an object that is there, or are refused; a tag never leads to itself. */
#include "fuzz.h"

#include "git/libgit2.h"
#include "git/oid.h"
#include "git/tag.h"

#include <git2/sys/mempack.h>
#include <git2/sys/odb_backend.h>

/* A store in memory that holds one blob, `pump\n`; made once, emptied for every input. */
static struct repository *store(git_odb_backend **backend)
{
	static struct repository r;
	static git_odb_backend *memory;
	if (r.objects == NULL) {
		git_libgit2_init();
		HOLDS(git_odb_new(&r.objects) == 0 && git_mempack_new(&memory) == 0 && git_odb_add_backend(r.objects, memory, 999) == 0);
		HOLDS(git_config_new(&r.settings) == 0);
	}
	*backend = memory;
	return &r;
}

static git_oid put(struct repository *r, const void *bytes, size_t len, git_object_t kind)
{
	git_oid id;
	HOLDS(git_odb_write(&id, r->objects, bytes, len, kind) == 0);
	return id;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	git_odb_backend *memory;
	struct repository *r = store(&memory);
	HOLDS(git_mempack_reset(memory) == 0);
	git_oid blob = put(r, "pump\n", 5, GIT_OBJECT_BLOB), tag = put(r, bytes, len, GIT_OBJECT_TAG);
	struct span outer = span_format(a, "object %.*s\ntype tag\ntag outer\n\n", SPAN_ARGS(oid_hex(a, &(struct oid){{0}})));
	struct oid id = libgit2_own_oid(&tag), target, through;
	memcpy((char *)(uintptr_t)outer.at + 7, oid_hex(a, &id).at, 40);
	git_oid second = put(r, outer.at, outer.len, GIT_OBJECT_TAG);
	struct oid outer_id = libgit2_own_oid(&second), blob_id = libgit2_own_oid(&blob);
	enum object_kind kind, kind_through;
	const struct failure *f = repository_peel(r, a, &id, &target, &kind);
	const struct failure *g = repository_peel(r, a, &outer_id, &through, &kind_through);
	HOLDS((f == NULL) == (g == NULL));
	if (f != NULL) {
		fuzz_failed(f, FAILURE_UNDECIDED);
	} else {
		HOLDS(kind == OBJECT_BLOB && oid_eq(&target, &blob_id) && oid_eq(&target, &through) && kind_through == kind);
		HOLDS(span_starts((struct span){(const char *)bytes, len}, SPAN("object ")));
		struct span oddity;
		HOLDS(tags_oddity(r, a, &outer_id, &oddity) == NULL);
		HOLDS(oddity.len > 0 || span_find((struct span){(const char *)bytes, len}, '\n') < len);
	}
	arena_free(a);
	return 0;
}
