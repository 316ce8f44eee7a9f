/* SPDX-License-Identifier: MIT */
/* explain.c - what a rule is, why it is there, and what to do instead. */
#include "base/arena.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "gate/gate.h"

struct request {
	struct span policy;
	bool help;
};

static void line(struct output *o, const char *word, struct span text)
{
	if (text.len == 0)
		return;
	output_format(o, "%-10s ", word);
	output_foreign(o, text);
	output_text(o, "\n");
}

static void list(struct output *o, const char *word, const struct rule *rule, const char *key)
{
	const struct json *names = rule_option(rule, key);
	if (names == NULL || names->kind != JSON_ARRAY)
		return;
	output_format(o, "%-10s ", word);
	for (const struct json *each = names->first; each != NULL; each = each->next) {
		output_text(o, each == names->first ? "" : ", ");
		output_foreign(o, each->text);
	}
	output_text(o, "\n");
}

static void example(struct output *o, const char *heading, struct span text)
{
	output_format(o, "\n%s:\n    ", heading);
	output_foreign_lines(o, span_trim_right(text), 4);
	output_text(o, "\n");
}

/* The rule's own examples; a rule about messages has its check's. */
static void examples(struct output *o, const struct rule *rule)
{
	const struct check_example *of_check = rule->check != NULL && rule->check->on_commit != NULL ? rule->check->examples : NULL;
	bool any = of_check != NULL && of_check->options != NULL;
	struct span bad = rule->bad.len > 0 ? rule->bad : span_of(any ? of_check->bad : "");
	struct span good = rule->good.len > 0 ? rule->good : span_of(any ? of_check->good : "");
	if (bad.len > 0)
		example(o, "refused", bad);
	if (good.len > 0)
		example(o, "accepted", good);
}

static void explain(struct output *o, const struct policy *p, const struct rule *rule)
{
	output_foreign(o, rule->id);
	output_text(o, " - ");
	output_foreign(o, rule->title);
	output_text(o, "\n\n");
	list(o, "names", rule, "names");
	list(o, "calls", rule, "calls");
	line(o, "why", rule->why);
	line(o, "instead", rule->instead);
	line(o, "clause", rule->clause);
	if (rule->ncwe > 0) {
		output_format(o, "%-10s ", "CWE");
		for (size_t i = 0; i < rule->ncwe; i++)
			output_format(o, "%sCWE-%u (https://cwe.mitre.org/data/definitions/%u.html)", i == 0 ? "" : ", ", rule->cwe[i], rule->cwe[i]);
		output_text(o, "\n");
	}
	line(o, "severity", severity_name(rule->severity));
	line(o, "action", action_name(rule->action));
	line(o, "check", rule->check == NULL ? SPAN("built in") : span_of(rule->check->purpose));
	line(o, "policy", p->source);
	examples(o, rule);
	output_text(o, policy_deviates(p, rule)
	                       ? "\nIf it must stay: a deviation for this rule and the path, with reason and risk, approved by somebody else, in the policy's register.\n"
	                       : "\nNo deviation covers it: a deviation is bound to code at a path.\n");
}

static const struct failure *find(struct gate *g, const void *request, struct span id, struct output *o)
{
	const struct request *q = request;
	const struct policy *policy;
	if (id.len == 0)
		return failure_of_usage(g->visit, "explain needs the id of a rule");
	const struct failure *f = policy_of_file_or_packs(g->house, q->policy, g->at, &policy);
	for (size_t i = 0; f == NULL && i < policy->nrules; i++) {
		if (!span_eq_fold(policy->rules[i].id, id))
			continue;
		explain(o, policy, &policy->rules[i]);
		return NULL;
	}
	if (f != NULL)
		return f;
	return failure_cured(g->visit, failure_of_usage(g->visit, "there is no rule %.*s in %.*s", SPAN_ARGS(id), SPAN_ARGS(policy->source)),
	                     SPAN("a rule of your own policy: portcullis explain RULE --policy FILE"));
}

static int run(int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis explain"), SPAN("rule"));
	struct request q = {SPAN(""), false};
	const struct option_row rows[] = {
		{"--policy", "FILE", "whose rules are meant (the shipped packs)", &q.policy, NULL},
		{"--help", NULL, "this text", NULL, &q.help},
		{0},
	};
	const struct question question = {"usage: portcullis explain RULE [--policy FILE]\nSays what a rule is, why, and what to do instead.\n", rows,
	                                  &q.help, find, &q};
	return answer_question(&g, &question, argc, argv);
}

const struct command command_explain = {"explain", "explain RULE", "say what a rule is, why, and what to do instead", run};
