/* SPDX-License-Identifier: MIT */
/* hook_place.h - the hook's place in a repository, beside hooks that are there already. */
#ifndef PORTCULLIS_GATE_HOOK_PLACE_H
#define PORTCULLIS_GATE_HOOK_PLACE_H

#include "git/repository.h"

/*
 * Puts portcullis-receive (which lies beside the running program) where git will run it, and says where. Where the hook that is there runs a
 * folder hooks/pre-receive.d, as some hosts have it, it becomes a link there. A hook of somebody else is kept as pre-receive.next and still run behind ours, with
 * the same input. Doing it twice changes nothing. A core.hooksPath is followed.
 */
MUST_USE const struct failure *hook_put(struct repository *, struct arena *, struct span *where);
/*
 * What keeps git from running that program, or NULL; *where is the place of the hook, once it is known. Nothing is changed. (Git passes over a hook
 * that is missing or that it cannot run, and accepts the push: githooks(5).)
 */
MUST_USE const struct failure *hook_check(struct repository *, struct arena *, struct span *where);
/* Takes it away and puts the kept hook back. */
MUST_USE const struct failure *hook_remove(struct repository *, struct arena *, struct span *where);

#endif
