/* SPDX-License-Identifier: MIT */
/* big_endian.h - numbers as git's binary files hold them, most significant byte first. */
#ifndef PORTCULLIS_GIT_BIG_ENDIAN_H
#define PORTCULLIS_GIT_BIG_ENDIAN_H

#include <stdint.h>

static inline uint32_t big_endian_32(const unsigned char *at)
{
	return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline uint64_t big_endian_64(const unsigned char *at)
{
	return (uint64_t)big_endian_32(at) << 32 | big_endian_32(at + 4);
}

#endif
