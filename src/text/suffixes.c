/* SPDX-License-Identifier: MIT */
/* suffixes.c - what the end of a file's name says. */
#include "text/suffixes.h"

static const char *const templates[] = {
	".in", ".tmpl", ".template", ".tpl", ".j2", ".jinja", ".jinja2", ".mako", ".erb", ".em", ".m4", ".cmake", ".cmakein", ".src", "_shipped",
	".mustache", ".hbs", NULL,
};

/* The first suffix that the path ends in, or an empty span. */
static struct span ending(struct span path, const char *const *suffixes, bool fold)
{
	for (size_t i = 0; suffixes[i] != NULL; i++) {
		struct span suffix = span_of(suffixes[i]);
		if (fold ? span_ends_fold(path, suffix) : span_ends(path, suffix))
			return suffix;
	}
	return (struct span){0};
}

static bool listed(struct span path, const char *const *suffixes, bool fold)
{
	for (;;) {
		if (ending(path, suffixes, fold).len != 0)
			return true;
		size_t cut = ending(path, templates, true).len;
		if (cut == 0)
			return false;
		path.len -= cut;
	}
}

bool suffix_listed(struct span path, const char *const *suffixes)
{
	return listed(path, suffixes, true);
}

bool suffix_listed_exactly(struct span path, const char *const *suffixes)
{
	return listed(path, suffixes, false);
}
