/* SPDX-License-Identifier: MIT */
/* tag.c - a tag object read strictly. */
#include "git/tag.h"

#include "base/arena.h"
#include "git/headers.h"
#include "git/oid.h"

static void odd(struct arena *a, struct tag *tag, struct span who, struct span what)
{
	if (tag->oddity.len == 0 && what.len > 0)
		tag->oddity = span_format(a, "the tag's %.*s %.*s", SPAN_ARGS(who), SPAN_ARGS(what));
}

static bool take(struct span *rest, const char *key, struct span *value)
{
	struct header h;
	if (!header_next(rest, &h) || !span_eq(h.key, span_of(key)))
		return false;
	*value = h.value;
	return true;
}

/* What comes behind the name: the tagger at most once and first, the others nowhere else. */
static void read_others(struct arena *a, struct span *rest, struct tag *tag)
{
	static const struct span once[] = {{"object", 6}, {"type", 4}, {"tag", 3}, {"tagger", 6}};
	struct signature tagger = {.seconds = 0};
	struct header h;
	for (bool first = true; header_next(rest, &h); first = false) {
		if (first && span_eq(h.key, SPAN("tagger"))) {
			odd(a, tag, h.key, signature_read(h.value, &tagger));
			odd(a, tag, h.key, tagger.readable ? SPAN("") : SPAN("has a date that cannot be read"));
		} else if (span_among(once, COUNT(once), h.key)) {
			odd(a, tag, h.key, SPAN("stands where it does not belong, or twice"));
		}
	}
}

bool tag_parse(struct arena *a, struct span raw, struct tag *tag)
{
	struct span rest = raw, object, type, name;
	*tag = (struct tag){.oddity = SPAN("")};
	if (!take(&rest, "object", &object) || !oid_read(object, &tag->target))
		return false;
	if (!take(&rest, "type", &type) || !object_kind_named(type, &tag->kind) || !take(&rest, "tag", &name))
		return false;
	read_others(a, &rest, tag);
	odd(a, tag, SPAN("header"), headers_fault(raw, rest));
	return true;
}

const struct failure *tags_oddity(struct repository *r, struct arena *a, const struct oid *id, struct span *oddity)
{
	struct oid at = *id;
	*oddity = SPAN("");
	for (int deep = 0; deep < REPOSITORY_DEEPEST_TAG && oddity->len == 0; deep++) {
		struct object object = {0};
		struct tag tag;
		const struct failure *f = repository_read(r, a, &at, &object);
		if (f != NULL || object.kind != OBJECT_TAG || !tag_parse(a, object.bytes, &tag))
			return f;
		*oddity = tag.oddity;
		at = tag.target;
	}
	return NULL;
}
