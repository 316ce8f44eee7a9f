/* SPDX-License-Identifier: MIT */
/* tally.c - how often each hit stands in a tree and in those it is compared with. */
#include "gate/tally.h"

#include "base/arena.h"
#include "base/path.h"
#include "gate/around.h"

#include <string.h>

#define BUCKETS ((size_t)1 << 14)

/* The text behind a changed path in one tree. */
struct text_at {
	const struct hits *hits; /* NULL: nothing to judge there */
	struct oid blob;
	struct span end;         /* where a link leads; empty for a file */
	bool read_there;         /* what is told of the link's end by its own name is all that the link makes of it */
};

struct tally {
	struct hearing *hearing;
	const struct comparison *comparison;
	struct tally_line **buckets; /* NULL until the first line */
	struct tally_line *first, *last;
};

struct tally *tally_new(struct hearing *h, const struct comparison *c)
{
	struct tally *t = arena_take(h->step, 1, sizeof *t);
	t->hearing = h;
	t->comparison = c;
	return t;
}

struct tally_line *tally_first(struct tally *t)
{
	return t->first;
}

static const struct oid *root_of(const struct comparison *c, size_t tree)
{
	return tree == 0 ? &c->now : &c->before[tree - 1];
}

/* What its text leaves open is a use only where the other files of the tree say so. */
static const struct failure *is_settled(struct tally *t, size_t tree, const struct text_at *text, const struct use *use, bool *counts)
{
	*counts = true;
	if (use->doubt == DOUBT_NONE)
		return NULL;
	const struct failure *f = around_read(t->hearing, root_of(t->comparison, tree));
	return f != NULL ? f : around_settle(t->hearing, &text->blob, use, counts);
}

static const struct reading *reading_of(const struct tally *t, struct span path)
{
	return scanner_reading(t->hearing->scanner, t->hearing->visit, path);
}

/* Whether a rule counts what stands at a path; behind a link it does not count what it judges at the link's end. */
static bool counts_at(const struct rule *rule, struct span path, const struct text_at *text)
{
	if (!rule_covers(rule, path))
		return false;
	return text->end.len == 0 || !rule_covers(rule, text->end) || !text->read_there;
}

/* How many hits the languages of its name tell of a file. */
static const struct failure *hits_told(struct tally *t, const struct oid *blob, language_set set, size_t *count)
{
	struct hearing *h = t->hearing;
	const struct hits *hits;
	const struct failure *f = scanner_hits(h->scanner, h->repository, h->visit, blob, set, &hits);
	*count = f == NULL ? hits->count : 0;
	return f;
}

/* A build file is read for its flags, and as code under a name that says code. */
static const struct failure *read_at_end(struct tally *t, struct text_at *text)
{
	size_t told;
	const struct reading *reading = reading_of(t, text->end);
	text->read_there = reading->judged;
	if (!text->read_there || reading->code)
		return NULL;
	const struct failure *f = hits_told(t, &text->blob, reading->set, &told);
	text->read_there = f == NULL && told >= text->hits->count;
	return f;
}

static const struct failure *text_behind(struct tally *t, size_t tree, const struct change *change, const struct entry *entry, struct text_at *text)
{
	struct hearing *h = t->hearing;
	struct span link;
	struct entry target = {.kind = ENTRY_NONE};
	const struct failure *f = repository_read_kind(h->repository, h->step, &entry->id, OBJECT_BLOB, &link);
	if (f == NULL)
		f = tree_follow(h->repository, h->step, root_of(t->comparison, tree), change->path, link, &target, &text->end);
	if (f != NULL || target.kind != ENTRY_FILE)
		return f;
	text->blob = target.id;
	f = scanner_hits(h->scanner, h->repository, h->visit, &target.id, reading_of(t, change->path)->set, &text->hits);
	return f != NULL ? f : read_at_end(t, text);
}

/* A name without an ending: `tool`, not `tool.sh`. */
static bool has_suffix(struct span path)
{
	struct span name = path_name(path);
	return span_find(name, '.') != name.len;
}

bool hits_smell(const struct hits *hits)
{
	for (size_t i = 0; i < hits->count; i++)
		if (hits->list[i].id >= BUILTIN_RULES)
			return true;
	return false;
}

static const struct failure *take_hits(struct tally *t, const struct entry *entry, language_set set, struct text_at *text)
{
	struct hearing *h = t->hearing;
	text->blob = entry->id;
	return scanner_hits(h->scanner, h->repository, h->visit, &entry->id, set, &text->hits);
}

