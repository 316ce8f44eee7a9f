/* SPDX-License-Identifier: MIT */
/* persons.c - who acts on a problem report, and who is the same person. */
#include "process/persons.h"

#include "policy/policy.h"
#include "text/identity.h"

struct span person_address(struct span text)
{
	struct span trimmed = span_trim(text);
	size_t from = span_find_last(trimmed, '<');
	if (from == trimmed.len || trimmed.at[trimmed.len - 1] != '>')
		return trimmed;
	return span_trim(span_slice(trimmed, from + 1, trimmed.len - 1));
}

/* A login is taken for everybody whose address begins with it: where it cannot be told who is meant, it is the same person. */
static bool may_be_login(struct span login, struct span address)
{
	return span_eq_fold(login, span_slice(address, 0, span_find(address, '@')));
}

/* Whether the login is one of the person's, or begins one of the person's addresses. */
static bool has_login(const struct person *person, struct span login)
{
	for (size_t i = 0; i < person->nlogins; i++)
		if (span_eq_fold(span_from(person->logins[i], span_find(person->logins[i], ':') + 1), login))
			return true;
	for (size_t i = 0; i < person->naddresses; i++)
		if (may_be_login(login, person->addresses[i]))
			return true;
	return false;
}

/* By the register and the mailmap where there are any, and by the addresses as they stand. */
bool persons_same(const struct act *act, struct span a, struct span b)
{
	static const struct people nobody = {0};
	const struct people *people = act->people == NULL ? &nobody : act->people;
	struct span x = person_address(a), y = person_address(b);
	bool x_is_login = span_find(x, '@') == x.len, y_is_login = span_find(y, '@') == y.len;
	if (x.len == 0 || y.len == 0)
		return false;
	if (x_is_login && y_is_login)
		return span_eq_fold(x, y);
	struct identity of_x = identity_of(act->arena, people, SPAN(""), x), of_y = identity_of(act->arena, people, SPAN(""), y);
	if (x_is_login)
		return may_be_login(x, y) || (of_y.person != NULL && has_login(of_y.person, x));
	if (y_is_login)
		return may_be_login(y, x) || (of_x.person != NULL && has_login(of_x.person, y));
	return span_eq_fold(x, y) || identity_same(&of_x, &of_y);
}

/* Whether the repository's configuration names a policy. */
static const struct failure *has_policy(struct gate *g, bool *has)
{
	struct span file = SPAN(""), ref = SPAN("");
	const struct failure *f = g->repository == NULL ? NULL : repository_setting(g->repository, g->house, "portcullis.policy", &file);
	if (f == NULL && g->repository != NULL)
		f = repository_setting(g->repository, g->house, "portcullis.policyref", &ref);
	*has = file.len > 0 || ref.len > 0;
	return f;
}

const struct failure *persons_settle(struct desk *d, struct span file, struct act *act)
{
	const struct policy *policy;
	struct gate *g = d->gate;
	bool has;
	act->actor = person_address(d->actor);
	if (!identity_is_address(act->actor))
		return failure_of_usage(g->visit, "--as %.*s is no address of a person; write roe@example.org", SPAN_ARGS(words_quote(g->visit, d->actor)));
	const struct failure *f = has_policy(g, &has);
	if (f != NULL || (!has && file.len == 0))
		return f;
	f = desk_policy(d, file, &policy);
	if (f == NULL)
		act->people = &policy->people;
	return f;
}
