/* SPDX-License-Identifier: MIT */
/* repository.c - libgit2 behind its door: opening, objects. */
#include "git/repository.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/last_word.h"
#include "base/path.h"
#include "git/libgit2.h"
#include "git/lineage.h"
#include "git/oid.h"
#include "git/pack_store.h"
#include "git/tag.h"

#include <stdlib.h>
#include <string.h>

/* The kinds of objects, how many bytes of one are read, and what to do about a larger one. */
static const struct {
	const char *name;
	size_t limit;
	const char *cure;
} kinds[] = {
	[OBJECT_COMMIT] = {"commit", (size_t)16 << 20, "shorten the commit's message: git commit --amend"},
	[OBJECT_TREE] = {"tree", (size_t)64 << 20, "spread the files of that folder over several folders"},
	[OBJECT_BLOB] = {"blob", (size_t)128 << 20, "keep files of that size out of judged paths, or split them"},
	[OBJECT_TAG] = {"tag", (size_t)16 << 20, "shorten the tag's message"},
};
_Static_assert((int)OBJECT_COMMIT == (int)GIT_OBJECT_COMMIT && (int)OBJECT_TREE == (int)GIT_OBJECT_TREE &&
                       (int)OBJECT_BLOB == (int)GIT_OBJECT_BLOB && (int)OBJECT_TAG == (int)GIT_OBJECT_TAG,
               "libgit2 numbers the kinds otherwise");

struct span libgit2_words(void)
{
	const git_error *e = git_error_last();
	return e == NULL || e->message == NULL ? SPAN("no reason was given") : span_of(e->message);
}

git_oid libgit2_oid(const struct oid *id)
{
	git_oid foreign = {{0}};
	memcpy(foreign.id, id->bytes, sizeof foreign.id);
	return foreign;
}

struct oid libgit2_own_oid(const git_oid *foreign)
{
	struct oid id;
	memcpy(id.bytes, foreign->id, sizeof id.bytes);
	return id;
}

/* What libgit2 says of a repository that it cannot open, and what the reader should know about it. */
static const struct {
	const char *word, *cure;
} unreadable[] = {
	{"objectformat", "it uses another hash than SHA-1; Portcullis reads SHA-1 repositories only"},
	{"refstorage", "it keeps its refs in another format than files (reftable); Portcullis reads file refs only"},
	{"partialclone", "it is a partial clone; a server or a CI checkout must have every object (git fetch --refetch --no-filter)"},
	{"extension", "it uses a repository extension that Portcullis does not know"},
	{"could not find", "there is no git repository here"},
};

static const struct failure *cannot_open(struct arena *a, const char *path)
{
	struct span words = span_lower(a, libgit2_words());
	const struct failure *f = failure(a, "cannot open the repository %s: %.*s", path == NULL ? "that git named" : path,
	                                  SPAN_ARGS(libgit2_words()));
	for (size_t i = 0; i < COUNT(unreadable); i++)
		if (span_holds(words, span_of(unreadable[i].word)))
			return failure_cured(a, f, span_of(unreadable[i].cure));
	return f;
}

/* No configuration but the repository's own may speak; extensions that change nothing about reading are let in. */
static void prepare_library(const struct opening *how)
{
	static const char *extensions[] = {"noop", "worktreeconfig", "preciousobjects", "relativeworktrees", "partialclone"};
	git_libgit2_init();
	static const int levels[] = {GIT_CONFIG_LEVEL_SYSTEM, GIT_CONFIG_LEVEL_GLOBAL, GIT_CONFIG_LEVEL_XDG, GIT_CONFIG_LEVEL_PROGRAMDATA};
	for (size_t i = 0; i < COUNT(levels); i++)
		git_libgit2_opts(GIT_OPT_SET_SEARCH_PATH, levels[i], "");
	git_libgit2_opts(GIT_OPT_SET_EXTENSIONS, extensions, COUNT(extensions) - (how->partial_clone ? 0 : 1));
	git_libgit2_opts(GIT_OPT_ENABLE_STRICT_HASH_VERIFICATION, 0); /* hashed by ourselves, per handle, where it is asked for */
	git_libgit2_opts(GIT_OPT_SET_OWNER_VALIDATION, 0); /* the owner is looked at by ourselves, with clear words */
}

static const struct failure *open_here(struct arena *a, const struct opening *how, git_repository **foreign)
{
	int answer;
	if (how->path == NULL) {
		unsetenv("GIT_WORK_TREE");
		unsetenv("GIT_COMMON_DIR");
		answer = git_repository_open_ext(foreign, NULL, GIT_REPOSITORY_OPEN_FROM_ENV | GIT_REPOSITORY_OPEN_NO_SEARCH, NULL);
	} else {
		answer = git_repository_open_ext(foreign, how->path, 0, NULL);
	}
	return answer == 0 ? NULL : cannot_open(a, how->path);
}

