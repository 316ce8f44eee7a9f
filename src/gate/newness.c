/* SPDX-License-Identifier: MIT */
/* newness.c - which hits a commit brings that none of its parents had. */
#include "gate/newness.h"

#include "base/arena.h"
#include "gate/place.h"
#include "gate/tally.h"
#include "git/oid.h"
#include "git/own_names.h"
#include "text/encoding.h"
#include "text/gitattributes.h"
#include "text/gitmodules.h"

#include <stdlib.h>

/* A merge's entry is explained where every side left the base alone but at most one, and the merge took that side's. */
static bool is_plain_merge(const struct comparison *c, const struct change *change)
{
	const struct entry *base = &change->before[c->nparents];
	const struct entry *taken = base;
	for (size_t i = 0; i < c->nparents; i++) {
		if (entry_same(&change->before[i], base))
			continue;
		if (taken != base && !entry_same(taken, &change->before[i]))
			return false;
		taken = &change->before[i];
	}
	return entry_same(&change->now, taken);
}

static size_t most_before(const size_t *counts, size_t nparents)
{
	size_t most = 0;
	for (size_t i = 0; i < nparents; i++)
		most = counts[i] > most ? counts[i] : most;
	return most;
}

static size_t least_before(const size_t *counts, size_t nparents)
{
	size_t least = nparents == 0 ? 0 : counts[0];
	for (size_t i = 1; i < nparents; i++)
		least = counts[i] < least ? counts[i] : least;
	return least;
}

/* judgement.md 1.6: count minus (count in the base + what each parent added to that). */
static size_t own_count(const struct comparison *c, const struct tally_line *line)
{
	if (line->now <= most_before(line->before, c->nparents))
		return 0;
	size_t base = c->has_base ? line->before[c->nparents] : least_before(line->before, c->nparents);
	size_t expected = base;
	for (size_t i = 0; i < c->nparents; i++)
		expected += line->before[i] > base ? line->before[i] - base : 0;
	return line->now > expected ? line->now - expected : 0;
}

/* A hit that is new, and the how-many-th of its kind at its path. */
struct own_hit {
	const struct sighting *sighting;
	size_t ordinal;
};

struct own_hits {
	struct own_hit *list;
	size_t count, room;
};

/* The text that was looked at last: findings come file by file. */
struct reader {
	struct hearing *hearing;
	struct oid blob;
	struct span text;
	struct lines lines;
	bool any;
};

static const struct failure *turn_to(struct reader *r, const struct oid *blob)
{
	struct span bytes;
	if (r->any && oid_eq(&r->blob, blob))
		return NULL;
	const struct failure *f = repository_read_kind(r->hearing->repository, r->hearing->step, blob, OBJECT_BLOB, &bytes);
	if (f != NULL)
		return f;
	r->text = encoding_read(r->hearing->step, bytes).text;
	r->lines = lines_of(r->hearing->step, r->text);
	r->blob = *blob;
	r->any = true;
	return NULL;
}

static const struct failure *accuse_hit(struct reader *r, const struct comparison *c, const struct own_hit *own)
{
	struct hearing *h = r->hearing;
	const struct use *use = own->sighting->use;
	const struct rule *rule = &h->policy->rules[use->id];
	const struct failure *f = turn_to(r, &own->sighting->blob);
	if (f != NULL)
		return f;
	struct place place = place_in(&r->lines, use->at);
	bool builtin = rule->check == NULL;
	struct accusation a = {
		.rule = rule,
		.title = builtin ? rule->title : span_format(h->step, "%s %.*s", rule->check->noun, SPAN_ARGS(use->name)),
		.mend = SPAN(""),
		.ref = SPAN(""),
		.commit = c->commit,
		.path = own->sighting->path,
		.symbol = builtin ? SPAN("") : use->name,
		.kind = builtin ? SPAN("") : use_kind_name(use->kind),
		.window = &use->window,
		.ordinal = own->ordinal,
		.line = place.line,
		.column = place.column,
		.caret = place.caret,
		.width = use->len,
		.source = place.source,
	};
	hearing_accuse(h, &a);
	return NULL;
}

/* How often the line stood at the change's path in the parent that had it most often there. The cursors only move forwards. */
static size_t had_at(const struct comparison *c, const struct presence **cursors, const struct change *change)
{
	size_t had = 0;
	for (size_t i = 0; i < c->nparents; i++) {
		while (cursors[i] != NULL && cursors[i]->change < change)
			cursors[i] = cursors[i]->next;
		if (cursors[i] != NULL && cursors[i]->change == change && cursors[i]->count > had)
			had = cursors[i]->count;
	}
	return had;
}

/* The hits of a line that are called new: at paths that hold more of them than before, the last ones there. */
static void pick(struct hearing *h, const struct comparison *c, const struct tally_line *line, size_t own, struct own_hits *hits)
{
	const struct presence **cursors = arena_take(h->step, c->nparents, sizeof *cursors);
	for (size_t i = 0; i < c->nparents; i++)
		cursors[i] = line->there[i];
	for (const struct sighting *s = line->first; s != NULL && own > 0;) {
		const struct change *change = s->change;
		size_t had = had_at(c, cursors, change), now = 0;
		for (const struct sighting *each = s; each != NULL && each->change == change; each = each->next)
			now++;
		size_t surplus = now > had ? now - had : 0;
		size_t told = surplus < own ? surplus : own;
		for (size_t i = 0; i < now; i++, s = s->next) {
			if (i < now - told)
				continue;
			hits->list = arena_grow(h->step, hits->list, hits->count, &hits->room, sizeof *hits->list);
			hits->list[hits->count++] = (struct own_hit){s, had + i - (now - told)};
		}
		own -= told;
	}
}

