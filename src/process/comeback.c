/* SPDX-License-Identifier: MIT */
/* comeback.c - what came back after it was closed. */
#include "process/comeback.h"

#include "base/date.h"

#include <stdlib.h>

/* A report under the key by which another may say the same. */
struct mark {
	size_t key;
	int64_t received;
	size_t item;
};

static int by_key_and_time(const void *a, const void *b)
{
	const struct mark *x = a, *y = b;
	if (x->key != y->key)
		return x->key < y->key ? -1 : 1;
	if (x->received != y->received)
		return x->received < y->received ? -1 : 1;
	return (x->item > y->item) - (x->item < y->item);
}

/* The first mark of the key that was received behind the moment; `n` where there is none. */
static size_t first_behind(const struct mark *marks, size_t n, size_t key, int64_t moment)
{
	size_t low = 0, high = n;
	while (low < high) {
		size_t middle = low + (high - low) / 2;
		bool before = marks[middle].key < key || (marks[middle].key == key && marks[middle].received <= moment);
		low = before ? middle + 1 : low;
		high = before ? high : middle;
	}
	return low < n && marks[low].key == key ? low : n;
}

static struct span cause_of(struct arena *a, const struct item *i)
{
	struct span cause = problem_field(i->problem, "root_cause"), component = problem_field(i->problem, "component");
	return cause.len == 0 || component.len == 0 || i->ended_otherwise ? SPAN("") : span_format(a, "%.*s\n%.*s", SPAN_ARGS(cause), SPAN_ARGS(component));
}

static struct span fingerprint_of(struct arena *a, const struct item *i)
{
	(void)a;
	return problem_field(i->problem, "fingerprint");
}

typedef struct span key_maker(struct arena *, const struct item *);

/* All reports that have such a key, sorted; *keys numbers them. */
static struct mark *mark_all(const struct population *p, struct arena *a, key_maker *make, struct named *keys, size_t *count)
{
	struct mark *marks = arena_take(a, p->nitems, sizeof *marks);
	*count = 0;
	for (size_t i = 0; i < p->nitems; i++) {
		struct span key = make(a, &p->items[i]);
		if (key.len > 0)
			marks[(*count)++] = (struct mark){named_number(keys, key), p->items[i].received, i};
	}
	if (*count > 0)
		qsort(marks, *count, sizeof *marks, by_key_and_time);
	return marks;
}

static bool came_back(const struct population *p, const struct item *i, const struct mark *marks, size_t n, size_t key, struct span *by)
{
	size_t at = first_behind(marks, n, key, i->last_closing);
	int64_t end = i->last_closing + RECURRENCE_DAYS * SECONDS_PER_DAY;
	if (at == n || marks[at].received > end || marks[at].received > p->to)
		return false;
	*by = p->items[marks[at].item].problem->id;
	return true;
}

const struct recurrences *recurrences_find(const struct population *p, struct arena *a)
{
	struct recurrences *found = arena_take(a, p->nitems, sizeof *found);
	struct named prints = {.arena = a}, causes = {.arena = a};
	size_t nprints, ncauses;
	const struct mark *by_print = mark_all(p, a, fingerprint_of, &prints, &nprints), *by_cause = mark_all(p, a, cause_of, &causes, &ncauses);
	for (size_t i = 0; i < p->nitems; i++) {
		const struct item *item = &p->items[i];
		struct span print = fingerprint_of(a, item), cause = cause_of(a, item);
		if (item->closings == 0)
			continue;
		found[i].reopened = item->reopenings > 0 && item->last_reopening >= item->first_closing;
		found[i].same_cause = cause.len > 0 && came_back(p, item, by_cause, ncauses, named_find(&causes, cause), &found[i].by);
		found[i].same_fingerprint = print.len > 0 && came_back(p, item, by_print, nprints, named_find(&prints, print), &found[i].by);
	}
	return found;
}