/* Whether the text is code although its name says nothing: because it begins like code, or because code includes it. */
static const struct failure *is_code_anyhow(struct tally *t, size_t tree, const struct change *change, const struct entry *entry, bool *code)
{
	struct hearing *h = t->hearing;
	struct look look = {.code = false};
	const struct failure *f = NULL;
	if (!has_suffix(change->path))
		f = scanner_look(h->scanner, h->repository, h->visit, &entry->id, &look);
	*code = look.code;
	if (f != NULL || *code)
		return f;
	f = around_read(h, root_of(t->comparison, tree));
	return f != NULL ? f : around_includes(h, change->path, code);
}

/* Whether as code it would hold more of what rules look for than is told of it anyway. */
static const struct failure *is_worth_asking(struct tally *t, const struct entry *entry, language_set named, bool *worth)
{
	struct hearing *h = t->hearing;
	const struct hits *hits;
	size_t told = 0;
	*worth = false;
	const struct failure *f = scanner_hits(h->scanner, h->repository, h->visit, &entry->id, named | languages_of_any_name(), &hits);
	if (f != NULL || !hits_smell(hits))
		return f;
	if (named != 0)
		f = hits_told(t, &entry->id, named, &told);
	*worth = hits->count > told;
	return f;
}

/* Both questions have to be answered with yes: the cheaper one is asked first. */
static const struct failure *counts_as_code(struct tally *t, size_t tree, const struct change *change, const struct entry *entry, language_set named, bool *code)
{
	bool ask_first = around_is_at_hand(t->hearing);
	const struct failure *f = ask_first ? is_code_anyhow(t, tree, change, entry, code) : is_worth_asking(t, entry, named, code);
	if (f != NULL || !*code)
		return f;
	return ask_first ? is_worth_asking(t, entry, named, code) : is_code_anyhow(t, tree, change, entry, code);
}

/* A file whose name says nothing: code perhaps, else a script perhaps. */
static const struct failure *text_by_content(struct tally *t, size_t tree, const struct change *change, const struct entry *entry, struct text_at *text)
{
	struct hearing *h = t->hearing;
	bool code;
	struct look look = {.begins = 0};
	language_set named = reading_of(t, change->path)->set, flags = 0;
	const struct failure *f = counts_as_code(t, tree, change, entry, named, &code);
	if (f == NULL && named == 0)
		f = scanner_look(h->scanner, h->repository, h->visit, &entry->id, &look);
	if (f == NULL && named == 0)
		flags = languages_in_flags(change->path, look.begins);
	if (f != NULL || (!code && flags == 0))
		return f;
	return take_hits(t, entry, code ? named | languages_of_any_name() | flags : flags, text);
}

static const struct failure *find_text(struct tally *t, size_t tree, const struct change *change, struct text_at *text)
{
	const struct entry *entry = tree == 0 ? &change->now : &change->before[tree - 1];
	*text = (struct text_at){.end = SPAN("")};
	if (entry->kind != ENTRY_FILE && entry->kind != ENTRY_LINK)
		return NULL;
	const struct reading *reading = reading_of(t, change->path);
	if (!reading->code && entry->kind == ENTRY_FILE) {
		const struct failure *f = text_by_content(t, tree, change, entry, text);
		if (f != NULL || text->hits != NULL)
			return f;
	}
	if (!reading->judged)
		return NULL;
	if (entry->kind == ENTRY_LINK)
		return text_behind(t, tree, change, entry, text);
	return take_hits(t, entry, reading->set, text);
}

static const struct failure *text_at(struct tally *t, size_t tree, const struct change *change, struct text_at *text)
{
	const struct failure *f = find_text(t, tree, change, text);
	return failure_within(t->hearing->visit, f, "%.*s", SPAN_ARGS(change->path));
}

static struct tally_line **bucket_of(struct tally *t, const struct use *use)
{
	size_t mixed = use->window.bytes[0] | (size_t)use->window.bytes[1] << 8;
	return &t->buckets[(mixed + use->id) % BUCKETS];
}

static struct tally_line *line_of(struct tally *t, const struct use *use)
{
	if (t->buckets == NULL)
		return NULL;
	struct tally_line *line = *bucket_of(t, use);
	while (line != NULL && (line->rule != use->id || !digest_eq(&line->window, &use->window)))
		line = line->in_bucket;
	return line;
}

