/* SPDX-License-Identifier: MIT */
/* settings.h - the server's own configuration of a repository, written by the administrator's commands alone. */
#ifndef PORTCULLIS_GIT_SETTINGS_H
#define PORTCULLIS_GIT_SETTINGS_H

#include "git/repository.h"

/* Sets a key in the repository's own configuration file; an empty value removes it. */
MUST_USE const struct failure *settings_write(struct repository *, struct arena *, const char *key, struct span value);

#endif
