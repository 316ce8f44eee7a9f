/* SPDX-License-Identifier: MIT */
/* review.c - a commit carries the trailers of reviewers who are known, in office and independent. */
#include "base/arena.h"
#include "base/date.h"
#include "checks/check.h"
#include "text/addresses.h"
#include "text/identity.h"
#include "text/words.h"

#include <stdlib.h>

/* Whom a reviewer must not be, in the order in which a sentence names them. */
enum party { PARTY_AUTHOR, PARTY_CO_AUTHOR, PARTY_COMMITTER, PARTY_PUSHER, PARTIES };

static const struct {
	struct span name, is;
} parties[] = {
	[PARTY_AUTHOR] = {{"author", 6}, {"is the author", 13}},
	[PARTY_CO_AUTHOR] = {{"co-author", 9}, {"is a co-author", 14}},
	[PARTY_COMMITTER] = {{"committer", 9}, {"is the committer", 16}},
	[PARTY_PUSHER] = {{"pusher", 6}, {"is the pusher", 13}},
};
_Static_assert(COUNT(parties) == PARTIES, "a party lacks a name");

static const struct span co_author_keys[] = {{"Co-authored-by", 14}, {"Co-developed-by", 15}, {"Assisted-by", 11}};

#define LEAST_MOST 100

struct review {
	struct span trailer, role; /* no role: empty */
	size_t least;
	bool apart_from[PARTIES];
	bool merge_covers;
	struct span others; /* "someone other than author, co-author and committer" */
	struct span mend;
	const struct people *people;
	int64_t now;
	struct span host;
};

static const char *const options[] = {"trailer", "least", "independent_of", "role", "merge_covers", NULL};

static const struct failure *parties_read(struct arena *house, const struct json *value, bool apart_from[PARTIES])
{
	const struct span *names = NULL;
	size_t nnames = 0;
	const struct failure *f = json_texts(house, value, &names, &nnames);
	if (f != NULL)
		return f;
	bool chosen[PARTIES] = {false};
	for (size_t i = 0; i < nnames; i++) {
		size_t party = 0;
		while (party < PARTIES && !span_eq(parties[party].name, names[i]))
			party++;
		if (party == PARTIES)
			return json_complain(house, value, "\"%.*s\" is none of author, co-author, committer, pusher",
					     SPAN_ARGS(names[i]));
		chosen[party] = true;
	}
	for (size_t party = 0; party < PARTIES; party++)
		apart_from[party] = chosen[party];
	return NULL;
}

/* A key that git would never read as one would make every commit wrong. */
static bool is_key(struct span key)
{
	for (size_t i = 0; i < key.len; i++)
		if (!byte_is_alnum(key.at[i]) && key.at[i] != '-')
			return false;
	return key.len > 0;
}

static struct span others_print(struct arena *house, const struct review *review)
{
	struct span names[PARTIES];
	size_t count = 0;
	for (size_t party = 0; party < PARTIES; party++)
		if (review->apart_from[party])
			names[count++] = parties[party].name;
	struct span who = review->role.len == 0 ? SPAN("someone")
	                                        : span_format(house, "someone with the role %.*s", SPAN_ARGS(review->role));
	if (count == 0)
		return who;
	return span_format(house, "%.*s other than %.*s", SPAN_ARGS(who), SPAN_ARGS(words_list(house, names, count, "and")));
}

static const struct failure *review_prepare(const struct preparation *preparation, const struct rule *rule, const void **state)
{
	struct arena *house = preparation->house;
	struct review *review = arena_take(house, 1, sizeof(*review));
	*review = (struct review){
		.trailer = SPAN("Reviewed-by"),
		.least = 1,
		.apart_from = {[PARTY_AUTHOR] = true, [PARTY_CO_AUTHOR] = true, [PARTY_COMMITTER] = true},
		.people = preparation->people,
		.now = preparation->now,
		.host = preparation->host,
	};
	const struct json *trailer = rule_option(rule, "trailer"), *least = rule_option(rule, "least");
	const struct json *apart = rule_option(rule, "independent_of");
	const struct failure *f = json_text(house, trailer, &review->trailer);
	if (f == NULL)
		f = json_count(house, least, LEAST_MOST, &review->least);
	if (f == NULL && apart != NULL)
		f = parties_read(house, apart, review->apart_from);
	if (f == NULL)
		f = json_text(house, rule_option(rule, "role"), &review->role);
	if (f == NULL)
		f = json_flag(house, rule_option(rule, "merge_covers"), &review->merge_covers);
	if (f != NULL)
		return f;
	if (!is_key(review->trailer))
		return json_complain(house, trailer, "a trailer's key is made of letters, digits and dashes");
	if (review->least == 0)
		return json_complain(house, least, "a review by nobody is no rule; to switch it off say \"action\": \"off\"");
	review->others = others_print(house, review);
	review->mend =
		span_format(house, "git commit --amend --no-edit --trailer \"%.*s: NAME <MAIL>\"", SPAN_ARGS(review->trailer));
	*state = review;
	return NULL;
}

