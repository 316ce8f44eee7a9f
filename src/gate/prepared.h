/* SPDX-License-Identifier: MIT */
/* prepared.h - a commit, the trees it is compared with, and what differs between them: all that can be known before it is judged. */
#ifndef PORTCULLIS_GATE_PREPARED_H
#define PORTCULLIS_GATE_PREPARED_H

#include "git/changes.h"
#include "git/repository.h"
#include "model/model.h"

struct prepared {
	struct commit commit;
	const struct oid *trees; /* its parents', each once, and for a merge its base's */
	size_t nparents;
	bool has_base;
	struct changes changes; /* none where the commit owes nothing but its message */
	const struct failure *failure; /* why they are not known */
};

/* The tree of a commit. */
MUST_USE const struct failure *prepared_tree(struct repository *, struct arena *, const struct oid *commit, struct oid *tree);

/* Fails where the commit itself cannot be read. Everything lies in `keep`. With another arena for `scratch` little more than that is taken from it; `scratch` is not reset. */
MUST_USE const struct failure *
prepare_duty(struct repository *, struct arena *keep, struct arena *scratch, const struct duty *, struct prepared *);

#endif
