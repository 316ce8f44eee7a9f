/* SPDX-License-Identifier: MIT */
/* mapped_file.c - a regular file, read where the kernel keeps it. */
#include "base/mapped_file.h"

#include <fcntl.h>
#include <stdint.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool map(int file, struct span *bytes)
{
	struct stat about;
	if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size <= 0)
		return false;
	size_t size = (size_t)about.st_size;
	const void *at = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
	if (at == MAP_FAILED)
		return false;
	*bytes = (struct span){at, size};
	return true;
}

bool mapped_file_open(const char *path, struct span *bytes)
{
	int file = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file < 0)
		return false;
	bool mapped = map(file, bytes);
	(void)close(file);
	return mapped;
}

void mapped_file_close(struct span bytes)
{
	if (bytes.len > 0)
		(void)munmap((void *)(uintptr_t)bytes.at, bytes.len);
}