/* Somebody whom a reviewer must not be: once under the key, and once under the address as it was given. */
struct insider {
	struct span key;
	bool given;   /* the second of the two */
	bool by_name; /* the mailmap knows this name at the given address */
	enum party party;
	bool outside; /* named in a line that is no trailer, and only looks like one */
};

/* One commit under judgement. */
struct hearing {
	const struct review *review;
	const struct commit_case *c;
	struct insider *insiders; /* sorted by key, then party */
	size_t ninsiders, room;
	bool unnamed[PARTIES];    /* who this is cannot be said */
	struct identity counted[LEAST_MOST]; /* the reviewers that count */
	size_t ncounted;
	struct remarks remarks;
};

static void insider_put(struct hearing *h, struct insider insider)
{
	h->insiders = arena_grow(h->c->step, h->insiders, h->ninsiders, &h->room, sizeof(*h->insiders));
	h->insiders[h->ninsiders++] = insider;
}

static void insider_add(struct hearing *h, enum party party, struct identity identity, bool outside)
{
	insider_put(h, (struct insider){identity.key, false, false, party, outside});
	if (identity.given.len > 0)
		insider_put(h, (struct insider){identity.given, true, identity.by_name, party, outside});
}

/* Each address of the text is a co-author's; false where there is none. */
static bool co_authors_add(struct hearing *h, struct span text, bool outside)
{
	struct addresses found = addresses_in(text);
	struct span address;
	bool any = false;
	while (addresses_next(&found, &address)) {
		insider_add(h, PARTY_CO_AUTHOR, identity_of(h->c->step, h->review->people, SPAN(""), address), outside);
		any = true;
	}
	return any;
}

/*
 * A co-author is excluded also by a trailer that would be too sloppy for a reviewer: by each address in it. One who is named without an
 * address could be anybody; but what assisted is often a program, which has none.
 */
static void co_author_add(struct hearing *h, struct span key, struct span value)
{
	struct identity identity;
	if (identity_read(h->c->step, h->review->people, value, h->c->commit->encoding, &identity).len == 0)
		insider_add(h, PARTY_CO_AUTHOR, identity, false);
	else if (!co_authors_add(h, value, false) && value.len > 0 && !span_eq_fold(key, SPAN("Assisted-by")))
		h->unnamed[PARTY_CO_AUTHOR] = true;
}

/* And by a line that git takes for no trailer, and a reader does: one paragraph too high, behind a bullet, misspelt. */
static void co_authors_find(struct hearing *h, struct span key)
{
	struct span line, value;
	struct trailers trailers = h->c->trailers;
	struct lookalikes outside = trailers_lookalikes(h->c->commit->message, trailers, key);
	for (size_t i = 0; i < trailers.count; i++)
		if (span_eq_fold(trailers.list[i].key, key))
			co_author_add(h, key, trailers.list[i].value);
	while (lookalikes_next(&outside, &line, &value))
		co_authors_add(h, value, true);
}

static void signature_add(struct hearing *h, enum party party, const struct signature *signature)
{
	if (!h->review->apart_from[party])
		return;
	if (span_strip(signature->mail).len == 0)
		h->unnamed[party] = true;
	insider_add(h, party, identity_of(h->c->step, h->review->people, signature->name, signature->mail), false);
}

static int insider_order(const void *a, const void *b)
{
	const struct insider *left = a, *right = b;
	int order = span_order(left->key, right->key);
	if (order == 0)
		order = left->given - right->given;
	if (order == 0)
		order = left->by_name - right->by_name;
	if (order == 0)
		order = (left->party > right->party) - (left->party < right->party);
	return order != 0 ? order : left->outside - right->outside;
}

/* The pusher is compared only where the host is asked for one; a login that nobody can be found by cannot be compared. */
static void pusher_add(struct hearing *h, const struct rule *rule, const struct sink *sink)
{
	const struct commit_case *c = h->c;
	if (!h->review->apart_from[PARTY_PUSHER] || !c->knows_pusher)
		return;
	if (c->pusher.len == 0) {
		sink->gave_up(sink->context, rule,
		              SPAN("the rule compares reviewers with the pusher, and the host does not say who pushed"));
		return;
	}
	struct identity pusher = identity_of_login(c->step, h->review->people, h->review->host, c->pusher);
	if (pusher.person == NULL && pusher.mail.len == 0) {
		sink->gave_up(
			sink->context, rule,
			span_format(c->step,
				    "the rule compares reviewers with the pusher, and no person of the register has the login %.*s",
				    SPAN_ARGS(words_quote(c->step, span_format(c->step, "%.*s:%.*s", SPAN_ARGS(h->review->host),
									       SPAN_ARGS(c->pusher))))));
		return;
	}
	insider_add(h, PARTY_PUSHER, pusher, false);
}

