/* SPDX-License-Identifier: MIT */
/* rules.c - the rules of a policy: built in, from packs, its own. */
#include "base/arena.h"
#include "policy/reading.h"
#include "text/nearest.h"

#define LONGEST_ID 64
#define MOST_CHECKS 64
#define MOST_RULES 5000
#define MOST_REVIEWERS 100

static size_t *slot_of(const struct reading *reading, struct span id)
{
	size_t i = span_hash(id) & (reading->nrule_slots - 1);
	while (reading->rule_slots[i] != 0 && !span_eq(reading->rules[reading->rule_slots[i] - 1].id, id))
		i = (i + 1) & (reading->nrule_slots - 1);
	return &reading->rule_slots[i];
}

/* Rules get their ids after they are made: those that came since the last question find their places now. */
static void place_rules(struct reading *reading)
{
	if (2 * (reading->nrules + 1) > reading->nrule_slots) {
		reading->nrule_slots = reading->nrule_slots == 0 ? 256 : reading->nrule_slots;
		while (2 * (reading->nrules + 1) > reading->nrule_slots)
			reading->nrule_slots *= 2;
		reading->rule_slots = arena_take(reading->house, reading->nrule_slots, sizeof *reading->rule_slots);
		reading->nrules_placed = 0;
	}
	for (; reading->nrules_placed < reading->nrules; reading->nrules_placed++) {
		size_t *slot = slot_of(reading, reading->rules[reading->nrules_placed].id);
		if (*slot == 0)
			*slot = reading->nrules_placed + 1;
	}
}

struct rule *reading_rule(struct reading *reading, struct span id)
{
	place_rules(reading);
	size_t place = *slot_of(reading, id);
	return place == 0 ? NULL : &reading->rules[place - 1];
}

struct rule *reading_rule_add(struct reading *reading)
{
	reading->rules = arena_grow(reading->house, reading->rules, reading->nrules, &reading->rule_room, sizeof(*reading->rules));
	struct rule *rule = &reading->rules[reading->nrules++];
	*rule = (struct rule){.severity = SEVERITY_MEDIUM, .action = ACTION_REJECT};
	return rule;
}

static bool id_is_clean(struct span id)
{
	for (size_t i = 0; i < id.len; i++)
		if (!byte_is_alnum(id.at[i]) && (i == 0 || span_find(SPAN("-_."), id.at[i]) == 3))
			return false;
	return id.len > 0 && id.len <= LONGEST_ID;
}

static const struct failure *id_read(struct reading *reading, const struct json *object, struct span *id)
{
	const struct json *value;
	if (object->kind != JSON_OBJECT)
		return json_complain(reading->house, object, "a rule is an object");
	const struct failure *f = reading_need(reading, object, "id", &value);
	if (f != NULL)
		return f;
	f = json_text(reading->house, value, id);
	if (f != NULL)
		return f;
	if (!id_is_clean(*id))
		return json_complain(reading->house, value, "\"%.*s\" is no id of a rule; use at most 64 letters, digits, - _ and .",
		                     SPAN_ARGS(*id));
	return NULL;
}

static const struct failure *check_read(struct reading *reading, const struct json *value, const struct check **check)
{
	struct span words[MOST_CHECKS];
	size_t count = 0, choice = 0;
	while (count < MOST_CHECKS && checks[count] != NULL) {
		words[count] = span_of(checks[count]->name);
		count++;
	}
	const struct failure *f = reading_choice(reading, value, words, count, &choice);
	if (f == NULL)
		*check = checks[choice];
	return f;
}

/* A rule that brings its own check, in a pack or in the document. */
static const struct failure *
rule_define(struct reading *reading, const struct json *object, struct span id, bool pack)
{
	const struct json *value = json_member(object, SPAN("check"));
	const struct check *check = NULL;
	const struct failure *f = check_read(reading, value, &check);
	if (f != NULL)
		return f;
	f = rule_keys_known(reading, check, object);
	if (f != NULL)
		return f;
	if (reading->nrules == MOST_RULES)
		return json_complain(reading->house, object, "more than %d rules", MOST_RULES);
	struct rule *rule = reading_rule_add(reading);
	rule->id = id;
	rule->check = check;
	rule->title = span_of(check->noun);
	rule->own = pack ? NULL : object;
	rule->base = pack ? object : NULL;
	return rule_keys_apply(reading, rule, object);
}

