/* SPDX-License-Identifier: MIT */
/* loose_refs.c - refs that lie in a file each. */
#include "git/loose_refs.h"

#include "base/arena.h"
#include "base/path.h"
#include "git/ref_lines.h"
#include "model/oid.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MOST_BYTES 8192 /* a name is no longer than a path */

const struct failure *loose_ref_parse(struct arena *a, struct span name, struct span bytes, struct loose_ref *ref)
{
	*ref = (struct loose_ref){.symbol = SPAN("")};
	if (span_starts(bytes, SPAN("ref:"))) {
		ref->symbol = span_copy(a, span_strip(span_from(bytes, 4)));
		if (ref->symbol.len > 0)
			return NULL;
	}
	bool ends = bytes.len == OID_HEX_LENGTH || (bytes.len > OID_HEX_LENGTH && byte_is_space(bytes.at[OID_HEX_LENGTH]));
	if (ends && oid_read(span_slice(bytes, 0, OID_HEX_LENGTH), &ref->id) && !oid_is_zero(&ref->id))
		return NULL;
	return failure_cured(a, failure(a, "ref %.*s cannot be read: its file holds neither an object id nor the name of another ref", SPAN_ARGS(name)),
	                     SPAN("the administrator repairs the ref: git fsck names it, git update-ref sets it"));
}

static const struct failure *cannot_read(struct arena *a, struct span name, int why)
{
	return failure(a, "ref %.*s cannot be read: %s", SPAN_ARGS(name), strerror(why));
}

static const struct failure *read_file(struct arena *a, int file, struct span name, struct loose_ref *ref, bool *found)
{
	char bytes[MOST_BYTES + 1];
	size_t len = 0;
	struct stat about;
	if (fstat(file, &about) != 0)
		return cannot_read(a, name, errno);
	*found = !S_ISDIR(about.st_mode);
	if (!*found)
		return NULL;
	while (len < sizeof bytes) {
		ssize_t got = read(file, bytes + len, sizeof bytes - len);
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0)
			return cannot_read(a, name, errno);
		if (got == 0)
			break;
		len += (size_t)got;
	}
	if (len > MOST_BYTES)
		return failure(a, "ref %.*s cannot be read: its file has more than %d bytes", SPAN_ARGS(name), MOST_BYTES);
	return loose_ref_parse(a, name, (struct span){bytes, len}, ref);
}

/* Whether the link stands for a symbolic ref; else the file that it leads to is opened. */
static bool is_symbolic(struct arena *a, const char *path, struct loose_ref *ref)
{
	char target[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof target);
	struct span to = {target, len > 0 ? (size_t)len : 0};
	if (!ref_name_is_sound(to))
		return false;
	*ref = (struct loose_ref){.symbol = span_copy(a, to)};
	return true;
}

const struct failure *loose_ref_read(struct arena *a, struct span folder, struct span name, struct loose_ref *ref, bool *found)
{
	const char *path = span_format(a, "%.*s%.*s", SPAN_ARGS(folder), SPAN_ARGS(name)).at;
	int flags = O_RDONLY | O_NONBLOCK | O_NOCTTY | O_CLOEXEC;
	int file = open(path, flags | O_NOFOLLOW);
	*found = true;
	if (file < 0 && errno == ELOOP) {
		if (is_symbolic(a, path, ref))
			return NULL;
		file = open(path, flags);
	}
	*found = file >= 0;
	if (file < 0)
		return errno == ENOENT || errno == ENOTDIR ? NULL : cannot_read(a, name, errno);
	const struct failure *f = read_file(a, file, name, ref, found);
	(void)close(file);
	return f;
}

struct listing {
	struct arena *arena;
	struct span folder, prefix;
	struct span *names;
	size_t count, room;
	struct span *folders; /* to be listed, each with a slash at its end */
	size_t nfolders, folder_room;
};

/* What a link leads to counts, as in git. */
static bool is_folder(DIR *at, const struct dirent *entry)
{
	struct stat about;
	if (entry->d_type != DT_UNKNOWN && entry->d_type != DT_LNK)
		return entry->d_type == DT_DIR;
	return fstatat(dirfd(at), entry->d_name, &about, 0) == 0 && S_ISDIR(about.st_mode);
}

static void take_entry(struct listing *l, DIR *at, const struct dirent *entry, struct span folder)
{
	struct span name = span_of(entry->d_name);
	if (name.at[0] == '.')
		return;
	bool inner = is_folder(at, entry);
	struct span path = span_format(l->arena, inner ? "%.*s%.*s/" : "%.*s%.*s", SPAN_ARGS(folder), SPAN_ARGS(name));
	if (!span_starts(path, l->prefix) && !(inner && span_starts(l->prefix, path)))
		return;
	if (inner) {
		l->folders = arena_grow(l->arena, l->folders, l->nfolders, &l->folder_room, sizeof *l->folders);
		l->folders[l->nfolders++] = path;
	} else if (ref_name_is_sound(path)) {
		l->names = arena_grow(l->arena, l->names, l->count, &l->room, sizeof *l->names);
		l->names[l->count++] = path;
	}
}

static const struct failure *list_folder(struct listing *l, struct span folder)
{
	DIR *at = opendir(span_format(l->arena, "%.*s%.*s", SPAN_ARGS(l->folder), SPAN_ARGS(folder)).at);
	if (at == NULL && (errno == ENOENT || errno == ENOTDIR))
		return NULL; /* nothing, or gone by now: what was in it is packed */
	if (at == NULL)
		return failure(l->arena, "the refs below %.*s cannot be listed: %s", SPAN_ARGS(folder), strerror(errno));
	errno = 0;
	for (const struct dirent *entry = readdir(at); entry != NULL; entry = readdir(at)) {
		take_entry(l, at, entry, folder);
		errno = 0;
	}
	int why = errno;
	(void)closedir(at);
	return why == 0 ? NULL : failure(l->arena, "the refs below %.*s cannot be listed: %s", SPAN_ARGS(folder), strerror(why));
}

static int name_order(const void *a, const void *b)
{
	const struct span *left = a, *right = b;
	return span_order(*left, *right);
}

const struct failure *
loose_refs_list(struct arena *a, struct span folder, struct span prefix, const struct span **names, size_t *count)
{
	struct listing l = {.arena = a, .folder = folder, .prefix = prefix};
	const struct failure *f = list_folder(&l, span_format(a, "%.*s/", SPAN_ARGS(path_folder(prefix))));
	while (f == NULL && l.nfolders > 0)
		f = list_folder(&l, l.folders[--l.nfolders]);
	if (l.count > 1)
		qsort(l.names, l.count, sizeof *l.names, name_order);
	*names = l.names;
	*count = l.count;
	return f;
}
