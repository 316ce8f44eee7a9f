/* SPDX-License-Identifier: MIT */
/* environment.h - variables of the environment, where they may be read at all. */
#ifndef PORTCULLIS_BASE_ENVIRONMENT_H
#define PORTCULLIS_BASE_ENVIRONMENT_H

#include "base/span.h"

/* The variable's value; empty where it is unset. Borrowed for as long as the environment is not changed. */
struct span environment(const char *name);

#endif
