/* SPDX-License-Identifier: MIT */
/* builtins.c - the rules that every policy has. */
#include "base/arena.h"
#include "policy/reading.h"

#define MOST_CWE 2

struct builtin_rule {
	const char *id, *title, *clause, *why, *instead;
	enum severity severity;
	unsigned cwe[MOST_CWE]; /* ends with 0 */
	bool about_a_path;      /* a deviation, which is bound to a path, can cover it */
	const char *options;    /* JSON of the check, or NULL: the gate itself looks */
};

static const struct builtin_rule table[] = {
	[RULE_POLICY_REVIEW] = {
		"GP-001", "change of the policy without its reviewer", "IEC 81001-5-1 5.1.3",
		"whoever changes the rules alone can let anything pass with the next push",
		"have a person with the role \"policy\" review the change and name that person in a Reviewed-by trailer", SEVERITY_CRITICAL, {284},
		false,
		"{\"id\": \"GP-001\", \"check\": \"review\", \"trailer\": \"Reviewed-by\", \"least\": 1, \"role\": \"policy\",\n"
		" \"independent_of\": [\"author\", \"co-author\", \"committer\"]}\n",
	},
	[RULE_POLICY_BROKEN] = {
		"GP-002", "policy that does not load", "IEC 81001-5-1 5.1.3",
		"with a policy that cannot be read every later push would have to be refused",
		"mend the policy or the register in the same push; `portcullis check` shows the place", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_FORCE] = {
		"GP-003", "protected history rewritten", "IEC 81001-5-1 8",
		"records of reviews and releases point at commits that would be gone",
		"add commits on top of the ref's present value (git revert undoes one)", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_DELETE] = {
		"GP-004", "protected ref deleted", "IEC 81001-5-1 8",
		"records of reviews and releases point at commits that nothing would keep",
		"leave the ref in place; the policy can allow its deletion", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_REF_NAME] = {
		"GP-005", "ref name that is not allowed", "IEC 81001-5-1 5.1.2",
		"such a ref changes or hides what other readers of the repository see",
		"push to a branch or tag with a plain name", SEVERITY_HIGH, {436}, false, NULL,
	},
	[RULE_REF_TARGET] = {
		"GP-006", "protected ref that is no commit", "IEC 81001-5-1 8",
		"there is no history to judge behind it", "push a commit, or a tag that ends in one", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_OBJECT] = {
		"GP-007", "object that is malformed", "IEC 81001-5-1 5.1.2",
		"two readers may read it differently, so that what was reviewed is not what is built",
		"make the commit again with git itself (git fsck names the objects)", SEVERITY_HIGH, {436}, false, NULL,
	},
	[RULE_DATE] = {
		"GP-008", "date that cannot be true", "IEC 81001-5-1 8",
		"the order of events in the records rests on these dates",
		"set the machine's clock and make the commit again (git commit --amend --date=now --reset-author)", SEVERITY_MEDIUM, {0},
		false, NULL,
	},
	[RULE_SUBMODULE] = {
		"GP-009", "new submodule", "IEC 81001-5-1 5.5.1",
		"its code lies in another repository, where this gate does not see it",
		"bring the code into this repository, or allow submodules in the policy", SEVERITY_MEDIUM, {829}, true, NULL,
	},
	[RULE_SYMLINK] = {
		"GP-010", "symbolic link to the outside", "IEC 81001-5-1 5.5.1",
		"what it stands for differs from machine to machine and is judged nowhere",
		"put the file itself into the repository, or link to a path inside it", SEVERITY_HIGH, {59}, true, NULL,
	},
	[RULE_MESSAGE] = {
		"GP-011", "commit message that cannot be read", "IEC 81001-5-1 8",
		"trailers in it may be one thing for this gate and another for the next reader",
		"write the message in UTF-8 without NUL bytes (git commit --amend)", SEVERITY_MEDIUM, {436}, false, NULL,
	},
	[RULE_CERTIFICATE] = {
		"GP-012", "push certificate of somebody else", "IEC 81001-5-1 8",
		"the records would name two people for one push",
		"push with the account of the person who signs", SEVERITY_HIGH, {290}, false, NULL,
	},
	[RULE_TEXT] = {
		"CS-UNI-001", "code that cannot be read as text", "IEC 81001-5-1 5.5.1",
		"a compiler may see code where a reviewer and this gate see none",
		"save the file as UTF-8, or as UTF-16 with a byte order mark, without NUL bytes", SEVERITY_HIGH, {838}, true, NULL,
	},
	[RULE_BIDI] = {
		"CS-UNI-002", "bidirectional control in code", "IEC 81001-5-1 5.5.1",
		"it shows code in another order than the compiler reads it",
		"remove the character, or write it as an escape (\\u202E) in a string", SEVERITY_HIGH, {1007}, true, NULL,
	},
	[RULE_ZERO_WIDTH] = {
		"CS-UNI-003", "invisible character in code", "IEC 81001-5-1 5.5.1",
		"two names that look alike can be different ones",
		"remove the character, or write it as an escape (\\u200B) in a string", SEVERITY_MEDIUM, {1007}, true, NULL,
	},
	[RULE_RELEASE_PROBLEM] = {
		"RL-001", "release with a problem report that nobody has decided", "IEC 81001-5-1 9.5",
		"a known problem would go out to patients without anybody having said what is done about it",
		"have each open problem report decided: fix, mitigate, accept, transfer or defer", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_RELEASE_DEVIATION] = {
		"RL-002", "release with an expired deviation", "IEC 81001-5-1 5.5.1",
		"the exception that the code lives by is no longer approved",
		"renew the deviation with an approver, or mend the code and take the entry out", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_RELEASE_REVIEW] = {
		"RL-003", "release with the periodic review overdue", "IEC 81001-5-1 4.1.8",
		"whether the process works was not looked at for longer than the maker's own rules allow",
		"hold the periodic review and close it", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_RELEASE_AUDIT] = {
		"RL-004", "release of what no audit covers", "IEC 81001-5-1 5.8.6",
		"there is no proof that every commit of the release went through the gate",
		"audit the repository, and close the holes that it shows", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_RELEASE_EVIDENCE] = {
		"RL-005", "release without its evidence", "IEC 81001-5-1 5.8.6",
		"the documents that show how this version was made are not there",
		"make and register the evidence for the version", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_RELEASE_STATE] = {
		"RL-006", "release without a present state of the ledger", "IEC 81001-5-1 5.8.6",
		"what is open cannot be told from an old state or from none",
		"export the state and sign it off: portcullis state", SEVERITY_HIGH, {0}, false, NULL,
	},
	[RULE_RELEASE_DEBT] = {
		"RL-007", "release with an open debt of break-glass", "IEC 81001-5-1 5.8.6",
		"what was let through without judgement was not put in order yet",
		"resolve the problem report that break-glass opened", SEVERITY_HIGH, {0}, false, NULL,
	},
};
_Static_assert(COUNT(table) == BUILTIN_RULES, "a built-in rule is missing");

