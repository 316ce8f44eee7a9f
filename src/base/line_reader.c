/* SPDX-License-Identifier: MIT */
/* line_reader.c - a file of any length, read line by line. */
#include "base/line_reader.h"

#include "base/arena.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define FIRST_ROOM ((size_t)256 * 1024)

struct line_reader {
	struct arena *arena, *memory; /* memory: the buffer alone */
	struct span path;
	int file;
	char *buffer;
	size_t room, from, to, longest, line; /* what is read and not yet told: [from, to) */
};

const struct failure *line_reader_open(struct arena *a, struct span path, size_t longest, struct line_reader **reader)
{
	struct stat about;
	int file = open(span_string(a, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (file < 0)
		return failure_of_usage(a, "%.*s cannot be opened: %s", SPAN_ARGS(path), strerror(errno));
	if (fstat(file, &about) != 0 || !S_ISREG(about.st_mode)) {
		(void)close(file);
		return failure_of_usage(a, "%.*s is no regular file", SPAN_ARGS(path));
	}
	struct line_reader *r = arena_take(a, 1, sizeof *r);
	*r = (struct line_reader){.arena = a, .memory = arena_new("line", 2 * longest + 4 * FIRST_ROOM), .path = path, .file = file, .longest = longest};
	r->buffer = arena_take(r->memory, FIRST_ROOM, 1);
	r->room = FIRST_ROOM;
	*reader = r;
	return NULL;
}

/* Moves what is left to the front; where it fills everything, into twice the room. */
static const struct failure *make_room(struct line_reader *r)
{
	size_t held = r->to - r->from;
	if (held > r->longest)
		return failure_of_policy(r->arena, "%.*s:%zu: the line is longer than %zu bytes", SPAN_ARGS(r->path), r->line + 1, r->longest);
	if (held == r->room) {
		struct arena *wider = arena_new("line", 2 * r->longest + 4 * FIRST_ROOM);
		size_t room = r->room * 2 < r->longest + FIRST_ROOM ? r->room * 2 : r->longest + FIRST_ROOM;
		char *moved = arena_take(wider, room, 1);
		memcpy(moved, r->buffer + r->from, held);
		arena_free(r->memory);
		r->memory = wider;
		r->buffer = moved;
		r->room = room;
	} else if (r->from > 0) {
		memmove(r->buffer, r->buffer + r->from, held);
	}
	r->from = 0;
	r->to = held;
	return NULL;
}

static const struct failure *read_more(struct line_reader *r, bool *ended)
{
	const struct failure *f = make_room(r);
	if (f != NULL)
		return f;
	ssize_t got;
	do
		got = read(r->file, r->buffer + r->to, r->room - r->to);
	while (got < 0 && errno == EINTR);
	if (got < 0)
		return failure(r->arena, "%.*s cannot be read: %s", SPAN_ARGS(r->path), strerror(errno));
	r->to += (size_t)got;
	*ended = got == 0;
	return NULL;
}

const struct failure *line_reader_next(struct line_reader *r, struct span *line, bool *more)
{
	size_t looked = 0;
	bool ended = false;
	for (;;) {
		struct span held = {r->buffer + r->from, r->to - r->from};
		size_t end = looked + span_find(span_from(held, looked), '\n');
		if (end < held.len) {
			*line = span_slice(held, 0, end);
			r->from += end + 1;
			r->line++;
			*more = true;
			return NULL;
		}
		if (ended && held.len > 0)
			return failure_of_policy(r->arena, "%.*s:%zu: the file is cut off: its last line has no end", SPAN_ARGS(r->path), r->line + 1);
		if (ended) {
			*more = false;
			return NULL;
		}
		looked = held.len;
		const struct failure *f = read_more(r, &ended);
		if (f != NULL)
			return f;
	}
}

size_t line_reader_line(const struct line_reader *r)
{
	return r->line;
}

void line_reader_close(struct line_reader *r)
{
	(void)close(r->file);
	arena_free(r->memory);
}
