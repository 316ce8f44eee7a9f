/* SPDX-License-Identifier: MIT */
/* judge.c - everything that a scope owes, commit by commit. */
#include "gate/judge.h"

#include "base/arena.h"
#include "gate/covering.h"
#include "gate/message.h"
#include "gate/newness.h"
#include "gate/reach.h"
#include "gate/release.h"
#include "git/commit.h"
#include "git/oid.h"

struct judging {
	struct hearing *hearing;
	const struct covering *covering;
	struct policy_watch watch;
};

/* The trees that a commit is compared with: its parents', each once, and for a merge its base's. */
struct compared {
	struct oid *trees;
	size_t nparents;
	bool has_base;
};

static const struct failure *tree_of(struct hearing *h, const struct oid *id, struct oid *tree)
{
	struct commit commit;
	const struct failure *f = commit_read(h->repository, h->step, id, &commit);
	if (f == NULL)
		*tree = commit.tree;
	return f;
}

static bool holds(const struct oid *ids, size_t count, const struct oid *id)
{
	for (size_t i = 0; i < count; i++)
		if (oid_eq(&ids[i], id))
			return true;
	return false;
}

static const struct failure *compare_with(struct hearing *h, const struct commit *c, struct compared *with)
{
	struct oid *parents = arena_take(h->step, c->nparents, sizeof *parents);
	struct oid base;
	size_t nbases = 0;
	*with = (struct compared){.trees = arena_take(h->step, c->nparents + 1, sizeof *with->trees)};
	for (size_t i = 0; i < c->nparents; i++) {
		if (holds(parents, with->nparents, &c->parents[i]))
			continue;
		const struct failure *f = tree_of(h, &c->parents[i], &with->trees[with->nparents]);
		if (f != NULL)
			return failure_within(h->visit, f, "parent of commit %.*s", SPAN_ARGS(oid_hex(h->step, &c->id)));
		parents[with->nparents++] = c->parents[i];
	}
	if (with->nparents < 2)
		return NULL;
	const struct failure *f = repository_merge_bases(h->repository, h->step, parents, with->nparents, &base, &nbases);
	with->has_base = f == NULL && nbases == 1;
	return with->has_base ? tree_of(h, &base, &with->trees[with->nparents]) : f;
}

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

static const struct failure *judge_trees(struct judging *j, const struct commit *c, unsigned owes)
{
	struct hearing *h = j->hearing;
	struct compared with;
	struct changes changes;
	const struct failure *f = compare_with(h, c, &with);
	if (f == NULL)
		f = changes_find(h->repository, h->step, &c->tree, with.trees, with.nparents + with.has_base, &changes);
	if (f != NULL)
		return f;
	if ((owes & OWES_POLICY) != 0)
		judge_policy_change(h, c, policy_watch_see(&j->watch, &changes, with.nparents));
	if ((owes & OWES_CONTENT) == 0)
		return NULL;
	accuse_trees(h, c, changes.oddity);
	struct comparison comparison = {c, c->tree, with.trees, with.nparents, with.has_base, &changes};
	f = reach_extend(h, &comparison);
	return f != NULL ? f : newness_judge(h, &comparison);
}

static const struct failure *judge_duty(struct judging *j, const struct duty *duty)
{
	struct hearing *h = j->hearing;
	struct commit c;
	const struct trailers *covering;
	size_t ncovering;
	arena_reset(h->step);
	const struct failure *f = commit_read(h->repository, h->step, &duty->commit, &c);
	if (f != NULL)
		return f;
	if ((duty->owes & OWES_MESSAGE) != 0) {
		h->ncommits++;
		covering_find(j->covering, &duty->commit, &covering, &ncovering);
		message_judge(h, &c, covering, ncovering);
	}
	return (duty->owes & (OWES_CONTENT | OWES_POLICY)) != 0 ? judge_trees(j, &c, duty->owes) : NULL;
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
		f = tree_of(h, &net->before, &before);
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
	struct judging j = {.hearing = h};
	const struct failure *f = policy_watch_begin(h, house, place, scope, &j.watch);
	if (f == NULL)
		f = covering_of(h, scope, &j.covering);
	for (size_t i = 0; i < scope->nduties && f == NULL && h->failure == NULL; i++)
		f = judge_duty(&j, &scope->duties[i]);
	for (size_t i = 0; i < scope->nnets && f == NULL && h->failure == NULL; i++)
		f = judge_net(&j, &scope->nets[i]);
	if (f == NULL)
		f = judge_comeback(&j, &scope->trusted_new);
	if (f == NULL && h->failure == NULL)
		f = release_judge(h, scope);
	return kept(h, f);
}
