/* SPDX-License-Identifier: MIT */
/* suffixes.h - what the end of a file's name says. */
#ifndef PORTCULLIS_TEXT_SUFFIXES_H
#define PORTCULLIS_TEXT_SUFFIXES_H

#include "base/span.h"

/*
 * Whether the path ends in one of the suffixes (".c"; a NULL ends the list), whatever the letters' case; endings of templates
 * (".in", ".tmpl" ...) are passed over, so that "config.h.in" ends in ".h".
 */
bool suffix_listed(struct span path, const char *const *suffixes);
/* The same, letters as they are. */
bool suffix_listed_exactly(struct span path, const char *const *suffixes);

#endif
