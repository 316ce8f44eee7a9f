/* SPDX-License-Identifier: MIT */
/* environment.c - variables of the environment. */
#include "base/environment.h"

#include <stdlib.h>

struct span environment(const char *name)
{
	return span_of(getenv(name));
}
