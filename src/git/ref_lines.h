/* SPDX-License-Identifier: MIT */
/* ref_lines.h - what git tells a hook: `old new ref` lines (githooks(5)), read to the end or refused. */
#ifndef PORTCULLIS_GIT_REF_LINES_H
#define PORTCULLIS_GIT_REF_LINES_H

#include "base/failure.h"
#include "model/model.h"

struct arena;

/* Most bytes and lines that are read; a longer input is refused, not cut. */
#define REF_LINES_MOST_BYTES ((size_t)256 << 20)

/*
 * Each line is two ids of 40 hexadecimal digits, a blank after each, a ref name of at least one byte, and a LF. Everything else
 * is a failure that quotes the line's number: another count of fields, ids of another length, NUL, a last line without LF, a ref
 * named twice, no line at all. (Old and new both zero is git's way to say that a ref is deleted which does not exist.) The names are not judged here.
 */
MUST_USE const struct failure *ref_lines_parse(struct arena *, struct span bytes, const struct update **, size_t *count);

/* Reads the descriptor to its end; a closed one, a terminal or a read error is a failure. */
MUST_USE const struct failure *ref_lines_read(struct arena *, int descriptor, struct span *bytes);

/* Whether git would take the name for a ref: git-check-ref-format(1), below refs/, without control bytes. */
bool ref_name_is_sound(struct span);

#endif
