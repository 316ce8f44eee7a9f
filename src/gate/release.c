/* SPDX-License-Identifier: MIT */
/* release.c - what a commit lacks to be released. */
#include "gate/release.h"

#include "base/arena.h"
#include "base/date.h"
#include "git/history.h"

#define SECONDS_PER_MINUTE INT64_C(60)
#define SECONDS_PER_HOUR INT64_C(3600)
/* What clocks of two machines may differ by, in seconds. */
#define CLOCKS_DIFFER INT64_C(300)

struct asking {
	const struct release_question *question;
	const struct release_state *state;
	struct release_answer *answer;
};

static void lack(struct asking *a, enum builtin rule, struct span title, struct span mend)
{
	struct release_answer *answer = a->answer;
	answer->lacks = arena_grow(a->question->visit, answer->lacks, answer->nlacks, &answer->room, sizeof *answer->lacks);
	answer->lacks[answer->nlacks++] = (struct release_lack){rule, title, mend};
}

static struct span owner_or(struct span owner)
{
	return owner.len > 0 ? owner : SPAN("whoever answers for problem reports (it has no owner)");
}

/* The title of a problem report is not shown: who may push need not know of a vulnerability that is not disclosed. */
static const struct failure *ask_problems(struct asking *a)
{
	struct arena *visit = a->question->visit;
	for (size_t i = 0; i < a->state->nproblems; i++) {
		const struct open_problem *p = &a->state->problems[i];
		lack(a, RULE_RELEASE_PROBLEM, span_format(visit, "problem report %.*s has no disposition", SPAN_ARGS(p->id)),
		     span_format(visit, "%.*s decides on it (it is %.*s): portcullis problem advance %.*s; then a new state: portcullis state",
		                 SPAN_ARGS(owner_or(p->owner)), SPAN_ARGS(p->state), SPAN_ARGS(p->id)));
	}
	return NULL;
}

static const struct failure *ask_deviations(struct asking *a)
{
	const struct policy *policy = a->question->policy;
	struct arena *visit = a->question->visit;
	for (size_t i = 0; i < policy->ndeviations; i++) {
		const struct deviation *d = &policy->deviations[i];
		if (policy->now < d->expires_on)
			continue;
		lack(a, RULE_RELEASE_DEVIATION, span_format(visit, "deviation %.*s has expired", SPAN_ARGS(d->id)),
		     span_format(visit, "it ended on %.*s; %.*s renews it in the register with an approver, or the code is mended and the entry taken out",
		                 SPAN_ARGS(date_print(visit, d->expires_on - SECONDS_PER_DAY)), SPAN_ARGS(d->requester.len > 0 ? d->requester : SPAN("its requester"))));
	}
	return NULL;
}

static bool review_is_overdue(const struct policy *policy)
{
	return day_is_over(policy->state.review_due, policy->now);
}

static const struct failure *ask_review(struct asking *a)
{
	struct arena *visit = a->question->visit;
	if (review_is_overdue(a->question->policy))
		lack(a, RULE_RELEASE_REVIEW, SPAN("the periodic review of the problem resolution process is overdue"),
		     span_format(visit, "it was due by %.*s; the quality manager holds and closes it: portcullis review; then a new state: portcullis state",
		                 SPAN_ARGS(date_print(visit, a->state->review_due))));
	return NULL;
}

/* The last audit counts, and of two at one moment the worse. */
static const struct audit_result *last_audit(const struct release_state *state, struct span name)
{
	const struct audit_result *last = NULL;
	for (size_t i = 0; i < state->naudits; i++) {
		const struct audit_result *each = &state->audits[i];
		if (span_eq(each->repository, name) &&
		    (last == NULL || each->at > last->at || (each->at == last->at && each->holes > last->holes)))
			last = each;
	}
	return last;
}

static const struct failure *reaches(const struct release_question *q, const struct audit_result *audit, bool *reached)
{
	const struct failure *f = NULL;
	*reached = false;
	for (size_t i = 0; i < audit->nrefs && f == NULL && !*reached; i++)
		if (repository_has(q->repository, &audit->refs[i].commit))
			f = history_contains(q->repository, q->visit, &audit->refs[i].commit, &q->commit, reached);
	return f;
}

