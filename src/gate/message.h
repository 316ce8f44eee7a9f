/* SPDX-License-Identifier: MIT */
/* message.h - the words of a commit: its object, its dates, its message. */
#ifndef PORTCULLIS_GATE_MESSAGE_H
#define PORTCULLIS_GATE_MESSAGE_H

#include "gate/hearing.h"

/* Everything that judgement.md says of a commit without looking at its tree. */
void message_judge(struct hearing *, const struct commit *, const struct trailers *covering, size_t ncovering);

/* One rule of a check of messages, without covering merges; `about` is put in front of each title. */
void message_check(struct hearing *, const struct rule *, const struct commit *, struct span about);

#endif
