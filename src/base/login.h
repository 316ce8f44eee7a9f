/* SPDX-License-Identifier: MIT */
/* login.h - who runs this program. */
#ifndef PORTCULLIS_BASE_LOGIN_H
#define PORTCULLIS_BASE_LOGIN_H

#include "base/span.h"

struct arena;

/* The login name of the user of the operating system, never of the environment; "uid N" where the system knows no name. For the client alone. */
struct span login_name(struct arena *);

#endif
