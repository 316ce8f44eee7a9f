/* SPDX-License-Identifier: MIT */
/* around.c - what the other files of a tree say about one of them. */
#include "gate/around.h"

#include "base/arena.h"
#include "gate/tally.h"
#include "text/c_facts.h"

#define MOST_HANDED 64

struct around {
	struct changes all; /* every file of the tree */
	const struct c_facts **facts;
	size_t nfacts;
	const struct span *included; /* files that are code only because code includes them */
	size_t nincluded;
};

static bool is_among(const struct span *paths, size_t count, struct span path)
{
	for (size_t i = 0; i < count; i++)
		if (span_eq(paths[i], path))
			return true;
	return false;
}

/* Files behind the includes of all facts from `first` on; what they include is looked at in the next round. */
static const struct failure *include_more(struct hearing *h, struct around *a, struct span *included, size_t first)
{
	size_t known = a->nfacts;
	for (size_t i = first; i < known; i++) {
		for (size_t k = 0; k < a->facts[i]->nincludes; k++) {
			struct span include = a->facts[i]->includes[k];
			for (size_t n = 0; languages_of(include) == 0 && n < a->all.count; n++) {
				const struct change *file = &a->all.list[n];
				if (file->now.kind != ENTRY_FILE || languages_of(file->path) != 0 || !c_include_means(include, file->path) ||
				    is_among(included, a->nincluded, file->path))
					continue;
				included[a->nincluded++] = file->path;
				const struct failure *f = scanner_facts(h->scanner, h->repository, h->visit, &file->now.id, &a->facts[a->nfacts++]);
				if (f != NULL)
					return f;
			}
		}
	}
	return NULL;
}

const struct failure *around_read(struct hearing *h, const struct oid *root, const struct around **around)
{
	struct around *a = arena_take(h->step, 1, sizeof *a);
	const struct failure *f = changes_find(h->repository, h->step, root, NULL, 0, &a->all);
	a->facts = arena_take(h->step, a->all.count, sizeof *a->facts);
	for (size_t i = 0; f == NULL && i < a->all.count; i++) {
		const struct change *file = &a->all.list[i];
		if (file->now.kind != ENTRY_FILE || !tally_is_judged(h->policy, file->path))
			continue;
		f = scanner_facts(h->scanner, h->repository, h->visit, &file->now.id, &a->facts[a->nfacts++]);
	}
	struct span *included = arena_take(h->step, a->all.count, sizeof *included);
	a->included = included;
	for (size_t first = 0, last = a->nfacts; f == NULL && first < last; first = last, last = a->nfacts) {
		f = include_more(h, a, included, first);
		if (a->nfacts == last)
			break;
	}
	*around = a;
	return f;
}

bool around_includes(const struct around *a, struct span path)
{
	return is_among(a->included, a->nincluded, path);
}

static bool is_paster(const struct around *a, struct span macro)
{
	for (size_t i = 0; i < a->nfacts; i++)
		if (is_among(a->facts[i]->pasters, a->facts[i]->npasters, macro))
			return true;
	return false;
}

/* A macro pastes itself, or hands on to one that does. Who hands on to more than honest code has is taken to paste. */
bool around_pastes(const struct around *a, struct span macro)
{
	struct span asked[MOST_HANDED] = {macro};
	size_t count = 1;
	for (size_t n = 0; n < count; n++) {
		if (is_paster(a, asked[n]))
			return true;
		for (size_t i = 0; i < a->nfacts; i++) {
			for (size_t k = 0; k < a->facts[i]->nhandings; k++) {
				const struct c_handing *handing = &a->facts[i]->handings[k];
				if (!span_eq(handing->from, asked[n]) || is_among(asked, count, handing->to))
					continue;
				if (count == MOST_HANDED)
					return true;
				asked[count++] = handing->to;
			}
		}
	}
	return false;
}

void around_meant(const struct around *a, struct span include, void (*tell)(void *, struct span, const struct entry *), void *context)
{
	for (size_t i = 0; i < a->all.count; i++) {
		const struct change *file = &a->all.list[i];
		if (file->now.kind == ENTRY_FILE && languages_of(file->path) == 0 && c_include_means(include, file->path))
			tell(context, file->path, &file->now);
	}
}

void around_links(const struct around *a, void (*tell)(void *, struct span, const struct entry *), void *context)
{
	for (size_t i = 0; i < a->all.count; i++)
		if (a->all.list[i].now.kind == ENTRY_LINK && languages_of(a->all.list[i].path) != 0)
			tell(context, a->all.list[i].path, &a->all.list[i].now);
}
