/* SPDX-License-Identifier: MIT */
/* around.c - what the other files of a tree say about one of them. */
#include "gate/around.h"

#include "base/arena.h"
#include "gate/doubts.h"
#include "gate/tally.h"
#include "text/c_facts.h"

#include <stdlib.h>

enum { COMPUTED_MOST = 1024 };

struct around {
	struct changes all; /* every file of the tree */
	const struct c_facts **facts;
	size_t nfacts;
	struct doubts *doubts;
	const struct span *included; /* files that are code only because code includes them */
	size_t nincluded;
	const struct named *by_name; /* files and links that are not code by their names, sorted by last part in lower case */
	size_t nnamed;
};

struct named {
	struct span name;
	const struct change *file;
};

static struct span last_part(struct span path)
{
	size_t slash = span_find_last(path, '/');
	return slash == path.len ? path : span_from(path, slash + 1);
}

static int named_order(const void *a, const void *b)
{
	const struct named *left = a, *right = b;
	return span_order(left->name, right->name);
}

static void index_names(struct arena *arena, struct around *a)
{
	struct named *list = arena_take(arena, a->all.count, sizeof *list);
	for (size_t i = 0; i < a->all.count; i++) {
		const struct change *file = &a->all.list[i];
		if ((file->now.kind == ENTRY_FILE && !languages_read_code(languages_of(file->path))) || file->now.kind == ENTRY_LINK)
			list[a->nnamed++] = (struct named){span_lower(arena, last_part(file->path)), file};
	}
	if (a->nnamed > 1)
		qsort(list, a->nnamed, sizeof *list, named_order);
	a->by_name = list;
}

