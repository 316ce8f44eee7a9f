/* SPDX-License-Identifier: MIT */
/* name.c - what a repository is called. */
#include "gate/name.h"

#include "base/environment.h"
#include "hosts/host.h"

/* "https://host/group/pump.git/" and "/srv/pump.git/" give "pump", as does "host:pump". */
static struct span last_part(struct span path)
{
	while (path.len > 0 && path.at[path.len - 1] == '/')
		path.len--;
	size_t from = path.len;
	while (from > 0 && path.at[from - 1] != '/' && path.at[from - 1] != ':')
		from--;
	path = span_from(path, from);
	return path.len > 4 && span_ends(path, SPAN(".git")) ? span_slice(path, 0, path.len - 4) : path;
}

static struct span folder_name(struct repository *r)
{
	struct span tree = repository_worktree(r);
	return last_part(tree.len > 0 ? tree : repository_folder(r));
}

const struct failure *name_on_server(struct repository *r, struct arena *a, struct span *name)
{
	const struct failure *f = repository_setting(r, a, "portcullis.repository", name);
	if (f == NULL && name->len == 0)
		*name = folder_name(r);
	return f;
}

static struct span project_of_ci(void)
{
	for (size_t i = 0; hosts[i] != NULL; i++)
		if (hosts[i]->is_here != NULL && hosts[i]->is_here())
			return environment(hosts[i]->project);
	return SPAN("");
}

const struct failure *name_in_clone(struct repository *r, struct arena *a, struct span asked, struct span *name)
{
	*name = asked.len > 0 ? asked : last_part(project_of_ci());
	if (name->len > 0)
		return NULL;
	const struct failure *f = repository_setting(r, a, "remote.origin.url", name);
	if (f != NULL)
		return f;
	*name = last_part(*name);
	if (name->len == 0)
		*name = folder_name(r);
	return NULL;
}
