/* SPDX-License-Identifier: MIT */
/* files.c - files of the server, read and written with care. */
#include "base/files.h"

#include "base/arena.h"
#include "base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_LINKS 40 /* on the way to one file, as the kernel has it */

/* The mode of a link means nothing. */
static const struct failure *untrusted(struct arena *a, const char *path, const struct stat *s)
{
	const struct failure *f = NULL;
	if (s->st_uid != 0 && s->st_uid != geteuid())
		f = failure_of_policy(a, "%s belongs to user %lu, neither to root nor to the user who runs this", path, (unsigned long)s->st_uid);
	else if (!S_ISLNK(s->st_mode) && (s->st_mode & (S_IWGRP | S_IWOTH)) != 0 && (!S_ISDIR(s->st_mode) || (s->st_mode & S_ISVTX) == 0))
		f = failure_of_policy(a, "%s can be written by its group or by others", path);
	return failure_cured(a, f, SPAN("policy files and the folders above them must belong to root or the hook's user: chmod go-w, chown"));
}

/* Every folder from the root down to the one given; the path must be absolute and resolved. */
static const struct failure *check_folders(struct arena *a, const char *folder)
{
	char path[PATH_MAX];
	size_t len = strlen(folder);
	if (len >= sizeof path)
		return failure(a, "the path %s is too long", folder);
	for (size_t i = 1; i <= len; i++) {
		struct stat about;
		if (i != len && folder[i] != '/' && i != 1)
			continue;
		memcpy(path, folder, i);
		path[i] = '\0';
		if (stat(path, &about) != 0)
			return failure(a, "%s cannot be looked at: %s", path, strerror(errno));
		const struct failure *f = untrusted(a, path, &about);
		if (f != NULL)
			return f;
	}
	return NULL;
}

