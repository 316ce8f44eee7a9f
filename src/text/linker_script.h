/* SPDX-License-Identifier: MIT */
/* linker_script.h - where a linker gives a function another name. */
#ifndef PORTCULLIS_TEXT_LINKER_SCRIPT_H
#define PORTCULLIS_TEXT_LINKER_SCRIPT_H

#include "text/uses.h"

/*
 * Tells USE_ALIAS for each wanted name in what a linker script assigns to a symbol: `x = NAME;`, `PROVIDE(x = f(NAME));`, also in
 * quotes. Comments are those of C. Linear time, any bytes.
 */
void linker_script_uses(struct uses *, struct span text, const struct names *);

/* The same in a list of a Windows library's names: `x = NAME` on one line, behind a semicolon a comment. */
void module_definition_uses(struct uses *, struct span text, const struct names *);

#endif
