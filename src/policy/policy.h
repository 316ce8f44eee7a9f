/* SPDX-License-Identifier: MIT */
/* policy.h - the law of one repository: a document, its packs and its registers, compiled. */
#ifndef PORTCULLIS_POLICY_POLICY_H
#define PORTCULLIS_POLICY_POLICY_H

#include "base/failure.h"
#include "checks/check.h"
#include "model/release.h"

enum judge { JUDGE_RESULT, JUDGE_COMMITS }; /* the stricter is the greater */

struct protection {
	const struct span *refs; /* patterns of full names */
	size_t nrefs;
	bool force, delete;
	enum judge judge;
};

/* The place that a policy comes from: a folder of the server, or a commit of the trusted ref. */
struct policy_source {
	struct span name;   /* of the policy itself, for messages: "refs/heads/main:.portcullis/policy.json" */
	struct span packs;  /* folder of the installed packs */
	/* Reads a file of the place; `path` is relative to the policy's folder and already known to be clean. *found tells absence. */
	const struct failure *(*read)(void *context, struct arena *, struct span path, struct span *bytes, bool *found);
	/* The mailmap of the place, where it has one of its own (a ref's /.mailmap); else *found is false. May be NULL. */
	const struct failure *(*mailmap)(void *context, struct arena *, struct span *bytes, bool *found);
	/* Reads the release state that the server keeps at a place of its own; NULL: it lies where the policy says. */
	const struct failure *(*state)(void *context, struct arena *, struct span *bytes, bool *found);
	struct span state_name; /* its absolute path */
	void *context;
};

/* A file that the policy was made of. Changing one of the place's own files is changing the policy. */
struct policy_file {
	struct span path; /* relative to the policy's folder, or the pack's name; what begins with a slash is none of the policy's own ("/.mailmap" of the place, a release state of the server) */
	bool pack;
	struct digest digest;
};

struct policy {
	struct span source, name;
	struct standard standard;
	struct process process;
	struct product product;
	struct review_plan review;
	struct release release;
	struct release_state state; /* where `release` has tags */
	const struct break_glass *break_glasses;
	size_t nbreak_glasses;
	const struct protection *protections;
	size_t nprotections;
	const struct rule *rules; /* the built-in ones first, then in the order of the document; `off` ones too */
	size_t nrules;
	struct people people;
	const struct deviation *deviations;
	size_t ndeviations;
	const struct policy_file *files;
	size_t nfiles;
	bool submodules;      /* new submodules are allowed */
	struct digest digest; /* over all files and the engine's version of the law */
	struct span host;
	int64_t now;
};

/*
 * Loads and compiles the document at `path` of the source with everything it names. `now` judges days (deviations, review_by, reviewers).
 * Each failure is a FAILURE_POLICY with file, line, column and pointer.
 */
MUST_USE const struct failure *policy_read(struct arena *house, const struct policy_source *, struct span path, struct span host,
                                           int64_t now, const struct policy **);

/* The built-in rules, which every policy has (a policy may change action, severity, why ... of none but GP-001's `least`). */
enum builtin {
	RULE_POLICY_REVIEW,     /* GP-001: a change of policy or registers lacks a reviewer with the role policy */
	RULE_POLICY_BROKEN,     /* GP-002: the pushed policy or a register of it does not load */
	RULE_FORCE,             /* GP-003: a protected ref is moved to what does not contain its old value */
	RULE_DELETE,            /* GP-004: a protected ref is deleted */
	RULE_REF_NAME,          /* GP-005: refs/replace, control bytes, a trusted ref outside refs/heads/ */
	RULE_REF_TARGET,        /* GP-006: a protected ref would point at something that is no commit */
	RULE_OBJECT,            /* GP-007: an object that git calls broken or that two readers read differently */
	RULE_DATE,              /* GP-008: an author or committer date that cannot be read or lies in the future */
	RULE_SUBMODULE,         /* GP-009: a new submodule */
	RULE_SYMLINK,           /* GP-010: a symbolic link that leads out of the repository or nowhere */
	RULE_MESSAGE,           /* GP-011: a message that cannot be read: NUL, an encoding that is not ASCII-compatible */
	RULE_CERTIFICATE,       /* GP-012: a push certificate whose signer is not the user of the connection */
	RULE_TEXT,              /* CS-UNI-001: text that no reader can be sure of */
	RULE_BIDI,              /* CS-UNI-002: bidirectional controls in code */
	RULE_ZERO_WIDTH,        /* CS-UNI-003: invisible characters in code */
	RULE_RELEASE_PROBLEM,   /* RL-001: a problem report without disposition */
	RULE_RELEASE_DEVIATION, /* RL-002: an expired deviation in the register */
	RULE_RELEASE_REVIEW,    /* RL-003: the periodic review is overdue */
	RULE_RELEASE_AUDIT,     /* RL-004: no audit of the repository that is without holes and reaches the commit */
	RULE_RELEASE_EVIDENCE,  /* RL-005: evidence that the version lacks */
	RULE_RELEASE_STATE,     /* RL-006: no release state, or one that is too old or from the future */
	RULE_RELEASE_DEBT,      /* RL-007: a debt of break-glass that is open */
	BUILTIN_RULES
};
const struct rule *policy_builtin(const struct policy *, enum builtin);

/* The strictest protection that the ref's full name falls under, as a release tag too: fills *merged and returns true, or returns false. */
bool policy_protects(const struct policy *, struct span ref, struct protection *merged);

/*
 * Whether the ref's full name is one of a release. The version is what the last star of the first pattern that matches stands for (the
 * stars before it as short as can be); empty where there is none.
 */
bool policy_releases(const struct policy *, struct span ref, struct span *version);

/* Whether a rule looks at the path. */
bool rule_covers(const struct rule *, struct span path);

/* The deviation in force that covers the finding, or NULL. */
const struct deviation *policy_deviation(const struct policy *, const struct finding *);

/* Whether a deviation can cover what the rule finds: it is bound to a path, and covers neither refs nor the words of commits. */
bool policy_deviates(const struct policy *, const struct rule *);

/* The intake link with {id} replaced (percent-encoded where needed), in the arena; empty where the policy has none. */
struct span process_link(struct arena *, const struct process *, struct span id);

#endif
