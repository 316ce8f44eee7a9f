/* SPDX-License-Identifier: MIT */
/* chance.h - random bytes from the kernel. */
#ifndef PORTCULLIS_BASE_CHANCE_H
#define PORTCULLIS_BASE_CHANCE_H

#include "base/span.h"

#define CHANCE_MOST 256

/* Fills at most CHANCE_MOST bytes; ends in the last word where the kernel gives none. */
void chance_fill(unsigned char *bytes, size_t count);

#endif
