/* SPDX-License-Identifier: MIT */
/* tally.h - how often each hit stands in a tree and in those it is compared with. */
#ifndef PORTCULLIS_GATE_TALLY_H
#define PORTCULLIS_GATE_TALLY_H

#include "gate/newness.h"
#include "gate/scanner.h"

/* One hit of the tree that is judged. */
struct sighting {
	const struct sighting *next; /* of the same line, in path order, then in order of the text */
	const struct change *change;
	struct span path;
	struct oid blob; /* the text it stands in: the file's own, or that behind a link */
	const struct use *use;
};

/* How often a line stands at a changed path of one of the trees before. */
struct presence {
	struct presence *next; /* in path order */
	const struct change *change;
	size_t count;
};

/* One kind of hit: a rule and a window. */
struct tally_line {
	struct tally_line *next;
	unsigned rule;
	struct digest window;
	size_t now;
	size_t *before;              /* one per tree of the comparison: in all */
	struct presence **there, **there_last; /* and path by path */
	const struct sighting *first;
	struct sighting *last;
	struct tally_line *in_bucket;
};

struct tally;

/* Everything is taken from the hearing's step arena, blobs' hits from its visit arena. */
struct tally *tally_new(struct hearing *, const struct comparison *);
/*
 * Notes the hits that stand at a changed path of the judged tree: candidates. Only by surroundings: those alone that count
 * because of what other files say (who includes it, where a link leads, what a word stands for).
 */
MUST_USE const struct failure *tally_now(struct tally *, const struct change *, bool only_by_surroundings);
/* Counts every candidate over all changed paths of all trees. */
MUST_USE const struct failure *tally_complete(struct tally *);
/* Tells each hit that counts at the path in the judged tree, in order of the text: of which blob, and what. */
MUST_USE const struct failure *
tally_each(struct tally *, const struct change *, void (*tell)(void *context, const struct oid *blob, const struct use *), void *context);
/* The candidates, in the order in which they were met. */
struct tally_line *tally_first(struct tally *);
/* Whether any of the hits is one of the policy's own rules: what every picture and archive has does not count here. */
bool hits_smell(const struct hits *);

#endif
