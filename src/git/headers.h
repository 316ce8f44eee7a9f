/* SPDX-License-Identifier: MIT */
/* headers.h - the lines with which a commit or tag object begins, read strictly. */
#ifndef PORTCULLIS_GIT_HEADERS_H
#define PORTCULLIS_GIT_HEADERS_H

#include "model/model.h"

struct header {
	struct span key, value;
};

/* Takes one header with its continuation lines; false at the blank line, which is taken too, or at the end. */
bool header_next(struct span *rest, struct header *);

/*
 * What git fsck says of the header as a whole (its verify_headers): a NUL in it, or no line feed at its end. `rest` is what
 * follows it in `raw`. Words that go on after "the header", or an empty span.
 */
struct span headers_fault(struct span raw, struct span rest);

/*
 * Reads `Name <mail> seconds zone`. Returns an empty span, or git fsck's first complaint about name and address in words that go on after
 * "the author". A date that git fsck complains about (leading zeros, seconds beyond 63 bits, a zone of other than four digits) leaves the
 * signature unreadable.
 */
struct span signature_read(struct span line, struct signature *);

#endif
