/* SPDX-License-Identifier: MIT */
/* packed_refs.h - the file in which git keeps many refs, one per line (git-pack-refs(1), refs/packed-backend.c). */
#ifndef PORTCULLIS_GIT_PACKED_REFS_H
#define PORTCULLIS_GIT_PACKED_REFS_H

#include "base/failure.h"
#include "model/model.h"

struct arena;

/*
 * Where the header says `sorted`, a name or a prefix is found by halving, and of the other lines only those on the way are looked at: a
 * line that is garbled elsewhere goes unnoticed, which is sound, as nothing is taken from it. Without the word every line is read.
 */
struct packed_refs {
	struct span lines; /* behind the header */
	bool sorted;       /* by the bytes of the names */
};

/* One ref, as text inside `lines`. */
struct packed_ref {
	struct span name, id;
	struct span peeled; /* what the tag at `id` is about; empty where the file does not tell */
	size_t next;        /* offset of the line behind it */
};

/* Reads the header. Fails where the last line has no end: the file was cut. */
MUST_USE const struct failure *packed_refs_read(struct arena *, struct span bytes, struct packed_refs *);

MUST_USE const struct failure *
packed_refs_find(struct arena *, const struct packed_refs *, struct span name, struct packed_ref *, bool *found);

/*
 * The refs whose names begin so, one by one: the first call takes an offset that `packed_refs_begin` gave, each further one `next` of the
 * ref before. *found is false behind the last.
 */
MUST_USE const struct failure *packed_refs_begin(struct arena *, const struct packed_refs *, struct span prefix, size_t *at);
MUST_USE const struct failure *
packed_refs_next(struct arena *, const struct packed_refs *, struct span prefix, size_t at, struct packed_ref *, bool *found);

/* The ids of a ref; `peeled` is zero where the file does not tell it. */
MUST_USE const struct failure *packed_ref_ids(struct arena *, const struct packed_ref *, struct oid *id, struct oid *peeled);

#endif