static const struct failure *open_permanent(struct repository *r, struct arena *a)
{
	struct span folder = span_format(a, "%sobjects", git_repository_commondir(r->foreign));
	if (git_odb_open(&r->permanent, folder.at) != 0)
		return failure(a, "cannot open the object store %.*s: %.*s", SPAN_ARGS(folder), SPAN_ARGS(libgit2_words()));
	return NULL;
}

/* In the order of a long history each object is unpacked 1.3 to 1.9 times with this; a full audit may take 150 MB in all. */
#define PACK_CACHE ((size_t)32 << 20)

/* All packs for an audit; in a hook those of the push alone, which git has hashed and indexed just now. */
static void open_packs(struct repository *r, struct arena *a, const struct opening *how)
{
	const char *quarantine = how->path == NULL ? getenv("GIT_QUARANTINE_PATH") : NULL;
	if (how->audit)
		r->packs = pack_store_open(span_format(a, "%sobjects/pack", git_repository_commondir(r->foreign)), PACK_CACHE);
	else if (quarantine != NULL)
		r->packs = pack_store_open(span_format(a, "%s/pack", quarantine), PACK_CACHE);
}

const struct failure *repository_open(struct arena *a, const struct opening *how, struct repository **opened)
{
	prepare_library(how);
	struct repository *r = arena_take(a, 1, sizeof *r);
	r->verify = how->verify_objects;
	const struct failure *f = open_here(a, how, &r->foreign);
	if (f != NULL)
		return f;
	if (git_repository_odb(&r->objects, r->foreign) != 0)
		f = failure(a, "cannot open the object store: %.*s", SPAN_ARGS(libgit2_words()));
	if (f == NULL && git_repository_config_snapshot(&r->settings, r->foreign) != 0)
		f = failure(a, "cannot read the repository's configuration: %.*s", SPAN_ARGS(libgit2_words()));
	if (f == NULL && how->path == NULL && getenv("GIT_QUARANTINE_PATH") != NULL)
		f = open_permanent(r, a);
	if (f == NULL)
		f = repository_check_owner(r, a, how->safe_directory);
	if (f == NULL)
		open_packs(r, a, how);
	if (f != NULL) {
		repository_close(r);
		return f;
	}
	r->opening = *how;
	*opened = r;
	return NULL;
}

const struct failure *repository_again(const struct repository *r, struct arena *a, struct repository **again)
{
	return repository_open(a, &r->opening, again);
}

void repository_close(struct repository *r)
{
	if (r == NULL)
		return;
	lineage_end(r->lineage);
	mapping_close(&r->packed_file);
	pack_store_close(r->packs);
	git_config_free(r->settings);
	git_odb_free(r->permanent);
	git_odb_free(r->objects);
	git_repository_free(r->foreign);
	git_libgit2_shutdown();
}

bool repository_is_shallow(const struct repository *r)
{
	return git_repository_is_shallow(r->foreign) == 1;
}

bool repository_is_partial(const struct repository *r)
{
	const char *remote;
	return git_config_get_string(&remote, r->settings, "extensions.partialclone") == 0;
}

struct span repository_folder(struct repository *r)
{
	return span_of(git_repository_path(r->foreign));
}

struct span repository_worktree(struct repository *r)
{
	return span_of(git_repository_workdir(r->foreign));
}

static const struct failure *cannot_read(struct repository *r, struct arena *a, const struct oid *id)
{
	struct span hex = oid_hex(a, id);
	const struct failure *f = failure(a, "object %.*s cannot be read: %.*s", SPAN_ARGS(hex), SPAN_ARGS(libgit2_words()));
	if (repository_is_partial(r))
		return failure_cured(a, f, SPAN("this is a partial clone: fetch every object (actions/checkout: fetch-depth: 0 and no filter; "
		                                "git fetch --refetch --no-filter)"));
	return f;
}

static bool has_its_id(const struct oid *id, const struct object *o)
{
	git_oid expected = libgit2_oid(id), found;
	return git_odb_hash(&found, o->bytes.at, o->bytes.len, (git_object_t)o->kind) == 0 && git_oid_equal(&expected, &found);
}

/* What lies in the quarantine alone git has hashed a moment ago. */
static bool must_verify(struct repository *r, const struct oid *id)
{
	return r->verify && !repository_is_fresh(r, id);
}

/* From a pack, borrowed. *doubtful: a pack holds it, but it is garbled or too large. */
static bool read_packed(struct repository *r, const struct oid *id, struct object *object, bool *doubtful)
{
	uint64_t place = repository_place(r, id);
	*doubtful = false;
	if (place == 0)
		return false;
	*doubtful = !pack_store_read(r->packs, place, object) || object->bytes.len > kinds[object->kind].limit ||
	            (must_verify(r, id) && !has_its_id(id, object));
	return !*doubtful;
}

