/* SPDX-License-Identifier: MIT */
/* around.c - what the other files of a tree say about one of them. */
#include "gate/around.h"

#include "base/arena.h"
#include "base/path.h"
#include "base/table.h"
#include "gate/doubts.h"
#include "gate/gate.h"
#include "git/oid.h"
#include "text/c_facts.h"

enum { COMPUTED_MOST = 1024 };

/* A path that some tree had. */
struct file {
	struct span path, name; /* the name: its last part in lower case */
	const struct reading *reading;
	struct entry entry;          /* ENTRY_NONE: this tree has none */
	const struct saying *saying; /* of a judged file of this tree, once it was read */
	struct file *namesake;       /* the next with this name */
};

/* A name under which files are included: the last part in lower case. */
struct include {
	struct span name;
	size_t count; /* sayings of this tree with it */
	size_t asked; /* the closing in which it was asked for last */
};

/* What files say, and how many of this tree say it. */
struct voice {
	const struct saying *saying; /* NULL: nobody has said it yet */
	size_t count;
	struct include **includes;
};

struct around {
	struct arena *moving; /* while it moves */
	struct arena *arena;  /* since it began */
	bool begun, read;     /* it stands at `root`; what the files say is known */
	struct oid root;
	struct table files, names, inclusions; /* path -> file; name -> first file; name -> include */
	struct file **file_list;
	size_t nfiles, files_room;
	struct include **include_list;
	size_t nincludes, includes_room;
	struct voice *voices; /* by the sayings' places */
	size_t nvoices, voices_room;

	/* Worked out when it is asked for, and anew when something changed on which it rests. */
	struct arena *closure;
	bool closed, linked; /* linked: it rests on links, which any change may turn elsewhere */
	size_t closings;
	const struct c_facts **facts; /* of all files that count: judged ones, and those they include */
	size_t nfacts, facts_room;
	struct table included; /* path of a file that is code only because code includes it */
	struct doubts *doubts;
};

struct around *around_new(struct arena *visit)
{
	struct around *a = arena_take(visit, 1, sizeof *a);
	a->moving = arena_new("step", gate_limits.step);
	a->arena = arena_new("visit", gate_limits.visit);
	a->closure = arena_new("step", gate_limits.step);
	return a;
}

void around_free(struct around *a)
{
	arena_free(a->closure);
	arena_free(a->arena);
	arena_free(a->moving);
}

bool around_is_at_hand(const struct hearing *h)
{
	return h->around->begun && h->around->read;
}

static void begin(struct around *a)
{
	struct arena *moving = a->moving, *arena = a->arena, *closure = a->closure;
	arena_reset(arena);
	*a = (struct around){.moving = moving, .arena = arena, .closure = closure, .files = {.arena = arena}, .names = {.arena = arena}, .inclusions = {.arena = arena}};
}

static struct span last_part(struct span path)
{
	size_t slash = span_find_last(path, '/');
	return slash == path.len ? path : span_from(path, slash + 1);
}

static struct file *file_at(struct hearing *h, struct span path)
{
	struct around *a = h->around;
	bool found;
	struct slot *slot = table_place(&a->files, path, &found);
	if (found)
		return slot->value;
	struct file *file = slot->value = arena_take(a->arena, 1, sizeof *file);
	struct span own = slot->key;
	*file = (struct file){.path = own, .name = span_lower(a->arena, last_part(own)), .reading = scanner_reading(h->scanner, h->visit, own)};
	slot = table_place(&a->names, file->name, &found);
	file->namesake = found ? slot->value : NULL;
	slot->value = file;
	a->file_list = arena_grow(a->arena, a->file_list, a->nfiles, &a->files_room, sizeof(struct file *));
	return a->file_list[a->nfiles++] = file;
}

/* A file that is no code by its name, or a link: code when code includes it. */
static bool is_includable(const struct file *file)
{
	return (file->entry.kind == ENTRY_FILE && !file->reading->code) || file->entry.kind == ENTRY_LINK;
}

