/* SPDX-License-Identifier: MIT */
/* scope.c - from ref lines to the commits that owe judgement. */
#include "gate/scope.h"

#include "base/arena.h"
#include "gate/certificate.h"
#include "gate/server_refs.h"
#include "git/commit.h"
#include "git/history.h"
#include "git/oid.h"
#include "git/ref_lines.h"
#include "git/tag.h"

/* A pushed protected ref that gets a value. */
struct claim {
	const struct update *update;
	enum judge judge;
	bool trusted;
	struct oid new; /* the commit at the end of the new value */
};

struct scoping {
	struct hearing *hearing;
	struct server_refs refs;
	struct claim *claims;
	size_t nclaims, room;
	struct release_tag *releases;
	size_t nreleases, release_room;
	struct duty *duties;
	size_t nduties, duty_room;
	struct net *nets;
	size_t nnets, net_room;
	struct oid_map places; /* of commits in duties */
	bool certified; /* the push certificate was looked at, once for all refs */
	bool *protected; /* of each update */
	struct tips {
		const struct oid *ids;
		size_t count;
		bool found;
	} tips[JUDGE_COMMITS + 1];
};

static void accuse_ref(struct hearing *h, const struct update *u, enum builtin rule, struct span title, struct span mend)
{
	struct accusation a = {.rule = policy_builtin(h->policy, rule), .title = title, .mend = mend, .ref = u->ref, .path = SPAN(""),
	                       .symbol = SPAN(""), .kind = SPAN(""), .source = SPAN("")};
	hearing_accuse(h, &a);
}

static bool lies_below(struct span name, const char *folder)
{
	return span_starts(name, span_of(folder));
}

/* Names that no push may touch, whatever the policy protects: its own, and the one at the end of the server's symbolic refs. */
static bool is_forbidden_name(struct hearing *h, const struct update *u, struct span name)
{
	if (!ref_name_is_sound(name))
		accuse_ref(h, u, RULE_REF_NAME, SPAN("not a ref name that git takes, or one with control bytes"), SPAN("push to a branch or tag with a plain name"));
	else if (lies_below(name, "refs/replace/"))
		accuse_ref(h, u, RULE_REF_NAME, SPAN("replace refs make readers see other objects than were judged"), SPAN("push the commits themselves, without refs/replace"));
	else
		return false;
	return true;
}

static bool is_forbidden_trusted(struct hearing *h, const struct update *u)
{
	if (lies_below(h->trusted_ref, "refs/heads/"))
		return false;
	accuse_ref(h, u, RULE_REF_NAME, SPAN("the trusted ref lies outside refs/heads/ and takes no pushes"),
	           SPAN("the administrator changes it on the server"));
	return true;
}

static const struct failure *judge_tags(struct hearing *h, const struct update *u)
{
	struct span oddity;
	const struct failure *f = tags_oddity(h->repository, h->visit, &u->new, &oddity);
	if (f == NULL && oddity.len > 0)
		accuse_ref(h, u, RULE_OBJECT, oddity, SPAN("make the tag again with git itself (git fsck names what is wrong)"));
	return f;
}

static const struct failure *judge_move(struct scoping *s, const struct update *u, const struct protection *p, bool *moves)
{
	struct hearing *h = s->hearing;
	struct oid old, new;
	enum object_kind old_kind, new_kind;
	const struct failure *f = repository_peel(h->repository, h->visit, &u->new, &new, &new_kind);
	if (f != NULL)
		return failure_within(h->visit, f, "new value of %.*s", SPAN_ARGS(u->ref));
	*moves = new_kind == OBJECT_COMMIT;
	if (!*moves)
		accuse_ref(h, u, RULE_REF_TARGET, SPAN("a protected ref may point only at a commit, or at a tag of one"), SPAN("push a commit"));
	f = judge_tags(h, u);
	if (f != NULL || !*moves || oid_is_zero(&u->old) || p->force)
		return f;
	f = repository_peel(h->repository, h->visit, &u->old, &old, &old_kind);
	bool contains = false;
	if (f == NULL && old_kind == OBJECT_COMMIT)
		f = history_contains(h->repository, h->visit, &new, &old, &contains);
	if (f == NULL && !contains)
		accuse_ref(h, u, RULE_FORCE, SPAN("the new value does not contain the old one (a forced push)"),
		           SPAN("git fetch, then rebase or merge onto the current branch, and push without --force"));
	return f;
}

