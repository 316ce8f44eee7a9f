/* SPDX-License-Identifier: MIT */
/* cache.c - what audits learned of texts, in a file. */
#include "gate/cache.h"

#include "base/arena.h"
#include "base/digest.h"
#include "base/file_writer.h"
#include "base/files.h"
#include "base/mapping.h"
#include "base/path.h"
#include "base/version.h"
#include "gate/hits_bytes.h"
#include "git/repository.h"
#include "languages/language.h"

#include <stdint.h>
#include <string.h>
#include <unistd.h>

/*
 * The file: a first line, the digest of engine and policy, then chunks: 4 bytes of length, the SHA-256 of the bytes, the bytes. A chunk is a
 * row of records: 4 bytes of length, a letter, the record. Numbers are as this machine has them. A file is read on the machine, or
 * the kind of machine, that wrote it: elsewhere its lengths make no sense, and it is garbled.
 */
#define FIRST_LINE SPAN("portcullis-cache 1\n")
#define CHUNK ((size_t)1 << 20)

enum record { SPELLED = 'S', HITS = 'H', SAYS = 'F', LOOKS = 'L' };

/* A record of a blob: its id, how it was read, and what was learned. */
struct entry_at {
	enum record record;
	struct oid blob;
	uint32_t how;
	struct span rest;
};

struct cache {
	struct arena *scratch;
	struct span path;
	struct mapping file;
	struct digest key;
	bool verify, garbled;
	struct oid_map index; /* blob and how it was read, in one -> place in entries */
	struct entry_at *entries;
	size_t nentries, entries_room;
	struct span *spelled;
	size_t nspelled, spelled_room;
	size_t uses;
};

/* The id under which an entry is found: two may fall together, and then one is not found. */
static struct oid key_of(enum record record, const struct oid *blob, uint32_t how)
{
	struct oid key = *blob;
	for (size_t i = 0; i < sizeof how; i++)
		key.bytes[i] ^= (unsigned char)(how >> (8 * i));
	key.bytes[sizeof how] ^= (unsigned char)record;
	return key;
}

static const struct entry_at *find(const struct cache *c, enum record record, const struct oid *blob, uint32_t how)
{
	struct oid key = key_of(record, blob, how);
	size_t place;
	if (!oid_map_find(&c->index, &key, &place))
		return NULL;
	const struct entry_at *e = &c->entries[place];
	return e->record == record && e->how == how && oid_eq(&e->blob, blob) ? e : NULL;
}

static bool note_record(struct cache *c, struct arena *visit, struct span bytes)
{
	struct byte_source s = {bytes, false};
	char letter;
	struct entry_at e = {.how = 0};
	size_t known;
	bytes_take(&s, &letter, 1);
	if (letter == SPELLED) {
		c->spelled = arena_grow(visit, c->spelled, c->nspelled, &c->spelled_room, sizeof *c->spelled);
		c->spelled[c->nspelled++] = s.rest;
		return !s.garbled;
	}
	bytes_take(&s, e.blob.bytes, sizeof e.blob.bytes);
	e.how = bytes_take_number(&s);
	e.record = (enum record)letter;
	e.rest = s.rest;
	struct oid key = key_of(e.record, &e.blob, e.how);
	if (s.garbled || (letter != HITS && letter != SAYS && letter != LOOKS))
		return false;
	if (oid_map_find(&c->index, &key, &known))
		return true;
	oid_map_add(&c->index, &key, c->nentries);
	c->entries = arena_grow(visit, c->entries, c->nentries, &c->entries_room, sizeof *c->entries);
	c->entries[c->nentries++] = e;
	return true;
}

static bool note_chunk(struct cache *c, struct arena *visit, struct span bytes)
{
	struct byte_source s = {bytes, false};
	bool sound = true;
	while (sound && s.rest.len > 0) {
		struct span record = bytes_take_span(&s, bytes_take_number(&s));
		sound = !s.garbled && note_record(c, visit, record);
	}
	return sound;
}

