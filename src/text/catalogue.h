/* SPDX-License-Identifier: MIT */
/* catalogue.h - the register of ids that commits may refer to, as CSV or JSON. */
#ifndef PORTCULLIS_TEXT_CATALOGUE_H
#define PORTCULLIS_TEXT_CATALOGUE_H

#include "base/failure.h"
#include "model/model.h"

struct arena;

/*
 * Reads a catalogue into the arena: CSV with the columns id and status (title and others may stand beside them), or, where the
 * name ends in .json, {"catalogue": [{"id": ..., "status": ..., "title": ...}]} with any further keys. Refused as FAILURE_POLICY
 * with `name:line`: what the format's own reader refuses, a missing column or key, an empty id or status, an id that stands twice.
 */
MUST_USE const struct failure *
catalogue_read(struct arena *, struct span name, struct span bytes, const struct catalogue **);

/* The entry of exactly that id, or NULL. */
const struct catalogue_entry *catalogue_find(const struct catalogue *, struct span id);

#endif
