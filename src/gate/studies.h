/* SPDX-License-Identifier: MIT */
/* studies.h - what is known of texts: their hits, what they say of others, what they look like. Each by its blob, and how it was read. */
#ifndef PORTCULLIS_GATE_STUDIES_H
#define PORTCULLIS_GATE_STUDIES_H

#include "base/table.h"
#include "git/oid.h"
#include "text/c_facts.h"
#include "text/uses.h"

/* Languages: a set of bits, one per member of the family; 0 for none. */
typedef unsigned language_set;

/* A use that a rule counts; use.id is the rule's place in policy->rules. Sorted by place in the text, then rule. */
struct hits {
	const struct use *list;
	size_t count;
};

/* What a file says of others. Files that say the same share one of these. */
struct saying {
	struct c_facts facts;
	struct span spelled; /* all of them in one text */
	size_t place;        /* among the sayings, from 0 */
};

/* What a text without a telling name looks like. */
struct look {
	language_set begins; /* what its first bytes make of it */
	bool code;           /* it begins as code does */
};

/* How a text is read for what it says: as code, as a build file, as both or as neither. */
enum { SAYING_CODE = 1, SAYING_FLAGS = 2, SAYING_KINDS = 4 };

/* Hits of texts that were read as files of a set of languages. */
struct hits_of_set {
	language_set set;
	struct oid_map map; /* blob -> place in hits */
};

/* Begins empty ({0}). All that it keeps is copied into the arena that is given, which must be the same for all of its life. */
struct studies {
	struct hits_of_set *sets; /* few: files have few kinds of names */
	size_t nsets, sets_room;
	const struct hits **hits;
	size_t nhits, hits_room;
	struct oid_map said_by[SAYING_KINDS]; /* blob -> place in sayings */
	const struct saying **sayings;
	size_t nsayings, sayings_room;
	struct table spelled; /* facts in one text -> their saying */
	struct oid_map looked_at; /* blob -> place in looks */
	struct look *looks;
	size_t nlooks, looks_room;
};

/* Each tells whether it is known. */
bool studies_hits(const struct studies *, const struct oid *blob, language_set, const struct hits **);
bool studies_saying(const struct studies *, const struct oid *blob, unsigned kind, const struct saying **);
bool studies_look(const struct studies *, const struct oid *blob, struct look *);

/* Each keeps what was not known. */
const struct hits *studies_keep_hits(struct studies *, struct arena *, const struct oid *blob, language_set, const struct hits *);
const struct saying *studies_keep_saying(struct studies *, struct arena *, const struct oid *blob, unsigned kind, struct span spelled);
void studies_keep_look(struct studies *, struct arena *, const struct oid *blob, struct look);

/* Keeps all that the other knows. */
void studies_take_over(struct studies *, struct arena *, const struct studies *other);

/* The same hits, with all that they point at, in the arena. */
const struct hits *hits_copy(struct arena *, const struct hits *);

#endif
