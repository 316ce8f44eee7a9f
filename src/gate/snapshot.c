/* SPDX-License-Identifier: MIT */
/* snapshot.c - every hit in a state of the code. */
#include "gate/snapshot.h"

#include "base/arena.h"
#include "base/path.h"
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

const struct failure *snapshot_of_commit(const struct snapshot *s, struct repository *r, const struct oid *id)
{
	struct span raw;
	struct commit commit;
	struct changes all;
	const struct failure *f = commit_read(r, s->visit, id, &commit);
	if (f == NULL)
		f = changes_find(r, s->visit, &commit.tree, NULL, 0, &all);
	for (size_t i = 0; f == NULL && i < all.count; i++) {
		const struct change *file = &all.list[i];
		const struct hits *hits;
		if (file->now.kind != ENTRY_FILE || !tally_is_judged(s->policy, file->path))
			continue;
		arena_reset(s->step);
		f = scanner_hits(s->scanner, r, s->visit, &file->now.id, languages_of(file->path), &hits);
		if (f != NULL || hits->count == 0)
			continue;
		f = repository_read_kind(r, s->step, &file->now.id, OBJECT_BLOB, &raw);
		if (f == NULL)
			tell(s, file->path, raw, hits);
	}
	return f;
}

static const struct failure *scan_file(const struct snapshot *s, struct span folder, struct span path)
{
	struct span bytes;
	bool found;
	if (!tally_is_judged(s->policy, path))
		return NULL;
	arena_reset(s->step);
	const struct failure *f = file_read(s->step, folder, path, TRUST_ANYBODY, LARGEST_FILE, &bytes, &found);
	if (f != NULL || !found)
		return f == NULL ? NULL : failure_within(s->visit, f, "scan");
	const struct hits *hits = scanner_hits_of(s->scanner, s->visit, bytes, languages_of(path));
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
