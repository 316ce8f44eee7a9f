/* SPDX-License-Identifier: MIT */
/* observation.h - what the gate saw: the findings of its verdicts, found again by the id that it printed. */
#ifndef PORTCULLIS_PROCESS_OBSERVATION_H
#define PORTCULLIS_PROCESS_OBSERVATION_H

#include "process/progress.h"

/* A finding in one verdict. */
struct sighting {
	struct span verdict, outcome, mode, pusher;
	int64_t at;
	struct span id, fingerprint, rule, title, place; /* place: path:line, ref or commit */
	struct span covered;                             /* id of the deviation or break-glass entry that let it pass */
	bool blocks, refused;                            /* refused: the push did not go through */
	const struct problem *promoted;                  /* the latest report of its fingerprint, else that of the debt which lists it, or NULL */
	struct givens report;                            /* what a problem report takes over from it */
};

struct sightings {
	struct sighting *list; /* in the order of the ledger */
	size_t count, room;
	size_t verdicts;       /* that go by the name; some may hold no finding of it */
};

/* All findings that go by the name: an id OBS-..., a fingerprint, a commit, or (all its findings) a verdict. */
MUST_USE const struct failure *sightings_read(struct ledger *, struct arena *, struct span name, struct sightings *);

/* Gives what a problem report takes over from a finding of a verdict; all texts are made fit for a field. */
void give_finding(struct givens *, const struct json *record, const struct json *finding);

/* Whether a finding can be a problem of the product: it has a fingerprint, and is not about what a release lacks. */
bool finding_is_of_product(const struct json *finding);

/* The text without what does not show, line ends as blanks, cut to what a field can hold. */
struct span made_plain(struct arena *, struct span text, size_t most);

/* A member that is a text, or empty. */
struct span json_word(const struct json *object, const char *key);

#endif
