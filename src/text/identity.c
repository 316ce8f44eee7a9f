/* SPDX-License-Identifier: MIT */
/* identity.c - who is meant by `Name <mail>`: one key for all the addresses of a person. */
#include "text/identity.h"

#include "base/arena.h"
#include "base/unicode.h"
#include "text/addresses.h"
#include "text/scripts.h"
#include "text/words.h"

static const struct person *person_by_address(const struct people *people, struct span mail)
{
	for (size_t i = 0; i < people->npersons && mail.len > 0; i++)
		for (size_t n = 0; n < people->persons[i].naddresses; n++)
			if (span_eq_fold(people->persons[i].addresses[n], mail))
				return &people->persons[i];
	return NULL;
}

/* Exact letters first: on some hosts two logins differ in case alone. */
static const struct person *person_by_login(const struct people *people, struct span login)
{
	const struct person *alike = NULL;
	for (size_t i = 0; i < people->npersons; i++)
		for (size_t n = 0; n < people->persons[i].nlogins; n++) {
			struct span known = people->persons[i].logins[n];
			if (span_eq(known, login))
				return &people->persons[i];
			if (alike == NULL && span_eq_fold(known, login))
				alike = &people->persons[i];
		}
	return alike;
}

/* What is no address begins with a blank, so that it can never be equal to one. */
static struct span key_of(struct arena *arena, const struct identity *identity)
{
	const struct person *person = identity->person;
	if (person != NULL && person->naddresses > 0)
		return span_lower(arena, person->addresses[0]);
	if (person != NULL)
		return span_lower(arena, span_format(arena, " %.*s", SPAN_ARGS(person->name)));
	if (identity->mail.len > 0)
		return span_lower(arena, identity->mail);
	return span_lower(arena, span_format(arena, " %.*s", SPAN_ARGS(identity->name)));
}

struct identity identity_of(struct arena *arena, const struct people *people, struct span name, struct span mail)
{
	struct identity identity = {.name = span_strip(name), .mail = span_strip(mail)};
	identity.given = span_lower(arena, identity.mail);
	identity.by_name = mailmap_map(people, &identity.name, &identity.mail);
	identity.person = person_by_address(people, identity.mail);
	/* An alias must not take a person out of the register. */
	if (identity.person == NULL)
		identity.person = person_by_address(people, identity.given);
	identity.key = key_of(arena, &identity);
	return identity;
}

bool identity_same(const struct identity *a, const struct identity *b)
{
	if (span_eq(a->key, b->key))
		return true;
	return a->given.len > 0 && span_eq(a->given, b->given) && !(a->by_name && b->by_name);
}

struct identity identity_of_login(struct arena *arena, const struct people *people, struct span host, struct span login)
{
	struct span full = span_format(arena, "%.*s:%.*s", SPAN_ARGS(host), SPAN_ARGS(login));
	const struct person *person = person_by_login(people, full);
	if (person == NULL && identity_is_address(login))
		return identity_of(arena, people, SPAN(""), login);
	struct identity identity = {.name = login, .mail = SPAN(""), .person = person, .given = SPAN("")};
	if (person != NULL && person->naddresses > 0)
		identity.mail = person->addresses[0];
	identity.key = key_of(arena, &identity);
	return identity;
}

bool identity_is_address(struct span mail)
{
	size_t at = span_find(mail, '@');
	struct span domain = span_from(mail, at + 1);
	if (at == 0 || at > IDENTITY_LONGEST_LOCAL || at == mail.len || domain.len == 0)
		return false;
	for (size_t i = 0; i < mail.len; i++)
		if (mail.at[i] <= ' ' || mail.at[i] > '~' ||
		    span_find(SPAN("<>(),:;\"\\`|"), mail.at[i]) < COUNT("<>(),:;\"\\`|") - 1)
			return false;
	for (size_t i = 0; i < domain.len; i++)
		if (!byte_is_alnum(domain.at[i]) && domain.at[i] != '.' && domain.at[i] != '-' && domain.at[i] != '_')
			return false;
	return byte_is_alnum(domain.at[0]) && byte_is_alnum(domain.at[domain.len - 1]) && !span_holds(domain, SPAN(".."));
}

