/* SPDX-License-Identifier: MIT */
/* settings.c - the server's own configuration of a repository. */
#include "git/settings.h"

#include "base/arena.h"
#include "git/libgit2.h"

const struct failure *settings_write(struct repository *r, struct arena *a, const char *key, struct span value)
{
	git_config *all, *own = NULL;
	int answer = git_repository_config(&all, r->foreign);
	if (answer == 0)
		answer = git_config_open_level(&own, all, GIT_CONFIG_LEVEL_LOCAL);
	if (answer == 0)
		answer = value.len > 0 ? git_config_set_string(own, key, span_string(a, value)) : git_config_delete_entry(own, key);
	const struct failure *f = NULL;
	if (answer != 0 && !(value.len == 0 && answer == GIT_ENOTFOUND))
		f = failure(a, "setting %s cannot be written: %.*s", key, SPAN_ARGS(libgit2_words()));
	git_config_free(own);
	git_config_free(all);
	return f;
}