static bool note_file(struct cache *c, struct arena *visit)
{
	struct byte_source s = {c->file.bytes, false};
	struct digest key, sum;
	bool sound = span_eq(bytes_take_span(&s, FIRST_LINE.len), FIRST_LINE);
	bytes_take(&s, key.bytes, sizeof key.bytes);
	sound = sound && digest_eq(&key, &c->key);
	while (sound && !s.garbled && s.rest.len > 0) {
		size_t len = bytes_take_number(&s);
		bytes_take(&s, sum.bytes, sizeof sum.bytes);
		struct span chunk = bytes_take_span(&s, len);
		struct digest found = digest_of_bytes(chunk);
		sound = !s.garbled && digest_eq(&found, &sum) && note_chunk(c, visit, chunk);
	}
	return sound && !s.garbled;
}

static struct digest key_for(struct arena *a, const struct policy *p)
{
	size_t count = 0, n = 0;
	while (languages[count] != NULL)
		count++;
	struct span *parts = arena_take(a, count + 2, sizeof *parts);
	parts[n++] = SPAN(PORTCULLIS_VERSION);
	parts[n++] = (struct span){(const char *)p->digest.bytes, sizeof p->digest.bytes};
	for (size_t i = 0; i < count; i++)
		parts[n++] = span_of(languages[i]->name);
	return digest_of(parts, n);
}

/* What lies in a file that others can write is no hint of ours. */
static bool is_ours(const struct stat *about)
{
	return (about->st_uid == 0 || about->st_uid == geteuid()) && (about->st_mode & 022) == 0;
}

static const struct failure *check_folder(struct repository *r, struct arena *a, struct span folder, struct span *resolved)
{
	const struct failure *f = file_resolve(a, folder, resolved);
	if (f == NULL)
		f = file_trust_way(a, path_join(a, *resolved, SPAN(".")));
	if (f != NULL)
		return failure_cured(a, failure_of_usage(a, "no cache in %.*s: %.*s", SPAN_ARGS(folder), SPAN_ARGS(f->text)),
		                     SPAN("a folder that only you or root can write to: whoever writes the cache writes the verdict"));
	if (repository_holds_path(r, a, *resolved))
		return failure_cured(a, failure_of_usage(a, "the cache folder %.*s lies in the repository that is judged", SPAN_ARGS(folder)),
		                     SPAN("a folder outside of the repository and its work tree"));
	return NULL;
}

const struct failure *
cache_open(struct repository *r, struct arena *visit, const struct policy *p, struct span folder, bool verify, struct cache **opened)
{
	struct cache *c = arena_take(visit, 1, sizeof *c);
	struct span resolved;
	bool found;
	const struct failure *f = check_folder(r, visit, folder, &resolved);
	if (f != NULL)
		return f;
	c->scratch = arena_new("step", CHUNK << 8);
	c->index = oid_map_in(visit);
	c->verify = verify;
	c->key = key_for(visit, p);
	c->path = path_join(visit, resolved, span_format(visit, "%.*s.cache", SPAN_ARGS(digest_hex(visit, &c->key, 32))));
	f = mapping_open(visit, span_string(visit, c->path), &c->file, &found);
	if (f == NULL && found && !is_ours(&c->file.about))
		f = failure_cured(visit, failure_of_usage(visit, "the cache %.*s belongs to somebody else, or others can write to it", SPAN_ARGS(c->path)),
		                  SPAN("remove the file; it is written anew"));
	if (f != NULL) {
		cache_close(c);
		return f;
	}
	c->garbled = found && !note_file(c, visit);
	if (c->garbled) {
		c->index = oid_map_in(visit);
		c->nentries = c->nspelled = 0;
	}
	*opened = c;
	return NULL;
}

void cache_close(struct cache *c)
{
	if (c == NULL)
		return;
	mapping_close(&c->file);
	arena_free(c->scratch);
}

bool cache_is_garbled(const struct cache *c)
{
	return c->garbled;
}

struct span cache_path(const struct cache *c)
{
	return c->path;
}

size_t cache_uses(const struct cache *c)
{
	return c->uses;
}

static bool look_of(const struct entry_at *e, struct look *look)
{
	struct byte_source s = {e->rest, false};
	*look = (struct look){.begins = bytes_take_number(&s), .code = false};
	look->code = bytes_take_number(&s) != 0;
	return !s.garbled;
}

