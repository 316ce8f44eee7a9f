/* SPDX-License-Identifier: MIT */
/* loose_refs.h - refs that lie in a file each (gitrepository-layout(5), refs/files-backend.c). */
#ifndef PORTCULLIS_GIT_LOOSE_REFS_H
#define PORTCULLIS_GIT_LOOSE_REFS_H

#include "base/failure.h"
#include "model/model.h"

struct arena;

struct loose_ref {
	struct oid id;       /* of a direct ref */
	struct span symbol;  /* of a symbolic one: the name that it leads to; else empty */
};

/* What stands in the file of a ref: an id, or `ref:` and a name; anything else is a failure. */
MUST_USE const struct failure *loose_ref_parse(struct arena *, struct span name, struct span bytes, struct loose_ref *);

/*
 * Reads the ref below a git directory (with a slash at its end). *found is false where there is no such file, also where a folder has
 * that name. A symbolic link to something in refs/ is a symbolic ref, as in git; any other is followed.
 */
MUST_USE const struct failure *loose_ref_read(struct arena *, struct span folder, struct span name, struct loose_ref *, bool *found);

/*
 * The sound names of all refs with a file of their own that begin with the prefix, in the order of their bytes; the prefix itself begins
 * with `refs/`. No file is opened, and only folders are listed in which such a name can lie; the cost follows their entries.
 */
MUST_USE const struct failure *
loose_refs_list(struct arena *, struct span folder, struct span prefix, const struct span **names, size_t *count);

#endif