/* What was released under a version stays what it was. */
static bool is_rewritten(struct scoping *s, const struct update *u, const struct ref *ref)
{
	struct span version;
	if (oid_is_zero(&u->old) || oid_eq(&u->old, &u->new) || !server_refs_release(s->hearing, &s->refs, ref, &version))
		return false;
	accuse_ref(s->hearing, u, RULE_FORCE, SPAN("a release tag is written once: it names another value already"),
	           SPAN("leave the tag where it is, and release under a new version"));
	return true;
}

static void add_release(struct scoping *s, struct span ref, struct span version, const struct oid *commit)
{
	s->releases = arena_grow(s->hearing->visit, s->releases, s->nreleases, &s->release_room, sizeof *s->releases);
	s->releases[s->nreleases++] = (struct release_tag){ref, version, *commit};
}

static const struct failure *claim_update(struct scoping *s, const struct update *u, bool *protected)
{
	struct hearing *h = s->hearing;
	struct protection p;
	struct ref ref;
	bool moves = false;
	if (is_forbidden_name(h, u, u->ref) || (oid_is_zero(&u->old) && oid_is_zero(&u->new)))
		return NULL;
	const struct failure *f = repository_ref(h->repository, h->visit, u->ref, &ref);
	if (f != NULL || is_forbidden_name(h, u, ref.target) || !server_refs_protect(h, &s->refs, &ref, &p))
		return f;
	if (!s->certified)
		certificate_judge(h, u);
	s->certified = true;
	*protected = true;
	bool trusted = h->trusted_ref.len > 0 && span_eq(ref.target, h->trusted_ref);
	if (trusted && is_forbidden_trusted(h, u))
		return NULL;
	if (oid_is_zero(&u->new)) {
		if (!p.delete)
			accuse_ref(h, u, RULE_DELETE, SPAN("a protected ref may not be deleted"), SPAN("leave it where it is"));
		return NULL;
	}
	if (!is_rewritten(s, u, &ref))
		f = judge_move(s, u, &p, &moves);
	if (f != NULL || !moves)
		return f;
	s->claims = arena_grow(h->visit, s->claims, s->nclaims, &s->room, sizeof *s->claims);
	struct claim *c = &s->claims[s->nclaims++];
	enum object_kind kind;
	struct span version;
	*c = (struct claim){.update = u, .judge = p.judge, .trusted = trusted};
	f = repository_peel(h->repository, h->visit, &u->new, &c->new, &kind);
	if (f == NULL && server_refs_release(h, &s->refs, &ref, &version))
		add_release(s, u->ref, version, &c->new);
	return f;
}

static void owe(struct scoping *s, const struct oid *commits, size_t count, unsigned owes)
{
	for (size_t i = 0; i < count; i++) {
		size_t place;
		if (!oid_map_find(&s->places, &commits[i], &place)) {
			s->duties = arena_grow(s->hearing->visit, s->duties, s->nduties, &s->duty_room, sizeof *s->duties);
			place = s->nduties++;
			s->duties[place] = (struct duty){.commit = commits[i]};
			oid_map_add(&s->places, &commits[i], place);
		}
		s->duties[place].owes |= owes;
	}
}

static const struct tips *tips_of(struct scoping *s, enum judge judge)
{
	struct tips *tips = &s->tips[judge];
	if (!tips->found)
		server_refs_tips(s->hearing, &s->refs, judge, &tips->ids, &tips->count);
	tips->found = true;
	return tips;
}

static const struct failure *owe_new(struct scoping *s, const struct history_question *q, unsigned owes)
{
	const struct oid *commits = NULL;
	size_t count = 0;
	const struct failure *f = history_new(s->hearing->repository, s->hearing->visit, q, &commits, &count);
	if (f == NULL)
		owe(s, commits, count, owes);
	return f;
}

/* All refs that judge every commit, together: one walk to the tips of their class. */
static const struct failure *scope_commits(struct scoping *s)
{
	struct hearing *h = s->hearing;
	struct oid *starts = arena_take(h->visit, s->nclaims, sizeof *starts);
	size_t nstarts = 0;
	for (size_t i = 0; i < s->nclaims; i++)
		if (s->claims[i].judge == JUDGE_COMMITS)
			starts[nstarts++] = s->claims[i].new;
	if (nstarts == 0)
		return NULL;
	const struct tips *tips = tips_of(s, JUDGE_COMMITS);
	const struct history_question q = {starts, nstarts, tips->ids, tips->count, .stored = true, .exact = h->exact};
	return owe_new(s, &q, OWES_MESSAGE | OWES_CONTENT);
}