static bool spelled_of(const struct cache *c, const struct entry_at *e, struct span *spelled)
{
	struct byte_source s = {e->rest, false};
	size_t place = bytes_take_number(&s);
	if (s.garbled || place >= c->nspelled)
		return false;
	*spelled = c->spelled[place];
	return true;
}

static bool recall_look(struct cache *c, struct studies *to, struct arena *visit, const struct oid *blob)
{
	struct look look;
	const struct entry_at *e = find(c, LOOKS, blob, 0);
	if (e == NULL || !look_of(e, &look))
		return false;
	studies_keep_look(to, visit, blob, look);
	return true;
}

static bool recall_text(struct cache *c, struct studies *to, struct arena *visit, const struct oid *blob, language_set set, unsigned says)
{
	const struct entry_at *found = find(c, HITS, blob, set), *said = find(c, SAYS, blob, says);
	const struct hits *known;
	const struct saying *saying;
	struct hits hits;
	struct span spelled;
	arena_reset(c->scratch);
	if (found == NULL || said == NULL || !bytes_take_hits(&(struct byte_source){found->rest, false}, c->scratch, &hits) || !spelled_of(c, said, &spelled))
		return false;
	if (!studies_hits(to, blob, set, &known))
		studies_keep_hits(to, visit, blob, set, &hits);
	if (!studies_saying(to, blob, says, &saying))
		studies_keep_saying(to, visit, blob, says, spelled);
	return true;
}

bool cache_recall(struct cache *c, struct studies *to, struct arena *visit, const struct oid *blob, language_set set, unsigned says)
{
	bool recalled = !c->verify && (set == 0 ? recall_look(c, to, visit, blob) : recall_text(c, to, visit, blob, set, says));
	c->uses += recalled;
	return recalled;
}

static bool agrees_on_look(const struct cache *c, const struct studies *s, const struct oid *blob)
{
	struct look cached, read;
	const struct entry_at *e = find(c, LOOKS, blob, 0);
	return e == NULL || (look_of(e, &cached) && studies_look(s, blob, &read) && cached.begins == read.begins && cached.code == read.code);
}

static bool agrees_on_hits(struct cache *c, const struct studies *s, const struct oid *blob, language_set set)
{
	const struct hits *hits;
	const struct entry_at *e = find(c, HITS, blob, set);
	if (e == NULL || !studies_hits(s, blob, set, &hits))
		return e == NULL;
	arena_reset(c->scratch);
	struct byte_sink b = {.arena = c->scratch};
	bytes_put_hits(&b, hits);
	return span_eq((struct span){b.at, b.len}, e->rest);
}

static bool agrees_on_saying(const struct cache *c, const struct studies *s, const struct oid *blob, unsigned says)
{
	const struct saying *saying;
	struct span spelled;
	const struct entry_at *e = find(c, SAYS, blob, says);
	if (e == NULL || !studies_saying(s, blob, says, &saying))
		return e == NULL;
	return spelled_of(c, e, &spelled) && span_eq(spelled, saying->spelled);
}

bool cache_agrees(struct cache *c, const struct studies *s, const struct oid *blob, language_set set, unsigned says)
{
	if (!c->verify)
		return true;
	c->uses++;
	return set == 0 ? agrees_on_look(c, s, blob) : agrees_on_hits(c, s, blob, set) && agrees_on_saying(c, s, blob, says);
}

/* Records on their way into the file, chunk by chunk. */
struct writing {
	struct file_writer *file;
	struct byte_sink chunk;
	const struct failure *failure;
};

static void end_chunk(struct writing *w)
{
	struct span bytes = {w->chunk.at, w->chunk.len};
	struct digest sum = digest_of_bytes(bytes);
	uint32_t len = (uint32_t)bytes.len;
	const struct span parts[] = {{(const char *)&len, sizeof len}, {(const char *)sum.bytes, sizeof sum.bytes}, bytes};
	for (size_t i = 0; i < COUNT(parts) && w->failure == NULL; i++)
		w->failure = file_writer_add(w->file, parts[i]);
	arena_reset(w->chunk.arena);
	w->chunk = (struct byte_sink){.arena = w->chunk.arena};
}

/* A record begins with its length, which is known when it ends. */
static size_t begin_record(struct writing *w, enum record record)
{
	char letter = (char)record;
	size_t at = w->chunk.len;
	bytes_put_number(&w->chunk, 0);
	bytes_put(&w->chunk, &letter, 1);
	return at;
}

