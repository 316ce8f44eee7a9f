/* SPDX-License-Identifier: MIT */
/* plain.c - git over ssh or from a local folder: nobody says who pushed. */
#include "hosts/host.h"

const struct host host_plain = {.name = "plain", .purpose = "git over ssh or locally; the pusher is not known"};
