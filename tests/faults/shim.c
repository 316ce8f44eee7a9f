/* SPDX-License-Identifier: MIT */
/* shim.c - preloaded under the hook: makes the n-th call of a function fail, or cuts it short, or moves the clock. */
/*
 * FAULT=NAME:N       the N-th call of NAME (from 1) fails once; FAULT=NAME:N+ this one and all behind it
 * FAULT_ERROR=NUMBER the errno it fails with (5, EIO)
 * FAULT_SHORT=1      every read and write takes one byte at most; FAULT_EINTR=1: every other one is interrupted
 * FAULT_CLOCK=SECONDS is added to the wall clock
 * FAULT_COUNT=FILE   how often each was called, `NAME COUNT` lines, when the program ends
 */
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

enum call { MEMORY, READ, WRITE, OPEN, FSYNC, RENAME, GETRANDOM, MMAP, FSTAT, STAT, ACCESS, CALLS };
static const char *const names[CALLS] = {"malloc", "read", "write", "open", "fsync", "rename", "getrandom", "mmap", "fstat", "stat", "access"};

static struct {
	bool ready, for_ever, is_short, interrupts;
	enum call call;
	unsigned long at, counts[CALLS];
	int error;
	long clock;
	const char *report;
} plan;

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);

__attribute__((constructor)) static void read_plan(void)
{
	const char *fault = getenv("FAULT"), *error = getenv("FAULT_ERROR"), *clock = getenv("FAULT_CLOCK");
	plan.call = CALLS;
	for (int i = 0; fault != NULL && i < CALLS; i++) {
		size_t len = strlen(names[i]);
		if (strncmp(fault, names[i], len) != 0 || fault[len] != ':')
			continue;
		char *end;
		plan.call = (enum call)i;
		plan.at = strtoul(fault + len + 1, &end, 10);
		plan.for_ever = *end == '+';
	}
	plan.error = error == NULL ? EIO : (int)strtol(error, NULL, 10);
	plan.clock = clock == NULL ? 0 : strtol(clock, NULL, 10);
	plan.is_short = getenv("FAULT_SHORT") != NULL;
	plan.interrupts = getenv("FAULT_EINTR") != NULL;
	plan.report = getenv("FAULT_COUNT");
	memset(plan.counts, 0, sizeof plan.counts);
	plan.ready = true;
}

__attribute__((destructor)) static void report(void)
{
	char text[64];
	if (plan.report == NULL)
		return;
	int file = (int)syscall(SYS_openat, AT_FDCWD, plan.report, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	for (int i = 0; file >= 0 && i < CALLS; i++) {
		int len = snprintf(text, sizeof text, "%s %lu\n", names[i], plan.counts[i]);
		(void)syscall(SYS_write, file, text, (size_t)len);
	}
}

static bool fails(enum call call)
{
	if (!plan.ready)
		return false;
	unsigned long now = ++plan.counts[call];
	if (call != plan.call || (plan.for_ever ? now < plan.at : now != plan.at))
		return false;
	errno = call == MEMORY ? ENOMEM : plan.error;
	return true;
}

void *malloc(size_t size)
{
	return fails(MEMORY) ? NULL : __libc_malloc(size);
}

void *calloc(size_t count, size_t size)
{
	return fails(MEMORY) ? NULL : __libc_calloc(count, size);
}

void *realloc(void *old, size_t size)
{
	return fails(MEMORY) ? NULL : __libc_realloc(old, size);
}

static bool interrupted(enum call call)
{
	if (!plan.interrupts || plan.counts[call] % 2 == 0)
		return false;
	errno = EINTR;
	return true;
}

ssize_t read(int file, void *buffer, size_t size)
{
	if (fails(READ) || interrupted(READ))
		return -1;
	return syscall(SYS_read, file, buffer, plan.is_short && size > 1 ? 1 : size);
}

ssize_t pread(int file, void *buffer, size_t size, off_t from)
{
	return fails(READ) ? -1 : syscall(SYS_pread64, file, buffer, plan.is_short && size > 1 ? 1 : size, from);
}

ssize_t write(int file, const void *buffer, size_t size)
{
	if (fails(WRITE) || interrupted(WRITE))
		return -1;
	return syscall(SYS_write, file, buffer, plan.is_short && size > 1 ? 1 : size);
}

static int open_at(int folder, const char *path, int flags, mode_t mode)
{
	return fails(OPEN) ? -1 : (int)syscall(SYS_openat, folder, path, flags, mode);
}

int open(const char *path, int flags, ...)
{
	va_list more;
	va_start(more, flags);
	mode_t mode = va_arg(more, mode_t);
	va_end(more);
	return open_at(AT_FDCWD, path, flags, mode);
}

int openat(int folder, const char *path, int flags, ...)
{
	va_list more;
	va_start(more, flags);
	mode_t mode = va_arg(more, mode_t);
	va_end(more);
	return open_at(folder, path, flags, mode);
}

int __open_2(const char *path, int flags);
int __open_2(const char *path, int flags)
{
	return open_at(AT_FDCWD, path, flags, 0);
}

int __openat_2(int folder, const char *path, int flags);
int __openat_2(int folder, const char *path, int flags)
{
	return open_at(folder, path, flags, 0);
}

int fsync(int file)
{
	return fails(FSYNC) ? -1 : (int)syscall(SYS_fsync, file);
}

int rename(const char *from, const char *to)
{
	return fails(RENAME) ? -1 : (int)syscall(SYS_rename, from, to);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to)
{
	return fails(RENAME) ? -1 : (int)syscall(SYS_renameat, from_folder, from, to_folder, to);
}

ssize_t getrandom(void *buffer, size_t size, unsigned flags)
{
	return fails(GETRANDOM) ? -1 : syscall(SYS_getrandom, buffer, size, flags);
}

void *mmap(void *at, size_t size, int protection, int flags, int file, off_t from)
{
	return fails(MMAP) ? MAP_FAILED : (void *)syscall(SYS_mmap, at, size, protection, flags, file, from);
}

int fstat(int file, struct stat *about)
{
	return fails(FSTAT) ? -1 : (int)syscall(SYS_fstat, file, about);
}

int stat(const char *path, struct stat *about)
{
	return fails(STAT) ? -1 : (int)syscall(SYS_stat, path, about);
}

int lstat(const char *path, struct stat *about)
{
	return fails(STAT) ? -1 : (int)syscall(SYS_lstat, path, about);
}

int access(const char *path, int how)
{
	return fails(ACCESS) ? -1 : (int)syscall(SYS_access, path, how);
}

int clock_gettime(clockid_t clock, struct timespec *now)
{
	int answer = (int)syscall(SYS_clock_gettime, clock, now);
	if (clock == CLOCK_REALTIME)
		now->tv_sec += plan.clock;
	return answer;
}

time_t time(time_t *now)
{
	struct timespec moment;
	(void)clock_gettime(CLOCK_REALTIME, &moment);
	if (now != NULL)
		*now = moment.tv_sec;
	return moment.tv_sec;
}
