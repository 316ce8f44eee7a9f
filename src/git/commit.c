/* SPDX-License-Identifier: MIT */
/* commit.c - a commit object read strictly. */
#include "git/commit.h"

#include "base/arena.h"
#include "git/headers.h"
#include "git/oid.h"

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

static const struct failure *read_parents(struct reading *r, struct span *rest, struct header *h, bool *more)
{
	struct commit *c = r->commit;
	struct oid *parents = NULL;
	while (*more && span_eq(h->key, SPAN("parent"))) {
		parents = arena_grow(r->arena, parents, c->nparents, &r->room, sizeof *parents);
		if (!oid_read(h->value, &parents[c->nparents]) || oid_is_zero(&parents[c->nparents]))
			return failure(r->arena, "commit %.*s has a parent line that is no object id", SPAN_ARGS(oid_hex(r->arena, &c->id)));
		if (++c->nparents > COMMIT_MOST_PARENTS)
			return failure(r->arena, "commit %.*s has more than %d parents", SPAN_ARGS(oid_hex(r->arena, &c->id)), COMMIT_MOST_PARENTS);
		*more = header_next(rest, h);
	}
	c->parents = parents;
	return NULL;
}

/* What comes behind the committer: each of these at most once, the first four nowhere else. */
static void read_others(struct reading *r, struct span *rest, struct header *h, bool more)
{
	static const char *const once[] = {"tree", "parent", "author", "committer", "encoding", "gpgsig", "gpgsig-sha256"};
	bool seen[COUNT(once)] = {true, true, true, true, false, false, false};
	for (; more; more = header_next(rest, h)) {
		for (size_t i = 0; i < COUNT(once); i++) {
			if (!span_eq(h->key, span_of(once[i])))
				continue;
			if (seen[i])
				odd(r, once[i], SPAN("stands where it does not belong, or twice"));
			seen[i] = true;
		}
		if (span_eq(h->key, SPAN("encoding")))
			r->commit->encoding = h->value;
	}
}

/* The message begins at the first line that is not blank (as git's own readers have it: a form feed is none of git's spaces). */
static struct span message_of(struct span body)
{
	for (;;) {
		size_t end = span_find(body, '\n');
		struct span line = span_slice(body, 0, end);
		if (body.len == 0 || span_strip(line).len > 0)
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
	bool more = header_next(&rest, &h);
	if (!more || !span_eq(h.key, SPAN("tree")) || !oid_read(h.value, &read.tree) || oid_is_zero(&read.tree))
		return failure(a, "commit %.*s does not begin with its tree", SPAN_ARGS(oid_hex(a, id)));
	more = header_next(&rest, &h);
	const struct failure *f = read_parents(&r, &rest, &h, &more);
	if (f != NULL)
		return f;
	static const struct signature nobody = {.name = {"", 0}, .mail = {"", 0}, .line = {"", 0}};
	read.author = read.committer = nobody;
	if (more && span_eq(h.key, SPAN("author"))) {
		odd(&r, "the author", signature_read(h.value, &read.author));
		while ((more = header_next(&rest, &h)) && span_eq(h.key, SPAN("author")))
			odd(&r, "the author", SPAN("is named twice"));
	} else {
		odd(&r, "the author", SPAN("is missing"));
	}
	if (more && span_eq(h.key, SPAN("committer"))) {
		odd(&r, "the committer", signature_read(h.value, &read.committer));
		more = header_next(&rest, &h);
	} else {
		odd(&r, "the committer", SPAN("is missing"));
	}
	read_others(&r, &rest, &h, more);
	odd(&r, "the header", headers_fault(raw, rest));
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
