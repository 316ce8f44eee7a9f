/* SPDX-License-Identifier: MIT */
/* release.h - the nouns of a release: what the policy asks for, what the ledger's state says, and the break-glass entries. */
#ifndef PORTCULLIS_MODEL_RELEASE_H
#define PORTCULLIS_MODEL_RELEASE_H

#include "model/model.h"

/* What the policy asks of a release. Without tags it asks for nothing. */
struct release {
	const struct span *tags;     /* patterns of full ref names */
	const struct span *evidence; /* names of files; {version} stands in them */
	size_t ntags, nevidence;
	int64_t oldest_state; /* seconds that the state may have */
};

/* A problem report without disposition. */
struct open_problem {
	struct span id, title, state, owner; /* title and owner may be empty */
};

/* What a use of break-glass left to do. */
struct debt {
	struct span id, break_glass, owner; /* break_glass and owner may be empty */
	int64_t due; /* first moment of the day; INT64_MAX: none is said */
};

struct audited_ref {
	struct span ref;
	struct oid commit;
};

struct audit_result {
	struct span repository;
	int64_t at;
	size_t holes;
	const struct audited_ref *refs;
	size_t nrefs;
};

struct evidence_made {
	struct span version;
	const struct span *files; /* names */
	size_t nfiles;
};

/* What the ledger said when its state was exported; described in policies/README.md. */
struct release_state {
	bool there;
	struct span place; /* for messages */
	int64_t at;
	struct span signer, address, role, grade; /* signer (a name) and role may be empty */
	const struct open_problem *problems;
	size_t nproblems;
	const struct debt *debts;
	size_t ndebts;
	int64_t review_due; /* first moment of the day */
	const struct audit_result *audits;
	size_t naudits;
	const struct evidence_made *evidence;
	size_t nevidence;
};

/* A permission to let one new value of one ref through, findings and all. */
struct break_glass {
	struct span id, repository, ref, reason, requester; /* no repository: any */
	const struct span *approvers;
	size_t napprovers;
	struct oid commit;
	int64_t from, until; /* first moment in force; first moment after */
	int64_t due;         /* first moment of the day */
	struct span void_because; /* empty: in force */
};

#endif
