/* SPDX-License-Identifier: MIT */
/* first_look.h - which language a text is in whose suffix several languages use, told by how it begins. */
#ifndef PORTCULLIS_TEXT_FIRST_LOOK_H
#define PORTCULLIS_TEXT_FIRST_LOOK_H

#include "base/span.h"

/*
 * A fragment (.inc) that begins as PHP, HTML, Pascal or BitBake does. A macro could make any of these words vanish, so the
 * answer holds only as long as no code includes the text. Looks at the first 4096 bytes.
 */
bool looks_like_other_fragment(struct span text);

/* A .def that begins as a list of a Windows library's names does. Holds only as long as no code includes the text. */
bool looks_like_module_definition(struct span text);

/*
 * A .m that begins with a sign that begins no translation unit of C, whatever macros are given: the comment signs of MATLAB and
 * Octave, a declaration of Mercury. Holds for a compiler that is given the file; not where code includes it.
 */
bool looks_like_matlab(struct span text);

#endif
