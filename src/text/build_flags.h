/* SPDX-License-Identifier: MIT */
/* build_flags.h - what build files say that gives a function another name: -Dx=NAME, --defsym x=NAME, x=NAME in a list of definitions. */
#ifndef PORTCULLIS_TEXT_BUILD_FLAGS_H
#define PORTCULLIS_TEXT_BUILD_FLAGS_H

#include "text/uses.h"

/* How comments look in a build file, besides a # that begins a word of the line, which all but XML have. */
enum build_comments {
	COMMENTS_HASH,  /* make, Python, Starlark, a shell */
	COMMENTS_CMAKE, /* #[[ ... ]] */
	COMMENTS_M4,    /* dnl ... */
	COMMENTS_XML,   /* <!-- ... --> alone */
	COMMENTS_LUA,   /* -- ..., --[[ ... ]] */
	BUILD_COMMENTS
};

/*
 * Tells USE_ALIAS for a wanted name in what a flag or a list defines, read as C. Words are read as a shell reads them: quotes and
 * backslashes are gone, lines that a backslash ends are joined, and a variable stands for each of the values that the text gives
 * it. What may be no comment is none. Linear time, any bytes.
 */
void build_flag_uses(struct uses *, struct span text, const struct names *, enum build_comments);

/* The same in a script, which has flags but no lists of definitions. */
void script_flag_uses(struct uses *, struct span text, const struct names *);

/* What flags and lists define, as directives of C: a text in the arena. */
struct span build_definitions(struct arena *, struct span text);

/* Whether a file of that path tells a tool chain of C what to do, by its name alone, and has such comments. */
bool is_build_file(struct span path, enum build_comments);

/* Whether a file is a script that may run a tool chain of C: of a shell, a CI system, a container, a package; by its name, or by its shebang line. */
bool is_script(struct span path);
bool begins_script(struct span text);

#endif
