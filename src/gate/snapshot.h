/* SPDX-License-Identifier: MIT */
/* snapshot.h - every hit in a state of the code, new or not: a tree of the repository, or a folder on disk. */
#ifndef PORTCULLIS_GATE_SNAPSHOT_H
#define PORTCULLIS_GATE_SNAPSHOT_H

#include "base/files.h"
#include "gate/place.h"
#include "gate/scanner.h"

/* Told file by file in path order, in each file by place. */
struct snapshot_hit {
	struct span path;
	struct place place;
	struct span name; /* as the tool chain reads it */
	const struct rule *rule;
	const struct use *use;
};
struct snapshot_reader {
	void (*hit)(void *context, const struct snapshot_hit *);
	void *context;
};

struct snapshot {
	struct arena *visit, *step;
	const struct policy *policy;
	struct scanner *scanner;
	const struct snapshot_reader *reader;
};

/* All that a push of the whole tree would be judged by: also what files say of one another, and what links lead to. */
MUST_USE const struct failure *snapshot_of_commit(const struct snapshot *, struct repository *, const struct oid *commit);
/* File by file, by their names alone: links are not followed, `.git` is passed over. Files that cannot be read are failures. */
MUST_USE const struct failure *snapshot_of_folder(const struct snapshot *, struct span folder);

#endif
