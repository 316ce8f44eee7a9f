/* SPDX-License-Identifier: MIT */
/* path.h - the parts of a path that slashes make. */
#ifndef PORTCULLIS_BASE_PATH_H
#define PORTCULLIS_BASE_PATH_H

#include "base/span.h"

/* What stands behind the last slash; the whole path where there is none. */
struct span path_name(struct span path);
/* What stands in front of the last slash; empty where there is none. */
struct span path_folder(struct span path);
/* `folder/name`, in the arena; the name alone, as it is, in the empty folder. */
struct span path_join(struct arena *, struct span folder, struct span name);

#endif
