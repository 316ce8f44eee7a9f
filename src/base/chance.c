/* SPDX-License-Identifier: MIT */
/* chance.c - random bytes from the kernel. */
#include "base/chance.h"

#include "base/last_word.h"

#include <sys/random.h>
#include <sys/types.h>

void chance_fill(unsigned char *bytes, size_t count)
{
	if (count > CHANCE_MOST || getrandom(bytes, count, 0) != (ssize_t)count)
		last_word_say("the system gave no random numbers");
}