static const struct failure *pack_rule_read(struct reading *reading, const struct json *object)
{
	struct span id = {"", 0};
	const struct json *value;
	const struct failure *f = id_read(reading, object, &id);
	if (f != NULL)
		return f;
	if (reading_rule(reading, id) != NULL)
		return json_complain(reading->house, json_member(object, SPAN("id")), "the id %.*s is taken by an earlier rule",
		                     SPAN_ARGS(id));
	value = json_member(object, SPAN("only"));
	value = value != NULL ? value : json_member(object, SPAN("except"));
	if (value != NULL)
		return json_complain(reading->house, value, "a pack knows no paths; \"only\" and \"except\" belong into the policy");
	f = reading_need(reading, object, "check", &value);
	if (f != NULL)
		return f;
	return rule_define(reading, object, id, true);
}

static const struct failure *pack_head_read(struct reading *reading, const struct json *pack, struct span name)
{
	static const struct span pack_keys[] = {
		{"$schema", 7}, {"portcullis-pack", 15}, {"name", 4}, {"title", 5}, {"version", 7}, {"source", 6}, {"licence", 7}, {"rules", 5},
	};
	const struct json *value;
	struct span said = {"", 0}, ignored;
	const struct text_key texts[] = {
		{"name", &said, true},        {"title", &ignored, true},    {"version", &ignored, true},
		{"source", &ignored, true},   {"licence", &ignored, true},  {"$schema", &ignored, false},
	};
	if (pack->kind != JSON_OBJECT)
		return json_complain(reading->house, pack, "a pack is an object");
	const struct failure *f = reading_need(reading, pack, "portcullis-pack", &value);
	if (f != NULL)
		return f;
	if (value->kind != JSON_NUMBER || !span_eq(value->text, SPAN("1")))
		return json_complain(reading->house, value, "must be 1, the only version of this format so far");
	f = json_only(reading->house, pack, pack_keys, COUNT(pack_keys));
	if (f != NULL)
		return f;
	f = reading_texts(reading, pack, texts, COUNT(texts));
	if (f != NULL)
		return f;
	if (!span_eq(said, name))
		return json_complain(reading->house, json_member(pack, SPAN("name")), "the pack \"%.*s\" calls itself \"%.*s\"",
		                     SPAN_ARGS(name), SPAN_ARGS(said));
	return NULL;
}

static const struct failure *pack_read(struct reading *reading, const struct json *name)
{
	const struct json *pack, *list;
	const struct failure *f = reading_pack(reading, name, &pack);
	if (f != NULL)
		return f;
	f = pack_head_read(reading, pack, name->text);
	if (f != NULL)
		return f;
	f = reading_need(reading, pack, "rules", &list);
	if (f != NULL)
		return f;
	if (list->kind != JSON_ARRAY)
		return json_complain(reading->house, list, "must be a list of rules");
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		f = pack_rule_read(reading, item);
		if (f != NULL)
			return f;
	}
	return NULL;
}

/* How many reviewers a change of the policy needs is all that a policy may say of the built-in rules. */
static const struct failure *
builtin_override(struct reading *reading, const struct rule *rule, const struct json *object)
{
	size_t least = 0;
	bool review = rule == &reading->rules[RULE_POLICY_REVIEW];
	for (const struct json *member = object->first; member != NULL; member = member->next) {
		if (span_eq(member->key, SPAN("id")) || (review && span_eq(member->key, SPAN("least"))))
			continue;
		return json_complain(reading->house, member, "the rule %.*s is built in; %s", SPAN_ARGS(rule->id),
		                     review ? "a policy may change its \"least\" only" : "a policy can neither change it nor switch it off");
	}
	const struct json *value = json_member(object, SPAN("least"));
	const struct failure *f = json_count(reading->house, value, MOST_REVIEWERS, &least);
	if (f != NULL)
		return f;
	if (value != NULL && least == 0)
		return json_complain(reading->house, value, "a change of the policy needs at least 1 reviewer");
	return NULL;
}

