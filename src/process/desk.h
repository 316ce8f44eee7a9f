/* SPDX-License-Identifier: MIT */
/* desk.h - where every verb of the ledger begins: which ledger, which spool, who is at work; what waits is filed first. */
#ifndef PORTCULLIS_PROCESS_DESK_H
#define PORTCULLIS_PROCESS_DESK_H

#include "base/options.h"
#include "gate/gate.h"
#include "process/ledger.h"
#include "text/words.h"

/* What can be said on the command line of each verb; empty: not said. */
struct desk_request {
	struct span ledger, spool, repository, as, role, on;
	bool help;
};

/* The rows of the verb's table of options for a struct desk_request named q; verbs that only read leave the second out. */
#define DESK_PLACE_ROWS(q)                                                                                                \
	{"--ledger", "PLACE", "the ledger: a file, or postgresql://... (portcullis.ledger)", &(q)->ledger, NULL},           \
	{"--spool", "FOLDER", "where verdicts wait to be filed (portcullis.spool)", &(q)->spool, NULL},                     \
	{"--repository", "FOLDER", "the repository whose configuration names them (.)", &(q)->repository, NULL},            \
	{"--help", NULL, "this text", NULL, &(q)->help}
#define DESK_PERSON_ROWS(q)                                                                                               \
	{"--as", "ADDRESS", "who did it", &(q)->as, NULL},                                       \
	{"--role", "ROLE", "in which role", &(q)->role, NULL},                                                              \
	{"--on", "MOMENT", "when it was done: YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ (now)", &(q)->on, NULL}

struct desk {
	struct gate *gate;     /* arenas, clock, and the repository where there is one */
	struct ledger *ledger;
	struct span spool;     /* empty: none is known */
	struct span actor, role;
	int64_t activity;
	size_t filed;          /* records that waited and are filed now */
	const struct span *words; /* of the command line */
	size_t nwords;
	int status;            /* that the verb ends with, where nothing failed */
	size_t expired;        /* problem reports that are under review again because a day has come */
	struct remarks remarks; /* what a person should know about what was filed */
	struct span left;      /* why a waiting record could not be filed; empty: none was left */
};

/*
 * Opens the ledger and, unless it is opened to be read, files what waits in the spool and reopens problem reports whose decision has
 * expired. A record that cannot be filed stays where it is and is told in `left`; it keeps nobody from working. Close the desk in every
 * case.
 */
MUST_USE const struct failure *desk_open(struct gate *, const struct desk_request *, enum store_use, struct desk *);
void desk_close(struct desk *);
/* Files what came into the spool since, with the same `left`: for who compares the ledger with what happens meanwhile. */
MUST_USE const struct failure *desk_file_waiting(struct desk *);
/* What could not be filed, as a warning; nothing where all was. */
void desk_print_left(const struct desk *, struct output *);

/* The policy of the file, or what the repository's own configuration names where the file is empty. */
MUST_USE const struct failure *desk_policy(struct desk *, struct span file, const struct policy **);
/* Fails where nobody said who is at work: what people do carries a name. */
MUST_USE const struct failure *desk_needs_person(const struct desk *);
/* One event of the person at the desk, inside a transaction that is open. */
MUST_USE const struct failure *desk_add(struct desk *, struct span kind, struct span subject, struct span body);

/* One run of a verb, from its words to its exit status. */
struct desk_task {
	const char *usage;               /* what --help says above the options */
	const struct option_row *rows;   /* ends with a NULL name; has the rows of the request */
	const struct desk_request *request;
	enum store_use use;
	size_t most_words;               /* that are no options; they are found in desk->words */
	/* The work itself; its context is what the rows fill in. An answer of 1 in desk->status means: done, and the news is bad. */
	const struct failure *(*work)(struct desk *, void *context, struct output *);
	void *context;
};
int desk_run(const struct desk_task *, int argc, char **argv);

/* A file that is named on the command line, whole; at most so many bytes. */
MUST_USE const struct failure *desk_read_file(struct desk *, struct span path, size_t limit, struct span *bytes);
/* Writes a file whole or not at all, for its owner alone. */
MUST_USE const struct failure *desk_write_file(struct desk *, struct span path, struct span bytes);

/* A verb with verbs of its own: `ledger verify`, `problem list`. */
struct desk_verb {
	const char *name, *usage, *purpose;
	int (*run)(int argc, char **argv);
};
/* Runs the verb that argv names; without one, or for --help, lists them. `verbs` ends with a NULL name. */
int desk_dispatch(const char *command, const struct desk_verb *verbs, int argc, char **argv);

#endif