static void insiders_find(struct hearing *h, const struct rule *rule, const struct sink *sink)
{
	signature_add(h, PARTY_AUTHOR, &h->c->commit->author);
	signature_add(h, PARTY_COMMITTER, &h->c->commit->committer);
	for (size_t i = 0; i < COUNT(co_author_keys) && h->review->apart_from[PARTY_CO_AUTHOR]; i++)
		co_authors_find(h, co_author_keys[i]);
	pusher_add(h, rule, sink);
	if (h->ninsiders > 1)
		qsort(h->insiders, h->ninsiders, sizeof(*h->insiders), insider_order);
}

/* The first insider of that key, or of that given address, or NULL. */
static const struct insider *insider_under(const struct hearing *h, struct span key, bool given)
{
	const struct insider wanted = {.key = key, .given = given};
	size_t from = 0, to = h->ninsiders;
	while (from < to) {
		size_t middle = from + (to - from) / 2;
		if (insider_order(&h->insiders[middle], &wanted) < 0)
			from = middle + 1;
		else
			to = middle;
	}
	const struct insider *found = from < h->ninsiders ? &h->insiders[from] : NULL;
	return found != NULL && found->given == given && span_eq(found->key, key) ? found : NULL;
}

/* The same as for any two identities: those whom the mailmap knows by name at their address stand behind the others of that address. */
static const struct insider *insider_find(const struct hearing *h, const struct identity *who)
{
	const struct insider *insider = insider_under(h, who->key, false);
	if (insider != NULL || who->given.len == 0)
		return insider;
	insider = insider_under(h, who->given, true);
	return insider != NULL && !(insider->by_name && who->by_name) ? insider : NULL;
}

static bool has_role(const struct person *person, struct span role)
{
	for (size_t i = 0; i < person->nroles; i++)
		if (span_eq(person->roles[i], role))
			return true;
	return false;
}

/* Why a person of the register does not count, or an empty span. */
static struct span office_complaint(const struct hearing *h, const struct person *person)
{
	const struct review *review = h->review;
	struct arena *step = h->c->step;
	if (person->bot)
		return SPAN("is a bot");
	if (review->now < person->valid_from)
		return span_format(step, "is a reviewer from %.*s on only", SPAN_ARGS(date_print(step, person->valid_from)));
	if (review->now >= person->valid_until)
		return span_format(step, "has expired: was a reviewer until before %.*s",
				   SPAN_ARGS(date_print(step, person->valid_until)));
	if (review->role.len > 0 && !has_role(person, review->role))
		return span_format(step, "has not the role %.*s", SPAN_ARGS(review->role));
	return SPAN("");
}

/* Why a reviewer does not count, or an empty span. */
static struct span reviewer_complaint(const struct hearing *h, const struct identity *reviewer)
{
	const struct insider *insider = insider_find(h, reviewer);
	if (insider != NULL)
		return insider->outside ? SPAN("is named as a co-author outside of the trailer block") : parties[insider->party].is;
	if (reviewer->person != NULL)
		return office_complaint(h, reviewer->person);
	if (h->review->people->known)
		return SPAN("is unknown: nobody in the register of people has this address");
	if (span_ends_fold(reviewer->name, SPAN("[bot]")))
		return SPAN("is a bot");
	if (h->review->role.len > 0)
		return span_format(h->c->step, "has no role %.*s: the policy names no register of people",
				   SPAN_ARGS(h->review->role));
	return SPAN("");
}

static void reviewer_hear(struct hearing *h, struct span value)
{
	struct identity reviewer;
	struct span complaint = identity_read(h->c->step, h->review->people, value, h->c->commit->encoding, &reviewer);
	if (complaint.len == 0)
		complaint = reviewer_complaint(h, &reviewer);
	for (size_t i = 0; i < h->ncounted && complaint.len == 0; i++)
		if (identity_same(&h->counted[i], &reviewer))
			complaint = SPAN("is counted already");
	if (complaint.len == 0) {
		h->counted[h->ncounted++] = reviewer;
		return;
	}
	struct arena *step = h->c->step;
	struct span who = value.len == 0 ? h->review->trailer : words_quote(step, value);
	if (remarks_open(&h->remarks))
		remarks_add(&h->remarks, span_format(step, "%.*s does not count: %.*s", SPAN_ARGS(who), SPAN_ARGS(complaint)));
	else
		remarks_add(&h->remarks, SPAN(""));
}

