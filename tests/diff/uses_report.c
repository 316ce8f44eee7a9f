/* SPDX-License-Identifier: MIT */
/* uses_report.c - prints `path line name` of every use that counts: uses_report name|call|certain|all NAMES ROOT < paths */
#include "base/arena.h"
#include "text/encoding.h"
#include "text/uses.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { NAMES_ROOM = 256, LINE_ROOM = 4096 };

static struct span file_read(struct arena *arena, const char *path)
{
	FILE *file = fopen(path, "rb");
	if (file == NULL)
		return (struct span){0};
	fseek(file, 0, SEEK_END);
	long size = ftell(file);
	rewind(file);
	char *bytes = arena_take(arena, size > 0 ? (size_t)size : 0, 1);
	size_t len = fread(bytes, 1, size > 0 ? (size_t)size : 0, file);
	fclose(file);
	return (struct span){bytes, len};
}

/* `certain` leaves out what other files settle. */
static bool counts(const char *mode, const struct use *use)
{
	enum use_kind kind = use->kind;
	if (strcmp(mode, "certain") == 0 && use->doubt != DOUBT_NONE)
		return false;
	if (strcmp(mode, "call") == 0)
		return kind == USE_CALL;
	return kind <= USE_TEXT || strcmp(mode, "all") == 0;
}

static void report(const char *mode, const char *path, struct span text, const struct uses *uses, const struct wanted_name *names)
{
	size_t line = 1, at = 0;
	for (size_t i = 0; i < uses->count; i++) {
		const struct use *use = &uses->list[i];
		for (; at < use->at; at++)
			line += text.at[at] == '\n';
		if (!counts(mode, use))
			continue;
		struct span kind = use_kind_name(use->kind), name = names[use->id].spelling;
		printf("%s\t%zu\t%.*s\t%.*s\n", path, line, SPAN_ARGS(name), SPAN_ARGS(kind));
	}
}

/* .c is C, .h either, the rest C++. */
static void judge(struct arena *step, const char *mode, const char *root, const char *path, const struct names *names,
		  const struct wanted_name *wanted)
{
	struct span name = span_of(path), full = span_format(step, "%s/%s", root, path);
	struct decoded decoded = encoding_read(step, file_read(step, span_string(step, full)));
	struct uses uses = {.arena = step};
	bool header = span_ends(name, SPAN(".h")), c = header || span_ends(name, SPAN(".c"));
	c_uses(&uses, decoded.text, names, c, !c || header);
	report(mode, path, decoded.text, &uses, wanted);
}

int main(int count, char **arguments)
{
	if (count != 4)
		return 2;
	struct arena *house = arena_new("house", (size_t)1 << 30), *step = arena_new("step", (size_t)1 << 31);
	struct wanted_name wanted[NAMES_ROOM];
	size_t nwanted = 0;
	struct span rest = file_read(house, arguments[2]), name;
	while (span_next(&rest, '\n', &name) && nwanted < NAMES_ROOM) {
		name = span_trim(span_slice(name, 0, span_find(name, '#')));
		if (name.len == 0)
			continue;
		wanted[nwanted] = (struct wanted_name){name, (unsigned)nwanted};
		nwanted++;
	}
	const struct names *names = names_new(house, wanted, nwanted);
	char path[LINE_ROOM];
	while (fgets(path, sizeof path, stdin) != NULL) {
		path[strcspn(path, "\n")] = '\0';
		arena_reset(step);
		judge(step, arguments[1], arguments[3], path, names, wanted);
	}
	arena_free(step);
	arena_free(house);
	return 0;
}
