/* SPDX-License-Identifier: MIT */
/* model.h - the nouns, in the order in which a push meets them: plain data, const after birth. */
#ifndef PORTCULLIS_MODEL_MODEL_H
#define PORTCULLIS_MODEL_MODEL_H

#include "base/digest.h"
#include "base/span.h"
#include "model/registers.h"

#include <stdint.h>

/* A SHA-1 object id, and the one git writes for "nothing". */
struct oid {
	unsigned char bytes[20];
};

/* One line of standard input: `old new ref`; a zero id is "did not exist" or "delete". */
struct update {
	struct oid old, new;
	struct span ref;
};

struct push {
	const struct update *updates;
	size_t nupdates;
	struct span pusher; /* the host's login name; empty where the host gives none */
	struct span host;   /* the adapter that said so */
	struct span certificate; /* git's letter for the signature of the push certificate: G, U, B ...; empty where there is none */
	struct span signer;      /* of the certificate, as git says: `Name <mail>` or an address */
};

/* `Name <mail> seconds zone` of a commit or tag. */
struct signature {
	struct span name, mail;
	struct span line; /* the whole value, as it stands */
	int64_t seconds;
	bool readable; /* the line keeps git's form and the date is a number in range */
};

struct commit {
	struct oid id, tree;
	const struct oid *parents;
	size_t nparents;
	struct signature author, committer;
	struct span encoding; /* empty: none declared */
	struct span message;  /* raw bytes, leading blank lines removed */
	struct span oddity;   /* what two readers may read differently; empty for a sound object */
};

/* A trailer of a message: git's key and value, the value unfolded. */
struct trailer {
	struct span key, value;
};

enum severity { SEVERITY_INFO, SEVERITY_LOW, SEVERITY_MEDIUM, SEVERITY_HIGH, SEVERITY_CRITICAL };
enum action { ACTION_OFF, ACTION_WARN, ACTION_REJECT };

/* A rule is a line of the policy; a check is the code that it names. */
struct rule {
	struct span id, title, clause, why, instead, bad, good; /* bad, good: an example each, or empty */
	const unsigned *cwe;
	size_t ncwe;
	enum severity severity;
	enum action action;
	const struct check *check;
	const struct span *only, *except; /* path patterns; no `only` means everywhere */
	size_t nonly, nexcept;
	const struct json *own, *base; /* where its options stand: the policy's text, then the pack's (either may be NULL) */
	const void *state;             /* what its check made of its options */
};

enum { OWES_MESSAGE = 1, OWES_CONTENT = 2, OWES_POLICY = 4 };

/* A commit and what it owes: its words, its content, and that it changes the policy only as GP-001 allows. */
struct duty {
	struct oid commit;
	unsigned owes;
};

/* A trailer of a judged commit that names a problem report; the key as we write it, the id as it stands. */
struct mention {
	struct oid commit;
	struct span trailer, id;
};

/* What a reader needs to find, understand and report one thing that the pusher did. */
struct finding {
	const struct rule *rule;
	struct span title;   /* one line: what is wrong */
	struct span mend;    /* how to mend it, one line; empty: the rule's `instead` */
	struct span ref;     /* the pushed ref, for findings about a ref; else empty */
	struct span title_line; /* first line of the commit's message */
	struct oid commit;   /* all zero for findings about a ref */
	bool root;           /* the commit has no parents */
	struct span path;    /* empty for findings about a commit or a ref */
	struct span symbol;  /* the banned name; else empty */
	struct span kind;    /* call, reference, alias ...; else empty */
	size_t line, column; /* from 1; 0 where there is none */
	struct span source;  /* the source line, or the part of a long one around the place */
	size_t caret, width; /* where in `source` it stands, and how many bytes it has */
	struct digest fingerprint;
	struct span id, link; /* OBS-..., and where it is reported */
	const struct deviation *deviation;     /* that covers it, or NULL */
	const struct break_glass *break_glass; /* that lets it through, or NULL */
};

/* Something the reader should know that blocks nothing by itself: a void deviation, a standard past its review. */
struct notice {
	struct span text;
};

enum outcome { OUTCOME_PASS = 0, OUTCOME_BLOCK = 1, OUTCOME_POLICY = 2, OUTCOME_UNDECIDED = 3 };

struct verdict {
	enum outcome outcome;
	struct span id; /* unique per event: time and chance */
	int64_t at;     /* when it was given, by this machine's clock */
	struct span program, mode; /* which program, and what it judged: "push", "update", "range" */
	struct span where;         /* of a range: where it was taken from */
	struct span repository;    /* its name; empty where nobody said one */
	struct span repository_id; /* made by install, for two may have one name; empty: unknown */
	const struct push *push;   /* of a range: one update without a name */
	const bool *protected;     /* of each update; NULL: not looked at, as in a range */
	struct span policy_name, policy_source; /* empty where no policy could be loaded */
	struct digest policy_digest;
	const struct process *process;   /* NULL where no policy could be loaded */
	const struct finding *findings;
	size_t nfindings, nblocking, ncovered, nwarnings;
	size_t ncommits, nblobs; /* judged */
	bool objects_verified;   /* each object that was read had its id as its hash, by git with this push or by us */
	const struct duty *duties; /* borrowed from the scope: those that owe their message are the judged commits, the first `ncommits` of them */
	size_t nduties;
	const struct mention *mentions;
	size_t nmentions;
	const struct notice *notices;
	size_t nnotices;
	const struct break_glass *break_glass; /* that let the push through, or NULL */
	const struct failure *failure; /* why it is undecided; else NULL */
};

/* Whether it keeps the push out. */
bool finding_blocks(const struct finding *);

struct span severity_name(enum severity);
struct span action_name(enum action);
struct span outcome_name(enum outcome);

#endif
