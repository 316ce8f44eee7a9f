/* SPDX-License-Identifier: MIT */
/* json_scan.h - the bytes of a JSON document, judged before anything is made of them. */
#ifndef PORTCULLIS_TEXT_JSON_SCAN_H
#define PORTCULLIS_TEXT_JSON_SCAN_H

#include "text/json.h"

/* Where each value begins, in the order of the document: a container stands before what it holds. */
struct json_offsets {
	const size_t *list;
	size_t count;
};

/* Refuses what json.h lists, except members named twice, which only decoded names can tell. */
MUST_USE const struct failure *json_scan(struct arena *, const struct json_file *, struct json_offsets *);

/* `name:line:column: ` of an offset; both from 1, the column counts characters. */
struct span json_place(struct arena *, const struct json_file *, size_t offset);

/* The pointer with one more step behind it (RFC 6901 section 3: ~ is ~0, a slash is ~1). */
struct span json_pointer_step(struct arena *, struct span pointer, struct span key);

#endif