static int reading_order(const void *a, const void *b)
{
	const struct own_hit *left = a, *right = b;
	const struct sighting *l = left->sighting, *r = right->sighting;
	if (l->change != r->change)
		return l->change < r->change ? -1 : 1;
	if (l->use->at != r->use->at)
		return l->use->at < r->use->at ? -1 : 1;
	return (l->use->id > r->use->id) - (l->use->id < r->use->id);
}

static const struct failure *judge_hits(struct hearing *h, const struct comparison *c)
{
	struct tally *t = tally_new(h, c);
	struct own_hits hits = {0};
	bool narrow = c->nparents > 1 && c->has_base;
	const struct failure *f = NULL;
	for (size_t i = 0; i < c->changes->count && f == NULL; i++)
		f = tally_now(t, &c->changes->list[i], narrow && is_plain_merge(c, &c->changes->list[i]));
	if (f == NULL && tally_first(t) != NULL)
		f = tally_complete(t);
	if (f != NULL)
		return f;
	for (const struct tally_line *line = tally_first(t); line != NULL; line = line->next)
		pick(h, c, line, own_count(c, line), &hits);
	if (hits.count > 1)
		qsort(hits.list, hits.count, sizeof *hits.list, reading_order);
	struct reader reader = {.hearing = h};
	for (size_t i = 0; i < hits.count && f == NULL && h->failure == NULL; i++)
		f = accuse_hit(&reader, c, &hits.list[i]);
	return f;
}

static bool had_submodule(const struct comparison *c, const struct change *change)
{
	for (size_t i = 0; i < c->nparents; i++)
		if (change->before[i].kind == ENTRY_SUBMODULE)
			return true;
	return false;
}

static void accuse_path(struct hearing *h, const struct comparison *c, const struct change *change, enum builtin rule, struct span title)
{
	struct accusation a = {.rule = policy_builtin(h->policy, rule), .title = title, .mend = SPAN(""), .ref = SPAN(""), .commit = c->commit,
	                       .path = change->path, .symbol = SPAN(""), .kind = SPAN(""), .source = SPAN("")};
	hearing_accuse(h, &a);
}

static const struct failure *judge_link(struct hearing *h, const struct comparison *c, const struct change *change)
{
	struct span text, end;
	struct entry target;
	const struct failure *f = repository_read_kind(h->repository, h->step, &change->now.id, OBJECT_BLOB, &text);
	if (f == NULL)
		f = tree_follow(h->repository, h->step, &c->now, change->path, text, &target, &end);
	if (f != NULL)
		return f;
	if (target.kind != ENTRY_FILE)
		accuse_path(h, c, change, RULE_SYMLINK, span_format(h->step, "the link leads to %.*s, which is no file of the repository", SPAN_ARGS(text)));
	return NULL;
}

/* Which of git's own files the path is, or lies in as if that were a folder. */
static enum own_name own_file(struct span path, bool *below)
{
	struct span part;
	enum own_name own = OWN_NONE;
	while (own == OWN_NONE && span_next(&path, '/', &part))
		own = own_name_of(part);
	*below = path.len > 0;
	return own;
}

/* What git itself would not follow, or reads otherwise than it looks: a .gitmodules that is no file or could run a command. */
static const struct failure *judge_own_file(struct hearing *h, const struct comparison *c, const struct change *change)
{
	struct span bytes, fault = SPAN("");
	bool below;
	enum own_name own = own_file(change->path, &below);
	if (own != OWN_MODULES && own != OWN_ATTRIBUTES)
		return NULL;
	if (!below && change->now.kind == ENTRY_FILE) {
		const struct failure *f = repository_read_kind(h->repository, h->step, &change->now.id, OBJECT_BLOB, &bytes);
		if (f != NULL)
			return f;
		fault = own == OWN_MODULES ? gitmodules_fault(h->step, bytes) : gitattributes_fault(bytes);
	} else if (own == OWN_MODULES || change->now.kind != ENTRY_LINK) {
		fault = span_format(h->step, "%s is no regular file", own == OWN_MODULES ? ".gitmodules" : ".gitattributes");
	}
	if (fault.len > 0)
		accuse_path(h, c, change, RULE_OBJECT, fault);
	return NULL;
}

static const struct failure *judge_entries(struct hearing *h, const struct comparison *c)
{
	for (size_t i = 0; i < c->changes->count; i++) {
		const struct change *change = &c->changes->list[i];
		if (change->now.kind == ENTRY_SUBMODULE && !had_submodule(c, change) && !h->policy->submodules)
			accuse_path(h, c, change, RULE_SUBMODULE, SPAN("a new submodule, whose content cannot be inspected"));
		const struct failure *f = NULL;
		if (change->now.kind != ENTRY_NONE && change_is_born(change, c->nparents))
			f = judge_own_file(h, c, change);
		if (f != NULL)
			return f;
		if (change->now.kind != ENTRY_LINK || !(change->reached || change_is_born(change, c->nparents)) || !scanner_reading(h->scanner, h->visit, change->path)->judged)
			continue;
		f = judge_link(h, c, change);
		if (f != NULL)
			return f;
	}
	return NULL;
}

const struct failure *newness_judge(struct hearing *h, const struct comparison *c)
{
	const struct failure *f = judge_entries(h, c);
	return f != NULL || !scanner_is_needed(h->scanner) ? f : judge_hits(h, c);
}
