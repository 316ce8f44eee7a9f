/* SPDX-License-Identifier: MIT */
/* registers.h - the nouns that the maker's registers hold: people, catalogue, deviations, standard, process. */
#ifndef PORTCULLIS_MODEL_REGISTERS_H
#define PORTCULLIS_MODEL_REGISTERS_H

#include "base/span.h"

#include <stdint.h>

/* Days are seconds since 1970 of their first moment in UTC; INT64_MAX where none is given. */

struct standard {
	struct span title, version, approved_by;
	int64_t effective, review_by;
};

struct process {
	struct span title, document, url, intake, contact;
};

/* The product that evidence is about, and what its document numbers begin with. */
struct product {
	struct span name, document;
};

/* How often the problem resolution process is reviewed, and from how many days before on answers say so. */
struct review_plan {
	size_t every_days, warn_days;
};

/* A person of the register. Days are seconds since 1970; a missing end is INT64_MAX. */
struct person {
	struct span name;
	const struct span *addresses, *roles, *logins, *keys; /* a login is "host:login" */
	size_t naddresses, nroles, nlogins, nkeys;
	bool bot;
	int64_t valid_from, valid_until; /* until: the first moment that is outside */
};

/* One line of a mailmap (gitmailmap(5)); what a line does not say is empty. */
struct alias {
	struct span name, mail, old_name, old_mail;
};

/* Who is who, from the trusted place. `known` tells an empty register from none. */
struct people {
	const struct person *persons;
	size_t npersons;
	const struct alias *aliases;
	size_t naliases;
	bool known;
};

struct catalogue_entry {
	struct span id, title, status;
	bool active; /* status `approved` or `active` */
};

struct catalogue {
	struct span name; /* path, for messages */
	const struct catalogue_entry *entries; /* sorted by id */
	size_t nentries;
};

struct deviation {
	struct span id, rule, path, symbol, reason, risk, requester, approver, problem;
	int64_t approved_on, expires_on; /* first moment of the first day in force; first moment after the last */
	struct span void_because;        /* empty: in force */
};

#endif
