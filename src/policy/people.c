/* SPDX-License-Identifier: MIT */
/* people.c - the register of people. */
#include "base/arena.h"
#include "base/date.h"
#include "policy/reading.h"
#include "text/identity.h"

#include <stdlib.h>

/* What belongs to one person alone: an address, a login or a key. Two owners would make one person of two. */
struct claim {
	char kind;
	struct span text;
	const struct json *where;
	size_t order;
};

struct claims {
	struct claim *list;
	size_t count, room;
};

static void claim(struct reading *reading, struct claims *claims, char kind, struct span text, const struct json *where)
{
	claims->list = arena_grow(reading->house, claims->list, claims->count, &claims->room, sizeof(*claims->list));
	claims->list[claims->count] = (struct claim){kind, span_lower(reading->house, text), where, claims->count};
	claims->count++;
}

static int claim_order(const void *left, const void *right)
{
	const struct claim *a = left, *b = right;
	if (a->kind != b->kind)
		return a->kind - b->kind;
	int order = span_order(a->text, b->text);
	if (order != 0)
		return order;
	return a->order < b->order ? -1 : 1;
}

static const struct failure *refuse_shared(struct reading *reading, const struct claims *claims)
{
	if (claims->count == 0)
		return NULL;
	qsort(claims->list, claims->count, sizeof(*claims->list), claim_order);
	for (size_t i = 1; i < claims->count; i++) {
		const struct claim *one = &claims->list[i - 1], *other = &claims->list[i];
		if (one->kind != other->kind || !span_eq(one->text, other->text))
			continue;
		return json_complain(reading->house, other->where, "\"%.*s\" is given twice in the register; it can belong to one person only",
		                     SPAN_ARGS(other->text));
	}
	return NULL;
}

static bool printable(struct span text)
{
	for (size_t i = 0; i < text.len; i++)
		if (text.at[i] <= ' ' || text.at[i] >= 0x7F)
			return false;
	return text.len > 0;
}

static const struct failure *
addresses_read(struct reading *reading, const struct json *list, struct person *person, struct claims *claims)
{
	const struct span *texts = NULL;
	const struct failure *f = reading_list(reading, list, &texts, &person->naddresses);
	if (f != NULL)
		return f;
	struct span *addresses = arena_take(reading->house, person->naddresses, sizeof(*addresses));
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		if (!identity_is_address(item->text))
			return json_complain(reading->house, item, "\"%.*s\" is no address; write it like roe@example.org, in ASCII",
			                     SPAN_ARGS(item->text));
		addresses[item->index] = span_lower(reading->house, item->text);
		claim(reading, claims, 'a', item->text, item);
	}
	person->addresses = addresses;
	return NULL;
}

static const struct failure *
words_read(struct reading *reading, const struct json *list, const struct span **words, size_t *count)
{
	const struct failure *f = json_texts(reading->house, list, words, count);
	if (f != NULL || list == NULL)
		return f;
	for (const struct json *item = list->first; item != NULL; item = item->next)
		if (!printable(item->text))
			return json_complain(reading->house, item, "must be printable ASCII without blanks");
	return NULL;
}

struct logins {
	struct span *list;
	size_t count, room;
};

static const struct failure *
login_add(struct reading *reading, struct logins *logins, struct claims *claims, struct span login, const struct json *where)
{
	size_t colon = span_find(login, ':');
	if (!printable(login) || colon == 0 || colon + 1 >= login.len)
		return json_complain(reading->house, where, "\"%.*s\" is no login; it must be printable ASCII without blanks, with its host",
		                     SPAN_ARGS(login));
	logins->list = arena_grow(reading->house, logins->list, logins->count, &logins->room, sizeof(*logins->list));
	logins->list[logins->count++] = login;
	claim(reading, claims, 'l', login, where);
	return NULL;
}

/* One member of {"gitlab": "roe", "gerrit": ["roe", "r.roe"]}. */
static const struct failure *
host_logins_read(struct reading *reading, const struct json *member, struct logins *logins, struct claims *claims)
{
	struct span text = {"", 0};
	const struct failure *f = NULL;
	const struct json *item = member->kind == JSON_ARRAY ? member->first : member;
	while (f == NULL && item != NULL) {
		f = json_text(reading->house, item, &text);
		if (f == NULL)
			f = login_add(reading, logins, claims,
			              span_format(reading->house, "%.*s:%.*s", SPAN_ARGS(member->key), SPAN_ARGS(text)), item);
		item = item == member ? NULL : item->next;
	}
	return f;
}

static const struct failure *
logins_read(struct reading *reading, const struct json *value, struct person *person, struct claims *claims)
{
	struct logins logins = {0};
	const struct failure *f = NULL;
	if (value == NULL)
		return NULL;
	if (value->kind != JSON_OBJECT && value->kind != JSON_ARRAY)
		return json_complain(reading->house, value, "must be an object, like {\"gitlab\": \"roe\"}, or a list, like [\"gitlab:roe\"]");
	for (const struct json *item = value->first; f == NULL && item != NULL; item = item->next) {
		struct span text = {"", 0};
		if (value->kind == JSON_OBJECT) {
			f = host_logins_read(reading, item, &logins, claims);
			continue;
		}
		f = json_text(reading->house, item, &text);
		if (f == NULL)
			f = login_add(reading, &logins, claims, text, item);
	}
	person->logins = logins.list;
	person->nlogins = logins.count;
	return f;
}

