/* SPDX-License-Identifier: MIT */
/* delta.h - an object told as pieces of another one (gitformat-pack(5), "Deltified representation"). */
#ifndef PORTCULLIS_GIT_DELTA_H
#define PORTCULLIS_GIT_DELTA_H

#include "base/span.h"

#include <stdint.h>

/* What a delta says about both sides, in bytes, and its pieces; false where it is cut. */
struct delta {
	uint64_t base_size, result_size;
	struct span pieces;
};
bool delta_read(struct span bytes, struct delta *);

/* Writes the result's bytes; `result` has room for result_size. False unless the base has its size and the pieces make exactly the result. */
bool delta_apply(const struct delta *, struct span base, char *result);

#endif