/* In a declared encoding but these, bytes that are no UTF-8 are parts of letters. */
static bool has_own_letters(struct span encoding)
{
	static const char *const none[] = {"utf-8", "utf8", "ascii", "us-ascii", "iso-8859-1", "iso8859-1", "iso_8859-1", "latin1", "latin-1"};
	for (size_t i = 0; i < COUNT(none); i++)
		if (span_eq_fold(encoding, span_of(none[i])))
			return false;
	return encoding.len > 0;
}

/* Else they are read as Latin-1, of which C1 controls and the soft hyphen cannot be seen. */
static bool all_visible(struct span text, bool own_letters)
{
	while (text.len > 0) {
		uint32_t character = (unsigned char)text.at[0];
		size_t len = unicode_decode(text, &character);
		if (!unicode_visible(character) && character != '\t' && !(own_letters && len == 0))
			return false;
		text = span_from(text, len == 0 ? 1 : len);
	}
	return true;
}

static struct span address_complaint(struct span mail)
{
	for (size_t i = 0; i < mail.len; i++)
		if (mail.at[i] < ' ' || mail.at[i] > '~')
			return SPAN("has an address with other than printable ASCII");
	if (span_strip(mail).len == 0)
		return SPAN("has an empty address");
	if (span_find(mail, '@') != span_find_last(mail, '@'))
		return SPAN("has more than one address");
	static const char *const nobody[] = {"mail",      "email",     "e-mail",     "address",    "todo", "tbd",
	                                     "fixme",     "your.name", "your_name",  "your.email", "you"};
	/* Real people have addresses like mail@roe.example. */
	size_t at = span_find(mail, '@');
	for (size_t i = at < mail.len ? 4 : 0; i < COUNT(nobody); i++)
		if (span_eq_fold(span_slice(mail, 0, at), span_of(nobody[i])))
			return SPAN("is a placeholder");
	return identity_is_address(mail) ? SPAN("") : SPAN("has something that is no address in its angle brackets");
}

static struct span name_complaint(struct span name, struct span mail)
{
	if (name.len == 0)
		return SPAN("has no name in front of the address");
	if (words_placeholder(name))
		return SPAN("is a placeholder");
	/* Some people's name is their address; another address is another person. */
	struct addresses found = addresses_in(name);
	struct span other;
	while (addresses_next(&found, &other))
		if (!span_eq_fold(name, mail))
			return SPAN("has more than one address");
	return scripts_mixed(name) ? SPAN("has a name with letters of several scripts in one word") : SPAN("");
}

struct span
identity_read(struct arena *arena, const struct people *people, struct span value, struct span encoding, struct identity *identity)
{
	value = span_strip(value);
	if (value.len == 0)
		return SPAN("is empty");
	if (!all_visible(value, has_own_letters(span_strip(encoding))))
		return SPAN("holds characters that cannot be seen");
	size_t open = span_find(value, '<'), close = span_find(value, '>');
	if (close == value.len || open > close)
		return words_placeholder(value) ? SPAN("is a placeholder") : SPAN("has no address in angle brackets");
	struct span name = span_strip(span_slice(value, 0, open)), mail = span_slice(value, open + 1, close);
	struct span behind = span_from(value, close + 1);
	if (span_find(behind, '@') < behind.len)
		return SPAN("has more than one address");
	if (behind.len > 0)
		return SPAN("has text behind its address");
	struct span complaint = address_complaint(mail);
	if (complaint.len == 0)
		complaint = name_complaint(name, mail);
	if (complaint.len > 0)
		return complaint;
	*identity = identity_of(arena, people, name, mail);
	return SPAN("");
}
