/* SPDX-License-Identifier: MIT */
/* break_glass.c - the sanctioned way past the gate. */
#include "gate/break_glass.h"

#include "git/oid.h"

/* The very value: of the tags that end in one commit there may be many. One that names no repository is void, which is said anywhere. */
static bool is_for(const struct hearing *h, const struct break_glass *entry, const struct update *u)
{
	return (entry->repository.len == 0 || span_eq(entry->repository, h->name)) && span_eq(entry->ref, u->ref) && oid_eq(&u->new, &entry->commit);
}

/* The first entry in force; a void one for the same value is said. */
static const struct break_glass *find(struct hearing *h, const struct update *u)
{
	for (size_t i = 0; i < h->policy->nbreak_glasses; i++) {
		const struct break_glass *entry = &h->policy->break_glasses[i];
		if (!is_for(h, entry, u))
			continue;
		if (entry->void_because.len == 0)
			return entry;
		hearing_note(h, "break-glass %.*s grants nothing: %.*s", SPAN_ARGS(entry->id), SPAN_ARGS(entry->void_because));
	}
	return NULL;
}

static bool blocks(const struct hearing *h)
{
	for (size_t i = 0; i < h->nfindings; i++)
		if (finding_blocks(&h->findings[i]))
			return true;
	return false;
}

static bool may_cover(const struct hearing *h, const struct finding *finding)
{
	const struct rule *first = policy_builtin(h->policy, RULE_POLICY_REVIEW), *last = policy_builtin(h->policy, RULE_OBJECT);
	return finding_blocks(finding) && (finding->rule < first || finding->rule > last);
}

const struct break_glass *break_glass_use(struct hearing *h)
{
	if (h->policy->nbreak_glasses == 0 || !blocks(h))
		return NULL;
	for (size_t i = 0; i < h->push->nupdates; i++) {
		const struct break_glass *entry = find(h, &h->push->updates[i]);
		if (entry == NULL)
			continue;
		if (h->push->nupdates > 1) {
			hearing_note(h, "break-glass %.*s lets %.*s through only where it is pushed alone", SPAN_ARGS(entry->id), SPAN_ARGS(entry->ref));
			continue;
		}
		for (size_t k = 0; k < h->nfindings; k++)
			if (may_cover(h, &h->findings[k]))
				h->findings[k].break_glass = entry;
		return entry;
	}
	return NULL;
}
