/* SPDX-License-Identifier: MIT */
/* changes_print.c - prints what commits change, in git's own raw format: changes_print m|c REPOSITORY < commits */
#include "base/arena.h"
#include "git/changes.h"
#include "git/commit.h"
#include "git/oid.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Standard output is that of `git diff-tree --stdin -r -m --root --raw -z --no-renames --no-abbrev` (m: a commit against each
 * of its parents) or of the same with -c and merges alone (c: where a merge differs from all of its parents, all trees walked at
 * once). Git knows of a file only whether it is executable; an entry that differs in other bits alone is left out and counted.
 * The last line on standard error counts commits, pairs (or merges), entries and those left out.
 */
struct tool {
	struct arena *house, *step;
	struct repository *repository;
	size_t ncommits, npairs, nentries, nleft;
};

static void check(const struct failure *f)
{
	if (f == NULL)
		return;
	fprintf(stderr, "changes_print: %.*s\n", SPAN_ARGS(f->text));
	exit(2);
}

static unsigned mode_of(const struct entry *e)
{
	static const unsigned modes[] = {[ENTRY_NONE] = 0, [ENTRY_TREE] = 040000, [ENTRY_FILE] = 0100644, [ENTRY_LINK] = 0120000, [ENTRY_SUBMODULE] = 0160000};
	return e->kind == ENTRY_FILE && (e->mode & 0100) != 0 ? 0100755 : modes[e->kind];
}

static bool is_same(const struct entry *a, const struct entry *b)
{
	return mode_of(a) == mode_of(b) && (a->kind == ENTRY_NONE || oid_eq(&a->id, &b->id));
}

static char letter_of(const struct entry *now, const struct entry *before, bool merge)
{
	if (before->kind == ENTRY_NONE)
		return 'A';
	if (now->kind == ENTRY_NONE)
		return 'D';
	/* In the table of a merge git does not tell a change of kind. */
	return now->kind != before->kind && !merge ? 'T' : 'M';
}

static struct commit commit_of(struct tool *t, const struct oid *id)
{
	struct span raw;
	struct commit c;
	check(repository_read_kind(t->repository, t->step, id, OBJECT_COMMIT, &raw));
	check(commit_parse(t->step, id, raw, &c));
	return c;
}

static void print_head(struct tool *t, const struct commit *c)
{
	printf("%.*s%c", SPAN_ARGS(oid_hex(t->step, &c->id)), '\0');
}

static void print_path(struct span path)
{
	fwrite(path.at, 1, path.len, stdout);
	putchar('\0');
}

static void print_pair(struct tool *t, const struct commit *c, const struct oid *parent)
{
	struct changes changes;
	bool printed = false;
	struct oid before;
	if (parent != NULL)
		before = commit_of(t, parent).tree;
	check(changes_find(t->repository, t->step, &c->tree, &before, parent != NULL, &changes));
	t->npairs++;
	for (size_t i = 0; i < changes.count; i++) {
		const struct change *change = &changes.list[i];
		struct entry none = {.kind = ENTRY_NONE};
		const struct entry *was = parent != NULL ? &change->before[0] : &none;
		if (is_same(&change->now, was)) {
			t->nleft++;
			continue;
		}
		if (!printed)
			print_head(t, c);
		printed = true;
		t->nentries++;
		printf(":%06o %06o %.*s %.*s %c%c", mode_of(was), mode_of(&change->now), SPAN_ARGS(oid_hex(t->step, &was->id)),
		       SPAN_ARGS(oid_hex(t->step, &change->now.id)), letter_of(&change->now, was, false), '\0');
		print_path(change->path);
	}
}

static bool differs_from_all(const struct change *change, size_t nparents)
{
	for (size_t i = 0; i < nparents; i++)
		if (is_same(&change->now, &change->before[i]))
			return false;
	return true;
}

static void print_merge(struct tool *t, const struct commit *c)
{
	struct changes changes;
	struct oid *trees = arena_take(t->step, c->nparents, sizeof *trees);
	for (size_t i = 0; i < c->nparents; i++)
		trees[i] = commit_of(t, &c->parents[i]).tree;
	check(changes_find(t->repository, t->step, &c->tree, trees, c->nparents, &changes));
	t->npairs++;
	print_head(t, c); /* git names every merge here, and a pair only where it differs */
	for (size_t i = 0; i < changes.count; i++) {
		const struct change *change = &changes.list[i];
		if (!differs_from_all(change, c->nparents))
			continue;
		t->nentries++;
		for (size_t k = 0; k < c->nparents; k++)
			putchar(':');
		for (size_t k = 0; k < c->nparents; k++)
			printf("%06o ", mode_of(&change->before[k]));
		printf("%06o", mode_of(&change->now));
		for (size_t k = 0; k < c->nparents; k++)
			printf(" %.*s", SPAN_ARGS(oid_hex(t->step, &change->before[k].id)));
		printf(" %.*s ", SPAN_ARGS(oid_hex(t->step, &change->now.id)));
		for (size_t k = 0; k < c->nparents; k++)
			putchar(letter_of(&change->now, &change->before[k], true));
		putchar('\0');
		print_path(change->path);
	}
}

int main(int argc, char **argv)
{
	char line[OID_HEX_LENGTH + 2];
	if (argc != 3) {
		fputs("usage: changes_print m|c REPOSITORY < commits\n", stderr);
		return 2;
	}
	struct tool t = {.house = arena_new("house", (size_t)1 << 30), .step = arena_new("step", (size_t)1 << 32)};
	check(repository_open(t.house, &(struct opening){.path = argv[2], .partial_clone = true, .safe_directory = true}, &t.repository));
	while (fgets(line, sizeof line, stdin) != NULL) {
		struct oid id;
		if (!oid_read(span_trim(span_of(line)), &id))
			return 2;
		arena_reset(t.step);
		struct commit c = commit_of(&t, &id);
		t.ncommits++;
		if (argv[1][0] == 'c') {
			if (c.nparents > 1)
				print_merge(&t, &c);
			continue;
		}
		if (c.nparents == 0)
			print_pair(&t, &c, NULL);
		for (size_t i = 0; i < c.nparents; i++)
			print_pair(&t, &c, &c.parents[i]);
	}
	fprintf(stderr, "%zu %zu %zu %zu\n", t.ncommits, t.npairs, t.nentries, t.nleft);
	repository_close(t.repository);
	arena_free(t.step);
	arena_free(t.house);
	return fflush(stdout) == 0 && !ferror(stdout) ? 0 : 2;
}
