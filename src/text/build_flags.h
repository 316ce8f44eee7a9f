/* SPDX-License-Identifier: MIT */
/* build_flags.h - flags in build files that give a function another name: -Dx=NAME, --defsym x=NAME, x=NAME in a list of definitions. */
#ifndef PORTCULLIS_TEXT_BUILD_FLAGS_H
#define PORTCULLIS_TEXT_BUILD_FLAGS_H

#include "text/uses.h"

/*
 * Tells USE_ALIAS for a wanted name in the value of a definition: a name (with parameters, perhaps), an equals sign without a blank
 * beside it, and what follows up to the end of the word. Lines whose first sign is # are comments. The window is the word
 * without quotes. Linear time, any bytes.
 */
void build_flag_uses(struct uses *, struct span text, const struct names *);

/* The same in a script, which has flags but no lists of definitions. */
void script_flag_uses(struct uses *, struct span text, const struct names *);

/* The same in a linker script: `x = NAME;`, with blanks as one likes. Comments are those of C. */
void linker_script_uses(struct uses *, struct span text, const struct names *);

/* Whether a file of that path tells a tool chain of C what to do, by its name alone. */
bool is_build_file(struct span path);

/* Whether a file is a script that may run a tool chain of C: of a shell, a CI system, a container, a package; by its name, or by its shebang line. */
bool is_script(struct span path);
bool begins_script(struct span text);

#endif