static const struct failure *read_all(struct arena *a, int file, const char *name, size_t size, struct span *bytes)
{
	char *buffer = arena_take(a, size + 1, 1);
	size_t len = 0;
	while (len <= size) {
		ssize_t got = read(file, buffer + len, size + 1 - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return failure(a, "%s cannot be read: %s", name, strerror(errno));
		if (got == 0)
			break;
		len += (size_t)got;
	}
	if (len != size)
		return failure(a, "%s changed while it was read; push again", name);
	*bytes = (struct span){buffer, len};
	return NULL;
}

static const struct failure *
read_open(struct arena *a, int file, const char *name, enum trust trust, size_t limit, struct span *bytes)
{
	struct stat about;
	if (fstat(file, &about) != 0)
		return failure(a, "%s cannot be looked at: %s", name, strerror(errno));
	if (!S_ISREG(about.st_mode))
		return failure_of_policy(a, "%s is no regular file", name);
	if ((unsigned long long)about.st_size > limit)
		return failure_of_policy(a, "%s has %lld bytes; at most %zu are read", name, (long long)about.st_size, limit);
	const struct failure *f = trust == TRUST_ADMINISTRATOR ? untrusted(a, name, &about) : NULL;
	return f != NULL ? f : read_all(a, file, name, (size_t)about.st_size, bytes);
}

/* Opens one component after the other, so that no link is followed on the way. -1 with errno. */
static int open_below(struct arena *a, const char *folder, struct span path)
{
	int at = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	struct span rest = path, part;
	while (at >= 0 && span_next(&rest, '/', &part)) {
		int flags = rest.len > 0 ? O_DIRECTORY : O_NONBLOCK | O_NOCTTY;
		int next = openat(at, span_string(a, part), O_RDONLY | O_NOFOLLOW | O_CLOEXEC | flags);
		int why = errno;
		(void)close(at);
		errno = why;
		at = next;
	}
	return at;
}

const struct failure *
file_read(struct arena *a, struct span folder, struct span path, enum trust trust, size_t limit, struct span *bytes, bool *found)
{
	struct span name = span_format(a, "%.*s/%.*s", SPAN_ARGS(folder), SPAN_ARGS(path));
	const struct failure *f = NULL;
	if (trust == TRUST_ADMINISTRATOR)
		f = check_folders(a, span_string(a, span_slice(name, 0, span_find_last(name, '/'))));
	int file = open_below(a, span_string(a, folder), path);
	*found = file >= 0;
	if (file < 0 && (errno == ENOENT || errno == ENOTDIR))
		return NULL;
	if (f != NULL) { /* said only of a file that is there */
		if (file >= 0)
			(void)close(file);
		return f;
	}
	if (file < 0 && errno == ELOOP)
		return failure_of_policy(a, "%.*s is a symbolic link, which is not followed", SPAN_ARGS(name));
	if (file < 0)
		return failure(a, "%.*s cannot be opened: %s", SPAN_ARGS(name), strerror(errno));
	f = read_open(a, file, name.at, trust, limit, bytes);
	(void)close(file);
	return f;
}

const struct failure *file_resolve(struct arena *a, struct span path, struct span *resolved)
{
	char buffer[PATH_MAX];
	if (realpath(span_string(a, path), buffer) == NULL)
		return failure(a, "%.*s cannot be found: %s", SPAN_ARGS(path), strerror(errno));
	*resolved = span_copy(a, span_of(buffer));
	return NULL;
}

/* A walk along a path: `done` is resolved, without a slash at its end. */
struct way {
	struct span done, rest;
	int links;
};

static const struct failure *follow(struct arena *a, struct way *w, struct span link)
{
	char target[PATH_MAX];
	ssize_t len = readlink(link.at, target, sizeof target);
	if (len <= 0 || (size_t)len == sizeof target || ++w->links > MOST_LINKS)
		return failure(a, "%.*s is a link that cannot be followed", SPAN_ARGS(link));
	struct span to = {target, (size_t)len};
	if (to.at[0] == '/')
		w->done = SPAN("");
	w->rest = span_format(a, "%.*s/%.*s", SPAN_ARGS(to), SPAN_ARGS(w->rest));
	return NULL;
}

static const struct failure *step(struct arena *a, struct way *w, struct span part)
{
	struct stat about;
	struct span next = span_format(a, "%.*s/%.*s", SPAN_ARGS(w->done), SPAN_ARGS(part));
	if (span_eq(part, SPAN("..")))
		w->done = path_folder(w->done);
	if (part.len == 0 || span_eq(part, SPAN(".")) || span_eq(part, SPAN("..")))
		return NULL;
	if (lstat(next.at, &about) != 0)
		return failure(a, "%.*s cannot be looked at: %s", SPAN_ARGS(next), strerror(errno));
	const struct failure *f = untrusted(a, next.at, &about);
	if (f != NULL || S_ISLNK(about.st_mode))
		return f != NULL ? f : follow(a, w, next);
	w->done = next;
	return NULL;
}

const struct failure *file_trust_way(struct arena *a, struct span path)
{
	struct way w = {.done = SPAN(""), .rest = path};
	struct span part;
	const struct failure *f = NULL;
	if (path.len > 0 && path.at[0] != '/') {
		f = file_resolve(a, SPAN("."), &w.rest);
		w.rest = span_format(a, "%.*s/%.*s", SPAN_ARGS(w.rest), SPAN_ARGS(path));
	}
	while (f == NULL && span_next(&w.rest, '/', &part))
		f = step(a, &w, part);
	return f;
}

static const struct failure *write_all(struct arena *a, int file, struct span bytes)
{
	while (bytes.len > 0) {
		ssize_t written = write(file, bytes.at, bytes.len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return failure(a, "%s", written == 0 ? "nothing was written" : strerror(errno));
		bytes = span_from(bytes, (size_t)written);
	}
	return fsync(file) == 0 ? NULL : failure(a, "%s", strerror(errno));
}

static const struct failure *write_in(struct arena *a, int folder, struct span name, struct span bytes, bool ahead)
{
	/* What a crash left behind must not stand in the way of the next writer. */
	const char *hidden = span_format(a, ".%.*s.%ld.tmp", SPAN_ARGS(name), (long)getpid()).at;
	int file = openat(folder, hidden, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file < 0)
		return failure(a, "%s", strerror(errno));
	const struct failure *f = write_all(a, file, bytes);
	if (close(file) != 0 && f == NULL)
		f = failure(a, "%s", strerror(errno));
	if (f == NULL && renameat(folder, hidden, folder, span_string(a, name)) != 0)
		f = failure(a, "%s", strerror(errno));
	if (f != NULL) {
		(void)unlinkat(folder, hidden, 0);
	} else if (!ahead && fsync(folder) != 0) {
		f = failure(a, "%s", strerror(errno));
		(void)unlinkat(folder, span_string(a, name), 0); /* what may be gone after a crash must not be believed before */
	}
	return f;
}

static const struct failure *write_to(struct arena *a, struct span folder, struct span name, struct span bytes, bool ahead)
{
	int at = open(span_string(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	const struct failure *f = at < 0 ? failure(a, "%s", strerror(errno)) : write_in(a, at, name, bytes, ahead);
	if (at >= 0)
		(void)close(at);
	return failure_within(a, f, "cannot write %.*s/%.*s", SPAN_ARGS(folder), SPAN_ARGS(name));
}

const struct failure *file_write(struct arena *a, struct span folder, struct span name, struct span bytes)
{
	return write_to(a, folder, name, bytes, false);
}

const struct failure *file_write_ahead(struct arena *a, struct span folder, struct span name, struct span bytes)
{
	return write_to(a, folder, name, bytes, true);
}

static enum file_kind kind_of(int folder, const char *name)
{
	struct stat about;
	if (fstatat(folder, name, &about, AT_SYMLINK_NOFOLLOW) != 0)
		return FILE_OTHER;
	return S_ISREG(about.st_mode) ? FILE_REGULAR : S_ISDIR(about.st_mode) ? FILE_FOLDER : FILE_OTHER;
}

static int name_order(const void *a, const void *b)
{
	const struct folder_entry *left = a, *right = b;
	return span_order(left->name, right->name);
}

const struct failure *folder_list(struct arena *a, struct span folder, const struct folder_entry **entries, size_t *count)
{
	struct folder_entry *list = NULL;
	size_t n = 0, room = 0;
	DIR *open_folder = opendir(span_string(a, folder));
	if (open_folder == NULL)
		return failure(a, "folder %.*s cannot be read: %s", SPAN_ARGS(folder), strerror(errno));
	errno = 0;
	for (const struct dirent *each = readdir(open_folder); each != NULL; each = readdir(open_folder)) {
		struct span name = span_of(each->d_name);
		if (span_eq(name, SPAN(".")) || span_eq(name, SPAN("..")))
			continue;
		list = arena_grow(a, list, n, &room, sizeof *list);
		list[n++] = (struct folder_entry){span_copy(a, name), kind_of(dirfd(open_folder), each->d_name)};
		errno = 0;
	}
	int why = errno;
	(void)closedir(open_folder);
	if (why != 0)
		return failure(a, "folder %.*s cannot be read: %s", SPAN_ARGS(folder), strerror(why));
	if (n > 1)
		qsort(list, n, sizeof *list, name_order);
	*entries = list;
	*count = n;
	return NULL;
}

const struct failure *program_folder(struct arena *a, struct span *folder)
{
	char path[PATH_MAX];
	ssize_t len = readlink("/proc/self/exe", path, sizeof path);
	if (len <= 0 || (size_t)len == sizeof path)
		return failure(a, "the place of the running program cannot be found");
	struct span whole = span_copy(a, (struct span){path, (size_t)len});
	*folder = span_slice(whole, 0, span_find_last(whole, '/'));
	return NULL;
}