static void end_record(struct writing *w, size_t at)
{
	uint32_t len = (uint32_t)(w->chunk.len - at - sizeof len);
	memcpy(w->chunk.at + at, &len, sizeof len);
	if (w->chunk.len >= CHUNK)
		end_chunk(w);
}

static size_t begin_entry(struct writing *w, enum record record, const struct oid *blob, uint32_t how)
{
	size_t at = begin_record(w, record);
	bytes_put(&w->chunk, blob->bytes, sizeof blob->bytes);
	bytes_put_number(&w->chunk, how);
	return at;
}

static void write_studies(struct writing *w, const struct studies *s)
{
	const struct oid *blob;
	size_t place;
	for (size_t i = 0; i < s->nsayings; i++) {
		size_t record = begin_record(w, SPELLED);
		bytes_put(&w->chunk, s->sayings[i]->spelled.at, s->sayings[i]->spelled.len);
		end_record(w, record);
	}
	for (size_t i = 0; i < s->nsets; i++)
		for (size_t at = 0; oid_map_next(&s->sets[i].map, &at, &blob, &place);) {
			size_t record = begin_entry(w, HITS, blob, s->sets[i].set);
			bytes_put_hits(&w->chunk, s->hits[place]);
			end_record(w, record);
		}
	for (unsigned kind = 0; kind < SAYING_KINDS; kind++)
		for (size_t at = 0; oid_map_next(&s->said_by[kind], &at, &blob, &place);) {
			size_t record = begin_entry(w, SAYS, blob, kind);
			bytes_put_number(&w->chunk, place);
			end_record(w, record);
		}
	for (size_t at = 0; oid_map_next(&s->looked_at, &at, &blob, &place);) {
		size_t record = begin_entry(w, LOOKS, blob, 0);
		bytes_put_number(&w->chunk, s->looks[place].begins);
		bytes_put_number(&w->chunk, s->looks[place].code);
		end_record(w, record);
	}
}

/* What was not asked for this time stays for the next. */
static void recall_rest(struct cache *c, struct studies *s, struct arena *visit)
{
	const struct hits *known;
	const struct saying *saying;
	struct look look;
	struct hits hits;
	struct span spelled;
	for (size_t i = 0; i < c->nentries; i++) {
		const struct entry_at *e = &c->entries[i];
		arena_reset(c->scratch);
		if (e->record == HITS && !studies_hits(s, &e->blob, e->how, &known) && bytes_take_hits(&(struct byte_source){e->rest, false}, c->scratch, &hits))
			studies_keep_hits(s, visit, &e->blob, e->how, &hits);
		if (e->record == SAYS && e->how < SAYING_KINDS && !studies_saying(s, &e->blob, e->how, &saying) && spelled_of(c, e, &spelled))
			studies_keep_saying(s, visit, &e->blob, e->how, spelled);
		if (e->record == LOOKS && !studies_look(s, &e->blob, &look) && look_of(e, &look))
			studies_keep_look(s, visit, &e->blob, look);
	}
}

static size_t count_entries(const struct studies *s)
{
	size_t count = s->nlooks + s->nhits;
	for (unsigned kind = 0; kind < SAYING_KINDS; kind++)
		count += s->said_by[kind].count;
	return count;
}

const struct failure *cache_write(struct cache *c, struct studies *s, struct arena *visit)
{
	struct writing w = {.chunk = {.arena = c->scratch}};
	recall_rest(c, s, visit);
	if (count_entries(s) == c->nentries && !c->garbled)
		return NULL;
	arena_reset(c->scratch);
	w.failure = file_writer_open(visit, c->path, &w.file);
	if (w.failure != NULL)
		return w.failure;
	w.failure = file_writer_add(w.file, FIRST_LINE);
	if (w.failure == NULL)
		w.failure = file_writer_add(w.file, (struct span){(const char *)c->key.bytes, sizeof c->key.bytes});
	write_studies(&w, s);
	end_chunk(&w);
	if (w.failure == NULL)
		return file_writer_finish(w.file);
	file_writer_abandon(w.file);
	return w.failure;
}
