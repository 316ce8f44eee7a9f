/* SPDX-License-Identifier: MIT */
/* gitlab.c - GitLab's server hooks: GL_USERNAME, and lines that its web pages show. */
#include "hosts/host.h"

const struct host host_gitlab = {
	.name = "gitlab", .purpose = "GitLab server hooks; GL_USERNAME", .pusher = "GL_USERNAME", .line_prefix = "GL-HOOK-ERR: "};
