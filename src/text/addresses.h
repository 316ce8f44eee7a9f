/* SPDX-License-Identifier: MIT */
/* addresses.h - every address that a text may hold, however it is written there. */
#ifndef PORTCULLIS_TEXT_ADDRESSES_H
#define PORTCULLIS_TEXT_ADDRESSES_H

#include "base/span.h"

struct addresses {
	struct span text;
	size_t at;         /* the @ that is looked at; the text's length when there are no more */
	size_t from, to;   /* the run of address characters around it that is still to be told */
};

/*
 * Around each @ the longest run of characters that an address may have (RFC 5322, dot-atom), without dots and dashes at its end; and the
 * shorter ones that begin behind a mark, or a leading dot, in it, because `mailto:a@b`, `X/a@b` and `{a@b}` mean a@b, and o'roe@b has a mark of its own.
 */
struct addresses addresses_in(struct span text);
bool addresses_next(struct addresses *, struct span *address);

#endif