static const struct failure *ask_audit(struct asking *a)
{
	const struct release_question *q = a->question;
	const struct audit_result *audit = last_audit(a->state, q->name);
	struct span name = q->name;
	bool reached = false;
	if (audit == NULL) {
		lack(a, RULE_RELEASE_AUDIT, span_format(q->visit, "there is no audit of the repository \"%.*s\"", SPAN_ARGS(name)),
		     SPAN("the release manager audits it: portcullis audit; then a new state: portcullis state"));
		return NULL;
	}
	if (audit->holes > 0)
		lack(a, RULE_RELEASE_AUDIT, span_format(q->visit, "the audit of the repository \"%.*s\" has holes", SPAN_ARGS(name)),
		     span_format(q->visit, "%zu %s of protected refs did not pass the gate, portcullis audit names each; a problem report decides on it, then audit anew",
		                 audit->holes, audit->holes == 1 ? "commit or move" : "commits or moves"));
	const struct failure *f = reaches(q, audit, &reached);
	if (f == NULL && !reached)
		lack(a, RULE_RELEASE_AUDIT, span_format(q->visit, "the audit of the repository \"%.*s\" does not reach the tagged commit", SPAN_ARGS(name)),
		     span_format(q->visit, "it is of %.*s; push the commit to a protected branch first, then the release manager audits again: portcullis audit",
		                 SPAN_ARGS(moment_print(q->visit, audit->at))));
	return f;
}

/* The name with the version in the place of each {version}. */
static struct span evidence_name(struct arena *a, struct span name, struct span version)
{
	static const char mark[] = "{version}";
	struct span made = SPAN("");
	for (size_t at = span_find(name, '{'); at < name.len; at = span_find(name, '{')) {
		made = span_format(a, "%.*s%.*s%.*s", SPAN_ARGS(made), SPAN_ARGS(span_slice(name, 0, at)), SPAN_ARGS(version));
		name = span_from(name, at + sizeof mark - 1);
	}
	return span_format(a, "%.*s%.*s", SPAN_ARGS(made), SPAN_ARGS(name));
}

static bool has_evidence(const struct release_state *state, struct span version, struct span name)
{
	for (size_t i = 0; i < state->nevidence; i++)
		if (span_eq(state->evidence[i].version, version) && span_among(state->evidence[i].files, state->evidence[i].nfiles, name))
			return true;
	return false;
}

/* The version comes from the push, so it stands in no command. */
static const struct failure *ask_evidence(struct asking *a)
{
	const struct release_question *q = a->question;
	const struct release *release = &q->policy->release;
	if (release->nevidence > 0 && q->version.len == 0)
		lack(a, RULE_RELEASE_EVIDENCE, SPAN("the name gives no version, so that no evidence belongs to it"),
		     SPAN("push a tag whose name holds the version, as /release/tags of the policy has it"));
	for (size_t i = 0; i < release->nevidence && q->version.len > 0; i++) {
		struct span name = evidence_name(q->visit, release->evidence[i], q->version);
		if (!has_evidence(a->state, q->version, name))
			lack(a, RULE_RELEASE_EVIDENCE, span_format(q->visit, "the evidence %.*s is missing", SPAN_ARGS(name)),
			     SPAN("the release manager makes and registers it for the version: portcullis evidence; then a new state: portcullis state"));
	}
	return NULL;
}

static const struct failure *ask_state(struct asking *a)
{
	const struct policy *policy = a->question->policy;
	struct arena *visit = a->question->visit;
	struct span mend = span_format(visit, "the release manager exports it, signs it off and puts it at %.*s: portcullis state", SPAN_ARGS(a->state->place));
	if (!a->state->there)
		lack(a, RULE_RELEASE_STATE, SPAN("there is no release state"), mend);
	else if (policy->now - a->state->at > policy->release.oldest_state)
		lack(a, RULE_RELEASE_STATE, span_format(visit, "the release state is older than %lld hours", (long long)(policy->release.oldest_state / SECONDS_PER_HOUR)), mend);
	else if (a->state->at > policy->now + CLOCKS_DIFFER)
		lack(a, RULE_RELEASE_STATE, SPAN("the release state is from the future"), SPAN("the administrator compares the clocks of this server and of the ledger; then a new state: portcullis state"));
	return NULL;
}

