/* SPDX-License-Identifier: MIT */
/* server_settings.h - what the server's configuration of a repository says to the hook, and what of it is in order. */
#ifndef PORTCULLIS_GATE_SERVER_SETTINGS_H
#define PORTCULLIS_GATE_SERVER_SETTINGS_H

#include "git/repository.h"
#include "hosts/host.h"

/* As they are written; empty where a setting is not there. */
struct server_settings {
	struct span host, spool, deadline;
};

MUST_USE const struct failure *server_settings_read(struct repository *, struct arena *, struct server_settings *);

/* Each refuses with the words that the hook says to whoever pushes. */
MUST_USE const struct failure *server_spool(struct repository *, struct arena *, const struct server_settings *);
/* `plain` where none is named. */
MUST_USE const struct failure *server_host(struct arena *, const struct server_settings *, const struct host **);
/* Milliseconds after which a run ends undecided; an hour where the setting says nothing shorter: never is no answer. */
MUST_USE const struct failure *server_deadline(struct arena *, const struct server_settings *, unsigned *milliseconds);

#endif
