/* SPDX-License-Identifier: MIT */
/* mapping.h - a file of the server that is looked at where it lies, because only few of its pages are needed. */
#ifndef PORTCULLIS_BASE_MAPPING_H
#define PORTCULLIS_BASE_MAPPING_H

#include "base/failure.h"
#include "base/span.h"

#include <sys/stat.h>

struct arena;

/* For files that are replaced by a rename and never written in place: of another, the bytes may change, or end in a SIGBUS (last_word.h). */
struct mapping {
	struct span bytes; /* until mapping_close */
	struct stat about; /* of the file as it was opened */
};

/* *found is false where there is no such regular file; links are followed. */
MUST_USE const struct failure *mapping_open(struct arena *, const char *path, struct mapping *, bool *found);
/* Whether the path still leads to the same file: by its number, size and times. */
bool mapping_is_current(const struct mapping *, const char *path);
void mapping_close(struct mapping *);

#endif
