/* SPDX-License-Identifier: MIT */
/* config_text.h - text in the form of git's configuration (git-config(1), "Syntax"), one setting after the other. */
#ifndef PORTCULLIS_TEXT_CONFIG_TEXT_H
#define PORTCULLIS_TEXT_CONFIG_TEXT_H

#include "base/span.h"

struct arena;

/* `section` and `key` are in lower case. `[a "b"]` and the old form `[a.b]` have a subsection; `[a]` has none. */
struct config_setting {
	struct span section, subsection, key, value;
	bool has_subsection, has_value;
};

struct config_text {
	struct span rest;
	char *free; /* room for what is left of the text */
	struct config_setting setting; /* the last one; its section is the one that is open */
	bool ended;
};

/* One copy of the text is taken from the arena; a byte order mark is passed over. */
struct config_text config_text_of(struct arena *, struct span text);

/* The next setting; false at the end, or where git itself would stop because of an error. Includes are not followed. */
bool config_text_next(struct config_text *);

#endif
