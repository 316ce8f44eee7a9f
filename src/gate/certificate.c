/* SPDX-License-Identifier: MIT */
/* certificate.c - whether the signer of a push certificate is the user of the connection. */
#include "gate/certificate.h"

#include "base/arena.h"
#include "hosts/host.h"
#include "text/identity.h"

static void accuse(struct hearing *h, const struct update *u, struct span title)
{
	struct accusation a = {.rule = policy_builtin(h->policy, RULE_CERTIFICATE), .title = title, .mend = SPAN(""), .ref = u->ref, .path = SPAN(""),
	                       .symbol = SPAN(""), .kind = SPAN(""), .source = SPAN("")};
	hearing_accuse(h, &a);
}

static bool is_one_of(struct span letter, const char *letters)
{
	return letter.len == 1 && span_find(span_of(letters), letter.at[0]) < span_of(letters).len;
}

/* GPG names a person, ssh an address. */
static bool signer_read(struct hearing *h, struct identity *signer)
{
	const struct push *push = h->push;
	const struct people *people = &h->policy->people;
	if (!identity_is_address(push->signer))
		return identity_read(h->visit, people, push->signer, SPAN(""), signer).len == 0;
	*signer = identity_of(h->visit, people, SPAN(""), push->signer);
	return true;
}

/* Whether the login stands for a person; why not, said to whom it concerns. */
static bool pusher_read(struct hearing *h, struct identity *pusher)
{
	const struct push *push = h->push;
	const struct rule *rule = policy_builtin(h->policy, RULE_CERTIFICATE);
	if (push->pusher.len == 0) {
		hearing_gave_up(h, rule, SPAN("the signer of a push certificate is compared with the pusher, and the host does not say who pushed"));
		return false;
	}
	*pusher = identity_of_login(h->visit, &h->policy->people, push->host, push->pusher);
	if (pusher->person != NULL || pusher->mail.len > 0)
		return true;
	if (h->policy->people.known)
		hearing_gave_up(h, rule, SPAN("the signer of a push certificate is compared with the pusher, and no person of the register has that login"));
	else
		hearing_note(h, "the signer of the push certificate was not compared with the pusher: the policy names no register of people");
	return false;
}

void certificate_judge(struct hearing *h, const struct update *u)
{
	const struct push *push = h->push;
	struct identity signer, pusher;
	if (push == NULL || push->certificate.len == 0)
		return;
	if (is_one_of(push->certificate, "BRXY")) {
		accuse(h, u, span_format(h->visit, "the signature of the push certificate is not good (git says %.*s)", SPAN_ARGS(push->certificate)));
		return;
	}
	if (!is_one_of(push->certificate, "GU") || !signer_read(h, &signer)) {
		hearing_note(h, "the signer of the push certificate was not compared with the pusher: git could not say who signed");
		return;
	}
	if (host_named(push->host)->pusher == NULL) {
		hearing_note(h, "the signer of the push certificate was not compared with the pusher: the host names none");
		return;
	}
	if (pusher_read(h, &pusher) && !identity_same(&signer, &pusher))
		accuse(h, u, span_format(h->visit, "the push certificate is signed by %.*s, and %.*s pushed", SPAN_ARGS(push->signer), SPAN_ARGS(push->pusher)));
}