static const struct failure *read_foreign(struct repository *r, struct arena *a, const struct oid *id, bool verify, struct object *object)
{
	git_oid foreign = libgit2_oid(id);
	size_t size;
	git_object_t type;
	if (git_odb_read_header(&size, &type, r->objects, &foreign) != 0)
		return cannot_read(r, a, id);
	if (type < GIT_OBJECT_COMMIT || type > GIT_OBJECT_TAG)
		return failure(a, "object %.*s is of no known kind", SPAN_ARGS(oid_hex(a, id)));
	if (size > kinds[type].limit)
		return failure_cured(a, failure(a, "%s %.*s has %zu bytes; at most %zu are read", kinds[type].name, SPAN_ARGS(oid_hex(a, id)), size, kinds[type].limit),
		                     span_of(kinds[type].cure));
	git_odb_object *raw;
	last_word_patience(2 + (unsigned)(size >> 20)); /* a megabyte needs some hundredths of a second */
	int answer = git_odb_read(&raw, r->objects, &foreign);
	last_word_patience(0);
	if (answer != 0)
		return cannot_read(r, a, id);
	struct span bytes = {git_odb_object_data(raw), git_odb_object_size(raw)};
	*object = (struct object){(enum object_kind)git_odb_object_type(raw), span_copy(a, bytes)};
	git_odb_object_free(raw);
	if (verify && !has_its_id(id, object))
		return failure_cured(a, failure(a, "object %.*s cannot be read: its bytes have another hash", SPAN_ARGS(oid_hex(a, id))),
		                     SPAN("the repository is damaged: git fsck says where"));
	return NULL;
}

/* What a pack holds in doubtful shape libgit2 must read with the right hash. */
const struct failure *repository_read(struct repository *r, struct arena *a, const struct oid *id, struct object *object)
{
	bool doubtful;
	if (!read_packed(r, id, object, &doubtful))
		return read_foreign(r, a, id, doubtful || must_verify(r, id), object);
	object->bytes = span_copy(a, object->bytes);
	return NULL;
}

const struct failure *
repository_read_kind(struct repository *r, struct arena *a, const struct oid *id, enum object_kind kind, struct span *bytes)
{
	struct object object = {0};
	const struct failure *f = repository_read(r, a, id, &object);
	if (f != NULL)
		return f;
	if (object.kind != kind)
		return failure(a, "object %.*s is a %s where a %s belongs", SPAN_ARGS(oid_hex(a, id)), kinds[object.kind].name, kinds[kind].name);
	*bytes = object.bytes;
	return NULL;
}

bool repository_holds_path(struct repository *r, struct arena *a, struct span path)
{
	const struct span folders[] = {repository_folder(r), span_of(git_repository_commondir(r->foreign)), repository_worktree(r)};
	for (size_t i = 0; i < COUNT(folders); i++) {
		struct span resolved = folders[i];
		if (resolved.len > 0 && file_resolve(a, resolved, &resolved) == NULL && path_lies_in(path, resolved))
			return true;
	}
	return false;
}

uint64_t repository_place(const struct repository *r, const struct oid *id)
{
	return r->packs == NULL ? 0 : pack_store_place(r->packs, id);
}

bool repository_has(struct repository *r, const struct oid *id)
{
	git_oid foreign = libgit2_oid(id);
	return repository_place(r, id) != 0 || git_odb_exists(r->objects, &foreign) == 1;
}

bool repository_is_fresh(struct repository *r, const struct oid *id)
{
	git_oid foreign = libgit2_oid(id);
	return r->permanent != NULL && git_odb_exists_ext(r->permanent, &foreign, GIT_ODB_LOOKUP_NO_REFRESH) == 0;
}

bool object_kind_named(struct span name, enum object_kind *kind)
{
	for (*kind = OBJECT_COMMIT; *kind <= OBJECT_TAG; (*kind)++)
		if (span_eq(name, span_of(kinds[*kind].name)))
			return true;
	return false;
}

const struct failure *
repository_peel(struct repository *r, struct arena *a, const struct oid *id, struct oid *target, enum object_kind *kind)
{
	struct oid at = *id, tag = *id;
	enum object_kind promised = 0;
	for (int deep = 0; deep < REPOSITORY_DEEPEST_TAG; deep++) {
		struct object object = {0};
		struct tag read;
		const struct failure *f = repository_read(r, a, &at, &object);
		if (f != NULL)
			return f;
		if (promised != 0 && object.kind != promised)
			return failure(a, "tag %.*s calls its %s a %s", SPAN_ARGS(oid_hex(a, &tag)), kinds[object.kind].name, kinds[promised].name);
		if (object.kind != OBJECT_TAG) {
			*target = at;
			*kind = object.kind;
			return NULL;
		}
		tag = at;
		if (!tag_parse(a, object.bytes, &read))
			return failure(a, "tag %.*s does not begin with its object, the kind of that and its name", SPAN_ARGS(oid_hex(a, &tag)));
		at = read.target;
		promised = read.kind;
	}
	return failure(a, "tag %.*s leads through more than %d other tags", SPAN_ARGS(oid_hex(a, id)), REPOSITORY_DEEPEST_TAG);
}
