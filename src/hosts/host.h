/* SPDX-License-Identifier: MIT */
/* host.h - family: which server or CI we run in, who pushed, which range is meant. One member is one file. */
#ifndef PORTCULLIS_HOSTS_HOST_H
#define PORTCULLIS_HOSTS_HOST_H

#include "base/failure.h"
#include "base/span.h"

struct arena;

/* A range of commits as a CI system names it: revisions, not yet resolved. */
struct ci_range {
	struct span base, head;
	struct span target; /* revision of the branch that the commits are meant for */
	/*
	 * Names of that branch, and of the repository's default branch. The policy is read at `target` where both are one, else on the
	 * default branch: any other may have been written by whoever the run is about. From the command line both are empty.
	 */
	struct span branch, main;
	struct span ref;    /* full name of the ref that was pushed; empty where none was, or it is not said */
	struct span where;  /* "GitHub Actions, event pull_request" */
};

struct host {
	const char *name, *purpose;
	/* Servers. Chosen by configuration (portcullis.host), never sniffed. */
	const char *pusher;      /* the environment variable that holds the login; NULL: the host gives none */
	const char *line_prefix; /* what a line must begin with to be shown in a web page; NULL: nothing */
	/* CI systems; NULL for servers. */
	const char *project; /* the environment variable that names the project; its last part is the repository's name */
	bool (*is_here)(void);
	const struct failure *(*range)(struct arena *, struct ci_range *);
};

/* Every member, made from the folder; NULL at the end. */
extern const struct host *const hosts[];
const struct host *host_named(struct span);

#endif
