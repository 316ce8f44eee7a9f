/* SPDX-License-Identifier: MIT */
/* scanner.h - a blob's hits: each distinct blob is read once, as a whole, for all rules together. */
#ifndef PORTCULLIS_GATE_SCANNER_H
#define PORTCULLIS_GATE_SCANNER_H

#include "gate/studies.h"
#include "git/repository.h"
#include "policy/policy.h"

struct scanner;

/* How files of a path are read. */
struct reading {
	language_set set; /* languages that own the path */
	bool code;        /* one of them is a language of its own, and not the flags of another's tool chain */
	bool judged;      /* some rule about code looks at the path */
};

/* Which languages own a path. Those whose files are other things in the first place stand apart. */
language_set languages_of(struct span path);
/* Those of a file without a telling name whose first bytes make `begins` of it. */
language_set languages_in_flags(struct span path, language_set begins);
/* Whether one of them is a language of its own, and not the flags of another's tool chain. */
bool languages_read_code(language_set);
/* Whether one of them is the flags of another's tool chain; a name like Makefile.inc may be both. */
bool languages_read_flags(language_set);
/* Those that a text may belong to whatever its name is, when another file says so. */
language_set languages_of_any_name(void);

struct scanner *scanner_new(struct arena *house, const struct policy *);
/* Gives back the memory in which texts are read; everything else lives in the house. */
void scanner_free(struct scanner *);

/* Whether any rule of the policy looks at code; without one no text has to be read. */
bool scanner_is_needed(const struct scanner *);
/* How files of that path are read; it lives in `visit`. */
const struct reading *scanner_reading(struct scanner *, struct arena *visit, struct span path);

/* The hits of a blob, read as a file of those languages. They live in `visit`; the bytes go through `step`. */
MUST_USE const struct failure *scanner_hits(struct scanner *, struct repository *, struct arena *visit, const struct oid *blob,
                                            language_set, const struct hits **);
/* The same for a text that is no blob; nothing is remembered. */
const struct hits *scanner_hits_of(struct scanner *, struct arena *visit, struct span bytes, language_set);
/* What a blob says about others, read as a file of those languages; it lives in `visit`. */
MUST_USE const struct failure *
scanner_facts(struct scanner *, struct repository *, struct arena *visit, const struct oid *blob, language_set, const struct saying **);
/* Where the first identifier of a blob that is one of the names stands, as a place in its text; beyond it where none does. */
MUST_USE const struct failure *
scanner_first_of(struct scanner *, struct repository *, struct arena *visit, const struct oid *blob, const struct names *, size_t *place);
MUST_USE const struct failure *scanner_look(struct scanner *, struct repository *, struct arena *visit, const struct oid *blob, struct look *);
/*
 * For several threads, each with a scanner and a repository of its own: what they will be asked is read ahead by study, and taken over by the one
 * that is asked, into its own memory. Then all that the other learned is forgotten, and its `visit` may be reset.
 */
MUST_USE const struct failure *scanner_study(struct scanner *, struct repository *, struct arena *visit, const struct oid *blob, language_set);
void scanner_take_over(struct scanner *, struct arena *visit, struct scanner *other);
/* What it has learned so far. */
struct studies *scanner_studies(struct scanner *);
/* How a file of those languages is read for what it says of others. */
unsigned languages_say(language_set);

/* Distinct blobs that were read so far. */
size_t scanner_blobs(const struct scanner *);

#endif
