/* SPDX-License-Identifier: MIT */
/* path.c - the parts of a path that slashes make. */
#include "base/path.h"

struct span path_name(struct span path)
{
	size_t slash = span_find_last(path, '/');
	return slash == path.len ? path : span_from(path, slash + 1);
}

struct span path_folder(struct span path)
{
	size_t slash = span_find_last(path, '/');
	return slash == path.len ? SPAN("") : span_slice(path, 0, slash);
}

bool path_lies_in(struct span path, struct span folder)
{
	while (folder.len > 1 && folder.at[folder.len - 1] == '/')
		folder.len--;
	if (folder.len == 0 || !span_starts(path, folder))
		return false;
	return path.len == folder.len || folder.len == 1 || path.at[folder.len] == '/';
}

struct span path_join(struct arena *a, struct span folder, struct span name)
{
	return folder.len == 0 ? name : span_format(a, "%.*s/%.*s", SPAN_ARGS(folder), SPAN_ARGS(name));
}
