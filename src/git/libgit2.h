/* SPDX-License-Identifier: MIT */
/* libgit2.h - what the files of this folder share about libgit2; nobody outside includes it. */
#ifndef PORTCULLIS_GIT_LIBGIT2_H
#define PORTCULLIS_GIT_LIBGIT2_H

#include "base/mapping.h"
#include "git/packed_refs.h"
#include "git/repository.h"

#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wpedantic"
#include <git2.h>
#pragma GCC diagnostic pop

struct pack_store;
struct repository {
	struct opening opening;
	git_repository *foreign;
	git_odb *objects;
	git_odb *permanent; /* the store without the quarantine; NULL where there is none */
	git_config *settings;
	struct pack_store *packs; /* asked before libgit2; NULL for none */
	bool verify; /* hash what is read; in a hook, what is read and not fresh */
	struct mapping packed_file; /* as it was last looked at */
	struct packed_refs packed;
	struct lineage *lineage; /* NULL until a history is walked */
};

/* libgit2's own words about what just went wrong. */
struct span libgit2_words(void);
git_oid libgit2_oid(const struct oid *);
struct oid libgit2_own_oid(const git_oid *);

/* The owner must be root, the user who runs the program, or one that the server's setting `portcullis.owner` (a user id) names. */
MUST_USE const struct failure *repository_check_owner(struct repository *, struct arena *, bool safe_directory);

#endif