static const struct failure *rule_override(struct reading *reading, struct rule *rule, const struct json *object)
{
	const struct failure *f;
	if (rule < reading->rules + BUILTIN_RULES)
		f = builtin_override(reading, rule, object);
	else
		f = rule_keys_known(reading, rule->check, object);
	if (f != NULL)
		return f;
	rule->own = object;
	return rule_keys_apply(reading, rule, object);
}

static const struct failure *refuse_unknown_id(struct reading *reading, const struct json *value)
{
	struct span *ids = arena_take(reading->house, reading->nrules, sizeof(*ids));
	for (size_t i = 0; i < reading->nrules; i++)
		ids[i] = reading->rules[i].id;
	struct span near = nearest(value->text, ids, reading->nrules);
	struct span hint = {"", 0};
	if (near.len > 0)
		hint = span_format(reading->house, " (did you mean %.*s?)", SPAN_ARGS(near));
	return json_complain(reading->house, value, "no included pack has a rule %.*s%.*s; a new rule needs a \"check\"",
	                     SPAN_ARGS(value->text), SPAN_ARGS(hint));
}

/* Where a rule comes from that the document did not define itself. */
static struct span origin_of(const struct rule *rule)
{
	if (rule->base == NULL || rule->base->parent == NULL)
		return SPAN("built in");
	return json_member(rule->base->parent->parent, SPAN("name"))->text;
}

static const struct failure *own_rule_read(struct reading *reading, const struct json *object)
{
	struct span id = {"", 0};
	const struct failure *f = id_read(reading, object, &id);
	if (f != NULL)
		return f;
	struct rule *rule = reading_rule(reading, id);
	const struct json *value = json_member(object, SPAN("id"));
	bool defines = json_member(object, SPAN("check")) != NULL;
	if (rule != NULL && rule->own != NULL)
		return json_complain(reading->house, value, "the rule %.*s is given twice", SPAN_ARGS(id));
	if (rule != NULL && defines)
		return json_complain(reading->house, value, "the rule %.*s exists already (%.*s); leave \"check\" out to change it",
		                     SPAN_ARGS(id), SPAN_ARGS(origin_of(rule)));
	if (rule == NULL && !defines)
		return refuse_unknown_id(reading, value);
	return rule == NULL ? rule_define(reading, object, id, false) : rule_override(reading, rule, object);
}

static const struct failure *rules_prepare(struct reading *reading)
{
	for (size_t i = 0; i < reading->nrules; i++) {
		struct rule *rule = &reading->rules[i];
		const struct failure *f = NULL;
		if (rule->check != NULL && rule->check->prepare != NULL)
			f = rule->check->prepare(&reading->preparation, rule, &rule->state);
		if (f != NULL)
			return f;
	}
	return NULL;
}

static const struct failure *includes_read(struct reading *reading)
{
	const struct json *list = json_member(reading->document, SPAN("include"));
	const struct span *names = NULL;
	size_t count = 0;
	const struct failure *f = reading_list(reading, list, &names, &count);
	if (f != NULL || list == NULL)
		return f;
	for (const struct json *item = list->first; f == NULL && item != NULL; item = item->next)
		f = pack_read(reading, item);
	return f;
}

const struct failure *reading_rules(struct reading *reading)
{
	const struct json *list = json_member(reading->document, SPAN("rules"));
	const struct failure *f = builtins_add(reading);
	if (f != NULL)
		return f;
	f = includes_read(reading);
	if (f != NULL)
		return f;
	if (list != NULL && list->kind != JSON_ARRAY)
		return json_complain(reading->house, list, "must be a list of rules");
	for (const struct json *item = list == NULL ? NULL : list->first; item != NULL; item = item->next) {
		f = own_rule_read(reading, item);
		if (f != NULL)
			return f;
	}
	f = rules_prepare(reading);
	if (f != NULL)
		return f;
	reading->policy->rules = reading->rules;
	reading->policy->nrules = reading->nrules;
	return NULL;
}
