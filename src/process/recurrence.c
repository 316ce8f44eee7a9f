/* SPDX-License-Identifier: MIT */
/* recurrence.c - which refused findings are refused again and again. */
#include "process/recurrence.h"

#include "process/observation.h"
#include "process/valid.h"

/* Verdicts on one finding that are looked at. */
#define VERDICTS_MOST 64

/* What an earlier verdict was about; read once, whichever of its findings led to it. */
struct earlier {
	int64_t seq;
	bool refused;
	struct digest push;
};

struct search {
	struct promotion *promotion;
	struct earlier *known;
	size_t nknown, room;
	struct digest pushes[PROMOTION_PUSHES]; /* different ones in which the present finding was refused */
	size_t npushes, looked;
};

/* Ends a reading that has seen enough. */
static const struct failure enough = {FAILURE_USAGE, {"enough", 6}, {"", 0}};

/* The new values of all refs tell one push from another. */
static struct digest push_of(struct arena *a, const struct json *record)
{
	const struct json *updates = json_member(record, SPAN("updates"));
	size_t count = updates == NULL ? 0 : updates->count, n = 0;
	struct span *parts = arena_take(a, 2 * count, sizeof *parts);
	for (const struct json *each = updates == NULL ? NULL : updates->first; each != NULL; each = each->next) {
		parts[n++] = json_word(each, "ref");
		parts[n++] = json_word(each, "new");
	}
	return digest_of(parts, n);
}

static void count_push(struct search *s, const struct digest *push)
{
	for (size_t i = 0; i < s->npushes; i++)
		if (digest_eq(&s->pushes[i], push))
			return;
	if (s->npushes < PROMOTION_PUSHES)
		s->pushes[s->npushes++] = *push;
}

static const struct failure *read_earlier(struct search *s, const struct event *e, struct earlier *earlier)
{
	struct arena *step = s->promotion->ledger->step;
	const struct json *record;
	const struct failure *f = json_read(step, e->id, e->body, &record);
	if (f != NULL)
		return failure_copy(s->promotion->arena, f);
	*earlier = (struct earlier){e->seq, span_eq(json_word(record, "mode"), SPAN("push")) && span_eq(json_word(record, "outcome"), SPAN("block")),
	                            push_of(step, record)};
	return NULL;
}

static const struct failure *look(void *context, const struct event *e)
{
	struct search *s = context;
	size_t i = 0;
	while (i < s->nknown && s->known[i].seq != e->seq)
		i++;
	if (i == s->nknown) {
		s->known = arena_grow(s->promotion->arena, s->known, s->nknown, &s->room, sizeof *s->known);
		const struct failure *f = read_earlier(s, e, &s->known[i]);
		if (f != NULL)
			return f;
		s->nknown++;
	}
	if (s->known[i].refused)
		count_push(s, &s->known[i].push);
	return s->npushes == PROMOTION_PUSHES || ++s->looked == VERDICTS_MOST ? &enough : NULL;
}

static const struct failure *look_back(struct search *s, const struct json *finding, const struct digest *push)
{
	static const struct span verdicts[] = {{"verdict", 7}};
	struct promotion *p = s->promotion;
	const struct selection named = {.kinds = verdicts, .nkinds = 1, .name = json_word(finding, "fingerprint")};
	s->npushes = s->looked = 0;
	count_push(s, push);
	const struct failure *f = ledger_read_valid(p->ledger, &named, look, s);
	if (f != NULL && f != &enough)
		return f;
	if (s->npushes == PROMOTION_PUSHES)
		p->recurring[p->nrecurring++] = finding;
	return NULL;
}

static bool blocks(const struct json *finding)
{
	const struct json *value = json_member(finding, SPAN("blocks"));
	return value != NULL && value->kind == JSON_TRUE && finding_is_of_product(finding);
}

const struct failure *recurrence_find(struct promotion *p)
{
	struct search s = {.promotion = p};
	const struct digest push = push_of(p->arena, p->record);
	const struct json *findings = json_member(p->record, SPAN("findings"));
	const struct failure *f = NULL;
	size_t looked = 0;
	for (const struct json *each = findings == NULL ? NULL : findings->first; f == NULL && each != NULL && looked < PROMOTION_MOST; each = each->next) {
		const struct problem **reports;
		size_t count;
		if (!blocks(each))
			continue;
		f = problems_named(p->ledger, p->arena, json_word(each, "fingerprint"), &reports, &count);
		if (f != NULL || count > 0)
			continue;
		looked++;
		f = look_back(&s, each, &push);
	}
	return f;
}
