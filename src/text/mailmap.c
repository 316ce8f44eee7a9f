/* SPDX-License-Identifier: MIT */
/* mailmap.c - which names and addresses mean the same person (gitmailmap(5)). */
#include "base/arena.h"
#include "text/identity.h"

/* Takes `Name <mail>` off the front of the text; false where it holds none. */
static bool half_take(struct span *rest, struct span *name, struct span *mail)
{
	size_t open = span_find(*rest, '<');
	size_t close = open + span_find(span_from(*rest, open), '>');
	if (close >= rest->len)
		return false;
	*name = span_strip(span_slice(*rest, 0, open));
	*mail = span_slice(*rest, open + 1, close);
	*rest = span_strip(span_from(*rest, close + 1));
	return true;
}

/* Whether the rest of a line is nothing or a comment. */
static bool is_comment(struct span rest)
{
	return rest.len == 0 || rest.at[0] == '#';
}

/* Reads one line; returns an empty span or what is wrong with it. */
static struct span line_read(struct span line, struct alias *alias)
{
	struct span rest = span_strip(line);
	if (span_find(line, '\0') < line.len)
		return SPAN("a NUL byte");
	/* git takes a # behind blanks, or behind the only address, for a name as soon as an address follows. */
	if (rest.len > 0 && rest.at[0] == '#')
		return span_find(rest, '<') < rest.len ? SPAN("an address in an indented comment, which git does not take for a comment")
		                                       : SPAN("");
	if (!half_take(&rest, &alias->name, &alias->mail))
		return SPAN("no address in angle brackets");
	if (alias->mail.len == 0)
		return SPAN("an empty address");
	if (is_comment(rest) && span_find(rest, '<') == rest.len) {
		alias->old_mail = alias->mail;
		alias->mail = (struct span){"", 0};
		return SPAN("");
	}
	if (is_comment(rest))
		return SPAN("an address in a comment, which git takes for the name and address of a commit");
	if (!half_take(&rest, &alias->old_name, &alias->old_mail) || !is_comment(rest))
		return SPAN("text behind the address");
	return SPAN("");
}

const struct failure *
mailmap_read(struct arena *arena, struct span name, struct span bytes, const struct alias **aliases, size_t *count)
{
	struct alias *list = NULL;
	size_t used = 0, room = 0, number = 0;
	struct span line;
	for (struct span rest = bytes; span_next(&rest, '\n', &line);) {
		struct alias alias = {0};
		number++;
		if (span_strip(line).len == 0 || line.at[0] == '#')
			continue;
		struct span wrong = line_read(line, &alias);
		if (wrong.len > 0)
			return failure_of_policy(arena, "%.*s:%zu: %.*s", SPAN_ARGS(name), number, SPAN_ARGS(wrong));
		if (alias.name.len == 0 && alias.mail.len == 0)
			continue;
		list = arena_grow(arena, list, used, &room, sizeof(*list));
		list[used++] = alias;
	}
	*aliases = list;
	*count = used;
	return NULL;
}

bool mailmap_map(const struct people *people, struct span *name, struct span *mail)
{
	struct span new_name = {"", 0}, new_mail = {"", 0};
	const struct alias *exact = NULL;
	for (size_t i = 0; i < people->naliases; i++) {
		const struct alias *alias = &people->aliases[i];
		if (!span_eq_fold(alias->old_mail, *mail))
			continue;
		if (alias->old_name.len > 0) {
			exact = span_eq_fold(alias->old_name, *name) ? alias : exact;
			continue;
		}
		/* Lines without a commit's name add up; one with it stands alone. */
		new_name = alias->name.len > 0 ? alias->name : new_name;
		new_mail = alias->mail.len > 0 ? alias->mail : new_mail;
	}
	if (exact != NULL) {
		new_name = exact->name;
		new_mail = exact->mail;
	}
	*name = new_name.len > 0 ? new_name : *name;
	*mail = new_mail.len > 0 ? new_mail : *mail;
	return exact != NULL;
}