static const struct failure *validity_read(struct reading *reading, const struct json *object, struct person *person)
{
	const struct json *until = json_member(object, SPAN("valid_until"));
	person->valid_from = INT64_MIN;
	person->valid_until = INT64_MAX;
	const struct failure *f = reading_day(reading, json_member(object, SPAN("valid_from")), &person->valid_from);
	if (f != NULL)
		return f;
	f = reading_day(reading, until, &person->valid_until);
	if (f != NULL)
		return f;
	if (person->valid_until < person->valid_from)
		return json_complain(reading->house, until, "is before \"valid_from\"");
	/* The day itself still counts. */
	if (until != NULL)
		person->valid_until += SECONDS_PER_DAY;
	return NULL;
}

/* A fingerprint, or an SSH public key as it stands in its file: type and key with one blank between them, without the comment. */
static bool is_key(struct span text)
{
	size_t blank = span_find(text, ' ');
	return printable(span_slice(text, 0, blank)) && (blank == text.len || printable(span_from(text, blank + 1)));
}

static const struct failure *keys_read(struct reading *reading, const struct json *list, struct person *person, struct claims *claims)
{
	const struct failure *f = json_texts(reading->house, list, &person->keys, &person->nkeys);
	for (const struct json *item = list == NULL || f != NULL ? NULL : list->first; item != NULL; item = item->next) {
		if (!is_key(item->text))
			return json_complain(reading->house, item, "is no key; write a fingerprint, or an SSH public key without its comment: ssh-ed25519 AAAA...");
		claim(reading, claims, 'k', item->text, item);
	}
	return f;
}

static const struct failure *
person_read(struct reading *reading, const struct json *object, struct person *person, struct claims *claims)
{
	static const struct span person_keys[] = {
		{"name", 4}, {"addresses", 9}, {"logins", 6}, {"keys", 4}, {"roles", 5}, {"bot", 3}, {"valid_from", 10}, {"valid_until", 11},
	};
	const struct json *addresses;
	const struct text_key texts[] = {{"name", &person->name, true}};
	const struct failure *f = json_only(reading->house, object, person_keys, COUNT(person_keys));
	if (f != NULL)
		return f;
	f = reading_texts(reading, object, texts, COUNT(texts));
	if (f != NULL)
		return f;
	f = reading_need(reading, object, "addresses", &addresses);
	if (f != NULL)
		return f;
	f = addresses_read(reading, addresses, person, claims);
	if (f != NULL)
		return f;
	f = logins_read(reading, json_member(object, SPAN("logins")), person, claims);
	if (f != NULL)
		return f;
	f = keys_read(reading, json_member(object, SPAN("keys")), person, claims);
	if (f != NULL)
		return f;
	f = words_read(reading, json_member(object, SPAN("roles")), &person->roles, &person->nroles);
	if (f != NULL)
		return f;
	f = json_flag(reading->house, json_member(object, SPAN("bot")), &person->bot);
	if (f != NULL)
		return f;
	return validity_read(reading, object, person);
}

static const struct failure *register_read(struct reading *reading, const struct json *where)
{
	const struct json *list;
	struct claims claims = {0};
	const struct failure *f = reading_register(reading, where, "people", &list);
	if (f != NULL)
		return f;
	struct person *persons = arena_take(reading->house, list->count, sizeof(*persons));
	for (const struct json *item = list->first; item != NULL; item = item->next) {
		f = person_read(reading, item, &persons[item->index], &claims);
		if (f != NULL)
			return f;
	}
	reading->policy->people.persons = persons;
	reading->policy->people.npersons = list->count;
	reading->policy->people.known = true;
	return refuse_shared(reading, &claims);
}

/* The policy's own mailmap, else the one that the place has for all. */
static const struct failure *aliases_read(struct reading *reading, const struct json *where)
{
	struct people *people = &reading->policy->people;
	struct span path = {"", 0}, bytes = {"", 0};
	bool found = true;
	const struct failure *f = json_text(reading->house, where, &path);
	if (f != NULL)
		return f;
	if (where != NULL) {
		f = reading_file(reading, where, path, REGISTER_LIMIT, &bytes);
		path = reading_name(reading, path);
	} else if (reading->source->mailmap != NULL) {
		path = SPAN("/.mailmap");
		f = reading->source->mailmap(reading->source->context, reading->house, &bytes, &found);
		if (f != NULL)
			return failure_of_policy(reading->house, "the mailmap beside %.*s cannot be read: %.*s",
			                         SPAN_ARGS(reading->source->name), SPAN_ARGS(f->text));
		if (found)
			reading_record(reading, path, false, bytes);
	} else {
		return NULL;
	}
	if (f != NULL || !found)
		return f;
	return mailmap_read(reading->house, path, bytes, &people->aliases, &people->naliases);
}

const struct failure *reading_people(struct reading *reading)
{
	const struct json *where = json_member(reading->document, SPAN("people"));
	const struct failure *f = where == NULL ? NULL : register_read(reading, where);
	if (f != NULL)
		return f;
	return aliases_read(reading, json_member(reading->document, SPAN("mailmap")));
}
