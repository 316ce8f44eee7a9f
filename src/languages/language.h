/* SPDX-License-Identifier: MIT */
/* language.h - family: how a language's files are known and read. One member is one file. */
#ifndef PORTCULLIS_LANGUAGES_LANGUAGE_H
#define PORTCULLIS_LANGUAGES_LANGUAGE_H

#include "base/span.h"
#include "text/uses.h"

struct example {
	const char *name; /* the wanted identifier */
	const char *text;
	size_t hits; /* uses that a rule with match `name` counts */
};

struct language {
	const char *name; /* as rules write it: "c", "c++" */
	/* For files that belong to other languages' tool chains: their names, NULL at the end. Rules do not write its own name then. */
	const char *const *serves;
	/* Whether a file of that path belongs to the language, by its name alone. */
	bool (*owns)(struct span path);
	/* Whether a file that no language owns belongs to it all the same, by its first bytes; NULL: none does. */
	bool (*begins)(struct span text);
	/* Of one that serves others: what its files say of other files is said as code says it, and not as flags do. */
	bool is_code;
	/* Its files are other things in the first place: hits in them count, but they may hold any bytes, lead anywhere and include nothing. */
	bool flags_only;
	void (*uses)(struct uses *, struct span text, const struct names *);
	const struct example *examples; /* ends with a NULL name */
};

/* Every member, made from the folder; NULL at the end. */
extern const struct language *const languages[];
const struct language *language_named(struct span);
/* Whether rules for the language of that name look at the files of this one. */
static inline bool language_is(const struct language *language, struct span name)
{
	if (language->serves == NULL)
		return span_eq(span_of(language->name), name);
	for (size_t i = 0; language->serves[i] != NULL; i++)
		if (span_eq(span_of(language->serves[i]), name))
			return true;
	return false;
}

#endif
