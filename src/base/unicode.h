/* SPDX-License-Identifier: MIT */
/* unicode.h - well-formed UTF-8 (RFC 3629), and which characters a reader can see. */
#ifndef PORTCULLIS_BASE_UNICODE_H
#define PORTCULLIS_BASE_UNICODE_H

#include "base/span.h"

#include <stdint.h>

/*
 * Decodes the character at the front: its length in bytes and its code point, or 0 where the bytes are
 * no well-formed UTF-8 (overlong forms, surrogates, above U+10FFFF, cut) or the span is empty.
 */
size_t unicode_decode(struct span, uint32_t *character);
/* Writes 1 to 4 bytes. The character must be a scalar value. */
size_t unicode_encode(uint32_t character, char bytes[4]);
bool unicode_well_formed(struct span);

/* Whether a character shows on paper: not a control, format, bidi, zero-width, private or non-character. */
bool unicode_visible(uint32_t character);
/* Bidirectional controls (Unicode TR 9 section 2) that change the order in which code is read. */
bool unicode_bidi(uint32_t character);
/* Takes no room at all: zero-width space and joiners, soft hyphen, tags, variation selectors and the like. */
bool unicode_zero_width(uint32_t character);

#endif
