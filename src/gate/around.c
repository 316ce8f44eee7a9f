/* SPDX-License-Identifier: MIT */
/* around.c - what the other files of a tree say about one of them. */
#include "gate/around.h"

#include "base/arena.h"
#include "gate/tally.h"
#include "text/c_facts.h"

struct around {
	struct changes all; /* every file of the tree */
	const struct c_facts **facts;
	size_t nfacts;
};

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
	*around = a;
	return f;
}

bool around_includes(const struct around *a, struct span path)
{
	for (size_t i = 0; i < a->nfacts; i++)
		for (size_t k = 0; k < a->facts[i]->nincludes; k++)
			if (c_include_means(a->facts[i]->includes[k], path))
				return true;
	return false;
}

bool around_pastes(const struct around *a, struct span macro)
{
	for (size_t i = 0; i < a->nfacts; i++)
		for (size_t k = 0; k < a->facts[i]->npasters; k++)
			if (span_eq(a->facts[i]->pasters[k], macro))
				return true;
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
