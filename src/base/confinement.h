/* SPDX-License-Identifier: MIT */
/* confinement.h - least privilege for ourselves. */
#ifndef PORTCULLIS_BASE_CONFINEMENT_H
#define PORTCULLIS_BASE_CONFINEMENT_H

/*
 * For the hook, before anything is read: descriptors 0 to 2 are open (a closed one becomes /dev/null), no core files, no
 * new privileges, not traceable by others, umask 077, an environment that holds nothing but what git and the hosts set.
 * What the kernel refuses ends in the last word; so does the end of git receive-pack.
 */
void confine_process(void);

#endif
