/* SPDX-License-Identifier: MIT */
/* owner.c - whose repository this is: nobody else's settings may steer us. */
#include "base/arena.h"
#include "git/libgit2.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What one configuration file says about safe.directory; git looks only at the system's and the user's files. */
struct safe {
	struct span worktree, folder;
	bool safe;
};

static struct span without_slash(struct span path)
{
	while (path.len > 1 && path.at[path.len - 1] == '/')
		path.len--;
	return path;
}

static int one_directory(const git_config_entry *entry, void *payload)
{
	struct safe *s = payload;
	struct span value = without_slash(span_of(entry->value));
	if (value.len == 0)
		s->safe = false; /* an empty value clears the list, as in git */
	else if (span_eq(value, SPAN("*")) || span_eq(value, s->worktree) || span_eq(value, s->folder))
		s->safe = true;
	return 0;
}

static void look_into(const char *path, struct safe *s)
{
	git_config *config;
	if (git_config_open_ondisk(&config, path) != 0)
		return;
	(void)git_config_get_multivar_foreach(config, "safe.directory", NULL, one_directory, s);
	git_config_free(config);
}

static bool is_declared_safe(struct repository *r, struct arena *a)
{
	struct safe s = {without_slash(repository_worktree(r)), without_slash(repository_folder(r)), false};
	const char *home = getenv("HOME"), *xdg = getenv("XDG_CONFIG_HOME");
	look_into("/etc/gitconfig", &s);
	if (xdg != NULL && *xdg != '\0')
		look_into(span_format(a, "%s/git/config", xdg).at, &s);
	else if (home != NULL)
		look_into(span_format(a, "%s/.config/git/config", home).at, &s);
	if (home != NULL)
		look_into(span_format(a, "%s/.gitconfig", home).at, &s);
	return s.safe;
}

const struct failure *repository_check_owner(struct repository *r, struct arena *a, bool safe_directory)
{
	struct span folder = repository_folder(r), named;
	struct stat about;
	if (stat(folder.at, &about) != 0)
		return failure(a, "the repository %.*s cannot be looked at: %s", SPAN_ARGS(folder), strerror(errno));
	if (about.st_uid == geteuid() || about.st_uid == 0)
		return NULL;
	unsigned long owner;
	const struct failure *f = repository_setting(r, a, "portcullis.owner", &named);
	if (f != NULL)
		return f;
	if (!safe_directory && span_number(named, (unsigned long)(uid_t)-1, &owner) && (uid_t)owner == about.st_uid)
		return NULL;
	if (safe_directory && is_declared_safe(r, a))
		return NULL;
	f = failure(a, "the repository %.*s belongs to user %lu, not to user %lu who runs Portcullis", SPAN_ARGS(folder),
	            (unsigned long)about.st_uid, (unsigned long)geteuid());
	return failure_cured(a, f,
	                     safe_directory ? SPAN("git config --global --add safe.directory FOLDER, if you trust that owner")
	                                    : SPAN("give the repository to the user who serves it, or install with --owner"));
}
