/* SPDX-License-Identifier: MIT */
/* scripts.h - words whose letters are not all of one script. */
#ifndef PORTCULLIS_TEXT_SCRIPTS_H
#define PORTCULLIS_TEXT_SCRIPTS_H

#include "base/span.h"

/*
 * Whether a word (a run of letters and marks) mixes letters of scripts that look like each other's: Latin, Greek, Cyrillic, Armenian,
 * Cherokee, Coptic, Lisu, full-width and mathematical letters (Unicode TR 39, mixed scripts). Other scripts, and bytes that are no
 * UTF-8, are left alone: a name may well have Han and Latin letters.
 */
bool scripts_mixed(struct span);

#endif
