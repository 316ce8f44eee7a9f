/* SPDX-License-Identifier: MIT */
/* evidence.h - the documents that an auditor asks for: which can be made from the ledger, which are there, which have no source. */
#ifndef PORTCULLIS_PROCESS_EVIDENCE_H
#define PORTCULLIS_PROCESS_EVIDENCE_H

#include "process/desk.h"
#include "process/problem.h"

struct evidence_request {
	struct span version;            /* of the product */
	struct span product, document;  /* its name, and what document numbers begin with; may be empty */
	const struct policy *policy;
	int64_t from, to;               /* verdicts of [from, to) are told */
};

/* What the verdicts say about one rule. */
struct rule_facts {
	struct span id, title, clause;
	size_t refused, warned, covered; /* findings in verdicts: of refused pushes, of passed ones, under a deviation */
};

/* Everything that the documents are made of; read once. */
struct evidence_facts {
	const struct evidence_request *request;
	struct arena *arena;
	struct ledger_head head;
	int64_t now;
	size_t verdicts, passed, refused, undecided, commits, blobs;
	struct rule_facts *rules;
	size_t nrules, rules_room;
	const struct span *policies; /* digests, 64 hexadecimal digits */
	size_t npolicies, policies_room;
	const struct problem *problems;
	size_t nproblems;
};
MUST_USE const struct failure *evidence_read(struct desk *, const struct evidence_request *, struct evidence_facts *);

/* A document of the list: made by us, brought by another verb, or without a source. */
struct evidence_document {
	const char *name;    /* with {version} */
	const char *what;
	const char *missing; /* why it is not made here; NULL: `write` makes it */
	void (*write)(struct output *, const struct evidence_facts *, struct span name);
};
extern const struct evidence_document evidence_documents[]; /* ends with a NULL name */

/* The document's name with the version in its place. */
struct span evidence_name(struct arena *, const struct evidence_document *, struct span version);

#endif
