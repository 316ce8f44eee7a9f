/* SPDX-License-Identifier: MIT */
/* repository.h - the one narrow door to a git repository: objects, refs, settings. Nothing is ever written. */
#ifndef PORTCULLIS_GIT_REPOSITORY_H
#define PORTCULLIS_GIT_REPOSITORY_H

#include "base/failure.h"
#include "model/model.h"

#include <stdint.h>

struct arena;
struct repository;

struct opening {
	const char *path;   /* where to look, upwards too; NULL: only what the environment says, as in a hook */
	bool partial_clone; /* CI and client may meet one (a missing blob is then a failure); the hook refuses it */
	bool safe_directory; /* the user's and system's `safe.directory` may allow a foreign owner */
	bool audit; /* many objects may be read: all packs are read by ourselves (pack_store.h), and libgit2 is asked for the rest */
	/*
	 * Each object that is read must have its id as its hash; what lies in the quarantine alone git has hashed a moment ago. Else zlib's checksums
	 * and what git did when the objects came are enough.
	 */
	bool verify_objects;
};

/*
 * Opens a repository with SHA-1 ids and file refs; what libgit2 cannot read (SHA-256, reftable, unknown extensions), a
 * shallow server, a foreign owner is refused by name. In a hook the quarantine is seen, and its packs are read by ourselves. Replace refs
 * and grafts are never followed. The handle lives until repository_close; the failure in the arena. A handle is for one thread; two
 * threads may have one each on the same repository, if one thread opens them all (libgit2's settings are global).
 */
MUST_USE const struct failure *repository_open(struct arena *, const struct opening *, struct repository **);
void repository_close(struct repository *);
/* The same repository once more, for another thread: a handle serves one at a time. To be called before the threads begin. */
MUST_USE const struct failure *repository_again(const struct repository *, struct arena *, struct repository **);

bool repository_is_shallow(const struct repository *);
bool repository_is_partial(const struct repository *);
/* The git directory (with a slash at its end), and the work tree's folder or "" for a bare repository. */
struct span repository_folder(struct repository *);
struct span repository_worktree(struct repository *);
/* Whether a resolved path lies in either, where a push may come to write. */
bool repository_holds_path(struct repository *, struct arena *, struct span path);

enum object_kind { OBJECT_COMMIT = 1, OBJECT_TREE, OBJECT_BLOB, OBJECT_TAG };

struct object {
	enum object_kind kind;
	struct span bytes; /* raw, in the arena that was given */
};

/* Reads an object whole; a missing, corrupt or too large one is a failure that names it. */
MUST_USE const struct failure *repository_read(struct repository *, struct arena *, const struct oid *, struct object *);
/* The same, and it must be of that kind. */
MUST_USE const struct failure *
repository_read_kind(struct repository *, struct arena *, const struct oid *, enum object_kind, struct span *bytes);
bool repository_has(struct repository *, const struct oid *);
/* Who reads many objects reads fastest in the order of these numbers. 0: not known. */
uint64_t repository_place(const struct repository *, const struct oid *);
/* In a hook: whether the object is in the quarantine alone. No commit of the repository can reach such an object. */
bool repository_is_fresh(struct repository *, const struct oid *);

/* The kind that git calls so; false where there is none. */
bool object_kind_named(struct span name, enum object_kind *);

#define REPOSITORY_DEEPEST_TAG 16

/* Follows tags to what they are about, through a limited number: the id and kind of the first object that is no tag. */
MUST_USE const struct failure *
repository_peel(struct repository *, struct arena *, const struct oid *, struct oid *target, enum object_kind *);

struct ref {
	struct span name;   /* full name */
	struct span target; /* of a symbolic ref: the name at the end of the chain; else equal to `name` */
	struct oid id;      /* zero when the ref, or what it points at, does not exist */
	struct oid peeled;  /* what packed-refs says that the tag at `id` is about; zero where it does not say */
};

/* One ref by its full name, followed through symbolic refs whether or not their end exists. Loops and broken refs are failures. */
MUST_USE const struct failure *repository_ref(struct repository *, struct arena *, struct span name, struct ref *);
/*
 * The refs whose names match one of the patterns (base/glob.h), HEAD only where one matches it, and the refs at the end of the symbolic ones
 * among them, each once, in no particular order. Broken ones are failures; a name that git refuses is passed over.
 * Only such names are looked at that begin like a pattern does in front of its first star: what is broken elsewhere goes unnoticed, which is
 * sound, as nothing is taken from it. Cost: those names, and the entries of folders with refs in files of their own in which they lie;
 * where packed-refs is not sorted (git before 2.16), all of it.
 */
MUST_USE const struct failure *repository_refs(struct repository *, struct arena *, const struct span *patterns, size_t npatterns,
                                               const struct ref **, size_t *count);

/* A revision as git writes them (for CI and client only: arguments of the person at the keyboard), peeled to a commit. */
MUST_USE const struct failure *repository_revision(struct repository *, struct arena *, struct span text, struct oid *commit);

/* The best common ancestors of all the commits, at most 2: *count 0 for none, 2 for "several". */
MUST_USE const struct failure *
repository_merge_bases(struct repository *, struct arena *, const struct oid *, size_t ncommits, struct oid *base, size_t *count);

/* A value of the repository's own configuration (never the user's, never the work tree's), or empty where it is not set. */
MUST_USE const struct failure *repository_setting(struct repository *, struct arena *, const char *key, struct span *value);

#endif
