/* SPDX-License-Identifier: MIT */
/* ledger.c - the chain of events: opened, added to, read. */
#include "process/ledger.h"

#include "base/chance.h"
#include "base/date.h"
#include "base/login.h"
#include "base/unicode.h"

/* What one event may take while it is written and read again: several times its own length, and a tree of its values. */
#define EVENT_BYTES ((size_t)4 << 30)

static const struct store *store_of(struct span place)
{
	for (size_t i = 0; stores[i] != NULL; i++)
		if (stores[i]->takes(place))
			return stores[i];
	return NULL;
}

const struct failure *ledger_open(struct arena *house, struct span place, enum store_use use, int64_t now, struct ledger **ledger)
{
	struct span scheme = span_slice(place, 0, span_find(place, ':')); /* a password may stand behind it */
	struct ledger *l = arena_take(house, 1, sizeof *l);
	*l = (struct ledger){.store = store_of(place), .house = house, .entered_by = login_name(house), .now = now};
	if (l->store == NULL)
		return failure_of_usage(house, "\"%.*s://...\" is no place of a ledger: name a file, or postgresql://...", SPAN_ARGS(scheme));
	l->place = l->store->show(house, place);
	const struct failure *f = l->store->open(house, place, use, &l->storage);
	if (f != NULL)
		return f;
	l->step = arena_new("event", EVENT_BYTES);
	*ledger = l;
	return NULL;
}

void ledger_close(struct ledger *l)
{
	l->store->close(l->storage);
	arena_free(l->step);
}

const struct failure *ledger_begin(struct ledger *l)
{
	return l->store->begin(l->storage, &l->head);
}

const struct failure *ledger_commit(struct ledger *l)
{
	return l->store->commit(l->storage);
}

void ledger_give_up(struct ledger *l)
{
	l->store->rollback(l->storage);
}

const struct failure *ledger_end(struct ledger *l, const struct failure *f)
{
	if (f == NULL)
		f = ledger_commit(l);
	if (f != NULL)
		ledger_give_up(l);
	return f;
}

const struct failure *ledger_has(struct ledger *l, struct span id, bool *there)
{
	return l->store->has(l->storage, id, there);
}

const struct failure *ledger_read(struct ledger *l, const struct selection *wanted, event_taker *take, void *context)
{
	return l->store->read(l->storage, l->step, wanted, take, context);
}

static struct span new_id(struct arena *a)
{
	unsigned char bytes[10];
	chance_fill(bytes, sizeof bytes);
	struct digest d = digest_of_bytes((struct span){(const char *)bytes, sizeof bytes});
	return span_format(a, "EVT-%.*s", SPAN_ARGS(digest_base32(a, &d, 16)));
}

/* Clocks of two machines may differ a little. */
#define AHEAD_SECONDS 300

static bool is_control(uint32_t character)
{
	return character < 0x20 || (character >= 0x7f && character < 0xa0);
}

/* Ill-formed bytes are escaped in the hashed line, where they would look like a text that was escaped before: two contents under one hash. */
static bool is_sound_text(struct span text, bool may_control)
{
	while (text.len > 0) {
		uint32_t character;
		size_t length = unicode_decode(text, &character);
		if (length == 0 || (!may_control && is_control(character)))
			return false;
		text = span_from(text, length);
	}
	return true;
}

/* A gate is told who pushes by its host, and records what it was told; in the hashed line it stands escaped. */
static const struct failure *check_texts(struct arena *a, const struct event *e)
{
	bool told = span_eq(e->kind, SPAN("verdict")) || span_eq(e->kind, SPAN("start"));
	const struct {
		const char *name;
		struct span text;
		bool may_control;
	} texts[] = {
		{"id", e->id, false},     {"kind", e->kind, false}, {"subject", e->subject, false},       {"actor", e->actor, told},
		{"role", e->role, false}, {"body", e->body, false}, {"entered_by", e->entered_by, false},
	};
	for (size_t i = 0; i < COUNT(texts); i++)
		if (!is_sound_text(texts[i].text, texts[i].may_control))
			return failure_of_policy(a, "the %s of the event holds a control character, or is not well-formed UTF-8", texts[i].name);
	return NULL;
}

/* Whatever is kept can be carried out and in again: the exported line has one level and some values more than the record. */
static const struct failure *check_way_back(struct arena *a, const struct event *e)
{
	struct event again;
	const struct failure *f = event_read(a, SPAN("its exported line"), event_export(a, e), &again);
	return f == NULL ? NULL : failure_within(a, f, "the event could not be read back");
}

const struct failure *ledger_add(struct ledger *l, const struct entry *entry)
{
	struct arena *a = arena_new("event", EVENT_BYTES);
	struct event e = {
		.seq = l->head.seq + 1, .id = entry->id.len > 0 ? entry->id : new_id(a), .kind = entry->kind, .subject = entry->subject,
		.actor = entry->actor, .role = entry->role, .entered_by = l->entered_by, .activity = entry->activity == 0 ? l->now : entry->activity,
		.entry = l->now, .body = entry->body, .previous = l->head.hash,
	};
	const struct span *names;
	size_t nnames;
	const struct failure *f = NULL;
	if (e.subject.len == 0)
		e.subject = e.id;
	if (e.activity > l->now + AHEAD_SECONDS)
		f = failure(l->house, "%.*s: it was done at %.*s, which is still to come", SPAN_ARGS(e.subject), SPAN_ARGS(moment_print(a, e.activity)));
	if (f == NULL && e.body.len > LARGEST_RECORD)
		f = failure_of_policy(a, "the record is longer than %zu bytes", LARGEST_RECORD);
	if (f == NULL)
		f = check_texts(a, &e);
	if (f == NULL)
		f = event_names(a, &e, &names, &nnames);
	if (f == NULL) {
		e.hash = digest_of_bytes(event_line(a, &e));
		f = check_way_back(a, &e);
	}
	if (f == NULL)
		f = l->store->insert(l->storage, &e, names, nnames);
	if (f == NULL)
		l->head = (struct ledger_head){e.seq, e.entry, e.hash};
	else
		f = failure_copy(l->house, f);
	arena_free(a);
	return f;
}
