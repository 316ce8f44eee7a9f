/* SPDX-License-Identifier: MIT */
/* scanner.c - what the reader of C costs: scanner speed NAMES < paths, scanner grow PIECE BYTES, scanner names COUNT PATH */
#include "base/arena.h"
#include "text/encoding.h"
#include "text/uses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { NAMES_ROOM = 8192, LINE_ROOM = 4096 };

typedef void reader(struct uses *, struct span, const struct names *, bool c, bool cplusplus);

/* What one reader took: of files that hold a use, and of those that do not. */
struct cost {
	double seconds[2];
};

static struct span file_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		return SPAN("");
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *bytes = arena_take(arena, size > 0 ? (size_t)size : 0, 1);
	size_t len = fread(bytes, 1, size > 0 ? (size_t)size : 0, file);
	fclose(file);
	return (struct span){bytes, len};
}

static double now(void)
{
	struct timespec at;
	clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec * 1e-9;
}

/* The least of three rounds, in seconds of processor time; how many uses there are. */
static double least(struct arena *step, reader *read, struct span bytes, const struct names *names, size_t *count)
{
	double best = 0;
	for (int round = 0; round < 3; round++) {
		struct uses uses = {.arena = step};
		double begin = now();
		read(&uses, encoding_read(step, bytes).text, names, true, false);
		double took = now() - begin;
		best = round == 0 || took < best ? took : best;
		*count = uses.count;
	}
	return best;
}

static const struct names *names_of(struct arena *house, const char *path, size_t *count)
{
	static struct wanted_name wanted[NAMES_ROOM];
	struct span rest = file_read(house, path), name;
	*count = 0;
	while (span_next(&rest, '\n', &name) && *count < NAMES_ROOM)
		if ((name = span_trim(name)).len > 0) {
			wanted[*count] = (struct wanted_name){name, (unsigned)*count};
			++*count;
		}
	return names_for_c(house, wanted, *count);
}

static void told(const char *what, double quick, double plain, double bytes)
{
	if (bytes > 0)
		printf("  %-22s %8.1f MB  %7.3f GB/s  plain %7.3f GB/s  %5.1f times as fast\n", what, bytes / 1e6, bytes / quick / 1e9, bytes / plain / 1e9, plain / quick);
}

/* Files without a use, with one, all. Fails where the two readers differ in how many there are. */
static int speed(const char *list)
{
	struct arena *house = arena_new("house", (size_t)1 << 30), *step = arena_new("step", (size_t)1 << 31);
	struct cost quick = {{0}}, plain = {{0}};
	double bytes[2] = {0};
	size_t nnames, count, same;
	const struct names *names = names_of(house, list, &nnames);
	char path[LINE_ROOM];
	while (fgets(path, sizeof path, stdin) != NULL) {
		path[strcspn(path, "\n")] = '\0';
		arena_reset(step);
		struct span text = file_read(step, path);
		double took = least(step, c_uses, text, names, &count), plainly = least(step, c_uses_plainly, text, names, &same);
		if (count != same) {
			fprintf(stderr, "%s: %zu uses, and %zu plainly\n", path, count, same);
			return 1;
		}
		quick.seconds[count > 0] += took;
		plain.seconds[count > 0] += plainly;
		bytes[count > 0] += (double)text.len;
	}
	printf("%zu names\n", nnames);
	told("files without a use", quick.seconds[0], plain.seconds[0], bytes[0]);
	told("files with one", quick.seconds[1], plain.seconds[1], bytes[1]);
	told("all files", quick.seconds[0] + quick.seconds[1], plain.seconds[0] + plain.seconds[1], bytes[0] + bytes[1]);
	return 0;
}

/* One text of that piece again and again: to be run where instructions are counted. \n in the piece is a line's end. */
static int grow(const char *piece, size_t len)
{
	static const struct wanted_name wanted[] = {{{"strcpy", 6}, 0}, {{"str*", 4}, 1}};
	struct arena *arena = arena_new("step", (size_t)1 << 31);
	char *text = arena_take(arena, len, 1);
	for (size_t at = 0, i = 0; at < len; at++, i = piece[i] == '\0' ? 0 : i) {
		bool escaped = piece[i] == '\\' && piece[i + 1] == 'n';
		text[at] = escaped ? '\n' : piece[i];
		i += escaped ? 2 : 1;
	}
	struct uses uses = {.arena = arena};
	c_uses(&uses, (struct span){text, len}, names_for_c(arena, wanted, 1), true, true);
	printf("%zu\n", uses.count);
	return 0;
}

/* One file ten times, with so many names that it does not hold. */
static int many(size_t count, const char *path)
{
	struct arena *house = arena_new("house", (size_t)1 << 30), *step = arena_new("step", (size_t)1 << 31);
	struct wanted_name *wanted = arena_take(house, count, sizeof *wanted);
	for (size_t i = 0; i < count; i++)
		wanted[i] = (struct wanted_name){span_format(house, "unused_%zu_name", i * 7919 % 100003), (unsigned)i};
	const struct names *names = names_for_c(house, wanted, count);
	struct span text = file_read(house, path);
	for (int i = 0; i < 10; i++) {
		struct uses uses = {.arena = step};
		arena_reset(step);
		c_uses(&uses, text, names, true, false);
	}
	return text.len == 0;
}

int main(int count, char **arguments)
{
	if (count == 3 && strcmp(arguments[1], "speed") == 0)
		return speed(arguments[2]);
	if (count == 4 && strcmp(arguments[1], "grow") == 0)
		return grow(arguments[2], strtoul(arguments[3], NULL, 10));
	if (count == 4 && strcmp(arguments[1], "names") == 0)
		return many(strtoul(arguments[2], NULL, 10), arguments[3]);
	fputs("usage: scanner speed NAMES < paths | grow PIECE BYTES | names COUNT PATH\n", stderr);
	return 2;
}