/* The options of our own text, read by the same route as everybody's. */
static const struct failure *give_check(struct reading *reading, struct rule *rule, const char *options)
{
	const struct failure *f = json_read(reading->house, SPAN("built-in rules"), span_of(options), &rule->base);
	if (f != NULL)
		return f;
	struct span name = json_member(rule->base, SPAN("check"))->text;
	rule->check = check_named(name);
	if (rule->check == NULL)
		return failure_of_policy(reading->house, "the built-in rule %.*s needs the check \"%.*s\", which this program lacks",
		                         SPAN_ARGS(rule->id), SPAN_ARGS(name));
	return NULL;
}

const struct failure *builtins_add(struct reading *reading)
{
	for (size_t i = 0; i < COUNT(table); i++) {
		const struct builtin_rule *from = &table[i];
		struct rule *rule = reading_rule_add(reading);
		rule->id = span_of(from->id);
		rule->title = span_of(from->title);
		rule->clause = span_of(from->clause);
		rule->why = span_of(from->why);
		rule->instead = span_of(from->instead);
		rule->cwe = from->cwe;
		while (rule->ncwe < MOST_CWE && from->cwe[rule->ncwe] != 0)
			rule->ncwe++;
		rule->severity = from->severity;
		rule->action = ACTION_REJECT;
		const struct failure *f = from->options == NULL ? NULL : give_check(reading, rule, from->options);
		if (f != NULL)
			return f;
	}
	return NULL;
}

bool builtin_is_about_a_path(size_t builtin)
{
	return builtin < COUNT(table) && table[builtin].about_a_path;
}

const struct rule *policy_builtin(const struct policy *policy, enum builtin builtin)
{
	return &policy->rules[builtin];
}