static void reviewers_hear(struct hearing *h, struct trailers trailers)
{
	for (size_t i = 0; i < trailers.count && h->ncounted < h->review->least; i++)
		if (span_eq_fold(trailers.list[i].key, h->review->trailer))
			reviewer_hear(h, trailers.list[i].value);
}

/* A signature without an address could be anybody's: nobody can be said to be somebody else. */
static void unnamed_complain(const struct hearing *h, const struct rule *rule, const struct sink *sink)
{
	for (size_t party = 0; party < PARTIES; party++)
		if (h->unnamed[party])
			sink->gave_up(
				sink->context, rule,
				span_format(
					h->c->step,
					"the rule compares reviewers with the %.*s, and the commit gives no address of the %.*s",
					SPAN_ARGS(parties[party].name), SPAN_ARGS(parties[party].name)));
}

static void review_complain(struct hearing *h, const struct rule *rule, const struct sink *sink)
{
	const struct review *review = h->review;
	struct arena *step = h->c->step;
	struct span mend = review->mend;
	struct span line = trailers_lookalike(h->c->commit->message, h->c->trailers, review->trailer);
	if (line.len > 0) {
		remarks_add(&h->remarks,
			    span_format(step, "%.*s stands outside of the trailer block", SPAN_ARGS(words_quote(step, line))));
		mend = span_format(
			step,
			"write the line as \"%.*s: NAME <MAIL>\" into the last paragraph of the message, behind a blank line and "
			"among trailers only: git commit --amend",
			SPAN_ARGS(review->trailer));
	}
	struct span title = span_format(step, "no %.*s trailer by %.*s", SPAN_ARGS(review->trailer), SPAN_ARGS(review->others));
	if (review->least > 1)
		title = span_format(step, "%zu of %zu %.*s trailers by %.*s", h->ncounted, review->least,
				    SPAN_ARGS(review->trailer), SPAN_ARGS(review->others));
	if (h->remarks.count > 0)
		title = span_format(step, "%.*s: %.*s", SPAN_ARGS(title), SPAN_ARGS(remarks_print(step, &h->remarks)));
	sink->found(sink->context, rule, title, mend);
}

static void review_on_commit(const struct rule *rule, const struct commit_case *c, const struct sink *sink)
{
	struct hearing hearing = {.review = rule->state, .c = c};
	insiders_find(&hearing, rule, sink);
	reviewers_hear(&hearing, c->trailers);
	for (size_t i = 0; i < c->ncovering && hearing.review->merge_covers; i++)
		reviewers_hear(&hearing, c->covering[i]);
	if (hearing.ncounted < hearing.review->least)
		review_complain(&hearing, rule, sink);
	else
		unnamed_complain(&hearing, rule, sink);
}

/* The runner's commits have the author and committer J. Doe <doe@example.org> and no register of people. */
static const struct check_example examples[] = {
	{"{}", "Limit the flow rate\n\nReviewed-by: R. Roe <roe@example.org>\n", "Limit the flow rate\n"},
	{"{}", "Limit the flow rate\n\nreviewed-by: R. Roe <roe@example.org>\n",
	 "Limit the flow rate\n\nReviewed-by: J. Doe <doe@example.org>\n"},
	{"{\"least\": 2}", "Limit\n\nReviewed-by: R. Roe <roe@example.org>\nReviewed-by: M. Moe <moe@example.org>\n",
	 "Limit\n\nReviewed-by: R. Roe <roe@example.org>\nReviewed-by: Roe <ROE@example.org>\n"},
	{"{\"trailer\": \"Acked-by\", \"independent_of\": []}", "Limit\n\nAcked-by: J. Doe <doe@example.org>\n",
	 "Limit\n\nAcked-by: roe@example.org\n"},
	{"{}", "Limit\n\nCo-authored-by: M. Moe <moe@example.org>\nReviewed-by: R. Roe <roe@example.org>\n",
	 "Limit\n\nCo-authored-by: M. Moe <moe@example.org>\nReviewed-by: M. Moe <moe@example.org>\n"},
	{0},
};

const struct check check_review = {
	.name = "review",
	.purpose = "a commit carries the trailers of reviewers who are known, in office and independent",
	.noun = "missing review",
	.options = options,
	.prepare = review_prepare,
	.on_commit = review_on_commit,
	.examples = examples,
};
