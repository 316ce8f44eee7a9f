/* SPDX-License-Identifier: MIT */
/* server_refs.h - the refs of the server as they are before the push, and how each name is protected. */
#ifndef PORTCULLIS_GATE_SERVER_REFS_H
#define PORTCULLIS_GATE_SERVER_REFS_H

#include "gate/hearing.h"

struct server_refs {
	/*
	 * Those that can be protected: their names match a pattern of the policy or are the trusted ref's, or a symbolic one of these ends at
	 * them. The symbolic ones again: another could give what it leads to no protection, as its own name has none.
	 */
	const struct ref *list, *aliases;
	size_t count, naliases;
};

MUST_USE const struct failure *server_refs_read(struct hearing *, struct server_refs *);

/*
 * How the ref is protected: by its own name, by the name at the end of its symbolic chain, by every symbolic ref that
 * ends at it, and as the trusted ref. False when it is not.
 */
bool server_refs_protect(const struct hearing *, const struct server_refs *, const struct ref *, struct protection *);

/* Whether one of these names is one of a release (policy.h), and of which version. */
bool server_refs_release(const struct hearing *, const struct server_refs *, const struct ref *, struct span *version);

/* Where refs protected at least as strictly as `judge` stand now: commits, or what tags are told to be about, or the tags. No object is read. */
void server_refs_tips(struct hearing *, const struct server_refs *, enum judge, const struct oid **tips, size_t *count);

#endif