/* Along first parents from `new` to the first commit that is not new: what a new ref's net change starts from. */
static const struct failure *
nearest_known(struct hearing *h, const struct oid *new, const struct oid *commits, size_t count, struct oid *nearest)
{
	struct oid_map fresh = oid_map_in(h->visit);
	size_t unused;
	for (size_t i = 0; i < count; i++)
		oid_map_add(&fresh, &commits[i], i);
	*nearest = *new;
	while (oid_map_find(&fresh, nearest, &unused)) {
		struct commit c;
		arena_reset(h->walk);
		const struct failure *f = commit_read(h->repository, h->walk, nearest, &c);
		if (f != NULL)
			return failure_within(h->visit, f, "history");
		*nearest = c.nparents > 0 ? c.parents[0] : (struct oid){{0}};
	}
	return NULL;
}

static const struct failure *scope_result(struct scoping *s, const struct claim *c)
{
	struct hearing *h = s->hearing;
	const struct tips *tips = tips_of(s, JUDGE_RESULT);
	const struct oid *commits = NULL;
	size_t count = 0;
	struct net net = {.now = c->new};
	enum object_kind kind;
	/* A new ref's net change begins where the known side does: one commit too far would hide what came and went. */
	bool exact = h->exact || oid_is_zero(&c->update->old);
	const struct history_question q = {&c->new, 1, tips->ids, tips->count, .stored = true, .exact = exact};
	const struct failure *f = history_new(h->repository, h->visit, &q, &commits, &count);
	if (f != NULL)
		return f;
	owe(s, commits, count, OWES_MESSAGE);
	if (!oid_is_zero(&c->update->old))
		f = repository_peel(h->repository, h->visit, &c->update->old, &net.before, &kind);
	else
		f = nearest_known(h, &c->new, commits, count, &net.before);
	s->nets = arena_grow(h->visit, s->nets, s->nnets, &s->net_room, sizeof *s->nets);
	s->nets[s->nnets++] = net;
	return f;
}

/* Commits that are new to the trusted ref itself: only there does a change of the policy need its own reviewer. */
static const struct failure *scope_trusted(struct scoping *s, const struct claim *c, struct scope *scope)
{
	struct hearing *h = s->hearing;
	enum object_kind kind;
	scope->trusted_new = c->new;
	if (!oid_is_zero(&c->update->old)) {
		const struct failure *f = repository_peel(h->repository, h->visit, &c->update->old, &scope->trusted_old, &kind);
		if (f != NULL)
			return f;
	}
	const struct history_question q = {&c->new, 1, &scope->trusted_old, !oid_is_zero(&scope->trusted_old), .stored = true, .exact = h->exact};
	return owe_new(s, &q, OWES_POLICY);
}

static void hand_over(const struct scoping *s, struct scope *scope)
{
	scope->duties = s->duties;
	scope->nduties = s->nduties;
	scope->nets = s->nets;
	scope->nnets = s->nnets;
	scope->releases = s->releases;
	scope->nreleases = s->nreleases;
}

const struct failure *scope_of_push(struct hearing *h, struct scope *scope)
{
	struct scoping s = {.hearing = h, .places = oid_map_in(h->visit)};
	s.protected = arena_take(h->visit, h->push->nupdates, sizeof *s.protected);
	const struct failure *f = server_refs_read(h, &s.refs);
	for (size_t i = 0; i < h->push->nupdates && f == NULL; i++)
		f = claim_update(&s, &h->push->updates[i], &s.protected[i]);
	if (f == NULL)
		f = scope_commits(&s);
	for (size_t i = 0; i < s.nclaims && f == NULL; i++) {
		if (s.claims[i].judge == JUDGE_RESULT)
			f = scope_result(&s, &s.claims[i]);
		if (f == NULL && s.claims[i].trusted)
			f = scope_trusted(&s, &s.claims[i], scope);
	}
	hand_over(&s, scope);
	scope->protected = f == NULL ? s.protected : NULL;
	return f;
}

const struct failure *scope_of_range(struct hearing *h, const struct oid *base, const struct oid *head, struct scope *scope)
{
	struct scoping s = {.hearing = h, .places = oid_map_in(h->visit)};
	const struct history_question q = {head, 1, base, !oid_is_zero(base), .stored = true, .exact = h->exact};
	const struct failure *f = owe_new(&s, &q, OWES_MESSAGE | OWES_CONTENT | (h->trusted_ref.len > 0 ? OWES_POLICY : 0));
	struct span version, ref = h->push->updates[0].ref;
	if (policy_releases(h->policy, ref, &version))
		add_release(&s, ref, version, head);
	if (f == NULL && h->trusted_ref.len > 0 && !oid_is_zero(base)) {
		scope->trusted_old = *base;
		scope->trusted_new = *head;
	}
	hand_over(&s, scope);
	return f;
}
