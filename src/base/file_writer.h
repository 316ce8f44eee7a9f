/* SPDX-License-Identifier: MIT */
/* file_writer.h - a file written piece by piece, which is there whole or not at all. */
#ifndef PORTCULLIS_BASE_FILE_WRITER_H
#define PORTCULLIS_BASE_FILE_WRITER_H

#include "base/failure.h"

struct arena;
struct file_writer;

/* A hidden file beside `path`, mode 0600; file_writer_finish gives it its name, in the place of what stood there. Failures live in the arena. */
MUST_USE const struct failure *file_writer_open(struct arena *, struct span path, struct file_writer **);
/* The same to a descriptor that somebody else opened and closes: nothing is hidden, nothing renamed. */
struct file_writer *file_writer_to(struct arena *, int descriptor);

MUST_USE const struct failure *file_writer_add(struct file_writer *, struct span);
/* On disk under its name when this returns NULL. After a failure what stood under that name before still does, but for one that says otherwise. */
MUST_USE const struct failure *file_writer_finish(struct file_writer *);
/* Instead of finishing: takes the hidden file away. */
void file_writer_abandon(struct file_writer *);

#endif
