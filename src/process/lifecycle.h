/* SPDX-License-Identifier: MIT */
/* lifecycle.h - the life cycle of a problem report as data: states, exits, fields, and what each asks for. */
#ifndef PORTCULLIS_PROCESS_LIFECYCLE_H
#define PORTCULLIS_PROCESS_LIFECYCLE_H

#include "process/problem.h"

/* Every field that a problem report can have; their names stand in the ledger. */
enum field {
	FIELD_PRODUCT, FIELD_VERSION, FIELD_TITLE, FIELD_DESCRIPTION, FIELD_SOURCE, FIELD_REPORTER, FIELD_RECEIVED, FIELD_SECURITY,
	FIELD_ORIGIN, FIELD_FINGERPRINT, FIELD_OBSERVATION, FIELD_RULE, FIELD_CWE, FIELD_COMPONENT, FIELD_REPOSITORY, FIELD_COMMIT,
	FIELD_PATH, FIELD_DEVIATION, FIELD_BREAK_GLASS, FIELD_CVE, FIELD_REFERENCE, FIELD_REVISION, FIELD_STATUS,
	FIELD_OWNER, FIELD_STARTED,
	FIELD_APPLICABILITY, FIELD_VERIFIABILITY, FIELD_THREATS, FIELD_SEVERITY,
	FIELD_IMPACT, FIELD_CVSS, FIELD_CVSS_SCORE, FIELD_SCHEME, FIELD_AFFECTED, FIELD_ROOT_CAUSE, FIELD_RELATED, FIELD_SAFETY,
	FIELD_SAFETY_REFERENCE,
	FIELD_DECISION, FIELD_DECIDER, FIELD_DECIDER_ROLE, FIELD_RATIONALE, FIELD_DUE, FIELD_DISCLOSE, FIELD_DISCLOSE_RATIONALE,
	FIELD_THIRD_PARTY, FIELD_OTHER_PRODUCTS, FIELD_EXPIRES, FIELD_RISK_APPROVAL,
	FIELD_CHANGES,
	FIELD_COMMITS, FIELD_CHANGE_IMPACT, FIELD_RESOLVER,
	FIELD_VERIFIER, FIELD_VERIFICATION, FIELD_NEW_PROBLEMS, FIELD_RELEASED,
	FIELD_PATCH_AVAILABLE, FIELD_PATCH_DEPLOYED, FIELD_ADVISORY, FIELD_NOTIFIED,
	FIELD_CLOSER, FIELD_CLOSED, FIELD_REASON,
	FIELD_NOTE, FIELD_CAUSE, FIELD_VERDICT, FIELD_SEEN,
	FIELDS
};

/* What a text must be to stand in a field. */
enum form {
	FORM_TEXT,     /* at least `least` bytes, no placeholder */
	FORM_DAY,      /* YYYY-MM-DD */
	FORM_PAST_DAY, /* a day or a moment that is not still to come */
	FORM_COMING_DAY, /* a day that is still to come when it is entered */
	FORM_CHOICE,   /* one of `choices` */
	FORM_ADDRESS,  /* of a person */
	FORM_COMMITS,  /* 40 hexadecimal digits each */
	FORM_CVSS,     /* a vector of CVSS 2, 3 or 4 with its base metrics */
	FORM_SCORE,    /* 0.0 to 10.0 */
	FORM_CWE,      /* CWE-120, several with commas; or none */
	FORM_REASON,   /* why a report is closed */
};

struct field_form {
	const char *name, *what; /* what: a few words for a person who has to fill it in */
	enum form form;
	const char *choices;     /* of FORM_CHOICE: words with one blank between them */
	size_t least;
	const char *example;     /* a text that may stand in it */
};
const struct field_form *field_form(enum field);
bool field_named(struct span name, enum field *);
/* What is wrong with the text, as words that go on after the field's name; empty: nothing. */
struct span field_fault(struct arena *, enum field, struct span text, int64_t now);
/* No field's text is longer, in bytes. */
#define FIELD_LONGEST 16384

/* A field that a state asks for. */
struct need {
	enum field field;
	enum field instead;  /* one of the two is enough; the same as `field` where nothing else will do */
	enum field of;       /* asked for only where this field has the text `is`; `is` NULL: always */
	const char *is;
	bool of_people;      /* a trailer that is followed by the gate cannot give it: the next state asks again */
};

/* A way out of a state; `of` must have one of the texts `among` (NULL: any). */
struct exit {
	enum problem_state to;
	enum field of;
	const char *among;
};

#define NEEDS_MOST 12
#define EXITS_MOST 4

struct state_form {
	const char *clause, *what; /* the clause asks for it; our own words */
	struct need needs[NEEDS_MOST];
	size_t nneeds;
	struct exit exits[EXITS_MOST];
	size_t nexits;
};
const struct state_form *state_form(enum problem_state);
bool state_named(struct span name, enum problem_state *);

/* The reason that closes what was decided so; empty for a decision that does not close. */
struct span reason_of_decision(struct span decision);

/* Whether the words of a list (one blank between them) hold the text; "duplicate-of" also stands for duplicate-of:PRB-0001. */
bool word_among(const char *words, struct span text);

#endif
