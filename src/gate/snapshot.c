/* SPDX-License-Identifier: MIT */
/* snapshot.c - every hit in a state of the code. */
#include "gate/snapshot.h"

#include "base/arena.h"
#include "base/path.h"
#include "gate/around.h"
#include "gate/tally.h"
#include "git/changes.h"
#include "git/commit.h"
#include "text/encoding.h"

#define LARGEST_FILE ((size_t)128 << 20)
#define DEEPEST 256

static void tell(const struct snapshot *s, struct span path, struct span bytes, const struct hits *hits)
{
	struct span text = encoding_read(s->step, bytes).text;
	struct lines lines = {.count = 0};
	for (size_t i = 0; i < hits->count; i++) {
		const struct use *use = &hits->list[i];
		const struct rule *rule = &s->policy->rules[use->id];
		if (!rule_covers(rule, path) || use->doubt != DOUBT_NONE) /* what other files settle is known to the whole tree alone */
			continue;
		if (lines.count == 0)
			lines = lines_of(s->step, text);
		struct snapshot_hit hit = {path, place_in(&lines, use->at), rule->check == NULL ? SPAN("") : use->name, rule, use};
		s->reader->hit(s->reader->context, &hit);
	}
}

/* The hits at one path of a tree, as they are told. */
struct telling {
	const struct snapshot *snapshot;
	struct repository *repository;
	struct span path;
	struct lines lines; /* none until the first hit */
	const struct failure *failure;
};

static void tell_one(void *context, const struct oid *blob, const struct use *use)
{
	struct telling *t = context;
	const struct snapshot *s = t->snapshot;
	const struct rule *rule = &s->policy->rules[use->id];
	struct span raw;
	if (t->lines.count == 0 && t->failure == NULL) {
		t->failure = repository_read_kind(t->repository, s->step, blob, OBJECT_BLOB, &raw);
		if (t->failure == NULL)
			t->lines = lines_of(s->step, encoding_read(s->step, raw).text);
	}
	if (t->failure != NULL)
		return;
	struct snapshot_hit hit = {t->path, place_in(&t->lines, use->at), rule->check == NULL ? SPAN("") : use->name, rule, use};
	s->reader->hit(s->reader->context, &hit);
}

static const struct failure *tell_commit(const struct snapshot *s, struct hearing *h, const struct commit *commit)
{
	struct changes all;
	const struct failure *f = changes_find(h->repository, s->visit, &commit->tree, NULL, 0, &all);
	if (f != NULL)
		return f;
	struct comparison comparison = {.commit = commit, .now = commit->tree, .changes = &all};
	struct tally *tally = tally_new(h, &comparison);
	for (size_t i = 0; f == NULL && i < all.count; i++) {
		struct telling telling = {.snapshot = s, .repository = h->repository, .path = all.list[i].path};
		arena_reset(s->step);
		f = tally_each(tally, &all.list[i], tell_one, &telling);
		f = f == NULL ? telling.failure : f;
	}
	return f;
}

/* As a push of the whole tree would be: what its files say of one another counts. */
const struct failure *snapshot_of_commit(const struct snapshot *s, struct repository *r, const struct oid *id)
{
	struct commit commit;
	const struct failure *f = commit_read(r, s->visit, id, &commit);
	if (f != NULL)
		return f;
	struct hearing hearing = {.repository = r, .policy = s->policy, .visit = s->visit, .step = s->visit, .scanner = s->scanner,
	                          .around = around_new(s->visit)};
	f = tell_commit(s, &hearing, &commit);
	around_free(hearing.around);
	return f;
}

static const struct failure *scan_file(const struct snapshot *s, struct span folder, struct span path)
{
	struct span bytes;
	bool found;
	const struct reading *reading = scanner_reading(s->scanner, s->visit, path);
	if (!reading->judged)
		return NULL;
	arena_reset(s->step);
	const struct failure *f = file_read(s->step, folder, path, TRUST_ANYBODY, LARGEST_FILE, &bytes, &found);
	if (f != NULL || !found)
		return f == NULL ? NULL : failure_within(s->visit, f, "scan");
	const struct hits *hits = scanner_hits_of(s->scanner, s->visit, bytes, reading->set);
	tell(s, path, bytes, hits);
	return NULL;
}

/* Folders inside folders are few; the depth is bounded, so a call per folder is in order. */
static const struct failure *scan_folder(const struct snapshot *s, struct span top, struct span below, int depth)
{
	const struct folder_entry *entries;
	size_t count;
	struct span folder = below.len == 0 ? top : path_join(s->visit, top, below);
	if (depth > DEEPEST)
		return failure(s->visit, "folder %.*s lies deeper than %d folders", SPAN_ARGS(folder), DEEPEST);
	const struct failure *f = folder_list(s->visit, folder, &entries, &count);
	for (size_t i = 0; f == NULL && i < count; i++) {
		struct span name = entries[i].name;
		struct span path = path_join(s->visit, below, name);
		if (entries[i].kind == FILE_FOLDER && !span_eq(name, SPAN(".git")))
			f = scan_folder(s, top, path, depth + 1);
		else if (entries[i].kind == FILE_REGULAR)
			f = scan_file(s, top, path);
	}
	return f;
}

const struct failure *snapshot_of_folder(const struct snapshot *s, struct span folder)
{
	return scan_folder(s, folder, SPAN(""), 0);
}
