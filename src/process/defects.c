/* SPDX-License-Identifier: MIT */
/* defects.c - security defects in deployed software. */
#include "process/defects.h"

#include "base/date.h"
#include "policy/policy.h"
#include "process/cells.h"

const char *escape_words(enum escape escape)
{
	static const char *const words[] = {
		[ESCAPE_RULE_NAMED] = "the rule that the report names", [ESCAPE_RULE_OF_CWE] = "a rule for its weakness", [ESCAPE_NO_RULE] = "no rule",
		[ESCAPE_UNKNOWN] = "not known: no policy was given",
	};
	_Static_assert(COUNT(words) == ESCAPES, "an escape lacks its words");
	return words[escape];
}

static bool has_cwe(const struct rule *rule, struct span list)
{
	struct span piece;
	unsigned long number;
	while (span_next(&list, ',', &piece)) {
		piece = span_trim(piece);
		if (!span_starts(piece, SPAN("CWE-")) || !span_number(span_from(piece, 4), 99999, &number))
			continue;
		for (size_t i = 0; i < rule->ncwe; i++)
			if (rule->cwe[i] == number)
				return true;
	}
	return false;
}

static struct span joined(struct arena *a, struct span list, struct span more)
{
	return list.len == 0 ? more : span_format(a, "%.*s, %.*s", SPAN_ARGS(list), SPAN_ARGS(more));
}

static void find_rules(const struct policy *policy, struct arena *a, struct defect *d)
{
	struct span named = problem_field(d->item->problem, "rule"), cwe = problem_field(d->item->problem, "cwe");
	d->escape = policy == NULL ? ESCAPE_UNKNOWN : ESCAPE_NO_RULE;
	for (size_t i = 0; policy != NULL && i < policy->nrules; i++) {
		const struct rule *rule = &policy->rules[i];
		if (rule->action == ACTION_OFF)
			continue;
		if (named.len > 0 && span_eq(rule->id, named)) {
			d->escape = ESCAPE_RULE_NAMED;
			d->rules = rule->id;
			return;
		}
		if (!has_cwe(rule, cwe))
			continue;
		d->escape = ESCAPE_RULE_OF_CWE;
		d->rules = joined(a, d->rules, rule->id);
	}
}

static void find_actions(const struct examination *x, struct arena *a, struct defect *d)
{
	for (size_t r = 0; r < x->nreviews; r++)
		for (size_t i = 0; i < x->reviews[r].nactions; i++) {
			const struct review_action *action = &x->reviews[r].actions[i];
			if (!span_eq(action->improves, d->item->problem->id))
				continue;
			struct span said = action->policy_commit.len == 0
			                           ? action->id
			                           : span_format(a, "%.*s (policy %.*s)", SPAN_ARGS(action->id), SPAN_ARGS(span_slice(action->policy_commit, 0, 12)));
			d->actions = joined(a, d->actions, said);
		}
}

const struct defects *defects_find(const struct examination *x, struct arena *a)
{
	const struct population *p = &x->population;
	struct defects *all = arena_take(a, 1, sizeof *all);
	struct defect *list = NULL;
	size_t room = 0;
	for (size_t i = 0; i < p->nitems; i++) {
		if (!p->items[i].member || !item_is_from_field(&p->items[i]))
			continue;
		list = arena_grow(a, list, all->count, &room, sizeof *list);
		struct defect *d = &list[all->count++];
		*d = (struct defect){.item = &p->items[i], .rules = SPAN(""), .actions = SPAN("")};
		find_rules(x->policy, a, d);
		find_actions(x, a, d);
		all->escapes[d->escape]++;
	}
	all->list = list;
	return all;
}

void defects_csv(struct output *o, const struct examination *x, const struct defects *defects)
{
	static const char *const fields[] = {"product", "component", "title", "source", "origin", "severity", "cwe", "root_cause", "affected", "safety", "decision", "released"};
	cell_put(o, SPAN("id"), true);
	cell_put(o, SPAN("received"), false);
	cell_put(o, SPAN("state"), false);
	for (size_t i = 0; i < COUNT(fields); i++)
		cell_put(o, span_of(fields[i]), false);
	cell_put(o, SPAN("would have been caught by"), false);
	cell_put(o, SPAN("rules"), false);
	cell_put(o, SPAN("actions"), false);
	cells_end(o);
	if (defects->count == 0) {
		cell_put(o, SPAN("none: no defect of deployed software was received or open in the period"), true);
		cells_end(o);
	}
	for (size_t i = 0; i < defects->count; i++) {
		const struct defect *d = &defects->list[i];
		cell_put(o, d->item->problem->id, true);
		cell_put(o, date_print(x->arena, d->item->received), false);
		cell_put(o, problem_state_name(d->item->state), false);
		for (size_t k = 0; k < COUNT(fields); k++)
			cell_put(o, problem_field(d->item->problem, fields[k]), false);
		cell_put(o, span_of(escape_words(d->escape)), false);
		cell_put(o, d->rules, false);
		cell_put(o, d->actions, false);
		cells_end(o);
	}
}
