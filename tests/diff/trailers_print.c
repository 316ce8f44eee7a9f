/* SPDX-License-Identifier: MIT */
/* trailers_print.c - prints the trailers of a stream of messages, and leaves each message in a file for git to read. */
#include "base/arena.h"
#include "text/trailers.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * Standard input is what `git cat-file --batch` writes: `NAME TYPE SIZE`, the bytes, a line feed. Of a commit the header and the
 * leading blank lines are passed over, as git does; anything else is the message itself. Message number n goes to DIRECTORY/n;
 * its trailers go to standard output as git prints them, then the line `Portcullis-next: message`. DIRECTORY/names lists the
 * names, so that a difference can be found again.
 */
static bool line_is_blank(struct span line)
{
	for (size_t i = 0; i < line.len; i++)
		if (!byte_is_blank(line.at[i]) && line.at[i] != '\r' && line.at[i] != '\n')
			return false;
	return true;
}

static struct span message_of(struct span object)
{
	struct span line;
	while (span_next(&object, '\n', &line) && line.len > 0)
		;
	for (struct span rest = object; span_next(&rest, '\n', &line) && line_is_blank(line);)
		object = rest;
	return object;
}

static void keep(struct arena *step, const char *directory, size_t number, struct span message)
{
	struct span path = span_format(step, "%s/%zu", directory, number);
	FILE *file = fopen(path.at, "wb");
	if (file == NULL || fwrite(message.at, 1, message.len, file) != message.len || fclose(file) != 0) {
		perror(path.at);
		exit(2);
	}
}

static void print(struct arena *step, struct span message)
{
	struct trailers trailers = trailers_read(step, message);
	for (size_t i = 0; i < trailers.count; i++) {
		fwrite(trailers.list[i].key.at, 1, trailers.list[i].key.len, stdout);
		fputs(": ", stdout);
		fwrite(trailers.list[i].value.at, 1, trailers.list[i].value.len, stdout);
		putchar('\n');
	}
	puts("Portcullis-next: message");
}

/* Reads `NAME TYPE SIZE`; false at the end of the stream. */
static bool heading_read(struct arena *step, struct span *name, struct span *type, size_t *size)
{
	static char *line;
	static size_t room;
	ssize_t len = getline(&line, &room, stdin);
	if (len <= 0)
		return false;
	struct span rest = span_trim(span_copy(step, (struct span){line, (size_t)len})), digits;
	unsigned long number = 0;
	if (!span_next(&rest, ' ', name) || !span_next(&rest, ' ', type) || !span_next(&rest, ' ', &digits) ||
	    !span_number(digits, 1UL << 30, &number)) {
		fprintf(stderr, "trailers_print: what is %s", line);
		exit(2);
	}
	*size = number;
	return true;
}

int main(int argc, char **argv)
{
	if (argc != 2) {
		fputs("usage: trailers_print DIRECTORY < STREAM\n", stderr);
		return 2;
	}
	struct arena *step = arena_new("step", (size_t)1 << 31);
	FILE *names = fopen(span_format(step, "%s/names", argv[1]).at, "w");
	struct span name, type;
	size_t size;
	for (size_t number = 1; names != NULL && heading_read(step, &name, &type, &size); number++) {
		char *bytes = arena_take(step, size + 1, 1);
		if (fread(bytes, 1, size + 1, stdin) != size + 1 || bytes[size] != '\n') {
			fputs("trailers_print: the stream is cut\n", stderr);
			return 2;
		}
		struct span message = {bytes, size};
		if (span_eq(type, SPAN("commit")))
			message = message_of(message);
		keep(step, argv[1], number, message);
		fprintf(names, "%zu %.*s\n", number, SPAN_ARGS(name));
		print(step, message);
		arena_reset(step);
	}
	arena_free(step);
	return names != NULL && fclose(names) == 0 && fflush(stdout) == 0 ? 0 : 2;
}