static const struct failure *ask_debts(struct asking *a)
{
	struct arena *visit = a->question->visit;
	for (size_t i = 0; i < a->state->ndebts; i++) {
		const struct debt *d = &a->state->debts[i];
		struct span entry = d->break_glass.len > 0 ? span_format(visit, "break-glass %.*s", SPAN_ARGS(d->break_glass)) : SPAN("break-glass");
		struct span due = d->due < INT64_MAX ? span_format(visit, " (due by %.*s)", SPAN_ARGS(date_print(visit, d->due))) : SPAN("");
		lack(a, RULE_RELEASE_DEBT, span_format(visit, "problem report %.*s, the debt of %.*s, is open", SPAN_ARGS(d->id), SPAN_ARGS(entry)),
		     span_format(visit, "%.*s puts it in order%.*s: portcullis problem advance %.*s; then a new state: portcullis state",
		                 SPAN_ARGS(owner_or(d->owner)), SPAN_ARGS(due), SPAN_ARGS(d->id)));
	}
	return NULL;
}

const struct failure *release_ask(const struct release_question *q, struct release_answer *answer)
{
	static const struct {
		const struct failure *(*ask)(struct asking *);
		bool of_state; /* nothing can be asked of a state that is not there */
	} questions[] = {
		{ask_problems, true}, {ask_deviations, false}, {ask_review, true}, {ask_audit, true}, {ask_evidence, true}, {ask_state, false}, {ask_debts, true},
	};
	struct asking a = {q, &q->policy->state, answer};
	*answer = (struct release_answer){0};
	for (size_t i = 0; i < COUNT(questions); i++) {
		const struct failure *f = questions[i].of_state && !a.state->there ? NULL : questions[i].ask(&a);
		if (f != NULL)
			return f;
	}
	return NULL;
}

struct span release_age(struct arena *a, const struct policy *policy)
{
	const struct release_state *s = &policy->state;
	if (!s->there)
		return SPAN("");
	int64_t age = policy->now > s->at ? policy->now - s->at : 0;
	bool hours = age >= 2 * SECONDS_PER_HOUR, days = age >= 2 * SECONDS_PER_DAY;
	struct span who = s->signer.len > 0 ? span_format(a, "%.*s <%.*s>", SPAN_ARGS(s->signer), SPAN_ARGS(s->address)) : s->address;
	return span_format(a, "the release state of %.*s is %lld %s old; signed off by %.*s%s%.*s (%.*s)", SPAN_ARGS(moment_print(a, s->at)),
	                   (long long)(age / (days ? SECONDS_PER_DAY : hours ? SECONDS_PER_HOUR : SECONDS_PER_MINUTE)), days ? "days" : hours ? "hours" : "minutes",
	                   SPAN_ARGS(who), s->role.len > 0 ? ", " : "", SPAN_ARGS(s->role), SPAN_ARGS(s->grade));
}

struct span release_review(struct arena *a, const struct policy *policy)
{
	int64_t warned = (int64_t)policy->review.warn_days * SECONDS_PER_DAY;
	if (!policy->state.there || policy->now < policy->state.review_due - warned)
		return SPAN("");
	return span_format(a, "the periodic review of the problem resolution process %s %.*s%s", review_is_overdue(policy) ? "was due by" : "is due by",
	                   SPAN_ARGS(date_print(a, policy->state.review_due)), review_is_overdue(policy) ? "; it is overdue, and nothing is released before it" : "");
}

static const struct failure *judge_tag(struct hearing *h, const struct release_tag *tag)
{
	struct release_question q = {h->repository, h->visit, h->walk, h->policy, h->name, tag->version, tag->commit};
	struct release_answer answer = {0};
	const struct failure *f = release_ask(&q, &answer);
	for (size_t i = 0; f == NULL && i < answer.nlacks; i++) {
		struct accusation a = {.rule = policy_builtin(h->policy, answer.lacks[i].rule), .title = answer.lacks[i].title, .mend = answer.lacks[i].mend,
		                       .ref = tag->ref, .path = SPAN(""), .symbol = SPAN(""), .kind = SPAN(""), .source = SPAN("")};
		hearing_accuse(h, &a);
	}
	return f;
}

const struct failure *release_judge(struct hearing *h, const struct scope *scope)
{
	struct span age = release_age(h->visit, h->policy);
	const struct failure *f = NULL;
	if (scope->nreleases > 0 && age.len > 0)
		hearing_note(h, "%.*s", SPAN_ARGS(age));
	for (size_t i = 0; i < scope->nreleases && f == NULL; i++)
		f = judge_tag(h, &scope->releases[i]);
	return f;
}
