/* SPDX-License-Identifier: MIT */
/* own_names.h - names of entries that some system takes for a file of git's own (git's is_ntfs_dot..., is_hfs_dot...). */
#ifndef PORTCULLIS_GIT_OWN_NAMES_H
#define PORTCULLIS_GIT_OWN_NAMES_H

#include "base/span.h"

enum own_name { OWN_NONE, OWN_FOLDER, OWN_MODULES, OWN_ATTRIBUTES }; /* .git, .gitmodules, .gitattributes */

/*
 * What an entry of that name is taken for: in any letter case, with characters that HFS+ passes over, by its short name or with
 * trailing dots, blanks or a stream on NTFS, or as a part between backslashes there.
 */
enum own_name own_name_of(struct span name);

#endif
