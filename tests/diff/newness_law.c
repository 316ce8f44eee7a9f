/* SPDX-License-Identifier: MIT */
/* newness_law.c - judgement.md 1.6 word by word: whole trees counted, nothing left out because it did not change. */
#include "base/arena.h"
#include "gate/scanner.h"
#include "gate/policy_place.h"
#include "gate/tally.h"
#include "git/commit.h"
#include "git/oid.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * usage: newness_law POLICY REPOSITORY < QUESTIONS
 *   A question is a line `commit parent... | base...`: the merge bases as git names them, none for a commit with one parent.
 * For each rule and path of a commit: `commit rule path least most`, the fewest and the most findings that the law allows there;
 * then `commit rule - own own placeless` for all paths together. Placeless are own hits that stand nowhere but where a parent had
 * as many: two sides moved one hit to two places, and 1.5 wants no finding of their merge. Only reading a file is left to the
 * scanner that is under test.
 */
#define MOST_TREES 64

/* One hit at one path. */
struct stand {
	unsigned rule;
	struct digest window;
	struct span path;
};

struct whole {
	struct arena *arena;
	struct oid tree;
	struct stand *list;
	size_t count, room;
	size_t used; /* when it was asked for last; 0: free */
};

struct law {
	struct arena *house, *visit, *step;
	struct repository *repository;
	const struct policy *policy;
	struct scanner *scanner;
	struct whole trees[MOST_TREES];
	size_t clock;
};

static void check(const struct failure *f)
{
	if (f == NULL)
		return;
	fprintf(stderr, "newness_law: %.*s\n", SPAN_ARGS(f->text));
	exit(2);
}

static int stand_order(const void *left, const void *right)
{
	const struct stand *a = left, *b = right;
	if (a->rule != b->rule)
		return a->rule < b->rule ? -1 : 1;
	int order = memcmp(a->window.bytes, b->window.bytes, sizeof a->window.bytes);
	return order != 0 ? order : span_order(a->path, b->path);
}

static void add_file(struct law *l, struct whole *w, struct span path, const struct oid *blob, struct span end)
{
	const struct hits *hits;
	language_set set = languages_of(path);
	if (set == 0 || !scanner_reading(l->scanner, l->visit, path)->judged)
		return;
	const struct failure *f = scanner_hits(l->scanner, l->repository, l->visit, blob, set, &hits);
	if (f != NULL)
		return; /* the snapshot lacks it: it is lacking in every tree alike */
	for (size_t i = 0; i < hits->count; i++) {
		const struct rule *rule = &l->policy->rules[hits->list[i].id];
		/* 1.11: behind a link nothing is new that is judged where it leads. */
		bool elsewhere = end.len > 0 && rule_covers(rule, end) && scanner_reading(l->scanner, l->visit, end)->judged;
		if (!rule_covers(rule, path) || elsewhere)
			continue;
		w->list = arena_grow(w->arena, w->list, w->count, &w->room, sizeof *w->list);
		w->list[w->count++] = (struct stand){hits->list[i].id, hits->list[i].window, path};
	}
}

static void add_link(struct law *l, struct whole *w, struct span path, const struct oid *link)
{
	struct span text, end;
	struct entry target;
	check(repository_read_kind(l->repository, w->arena, link, OBJECT_BLOB, &text));
	check(tree_follow(l->repository, w->arena, &w->tree, path, text, &target, &end));
	if (target.kind == ENTRY_FILE)
		add_file(l, w, path, &target.id, end);
}

static void add_tree(struct law *l, struct whole *w, const struct oid *id, struct span folder)
{
	struct tree tree;
	check(tree_read(l->repository, w->arena, id, &tree));
	for (size_t i = 0; i < tree.nentries; i++) {
		const struct entry *e = &tree.entries[i];
		struct span path = folder.len == 0 ? e->name : span_format(w->arena, "%.*s/%.*s", SPAN_ARGS(folder), SPAN_ARGS(e->name));
		if (e->kind == ENTRY_TREE)
			add_tree(l, w, &e->id, path);
		if (e->kind == ENTRY_FILE)
			add_file(l, w, path, &e->id, SPAN(""));
		if (e->kind == ENTRY_LINK && languages_of(path) != 0)
			add_link(l, w, path, &e->id);
	}
}

/* All hits of a commit's tree, sorted. */
static const struct whole *whole_of(struct law *l, struct span commit)
{
	struct oid id;
	struct span raw;
	struct commit c;
	if (!oid_read(commit, &id))
		check(failure_of_usage(l->house, "%.*s is no id", SPAN_ARGS(commit)));
	check(repository_read_kind(l->repository, l->step, &id, OBJECT_COMMIT, &raw));
	check(commit_parse(l->step, &id, raw, &c));
	struct whole *oldest = &l->trees[0];
	l->clock++;
	for (size_t i = 0; i < MOST_TREES; i++) {
		struct whole *w = &l->trees[i];
		if (w->used > 0 && oid_eq(&w->tree, &c.tree)) {
			w->used = l->clock;
			return w;
		}
		oldest = w->used < oldest->used ? w : oldest;
	}
	if (oldest->arena != NULL)
		arena_free(oldest->arena);
	*oldest = (struct whole){.arena = arena_new("step", (size_t)1 << 31), .tree = c.tree, .used = l->clock};
	add_tree(l, oldest, &c.tree, SPAN(""));
	if (oldest->count > 1)
		qsort(oldest->list, oldest->count, sizeof *oldest->list, stand_order);
	return oldest;
}