/* The name that an include asks for: folders are passed over, because which of them are searched is the compiler's to know. */
static struct include *include_of(struct around *a, struct span text)
{
	size_t back = text.len;
	bool found;
	while (back > 0 && text.at[back - 1] != '/' && text.at[back - 1] != '\\')
		back--;
	struct slot *slot = table_place(&a->inclusions, span_lower(a->moving, span_from(text, back)), &found);
	if (found)
		return slot->value;
	struct include *include = slot->value = arena_take(a->arena, 1, sizeof *include);
	include->name = slot->key;
	a->include_list = arena_grow(a->arena, a->include_list, a->nincludes, &a->includes_room, sizeof(struct include *));
	return a->include_list[a->nincludes++] = include;
}

static struct voice *voice_of(struct around *a, const struct saying *saying)
{
	while (a->nvoices <= saying->place) {
		a->voices = arena_grow(a->arena, a->voices, a->nvoices, &a->voices_room, sizeof *a->voices);
		a->voices[a->nvoices++] = (struct voice){.saying = NULL};
	}
	struct voice *voice = &a->voices[saying->place];
	if (voice->saying != NULL)
		return voice;
	voice->saying = saying;
	voice->includes = arena_take(a->arena, saying->facts.nincludes, sizeof(struct include *));
	for (size_t i = 0; i < saying->facts.nincludes; i++)
		voice->includes[i] = include_of(a, saying->facts.includes[i]);
	return voice;
}

static void hear_file(struct around *a, struct file *file, const struct saying *saying)
{
	struct voice *voice = voice_of(a, saying);
	file->saying = saying;
	if (voice->count++ > 0)
		return;
	a->closed = false;
	for (size_t i = 0; i < saying->facts.nincludes; i++)
		voice->includes[i]->count++;
}

static void forget_file(struct around *a, struct file *file)
{
	if (file->saying == NULL)
		return;
	struct voice *voice = voice_of(a, file->saying);
	file->saying = NULL;
	if (--voice->count > 0)
		return;
	a->closed = false;
	for (size_t i = 0; i < voice->saying->facts.nincludes; i++)
		voice->includes[i]->count--;
}

static const struct failure *read_file(struct hearing *h, struct file *file)
{
	const struct saying *saying;
	if (file->entry.kind != ENTRY_FILE || !file->reading->judged)
		return NULL;
	const struct failure *f = scanner_facts(h->scanner, h->repository, h->visit, &file->entry.id, file->reading->set, &saying);
	if (f == NULL)
		hear_file(h->around, file, saying);
	return f;
}

static bool is_included(const struct around *a, struct span path)
{
	return a->closed && a->included.used > 0 && table_slot(&a->included, path)->key.at != NULL;
}

static const struct failure *take_change(struct hearing *h, const struct change *change)
{
	struct around *a = h->around;
	struct file *file = file_at(h, change->path);
	bool was = is_includable(file);
	enum entry_kind kind = file->entry.kind;
	if (is_included(a, file->path))
		a->closed = false;
	forget_file(a, file);
	file->entry = change->now;
	file->entry.name = last_part(file->path);
	bool is = is_includable(file);
	if (was != is || (is && kind != file->entry.kind))
		a->closed = false;
	return a->read ? read_file(h, file) : NULL;
}

static const struct failure *take_changes(struct hearing *h, const struct oid *root, const struct changes *changes)
{
	struct around *a = h->around;
	const struct failure *f = NULL;
	a->root = *root;
	a->closed = a->closed && !a->linked;
	for (size_t i = 0; i < changes->count && f == NULL; i++)
		f = take_change(h, &changes->list[i]);
	return f;
}

static const struct failure *move(struct hearing *h, const struct oid *root)
{
	struct around *a = h->around;
	struct changes changes;
	if (a->begun && oid_eq(&a->root, root))
		return NULL;
	arena_reset(a->moving);
	const struct failure *f = changes_find(h->repository, a->moving, root, &a->root, a->begun, &changes);
	if (!a->begun)
		begin(a);
	a->begun = true;
	return f != NULL ? f : take_changes(h, root, &changes);
}

/* Half a move leads nowhere: the next one begins anew. */
static const struct failure *arrived(struct hearing *h, const struct failure *f)
{
	if (f == NULL)
		return NULL;
	h->around->begun = false;
	return failure_copy(h->visit, f);
}

const struct failure *around_follow(struct hearing *h, const struct oid *from, const struct oid *to, const struct changes *changes)
{
	if (!around_is_at_hand(h) || !oid_eq(&h->around->root, from))
		return NULL;
	arena_reset(h->around->moving);
	return arrived(h, take_changes(h, to, changes));
}

