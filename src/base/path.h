/* SPDX-License-Identifier: MIT */
/* path.h - the parts of a path that slashes make. */
#ifndef PORTCULLIS_BASE_PATH_H
#define PORTCULLIS_BASE_PATH_H

#include "base/span.h"

/* What stands behind the last slash; the whole path where there is none. */
struct span path_name(struct span path);
/* What stands in front of the last slash; empty where there is none. */
struct span path_folder(struct span path);
/* Whether the path is the folder or lies below it; both absolute and resolved. No folder holds nothing. */
bool path_lies_in(struct span path, struct span folder);
/* `folder/name`, in the arena; the name alone, as it is, in the empty folder. */
struct span path_join(struct arena *, struct span folder, struct span name);

#endif
