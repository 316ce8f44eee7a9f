/* SPDX-License-Identifier: MIT */
/* policy_place.h - where the policy and its registers are read from: a file of the server, or a trusted ref before the push. */
#ifndef PORTCULLIS_GATE_POLICY_PLACE_H
#define PORTCULLIS_GATE_POLICY_PLACE_H

#include "git/repository.h"
#include "policy/policy.h"

struct policy_place {
	struct span ref;    /* full name of the trusted ref, resolved; empty for a file */
	struct oid commit;  /* whose tree is read */
	struct span folder; /* of the policy: an absolute path, or inside the tree, with a slash at its end unless it is the root */
	struct span path;   /* the policy's name in the folder */
	struct span name;   /* for messages */
	struct span state;  /* absolute path of a release state that takes the place of the policy's own; empty: there is none */
};

/* A file by its path. The folder is resolved; nobody but root and we may be able to write there, or on the way there. */
MUST_USE const struct failure *policy_place_of_file(struct arena *, struct span file, struct policy_place *);
/* The same for a repository that is served: not in its work tree, into which a push may check out. */
MUST_USE const struct failure *policy_place_of_server(struct repository *, struct arena *, struct span file, struct policy_place *);
/* "REF:PATH", the ref by its full name, or (where that is allowed) any revision. */
MUST_USE const struct failure *
policy_place_of_ref(struct repository *, struct arena *, struct span text, bool any_revision, struct policy_place *);
/* The same path in the tree of another commit. */
struct policy_place policy_place_at(const struct policy_place *, const struct oid *commit);

/* What the server's configuration says: portcullis.policy or portcullis.policyRef; exactly one must be set. */
MUST_USE const struct failure *policy_place_of_settings(struct repository *, struct arena *, struct policy_place *);

MUST_USE const struct failure *policy_place_load(struct repository *, struct arena *house, const struct policy_place *, struct span host,
                                                 int64_t now, const struct policy **);

/* The shipped core pack alone, for readers who have no policy yet: every rule of it, protecting nothing. */
MUST_USE const struct failure *policy_of_packs(struct arena *house, int64_t now, const struct policy **);

/* The policy of a file, or the packs alone where none is named. */
MUST_USE const struct failure *policy_of_file_or_packs(struct arena *house, struct span file, int64_t now, const struct policy **);

/* The folder of the installed packs, found beside the running program. */
MUST_USE const struct failure *packs_folder(struct arena *, struct span *folder);

#endif
