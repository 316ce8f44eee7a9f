/* SPDX-License-Identifier: MIT */
/* judge.c - everything that a scope owes, commit by commit. */
#include "gate/judge.h"

#include "base/arena.h"
#include "gate/ahead.h"
#include "gate/covering.h"
#include "gate/message.h"
#include "gate/newness.h"
#include "gate/reach.h"
#include "gate/release.h"
#include "git/commit.h"
#include "git/oid.h"

struct judging {
	struct hearing *hearing;
	struct ahead *ahead; /* NULL: each commit is prepared when its turn comes */
	const struct covering *covering;
	struct policy_watch watch;
};

static void accuse_trees(struct hearing *h, const struct commit *c, struct span oddity)
{
	struct accusation a = {.rule = policy_builtin(h->policy, RULE_OBJECT), .commit = c, .title = oddity, .ref = SPAN(""), .path = SPAN(""),
	                       .symbol = SPAN(""), .kind = SPAN(""), .source = SPAN(""), .mend = SPAN("make the commit again with git itself (git fsck names the object)")};
	if (oddity.len > 0)
		hearing_accuse(h, &a);
}

/* A change of the policy: the built-in review rule looks at the commit, and what it says is said about the file. */
static void judge_policy_change(struct hearing *h, const struct commit *c, struct span path)
{
	const struct rule *rule = policy_builtin(h->policy, RULE_POLICY_REVIEW);
	struct span what = span_format(h->step, "change of %.*s: ", SPAN_ARGS(path));
	if (path.len > 0)
		message_check(h, rule, c, what);
}

static const struct failure *judge_trees(struct judging *j, const struct prepared *p, unsigned owes)
{
	struct hearing *h = j->hearing;
	if (p->failure != NULL)
		return p->failure;
	if ((owes & OWES_POLICY) != 0)
		judge_policy_change(h, &p->commit, policy_watch_see(&j->watch, &p->changes, p->nparents));
	if ((owes & OWES_CONTENT) == 0)
		return NULL;
	accuse_trees(h, &p->commit, p->changes.oddity);
	struct comparison comparison = {&p->commit, p->commit.tree, p->trees, p->nparents, p->has_base, &p->changes};
	const struct failure *f = reach_extend(h, &comparison);
	return f != NULL ? f : newness_judge(h, &comparison);
}

static const struct failure *judge_prepared(struct judging *j, const struct prepared *p, unsigned owes)
{
	struct hearing *h = j->hearing;
	const struct trailers *covering;
	size_t ncovering;
	if ((owes & OWES_MESSAGE) != 0) {
		h->ncommits++;
		covering_find(j->covering, &p->commit.id, &covering, &ncovering);
		message_judge(h, &p->commit, covering, ncovering);
	}
	return (owes & (OWES_CONTENT | OWES_POLICY)) != 0 ? judge_trees(j, p, owes) : NULL;
}

static const struct failure *judge_duty(struct judging *j, const struct scope *scope, size_t i)
{
	struct hearing *h = j->hearing;
	struct prepared prepared;
	const struct prepared *p = &prepared;
	arena_reset(h->step);
	const struct failure *f =
		j->ahead != NULL ? ahead_take(j->ahead, i, &p) : prepare_duty(h->repository, h->step, h->step, &scope->duties[i], &prepared);
	return f != NULL ? f : judge_prepared(j, p, scope->duties[i].owes);
}

static const struct failure *judge_net(struct judging *j, const struct net *net)
{
	struct hearing *h = j->hearing;
	struct commit c;
	struct oid before;
	struct changes changes;
	arena_reset(h->step);
	bool any = !oid_is_zero(&net->before);
	const struct failure *f = commit_read(h->repository, h->step, &net->now, &c);
	if (f == NULL && any)
		f = prepared_tree(h->repository, h->step, &net->before, &before);
	if (f == NULL)
		f = changes_find(h->repository, h->step, &c.tree, &before, any, &changes);
	if (f != NULL)
		return f;
	accuse_trees(h, &c, changes.oddity);
	struct comparison comparison = {&c, c.tree, &before, any, false, &changes};
	f = reach_extend(h, &comparison);
	return f != NULL ? f : newness_judge(h, &comparison);
}

/* A state of the policy that comes back from older history is a change like any other, and the tip answers for it. */
static const struct failure *judge_comeback(struct judging *j, const struct oid *tip)
{
	struct hearing *h = j->hearing;
	struct commit c;
	struct span path = policy_watch_unexplained(&j->watch);
	if (path.len == 0)
		return NULL;
	arena_reset(h->step);
	const struct failure *f = commit_read(h->repository, h->step, tip, &c);
	if (f == NULL)
		judge_policy_change(h, &c, path);
	return f;
}

/* A failure's text may lie in the step arena, which is reset: it is taken along. */
static const struct failure *kept(struct hearing *h, const struct failure *f)
{
	return f == NULL ? NULL : failure_cured(h->visit, failure(h->visit, "%.*s", SPAN_ARGS(f->text)), f->cure);
}

const struct failure *judge_scope(struct hearing *h, struct arena *house, const struct policy_place *place, const struct scope *scope)
{
	struct judging j = {.hearing = h, .ahead = ahead_of(h, scope)};
	const struct failure *f = policy_watch_begin(h, house, place, scope, &j.watch);
	if (f == NULL)
		f = covering_of(h, scope, &j.covering);
	for (size_t i = 0; i < scope->nduties && f == NULL && h->failure == NULL; i++)
		f = judge_duty(&j, scope, i);
	for (size_t i = 0; i < scope->nnets && f == NULL && h->failure == NULL; i++)
		f = judge_net(&j, &scope->nets[i]);
	if (f == NULL)
		f = judge_comeback(&j, &scope->trusted_new);
	if (f == NULL && h->failure == NULL)
		f = release_judge(h, scope);
	f = kept(h, f);
	ahead_free(j.ahead);
	return f;
}