static void new_line(struct tally *t, const struct use *use)
{
	struct arena *a = t->hearing->step;
	size_t ntrees = t->comparison->nparents + 1;
	if (t->buckets == NULL)
		t->buckets = arena_take(a, BUCKETS, sizeof(struct tally_line *));
	struct tally_line *line = arena_take(a, 1, sizeof *line);
	*line = (struct tally_line){.rule = use->id, .window = use->window, .in_bucket = *bucket_of(t, use)};
	line->before = arena_take(a, ntrees, sizeof *line->before);
	line->there = arena_take(a, ntrees, sizeof(struct presence *));
	line->there_last = arena_take(a, ntrees, sizeof(struct presence *));
	*bucket_of(t, use) = line;
	if (t->last == NULL)
		t->first = line;
	else
		t->last->next = line;
	t->last = line;
}

const struct failure *tally_now(struct tally *t, const struct change *change, bool only_by_surroundings)
{
	const struct policy *p = t->hearing->policy;
	struct text_at text;
	const struct failure *f = text_at(t, 0, change, &text);
	if (f != NULL || text.hits == NULL)
		return f;
	for (size_t i = 0; i < text.hits->count; i++) {
		const struct use *use = &text.hits->list[i];
		bool settled, by_surroundings = use->doubt != DOUBT_NONE || text.end.len > 0 || !reading_of(t, change->path)->code;
		if (only_by_surroundings && !by_surroundings)
			continue;
		if (line_of(t, use) != NULL || !counts_at(&p->rules[use->id], change->path, &text))
			continue;
		f = is_settled(t, 0, &text, use, &settled);
		if (f != NULL)
			return f;
		if (settled)
			new_line(t, use);
	}
	return NULL;
}

const struct failure *
tally_each(struct tally *t, const struct change *change, void (*tell)(void *context, const struct oid *blob, const struct use *), void *context)
{
	struct text_at text;
	const struct failure *f = text_at(t, 0, change, &text);
	for (size_t i = 0; f == NULL && text.hits != NULL && i < text.hits->count; i++) {
		const struct use *use = &text.hits->list[i];
		bool settled = false;
		if (!counts_at(&t->hearing->policy->rules[use->id], change->path, &text))
			continue;
		f = is_settled(t, 0, &text, use, &settled);
		if (f == NULL && settled)
			tell(context, &text.blob, use);
	}
	return f;
}

static void see(struct tally *t, struct tally_line *line, const struct change *change, const struct text_at *text, const struct use *use)
{
	struct sighting *s = arena_take(t->hearing->step, 1, sizeof *s);
	*s = (struct sighting){.change = change, .path = change->path, .blob = text->blob, .use = use};
	if (line->last == NULL)
		line->first = s;
	else
		line->last->next = s;
	line->last = s;
	line->now++;
}

static void see_before(struct tally *t, struct tally_line *line, size_t tree, const struct change *change)
{
	struct presence *last = line->there_last[tree - 1];
	line->before[tree - 1]++;
	if (last == NULL || last->change != change) {
		struct presence *p = arena_take(t->hearing->step, 1, sizeof *p);
		p->change = change;
		if (last == NULL)
			line->there[tree - 1] = p;
		else
			last->next = p;
		line->there_last[tree - 1] = last = p;
	}
	last->count++;
}

static const struct failure *count_in(struct tally *t, size_t tree, const struct change *change)
{
	const struct policy *p = t->hearing->policy;
	struct text_at text;
	const struct failure *f = text_at(t, tree, change, &text);
	if (f != NULL || text.hits == NULL)
		return f;
	for (size_t i = 0; i < text.hits->count; i++) {
		const struct use *use = &text.hits->list[i];
		struct tally_line *line = line_of(t, use);
		bool settled;
		if (line == NULL || !counts_at(&p->rules[use->id], change->path, &text))
			continue;
		f = is_settled(t, tree, &text, use, &settled);
		if (f != NULL)
			return f;
		if (!settled)
			continue;
		if (tree == 0)
			see(t, line, change, &text, use);
		else
			see_before(t, line, tree, change);
	}
	return NULL;
}

const struct failure *tally_complete(struct tally *t)
{
	const struct comparison *c = t->comparison;
	size_t ntrees = 1 + c->nparents + c->has_base;
	for (size_t tree = 0; tree < ntrees; tree++) {
		for (size_t i = 0; i < c->changes->count; i++) {
			const struct failure *f = count_in(t, tree, &c->changes->list[i]);
			if (f != NULL)
				return f;
		}
	}
	return NULL;
}
