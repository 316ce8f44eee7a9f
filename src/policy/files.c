/* SPDX-License-Identifier: MIT */
/* files.c - the files that a policy is made of. */
#include "base/arena.h"
#include "policy/reading.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MEBIBYTE ((size_t)1024 * 1024)

static const char *part_fault(struct span part)
{
	if (part.len == 0)
		return "has an empty part (// or a slash at the end)";
	if (span_eq(part, SPAN("..")))
		return "must not hold \"..\"";
	if (span_eq(part, SPAN(".")))
		return "must not hold \".\" as a part";
	return NULL;
}

const char *path_fault(struct span path)
{
	if (path.len == 0)
		return "must not be empty";
	if (path.at[0] == '/')
		return "must not be absolute";
	for (size_t i = 0; i < path.len; i++) {
		unsigned char byte = (unsigned char)path.at[i];
		if (byte == '\\')
			return "must not hold a backslash; parts are divided by /";
		if (byte < 0x20 || byte == 0x7F)
			return "must not hold a control character";
	}
	const char *fault = NULL;
	for (size_t from = 0; fault == NULL && from <= path.len;) {
		struct span part = span_from(path, from);
		part = span_slice(part, 0, span_find(part, '/'));
		fault = part_fault(part);
		from += part.len + 1;
	}
	return fault;
}

struct span reading_name(const struct reading *reading, struct span path)
{
	return span_format(reading->house, "%.*s%.*s", SPAN_ARGS(reading->place), SPAN_ARGS(path));
}

void reading_record(struct reading *reading, struct span path, bool pack, struct span bytes)
{
	for (size_t i = 0; i < reading->nfiles; i++)
		if (reading->files[i].pack == pack && span_eq(reading->files[i].path, path))
			return;
	reading->files =
		arena_grow(reading->house, reading->files, reading->nfiles, &reading->file_room, sizeof(*reading->files));
	reading->files[reading->nfiles++] =
		(struct policy_file){span_copy(reading->house, path), pack, digest_of_bytes(bytes)};
}

const struct failure *
reading_file_if_there(struct reading *reading, const struct json *where, struct span path, size_t limit, struct span *bytes, bool *found)
{
	const struct policy_source *source = reading->source;
	const char *fault = path_fault(path);
	struct span taken = {"", 0};
	if (fault != NULL)
		return json_complain(reading->house, where, "the path \"%.*s\" %s", SPAN_ARGS(path), fault);
	struct span name = reading_name(reading, path);
	const struct failure *f = source->read(source->context, reading->house, path, &taken, found);
	if (f != NULL)
		return json_complain(reading->house, where, "%.*s cannot be read: %.*s", SPAN_ARGS(name), SPAN_ARGS(f->text));
	if (!*found)
		taken = SPAN("");
	if (taken.len > limit)
		return json_complain(reading->house, where, "%.*s is larger than %zu MiB", SPAN_ARGS(name), limit / MEBIBYTE);
	reading_record(reading, path, false, taken);
	*bytes = taken;
	return NULL;
}

const struct failure *
reading_file(struct reading *reading, const struct json *where, struct span path, size_t limit, struct span *bytes)
{
	bool found = false;
	const struct failure *f = reading_file_if_there(reading, where, path, limit, bytes, &found);
	if (f == NULL && !found)
		f = json_complain(reading->house, where, "there is no file %.*s", SPAN_ARGS(reading_name(reading, path)));
	return f;
}

const struct failure *
reading_register(struct reading *reading, const struct json *where, const char *key, const struct json **list)
{
	const struct span keys[] = {SPAN("$schema"), span_of(key)};
	struct span path = {"", 0}, bytes = {"", 0};
	const struct json *document;
	const struct failure *f = json_text(reading->house, where, &path);
	if (f == NULL)
		f = reading_file(reading, where, path, REGISTER_LIMIT, &bytes);
	if (f == NULL)
		f = json_read(reading->house, reading_name(reading, path), bytes, &document);
	if (f == NULL)
		f = json_only(reading->house, document, keys, COUNT(keys));
	if (f == NULL)
		f = reading_need(reading, document, key, list);
	if (f == NULL && (*list)->kind != JSON_ARRAY)
		return json_complain(reading->house, *list, "must be a list of %s", key);
	return f;
}

/* The whole of a regular file; errno tells why not. */
static bool read_whole(struct arena *arena, int descriptor, struct span *bytes)
{
	struct stat status;
	if (fstat(descriptor, &status) != 0)
		return false;
	if (!S_ISREG(status.st_mode) || status.st_size < 0 || (uintmax_t)status.st_size > POLICY_LIMIT) {
		errno = S_ISREG(status.st_mode) ? EFBIG : EINVAL;
		return false;
	}
	size_t used = 0, room = (size_t)status.st_size;
	char *text = arena_take(arena, room, 1);
	while (used < room) {
		ssize_t count = read(descriptor, text + used, room - used);
		if (count == 0)
			break;
		if (count < 0 && errno != EINTR)
			return false;
		used += count < 0 ? 0 : (size_t)count;
	}
	*bytes = (struct span){text, used};
	return true;
}

static bool pack_name_is_clean(struct span name)
{
	for (size_t i = 0; i < name.len; i++) {
		char byte = name.at[i];
		if (!byte_is_digit(byte) && !(byte >= 'a' && byte <= 'z') && byte != '-' && byte != '/')
			return false;
	}
	return path_fault(name) == NULL;
}

const struct failure *reading_pack(struct reading *reading, const struct json *where, const struct json **document)
{
	struct span name = {"", 0}, bytes = {"", 0};
	const struct failure *f = json_text(reading->house, where, &name);
	if (f != NULL)
		return f;
	if (!pack_name_is_clean(name))
		return json_complain(reading->house, where, "\"%.*s\" is no name of a pack; write it like \"c/core\"", SPAN_ARGS(name));
	struct span path = span_format(reading->house, "%.*s/%.*s.json", SPAN_ARGS(reading->source->packs), SPAN_ARGS(name));
	int descriptor = open(path.at, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
	bool good = descriptor >= 0 && read_whole(reading->house, descriptor, &bytes);
	int error = errno;
	if (descriptor >= 0)
		(void)close(descriptor);
	if (!good && error == ENOENT)
		return json_complain(reading->house, where, "no pack \"%.*s\" is installed (%.*s)", SPAN_ARGS(name), SPAN_ARGS(path));
	if (!good)
		return json_complain(reading->house, where, "the pack %.*s cannot be read: %s", SPAN_ARGS(path),
		                     strerrordesc_np(error));
	reading_record(reading, name, true, bytes);
	return json_read(reading->house, path, bytes, document);
}
