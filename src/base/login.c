/* SPDX-License-Identifier: MIT */
/* login.c - who runs this program. */
#include "base/login.h"

#include "base/arena.h"

#include <pwd.h>
#include <unistd.h>

#define ENTRY_ROOM 65536

struct span login_name(struct arena *a)
{
	struct passwd entry, *found = NULL;
	char *room = arena_take(a, ENTRY_ROOM, 1);
	uid_t user = getuid();
	if (getpwuid_r(user, &entry, room, ENTRY_ROOM, &found) == 0 && found != NULL && found->pw_name[0] != '\0')
		return span_copy(a, span_of(found->pw_name));
	return span_format(a, "uid %lu", (unsigned long)user);
}
