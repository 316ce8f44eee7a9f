/* SPDX-License-Identifier: MIT */
/* ref_lines.c - what git tells a hook. */
#include "git/ref_lines.h"

#include "base/arena.h"
#include "git/oid.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static const struct failure *bad_line(struct arena *a, size_t number, const char *why)
{
	return failure_cured(a, failure(a, "line %zu of the hook's input %s", number, why),
	                     SPAN("git feeds `old new ref` lines to pre-receive; a wrapper in between must pass them on unchanged"));
}

static const struct failure *parse_line(struct arena *a, struct span line, size_t number, struct update *update)
{
	struct span old, new, ref = line;
	if (span_find(line, '\0') != line.len)
		return bad_line(a, number, "holds a NUL byte");
	if (!span_next(&ref, ' ', &old) || !span_next(&ref, ' ', &new) || ref.len == 0)
		return bad_line(a, number, "is not `old new ref`");
	if (old.len == 64 && new.len == 64)
		return bad_line(a, number, "has SHA-256 ids; Portcullis reads SHA-1 repositories only");
	if (!oid_read(old, &update->old) || !oid_read(new, &update->new))
		return bad_line(a, number, "does not begin with two object ids of 40 hexadecimal digits");
	update->ref = ref;
	return NULL;
}

/* A table of names: thousands of lines cost no more than a few each. */
static const struct failure *refuse_twins(struct arena *a, const struct update *updates, size_t count)
{
	size_t places = 64;
	while (places < count * 2)
		places *= 2;
	size_t *table = arena_take(a, places, sizeof *table);
	for (size_t i = 0; i < count; i++) {
		struct digest d = digest_of_bytes(updates[i].ref);
		size_t place = 0;
		memcpy(&place, d.bytes, sizeof place);
		for (place &= places - 1; table[place] != 0; place = (place + 1) & (places - 1))
			if (span_eq(updates[table[place] - 1].ref, updates[i].ref))
				return bad_line(a, i + 1, "names a ref that an earlier line names too");
		table[place] = i + 1;
	}
	return NULL;
}

const struct failure *ref_lines_parse(struct arena *a, struct span bytes, const struct update **updates, size_t *count)
{
	struct update *list = NULL;
	size_t n = 0, room = 0;
	struct span rest = bytes, line;
	if (bytes.len == 0)
		return failure(a, "the hook's input is empty: there is nothing to judge");
	while (span_next(&rest, '\n', &line)) {
		list = arena_grow(a, list, n, &room, sizeof *list);
		const struct failure *f = parse_line(a, line, n + 1, &list[n]);
		if (f != NULL)
			return f;
		n++;
	}
	if (bytes.at[bytes.len - 1] != '\n')
		return bad_line(a, n, "is cut off: its line feed is missing");
	const struct failure *f = refuse_twins(a, list, n);
	if (f != NULL)
		return f;
	*updates = list;
	*count = n;
	return NULL;
}

const struct failure *ref_lines_read(struct arena *a, int descriptor, struct span *bytes)
{
	size_t len = 0, room = (size_t)4 * 1024;
	char *buffer = arena_take(a, room, 1);
	if (isatty(descriptor))
		return failure_cured(a, failure(a, "standard input is a terminal"),
		                     SPAN("this program is run by git as a hook; to judge commits by hand use: portcullis check"));
	for (;;) {
		ssize_t got = read(descriptor, buffer + len, room - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return failure(a, "the hook's input cannot be read: %s", strerror(errno));
		if (got == 0)
			break;
		len += (size_t)got;
		if (len > REF_LINES_MOST_BYTES)
			return failure(a, "the hook's input has more than %zu bytes", REF_LINES_MOST_BYTES);
		if (len == room) {
			char *wider = arena_take(a, room * 2, 1);
			memcpy(wider, buffer, len);
			buffer = wider;
			room *= 2;
		}
	}
	*bytes = (struct span){buffer, len};
	return NULL;
}

static bool component_is_sound(struct span part)
{
	return part.len > 0 && part.at[0] != '.' && !span_ends(part, SPAN(".lock"));
}

bool ref_name_is_sound(struct span name)
{
	static const char forbidden[] = " ~^:?*[\\\x7f";
	struct span rest = name, part;
	if (!span_starts(name, SPAN("refs/")) || span_ends(name, SPAN("/")) || span_ends(name, SPAN(".")))
		return false;
	if (span_holds(name, SPAN("..")) || span_holds(name, SPAN("@{")) || span_holds(name, SPAN("//")))
		return false;
	for (size_t i = 0; i < name.len; i++)
		if ((unsigned char)name.at[i] < 0x20 || strchr(forbidden, name.at[i]) != NULL)
			return false;
	while (span_next(&rest, '/', &part))
		if (!component_is_sound(part))
			return false;
	return true;
}
