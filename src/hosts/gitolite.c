/* SPDX-License-Identifier: MIT */
/* gitolite.c - gitolite 3, which names the user in GL_USER. */
#include "hosts/host.h"

const struct host host_gitolite = {.name = "gitolite", .purpose = "gitolite 3; GL_USER", .pusher = "GL_USER"};
