/* SPDX-License-Identifier: MIT */
/* file_writer.c - a file written piece by piece. */
#include "base/file_writer.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define ROOM ((size_t)64 * 1024)

struct file_writer {
	struct arena *arena;
	struct span path;
	const char *hidden, *name; /* inside the folder; NULL where the descriptor is somebody else's */
	int file, folder;
	size_t held;
	char buffer[ROOM];
};

static const struct failure *unwritten(const struct file_writer *w)
{
	return failure_cured(w->arena, failure(w->arena, "cannot write %.*s: %s", SPAN_ARGS(w->path), strerror(errno)),
	                     w->name == NULL ? SPAN("") : SPAN("nothing was written under that name"));
}

struct file_writer *file_writer_to(struct arena *a, int descriptor)
{
	struct file_writer *w = arena_take(a, 1, sizeof *w);
	w->arena = a;
	w->path = SPAN("the output");
	w->file = descriptor;
	w->folder = -1;
	return w;
}

const struct failure *file_writer_open(struct arena *a, struct span path, struct file_writer **writer)
{
	struct file_writer *w = file_writer_to(a, -1);
	size_t slash = span_find_last(path, '/');
	bool bare = slash == path.len;
	struct span name = bare ? path : span_from(path, slash + 1);
	w->path = path;
	if (name.len == 0)
		return failure_of_usage(a, "%.*s is no name of a file", SPAN_ARGS(path));
	w->name = span_string(a, name);
	w->hidden = span_format(a, ".%.*s.%ld.tmp", SPAN_ARGS(name), (long)getpid()).at;
	w->folder = open(bare ? "." : span_string(a, span_slice(path, 0, slash + 1)), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (w->folder < 0)
		return unwritten(w);
	w->file = openat(w->folder, w->hidden, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (w->file < 0) {
		const struct failure *f = unwritten(w);
		(void)close(w->folder);
		return f;
	}
	*writer = w;
	return NULL;
}

static const struct failure *write_all(const struct file_writer *w, struct span bytes)
{
	while (bytes.len > 0) {
		ssize_t written = write(w->file, bytes.at, bytes.len);
		if (written < 0 && errno == EINTR)
			continue;
		if (written <= 0)
			return unwritten(w);
		bytes = span_from(bytes, (size_t)written);
	}
	return NULL;
}

static const struct failure *flush(struct file_writer *w)
{
	const struct failure *f = write_all(w, (struct span){w->buffer, w->held});
	w->held = 0;
	return f;
}

const struct failure *file_writer_add(struct file_writer *w, struct span bytes)
{
	const struct failure *f = bytes.len > ROOM - w->held ? flush(w) : NULL;
	if (f != NULL)
		return f;
	if (bytes.len > ROOM)
		return write_all(w, bytes);
	if (bytes.len > 0)
		memcpy(w->buffer + w->held, bytes.at, bytes.len);
	w->held += bytes.len;
	return NULL;
}

const struct failure *file_writer_finish(struct file_writer *w)
{
	const struct failure *f = flush(w);
	if (w->name == NULL)
		return f;
	if (f == NULL && fsync(w->file) != 0)
		f = unwritten(w);
	if (close(w->file) != 0 && f == NULL)
		f = unwritten(w);
	w->file = -1;
	if (f == NULL && renameat(w->folder, w->hidden, w->folder, w->name) != 0)
		f = unwritten(w);
	if (f == NULL && fsync(w->folder) != 0)
		f = failure(w->arena, "%.*s is written, but may be gone after a crash: %s", SPAN_ARGS(w->path), strerror(errno));
	file_writer_abandon(w);
	return f;
}

void file_writer_abandon(struct file_writer *w)
{
	if (w->name == NULL)
		return;
	if (w->file >= 0)
		(void)close(w->file);
	(void)unlinkat(w->folder, w->hidden, 0);
	(void)close(w->folder);
}
