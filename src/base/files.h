/* SPDX-License-Identifier: MIT */
/* files.h - files of the server, read and written with care. */
#ifndef PORTCULLIS_BASE_FILES_H
#define PORTCULLIS_BASE_FILES_H

#include "base/failure.h"
#include "base/span.h"

struct arena;

/* Whom a file must belong to. */
enum trust {
	TRUST_ANYBODY,
	TRUST_ADMINISTRATOR /* root or the user who runs us, and nobody else can write to it or to a folder above it (sticky folders excepted) */
};

/*
 * Reads a regular file below a folder, whole. No component of `path` may be a symbolic link; a FIFO or device does not hang.
 * *found is false when there is none; everything else that is wrong, a size above `limit` included, is a failure.
 */
MUST_USE const struct failure *
file_read(struct arena *, struct span folder, struct span path, enum trust, size_t limit, struct span *bytes, bool *found);

/* The absolute path without links and dots. */
MUST_USE const struct failure *file_resolve(struct arena *, struct span path, struct span *resolved);

/*
 * Whether root and we alone can change where the path leads: every folder on the way as it is written, and the folder and owner of every
 * link that it goes through (file_read looks at the end alone). The path must lead somewhere.
 */
MUST_USE const struct failure *file_trust_way(struct arena *, struct span path);

/* Writes a file that is there whole or not at all: a hidden temporary name, fsync, rename, fsync of the folder. Mode 0600. */
MUST_USE const struct failure *file_write(struct arena *, struct span folder, struct span name, struct span bytes);
/* The same without the last step, for a file that goes ahead of another: the file_write that follows into the folder makes both last. */
MUST_USE const struct failure *file_write_ahead(struct arena *, struct span folder, struct span name, struct span bytes);

enum file_kind { FILE_OTHER, FILE_REGULAR, FILE_FOLDER };
struct folder_entry {
	struct span name;
	enum file_kind kind; /* of the entry itself: links are not followed */
};
/* What stands in a folder, by name; `.` and `..` are left out. */
MUST_USE const struct failure *folder_list(struct arena *, struct span folder, const struct folder_entry **, size_t *count);

/* The folder in which the running program lies. */
MUST_USE const struct failure *program_folder(struct arena *, struct span *folder);

#endif
