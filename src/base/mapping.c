/* SPDX-License-Identifier: MIT */
/* mapping.c - a file that is looked at where it lies. */
#include "base/mapping.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const struct failure *map(struct arena *a, int file, const char *path, struct mapping *m, bool *found)
{
	if (fstat(file, &m->about) != 0)
		return failure(a, "%s cannot be looked at: %s", path, strerror(errno));
	*found = S_ISREG(m->about.st_mode);
	m->bytes = SPAN("");
	if (!*found || m->about.st_size == 0)
		return NULL;
	void *at = mmap(NULL, (size_t)m->about.st_size, PROT_READ, MAP_PRIVATE, file, 0);
	if (at == MAP_FAILED)
		return failure(a, "%s cannot be read: %s", path, strerror(errno));
	m->bytes = (struct span){at, (size_t)m->about.st_size};
	return NULL;
}

const struct failure *mapping_open(struct arena *a, const char *path, struct mapping *m, bool *found)
{
	*m = (struct mapping){.bytes = SPAN("")};
	int file = open(path, O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC);
	*found = false;
	if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
		return NULL;
	if (file < 0)
		return failure(a, "%s cannot be opened: %s", path, strerror(errno));
	const struct failure *f = map(a, file, path, m, found);
	(void)close(file);
	return f;
}

bool mapping_is_current(const struct mapping *m, const char *path)
{
	struct stat now;
	if (stat(path, &now) != 0)
		return false;
	return now.st_dev == m->about.st_dev && now.st_ino == m->about.st_ino && now.st_size == m->about.st_size &&
	       now.st_mtim.tv_sec == m->about.st_mtim.tv_sec && now.st_mtim.tv_nsec == m->about.st_mtim.tv_nsec &&
	       now.st_ctim.tv_sec == m->about.st_ctim.tv_sec && now.st_ctim.tv_nsec == m->about.st_ctim.tv_nsec;
}

void mapping_close(struct mapping *m)
{
	if (m->bytes.len > 0)
		(void)munmap((void *)(uintptr_t)m->bytes.at, m->bytes.len);
	*m = (struct mapping){.bytes = SPAN("")};
}