const struct failure *around_list(struct hearing *h, const struct oid *root)
{
	return arrived(h, move(h, root));
}

const struct failure *around_read(struct hearing *h, const struct oid *root)
{
	struct around *a = h->around;
	const struct failure *f = move(h, root);
	for (size_t i = 0; f == NULL && !a->read && i < a->nfiles; i++)
		f = read_file(h, a->file_list[i]);
	a->read = a->read || f == NULL;
	return arrived(h, f);
}

/* The next file, from that one on, that is code when an include of the name is followed. Files of one name have the same answer. */
static struct file *next_meant(struct file *file)
{
	while (file != NULL && !is_includable(file))
		file = file->namesake;
	return file;
}

static struct file *first_meant(const struct around *a, struct span name)
{
	if (name.len == 0 || a->names.used == 0)
		return NULL;
	return next_meant(table_slot(&a->names, name)->value);
}

bool around_has(const struct hearing *h, struct span include)
{
	struct around *a = h->around;
	struct span name = include_of(a, include)->name;
	if (!c_include_is_open(name))
		return first_meant(a, name) != NULL;
	for (size_t i = 0; i < a->nfiles; i++)
		if (is_includable(a->file_list[i]) && c_include_means(name, a->file_list[i]->name))
			return true;
	return false;
}

void around_files(const struct hearing *h, enum entry_kind kind, void (*tell)(void *, struct span, const struct entry *), void *context)
{
	const struct around *a = h->around;
	for (size_t i = 0; i < a->nfiles; i++)
		if (a->file_list[i]->entry.kind == kind && a->file_list[i]->reading->set != 0)
			tell(context, a->file_list[i]->path, &a->file_list[i]->entry);
}

/* The file itself, or the one behind a link. */
static const struct failure *file_behind(struct hearing *h, const struct file *file, struct span *path, struct entry *entry)
{
	struct around *a = h->around;
	struct span text;
	*path = file->path;
	*entry = file->entry;
	if (file->entry.kind != ENTRY_LINK)
		return NULL;
	a->linked = true;
	const struct failure *f = repository_read_kind(h->repository, a->closure, &file->entry.id, OBJECT_BLOB, &text);
	return f != NULL ? f : tree_follow(h->repository, a->closure, &a->root, file->path, text, entry, path);
}

static void add_facts(struct around *a, const struct c_facts *facts)
{
	a->facts = arena_grow(a->closure, a->facts, a->nfacts, &a->facts_room, sizeof *a->facts);
	a->facts[a->nfacts++] = facts;
}

/* What a file says that code includes: it counts like the judged ones, and what it includes is asked for in its turn. */
static const struct failure *include_file(struct hearing *h, const struct file *file)
{
	struct around *a = h->around;
	struct span path;
	struct entry entry;
	const struct saying *saying;
	bool found;
	const struct failure *f = file_behind(h, file, &path, &entry);
	if (f != NULL || entry.kind != ENTRY_FILE || scanner_reading(h->scanner, h->visit, path)->code)
		return f;
	table_place(&a->included, path, &found);
	if (found)
		return NULL;
	f = scanner_facts(h->scanner, h->repository, h->visit, &entry.id, languages_of_any_name(), &saying);
	if (f == NULL)
		add_facts(a, &saying->facts);
	return f;
}

/* The files that an include of the name may mean, each name once. */
static const struct failure *ask(struct hearing *h, struct include *include)
{
	struct around *a = h->around;
	const struct failure *f = NULL;
	if (include->asked == a->closings)
		return NULL;
	include->asked = a->closings;
	if (!c_include_is_open(include->name)) {
		for (struct file *file = first_meant(a, include->name); f == NULL && file != NULL; file = next_meant(file->namesake))
			f = include_file(h, file);
		return f;
	}
	for (size_t i = 0; f == NULL && i < a->nfiles; i++)
		if (is_includable(a->file_list[i]) && c_include_means(include->name, a->file_list[i]->name))
			f = include_file(h, a->file_list[i]);
	return f;
}

