/* SPDX-License-Identifier: MIT */
/* commit.c - a commit object read strictly. */
#include "git/commit.h"

#include "base/arena.h"
#include "git/oid.h"

#include <stdint.h>

struct header {
	struct span key, value;
};

/* Takes one header with its continuation lines; false at the blank line, which is taken too, or at the end. */
static bool next_header(struct span *rest, struct header *header)
{
	struct span line;
	const char *from = rest->at;
	if (!span_next(rest, '\n', &line) || line.len == 0)
		return false;
	while (rest->len > 0 && rest->at[0] == ' ') {
		struct span more;
		span_next(rest, '\n', &more);
		line.len = (size_t)(more.at + more.len - from);
	}
	size_t blank = span_find(line, ' ');
	*header = (struct header){span_slice(line, 0, blank), span_from(line, blank + 1)};
	return true;
}

/* `Name <mail> seconds zone`: the message of git fsck's first complaint about the name and address, or nothing. */
static struct span read_who(struct span line, struct signature *s, struct span *date)
{
	size_t open = span_find(line, '<');
	size_t close = span_find(span_from(line, open + 1), '>') + open + 1;
	*date = SPAN("");
	if (open == 0)
		return SPAN("has no name in front of the address");
	if (span_find(span_slice(line, 0, open), '>') != open)
		return SPAN("has a > in the name");
	if (open == line.len)
		return SPAN("has no address");
	if (line.at[open - 1] != ' ')
		return SPAN("has no blank in front of the address");
	if (close >= line.len || span_find(span_slice(line, open + 1, close), '<') != close - open - 1)
		return SPAN("has an address that is not closed");
	s->name = span_trim(span_slice(line, 0, open));
	s->mail = span_slice(line, open + 1, close);
	*date = span_from(line, close + 1);
	return SPAN("");
}

/* " 1700000000 +0100", without leading zeros, seconds that fit 63 bits. */
static bool read_date(struct span date, int64_t *seconds)
{
	unsigned long number;
	if (date.len < 1 || date.at[0] != ' ')
		return false;
	date = span_from(date, 1);
	size_t blank = span_find(date, ' ');
	struct span digits = span_slice(date, 0, blank), zone = span_from(date, blank + 1);
	if (!span_number(digits, INT64_MAX, &number) || (digits.len > 1 && digits.at[0] == '0'))
		return false;
	if (zone.len != 5 || (zone.at[0] != '+' && zone.at[0] != '-') || !span_number(span_from(zone, 1), 9999, &number))
		return false;
	span_number(digits, INT64_MAX, &number);
	*seconds = (int64_t)number;
	return true;
}

struct reading {
	struct arena *arena;
	struct commit *commit;
	struct span oddity;
	size_t room;
};

static void odd(struct reading *r, const char *who, struct span what)
{
	if (r->oddity.len == 0 && what.len > 0)
		r->oddity = span_format(r->arena, "%s %.*s", who, SPAN_ARGS(what));
}

static void read_signature(struct reading *r, const char *who, struct span line, struct signature *s)
{
	struct span date;
	s->line = line;
	odd(r, who, read_who(line, s, &date));
	s->readable = read_date(date, &s->seconds);
}

static const struct failure *read_parents(struct reading *r, struct span *rest, struct header *h, bool *more)
{
	struct commit *c = r->commit;
	struct oid *parents = NULL;
	while (*more && span_eq(h->key, SPAN("parent"))) {
		parents = arena_grow(r->arena, parents, c->nparents, &r->room, sizeof *parents);
		if (!oid_read(h->value, &parents[c->nparents]))
			return failure(r->arena, "commit %.*s has a parent line that is no object id", SPAN_ARGS(oid_hex(r->arena, &c->id)));
		if (++c->nparents > COMMIT_MOST_PARENTS)
			return failure(r->arena, "commit %.*s has more than %d parents", SPAN_ARGS(oid_hex(r->arena, &c->id)), COMMIT_MOST_PARENTS);
		*more = next_header(rest, h);
	}
	c->parents = parents;
	return NULL;
}

/* What comes behind the committer: each of these at most once, the first four nowhere else. */
static void read_others(struct reading *r, struct span *rest, struct header *h, bool more)
{
	static const char *const once[] = {"tree", "parent", "author", "committer", "encoding", "gpgsig", "gpgsig-sha256"};
	bool seen[COUNT(once)] = {true, true, true, true, false, false, false};
	for (; more; more = next_header(rest, h)) {
		for (size_t i = 0; i < COUNT(once); i++) {
			if (!span_eq(h->key, span_of(once[i])))
				continue;
			if (seen[i])
				odd(r, once[i], SPAN("stands where it does not belong, or twice"));
			seen[i] = true;
		}
		if (span_eq(h->key, SPAN("encoding")))
			r->commit->encoding = h->value;
		if (span_find(h->key, '\0') != h->key.len || span_find(h->value, '\0') != h->value.len)
			odd(r, "a header", SPAN("holds a NUL byte"));
	}
}

/* The message begins at the first line that is not blank (only blanks and tabs count as blank here, as git's own readers have it). */
static struct span message_of(struct span body)
{
	for (;;) {
		size_t end = span_find(body, '\n');
		struct span line = span_slice(body, 0, end);
		if (body.len == 0 || span_trim(line).len > 0)
			return body;
		body = span_from(body, end + 1);
	}
}

const struct failure *commit_parse(struct arena *a, const struct oid *id, struct span raw, struct commit *commit)
{
	struct commit read = {.id = *id};
	struct reading r = {.arena = a, .commit = &read};
	struct span rest = raw;
	struct header h;
	bool more = next_header(&rest, &h);
	if (!more || !span_eq(h.key, SPAN("tree")) || !oid_read(h.value, &read.tree))
		return failure(a, "commit %.*s does not begin with its tree", SPAN_ARGS(oid_hex(a, id)));
	more = next_header(&rest, &h);
	const struct failure *f = read_parents(&r, &rest, &h, &more);
	if (f != NULL)
		return f;
	static const struct signature nobody = {.name = {"", 0}, .mail = {"", 0}, .line = {"", 0}};
	read.author = read.committer = nobody;
	if (more && span_eq(h.key, SPAN("author"))) {
		read_signature(&r, "the author", h.value, &read.author);
		while ((more = next_header(&rest, &h)) && span_eq(h.key, SPAN("author")))
			odd(&r, "the author", SPAN("is named twice"));
	} else {
		odd(&r, "the author", SPAN("is missing"));
	}
	if (more && span_eq(h.key, SPAN("committer"))) {
		read_signature(&r, "the committer", h.value, &read.committer);
		more = next_header(&rest, &h);
	} else {
		odd(&r, "the committer", SPAN("is missing"));
	}
	read_others(&r, &rest, &h, more);
	read.message = message_of(rest);
	read.oddity = r.oddity;
	*commit = read;
	return NULL;
}

const struct failure *commit_read(struct repository *r, struct arena *a, const struct oid *id, struct commit *commit)
{
	struct span raw;
	const struct failure *f = repository_read_kind(r, a, id, OBJECT_COMMIT, &raw);
	return f != NULL ? f : commit_parse(a, id, raw, commit);
}

struct span commit_title(const struct commit *c)
{
	return span_trim_right(span_slice(c->message, 0, span_find(c->message, '\n')));
}
