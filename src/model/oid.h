/* SPDX-License-Identifier: MIT */
/* oid.h - object ids: read, print, compare. */
#ifndef PORTCULLIS_MODEL_OID_H
#define PORTCULLIS_MODEL_OID_H

#include "model/model.h"

struct arena;

#define OID_HEX_LENGTH 40

/* Exactly 40 hexadecimal digits in lower case, as git writes them. */
bool oid_read(struct span hex, struct oid *);
struct span oid_hex(struct arena *, const struct oid *);
bool oid_eq(const struct oid *, const struct oid *);
bool oid_is_zero(const struct oid *);
/* The order of the bytes. */
int oid_order(const struct oid *, const struct oid *);

#endif
