/* SPDX-License-Identifier: MIT */
/* server_settings.c - what the server's configuration of a repository says to the hook. */
#include "gate/server_settings.h"

#include "base/arena.h"
#include "gate/gate.h"

#include <stddef.h>

#define LONGEST_RUN 3600000

const struct failure *server_settings_read(struct repository *r, struct arena *a, struct server_settings *s)
{
	static const struct {
		const char *key;
		size_t offset;
	} keys[] = {{"portcullis.host", offsetof(struct server_settings, host)},
	            {"portcullis.spool", offsetof(struct server_settings, spool)},
	            {"portcullis.deadline", offsetof(struct server_settings, deadline)}};
	for (size_t i = 0; i < COUNT(keys); i++) {
		struct span *value = (struct span *)(void *)((char *)s + keys[i].offset);
		const struct failure *f = repository_setting(r, a, keys[i].key, value);
		if (f != NULL)
			return f;
	}
	return NULL;
}

const struct failure *server_spool(struct repository *r, struct arena *a, const struct server_settings *s)
{
	if (s->spool.len == 0)
		return failure_cured(a, failure_of_policy(a, "portcullis.spool is not set: verdicts would leave no record"),
		                     SPAN("the administrator sets it to a folder, or to none where the host keeps a log"));
	return spool_check(r, a, s->spool);
}

const struct failure *server_host(struct arena *a, const struct server_settings *s, const struct host **host)
{
	*host = host_named(s->host.len > 0 ? s->host : SPAN("plain"));
	if (*host != NULL && (*host)->is_here == NULL)
		return NULL;
	return failure_of_policy(a, "portcullis.host is %.*s, which is no server that Portcullis knows", SPAN_ARGS(s->host));
}

const struct failure *server_deadline(struct arena *a, const struct server_settings *s, unsigned *milliseconds)
{
	unsigned long said = LONGEST_RUN;
	if (s->deadline.len > 0 && (!span_number(s->deadline, LONGEST_RUN, &said) || said == 0))
		return failure_of_policy(a, "portcullis.deadline is %.*s, which is no number of milliseconds from 1 up to an hour", SPAN_ARGS(s->deadline));
	*milliseconds = (unsigned)said;
	return NULL;
}