/* The first place in the index that may mean the include. */
static size_t first_named(struct arena *arena, const struct around *a, struct span include)
{
	size_t back = include.len;
	if (c_include_is_open(include))
		return 0;
	while (back > 0 && include.at[back - 1] != '/' && include.at[back - 1] != '\\')
		back--;
	struct span name = span_lower(arena, span_from(include, back));
	size_t low = 0, high = a->nnamed;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		if (span_order(a->by_name[middle].name, name) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* From that place on, the next that means it; beyond the last where none does. An include of pasted words may mean any. */
static size_t next_named(const struct around *a, struct span include, size_t n)
{
	while (n < a->nnamed && !c_include_means(include, a->by_name[n].name)) {
		if (!c_include_is_open(include))
			return a->nnamed;
		n++;
	}
	return n;
}

/* The file itself, or the one behind a link. */
static const struct failure *file_behind(struct hearing *h, const struct oid *root, const struct change *file, struct span *path, struct entry *entry)
{
	struct span text;
	*path = file->path;
	*entry = file->now;
	if (file->now.kind != ENTRY_LINK)
		return NULL;
	const struct failure *f = repository_read_kind(h->repository, h->step, &file->now.id, OBJECT_BLOB, &text);
	return f != NULL ? f : tree_follow(h->repository, h->step, root, file->path, text, entry, path);
}

static const struct failure *include_file(struct hearing *h, const struct oid *root, struct around *a, struct span *included, const struct change *file)
{
	struct span path;
	struct entry entry;
	const struct failure *f = file_behind(h, root, file, &path, &entry);
	bool counts = f == NULL && entry.kind == ENTRY_FILE && !languages_read_code(languages_of(path));
	if (!counts || span_among(included, a->nincluded, path))
		return f;
	included[a->nincluded++] = path;
	return scanner_facts(h->scanner, h->repository, h->visit, &entry.id, languages_of_any_name(), &a->facts[a->nfacts++]);
}

/* The files that an include so written may mean. */
static const struct failure *include_named(struct hearing *h, const struct oid *root, struct around *a, struct span *included, struct span include)
{
	const struct failure *f = NULL;
	for (size_t n = next_named(a, include, first_named(h->step, a, include)); f == NULL && n < a->nnamed; n = next_named(a, include, n + 1))
		f = include_file(h, root, a, included, a->by_name[n].file);
	return f;
}

/* Files behind the includes of all facts from `first` on; what they include is looked at in the next round. */
static const struct failure *include_more(struct hearing *h, const struct oid *root, struct around *a, struct span *included, size_t first)
{
	const struct failure *f = NULL;
	size_t known = a->nfacts;
	for (size_t i = first; i < known; i++)
		for (size_t k = 0; f == NULL && k < a->facts[i]->nincludes; k++)
			f = include_named(h, root, a, included, a->facts[i]->includes[k]);
	return f;
}

/* Words of includes, and those in the bodies of macros of that name, whichever file defines them. */
struct words {
	struct span list[COMPUTED_MOST];
	size_t count;
	bool all; /* more than honest code has: any may be meant */
};

static void add_word(struct words *words, struct span word)
{
	if (words->all || span_among(words->list, words->count, word))
		return;
	words->all = words->count == COMPUTED_MOST;
	if (!words->all)
		words->list[words->count++] = word;
}

static void find_words(const struct around *a, struct words *words)
{
	for (size_t i = 0; i < a->nfacts; i++)
		for (size_t k = 0; k < a->facts[i]->ncomputed; k++)
			add_word(words, a->facts[i]->computed[k]);
	for (size_t n = 0; n < words->count && !words->all; n++)
		for (size_t i = 0; i < a->nfacts; i++)
			for (size_t k = 0; k < a->facts[i]->nmentions; k++)
				if (span_eq(a->facts[i]->mentions[k].from, words->list[n]))
					add_word(words, a->facts[i]->mentions[k].to);
}

/* Files behind includes of macros: whatever string, or word, stands in the bodies of these. */
static const struct failure *include_computed(struct hearing *h, const struct oid *root, struct around *a, struct span *included)
{
	struct words *words = arena_take(h->step, 1, sizeof *words);
	const struct failure *f = NULL;
	size_t known = a->nfacts;
	find_words(a, words);
	for (size_t n = 0; f == NULL && n < words->count; n++)
		f = include_named(h, root, a, included, words->list[n]);
	for (size_t i = 0; words->count > 0 && i < known; i++)
		for (size_t k = 0; f == NULL && k < a->facts[i]->ntexts; k++)
			if (words->all || span_among(words->list, words->count, a->facts[i]->texts[k].from))
				f = include_named(h, root, a, included, a->facts[i]->texts[k].to);
	return f;
}

const struct failure *around_list(struct hearing *h, const struct oid *root, const struct around **around)
{
	struct around *a = arena_take(h->step, 1, sizeof *a);
	const struct failure *f = changes_find(h->repository, h->step, root, NULL, 0, &a->all);
	index_names(h->step, a);
	*around = a;
	return f;
}

bool around_has(struct arena *arena, const struct around *a, struct span include)
{
	return next_named(a, include, first_named(arena, a, include)) < a->nnamed;
}

const struct failure *around_read(struct hearing *h, const struct oid *root, const struct around **around)
{
	struct around *a = arena_take(h->step, 1, sizeof *a);
	const struct failure *f = changes_find(h->repository, h->step, root, NULL, 0, &a->all);
	a->facts = arena_take(h->step, 2 * a->all.count, sizeof *a->facts);
	for (size_t i = 0; f == NULL && i < a->all.count; i++) {
		const struct change *file = &a->all.list[i];
		language_set set = languages_of(file->path);
		if (file->now.kind != ENTRY_FILE || set == 0 || !tally_is_judged(h->policy, file->path))
			continue;
		f = scanner_facts(h->scanner, h->repository, h->visit, &file->now.id, set, &a->facts[a->nfacts++]);
	}
	index_names(h->step, a);
	struct span *included = arena_take(h->step, a->all.count, sizeof *included);
	a->included = included;
	for (size_t first = 0; f == NULL && first < a->nfacts;) {
		size_t last = a->nfacts;
		f = include_more(h, root, a, included, first);
		if (f == NULL && a->nfacts == last)
			f = include_computed(h, root, a, included);
		first = last;
	}
	a->doubts = doubts_of(h->step, a->facts, a->nfacts);
	*around = a;
	return f;
}

bool around_includes(const struct around *a, struct span path)
{
	return span_among(a->included, a->nincluded, path);
}

const struct failure *around_settle(struct hearing *h, const struct around *a, const struct oid *blob, const struct use *use, bool *counts)
{
	return doubts_settle(h, a->doubts, blob, use, counts);
}

void around_included(const struct around *a, void (*tell)(void *, struct span), void *context)
{
	for (size_t i = 0; i < a->nincluded; i++)
		tell(context, a->included[i]);
}

void around_files(const struct around *a, enum entry_kind kind, void (*tell)(void *, struct span, const struct entry *), void *context)
{
	for (size_t i = 0; i < a->all.count; i++)
		if (a->all.list[i].now.kind == kind && languages_of(a->all.list[i].path) != 0)
			tell(context, a->all.list[i].path, &a->all.list[i].now);
}