/* How often a hit stands in the tree: at that path, or (path empty) anywhere. */
static size_t count_in(const struct whole *w, const struct stand *s, struct span path)
{
	size_t low = 0, high = w->count, count = 0;
	struct stand wanted = {s->rule, s->window, path};
	while (low < high) {
		size_t middle = (low + high) / 2;
		if (stand_order(&w->list[middle], &wanted) < 0)
			low = middle + 1;
		else
			high = middle;
	}
	for (; low < w->count; low++, count++) {
		const struct stand *at = &w->list[low];
		if (at->rule != s->rule || !digest_eq(&at->window, &s->window) || (path.len > 0 && !span_eq(at->path, path)))
			break;
	}
	return count;
}

struct question {
	const struct whole *now, *parents[MOST_TREES / 2], *base;
	size_t nparents;
};

/* "A hit is new when the commit holds the same hit more often than any parent. For a merge, its own = ..." */
static size_t own_of(const struct question *q, const struct stand *s)
{
	size_t now = count_in(q->now, s, SPAN("")), most = 0, least = SIZE_MAX, expected;
	for (size_t i = 0; i < q->nparents; i++) {
		size_t n = count_in(q->parents[i], s, SPAN(""));
		most = n > most ? n : most;
		least = n < least ? n : least;
	}
	if (now <= most)
		return 0;
	if (q->nparents < 2)
		return now - most;
	expected = q->base != NULL ? count_in(q->base, s, SPAN("")) : least;
	for (size_t i = 0, base = expected; i < q->nparents; i++) {
		size_t n = count_in(q->parents[i], s, SPAN(""));
		expected += n > base ? n - base : 0;
	}
	return now > expected ? now - expected : 0;
}

/* At one path: how many more than in the parent that has most there. */
static size_t surplus_of(const struct question *q, const struct stand *s)
{
	size_t now = count_in(q->now, s, s->path), most = 0;
	for (size_t i = 0; i < q->nparents; i++) {
		size_t n = count_in(q->parents[i], s, s->path);
		most = n > most ? n : most;
	}
	return now > most ? now - most : 0;
}

static void print_hit(const struct law *l, struct span commit, const struct question *q, const struct stand *first, const struct stand *end)
{
	size_t own = own_of(q, first), all = 0;
	struct span rule = l->policy->rules[first->rule].id;
	if (own == 0)
		return;
	for (const struct stand *s = first; s < end; s++)
		if (s == first || !span_eq(s->path, s[-1].path))
			all += surplus_of(q, s);
	size_t told = own < all ? own : all;
	for (const struct stand *s = first; s < end; s++) {
		size_t surplus = s == first || !span_eq(s->path, s[-1].path) ? surplus_of(q, s) : 0;
		size_t others = all - surplus, most = surplus < own ? surplus : own;
		if (surplus > 0)
			printf("%.*s\t%.*s\t%.*s\t%zu\t%zu\n", SPAN_ARGS(commit), SPAN_ARGS(rule), SPAN_ARGS(s->path), told > others ? told - others : 0, most);
	}
	printf("%.*s\t%.*s\t-\t%zu\t%zu\t%zu\n", SPAN_ARGS(commit), SPAN_ARGS(rule), told, told, own - told);
}

static void answer(struct law *l, struct span line)
{
	struct question q = {0};
	struct span commit, word;
	bool bases = false;
	size_t nbases = 0;
	span_next(&line, ' ', &commit);
	q.now = whole_of(l, commit);
	while (span_next(&line, ' ', &word)) {
		if (span_eq(word, SPAN("|"))) {
			bases = true;
			continue;
		}
		if (bases)
			q.base = nbases++ == 0 ? whole_of(l, word) : NULL;
		else if (q.nparents < COUNT(q.parents))
			q.parents[q.nparents++] = whole_of(l, word);
	}
	for (size_t i = 0, end; i < q.now->count; i = end) {
		const struct stand *s = &q.now->list[i];
		for (end = i + 1; end < q.now->count && q.now->list[end].rule == s->rule && digest_eq(&q.now->list[end].window, &s->window); end++)
			;
		print_hit(l, commit, &q, s, q.now->list + end);
	}
}

int main(int argc, char **argv)
{
	if (argc != 3) {
		fputs("usage: newness_law POLICY REPOSITORY < QUESTIONS\n", stderr);
		return 2;
	}
	static struct law l;
	struct policy_place place;
	l.house = arena_new("house", (size_t)1 << 30);
	l.visit = arena_new("visit", (size_t)1 << 33);
	l.step = arena_new("step", (size_t)1 << 31);
	check(repository_open(l.house, &(struct opening){.path = argv[2], .partial_clone = true, .safe_directory = true}, &l.repository));
	check(policy_place_of_file(l.house, span_of(argv[1]), &place));
	check(policy_place_load(l.repository, l.house, &place, SPAN(""), 1700000000, &l.policy));
	l.scanner = scanner_new(l.house, l.policy);
	char *line = NULL;
	size_t room = 0;
	while (getline(&line, &room, stdin) > 0) {
		arena_reset(l.step);
		answer(&l, span_trim(span_of(line)));
	}
	free(line);
	repository_close(l.repository);
	return fflush(stdout) == 0 ? 0 : 2;
}