/* Words of includes, and those in the bodies of macros of that name, whichever file defines them. */
struct words {
	struct span list[COMPUTED_MOST];
	size_t count;
	bool all; /* more than honest code has: any may be meant */
};

static void add_word(struct words *words, struct span word)
{
	if (words->all || span_among(words->list, words->count, word))
		return;
	words->all = words->count == COMPUTED_MOST;
	if (!words->all)
		words->list[words->count++] = word;
}

static void find_words(const struct around *a, struct words *words)
{
	for (size_t i = 0; i < a->nfacts; i++)
		for (size_t k = 0; k < a->facts[i]->ncomputed; k++)
			add_word(words, a->facts[i]->computed[k]);
	for (size_t n = 0; n < words->count && !words->all; n++)
		for (size_t i = 0; i < a->nfacts; i++)
			for (size_t k = 0; k < a->facts[i]->nmentions; k++)
				if (span_eq(a->facts[i]->mentions[k].from, words->list[n]))
					add_word(words, a->facts[i]->mentions[k].to);
}

/* Files behind includes of macros: whatever string, or word, stands in the bodies of these. */
static const struct failure *ask_computed(struct hearing *h)
{
	struct around *a = h->around;
	struct words *words = arena_take(a->closure, 1, sizeof *words);
	const struct failure *f = NULL;
	size_t known = a->nfacts;
	find_words(a, words);
	for (size_t n = 0; f == NULL && n < words->count; n++)
		f = ask(h, include_of(a, words->list[n]));
	for (size_t i = 0; words->count > 0 && i < known; i++)
		for (size_t k = 0; f == NULL && k < a->facts[i]->ntexts; k++)
			if (words->all || span_among(words->list, words->count, a->facts[i]->texts[k].from))
				f = ask(h, include_of(a, a->facts[i]->texts[k].to));
	return f;
}

/* Whatever the files included so far include in their turn. */
static const struct failure *ask_further(struct hearing *h, size_t first)
{
	struct around *a = h->around;
	const struct failure *f = NULL;
	for (size_t i = first; i < a->nfacts; i++)
		for (size_t k = 0; f == NULL && k < a->facts[i]->nincludes; k++)
			f = ask(h, include_of(a, a->facts[i]->includes[k]));
	return f;
}

static const struct failure *close_includes(struct hearing *h)
{
	struct around *a = h->around;
	const struct failure *f = NULL;
	for (size_t i = 0; i < a->nvoices; i++)
		if (a->voices[i].count > 0)
			add_facts(a, &a->voices[i].saying->facts);
	size_t first = a->nfacts;
	for (size_t i = 0; f == NULL && i < a->nincludes; i++)
		if (a->include_list[i]->count > 0)
			f = ask(h, a->include_list[i]);
	for (size_t last = 0; f == NULL && last != a->nfacts;) {
		last = a->nfacts;
		f = ask_further(h, first);
		first = last;
		if (f == NULL && a->nfacts == last)
			f = ask_computed(h);
	}
	return f;
}

static const struct failure *close_around(struct hearing *h)
{
	struct around *a = h->around;
	if (a->closed)
		return NULL;
	arena_reset(a->closure);
	a->facts = NULL;
	a->nfacts = a->facts_room = 0;
	a->included = (struct table){.arena = a->closure};
	a->linked = false;
	a->closings++;
	const struct failure *f = close_includes(h);
	if (f != NULL)
		return arrived(h, f);
	a->doubts = doubts_of(a->closure, a->facts, a->nfacts);
	a->closed = true;
	return NULL;
}

const struct failure *around_includes(struct hearing *h, struct span path, bool *includes)
{
	const struct failure *f = close_around(h);
	*includes = f == NULL && is_included(h->around, path);
	return f;
}

const struct failure *around_included(struct hearing *h, void (*tell)(void *, struct span), void *context)
{
	const struct failure *f = close_around(h);
	const struct table *included = &h->around->included;
	for (size_t i = 0; f == NULL && i < included->room; i++)
		if (included->slots[i].key.at != NULL)
			tell(context, included->slots[i].key);
	return f;
}

const struct failure *around_settle(struct hearing *h, const struct oid *blob, const struct use *use, bool *counts)
{
	const struct failure *f = close_around(h);
	return f != NULL ? f : doubts_settle(h, h->around->doubts, blob, use, counts);
}
