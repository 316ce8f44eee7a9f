/* SPDX-License-Identifier: MIT */
/* hook_place.c - the hook's place in a repository. */
#include "gate/hook_place.h"

#include "base/arena.h"
#include "base/files.h"
#include "git/settings.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define MARK "# Portcullis: runs the gate, then the hook that was here before."

struct hooks {
	struct arena *arena;
	const char *folder, *hook, *next, *shared; /* shared: hooks/pre-receive.d/portcullis */
	const char *program;
	bool has_shared;
};

static bool is_folder(const char *path)
{
	struct stat about;
	return stat(path, &about) == 0 && S_ISDIR(about.st_mode);
}

static bool exists(const char *path)
{
	struct stat about;
	return lstat(path, &about) == 0;
}

static const struct failure *failed(struct arena *a, const char *what, const char *path)
{
	return failure(a, "%s %s: %s", what, path, strerror(errno));
}

/* Ours is a link to the program, or the script that begins with our mark. */
static bool is_ours(const struct hooks *h, const char *path)
{
	char target[PATH_MAX];
	ssize_t len = readlink(path, target, sizeof target);
	if (len > 0)
		return span_ends((struct span){target, (size_t)len}, SPAN("/portcullis-receive"));
	struct span bytes;
	bool found;
	const struct failure *f = file_read(h->arena, span_of(h->folder), SPAN("pre-receive"), TRUST_ANYBODY, 65536, &bytes, &found);
	return f == NULL && found && span_holds(bytes, SPAN(MARK));
}

/* Git itself never looks into pre-receive.d: the hook that is there must be one that runs the folder. */
static bool runs_folder(struct arena *a, const struct hooks *h)
{
	struct span bytes;
	bool found;
	const struct failure *f = file_read(a, span_of(h->folder), SPAN("pre-receive"), TRUST_ANYBODY, 65536, &bytes, &found);
	return f == NULL && found && access(h->hook, X_OK) == 0 && span_holds(bytes, SPAN("pre-receive.d"));
}

static const struct failure *find_hooks(struct repository *r, struct arena *a, struct hooks *h)
{
	struct span configured, programs, folder = repository_folder(r);
	const struct failure *f = repository_setting(r, a, "core.hookspath", &configured);
	if (f == NULL)
		f = program_folder(a, &programs);
	if (f != NULL)
		return f;
	struct span hooks = span_format(a, "%.*shooks", SPAN_ARGS(folder));
	if (configured.len > 0)
		hooks = configured.at[0] == '/' ? configured : span_format(a, "%.*s%.*s", SPAN_ARGS(folder), SPAN_ARGS(configured));
	*h = (struct hooks){.arena = a, .folder = hooks.at};
	h->hook = span_format(a, "%s/pre-receive", h->folder).at;
	h->next = span_format(a, "%s/pre-receive.next", h->folder).at;
	h->shared = span_format(a, "%s/pre-receive.d/portcullis", h->folder).at;
	h->program = span_format(a, "%.*s/portcullis-receive", SPAN_ARGS(programs)).at;
	h->has_shared = is_folder(span_format(a, "%s/pre-receive.d", h->folder).at) && runs_folder(a, h);
	if (access(h->program, X_OK) != 0)
		return failure_cured(a, failed(a, "cannot run", h->program), SPAN("install all programs of Portcullis together: make install"));
	return NULL;
}

/* A link comes whole or not at all: made under another name, then renamed. */
static const struct failure *link_to(const struct hooks *h, const char *place)
{
	const char *made = span_format(h->arena, "%s.portcullis-new", place).at;
	(void)unlink(made);
	if (symlink(h->program, made) != 0 || rename(made, place) != 0)
		return failed(h->arena, "cannot make", place);
	return NULL;
}

/* Single quotes around a path for the shell. */
static struct span quoted(struct arena *a, const char *path)
{
	struct span text = SPAN("'");
	for (; *path != '\0'; path++)
		text = *path == '\'' ? span_format(a, "%.*s'\\''", SPAN_ARGS(text)) : span_format(a, "%.*s%c", SPAN_ARGS(text), *path);
	return span_format(a, "%.*s'", SPAN_ARGS(text));
}

/* Both hooks read the same lines; the gate goes first, and nothing in between lets a push through. */
static const struct failure *chain(const struct hooks *h)
{
	struct arena *a = h->arena;
	struct span script = span_format(a,
	                                 "#!/bin/sh\n" MARK "\n"
	                                 "lines=$(mktemp) || { echo 'error: Portcullis: no temporary file, the push is refused' >&2; exit 3; }\n"
	                                 "trap 'rm -f \"$lines\"' EXIT\n"
	                                 "cat >\"$lines\" || exit 3\n"
	                                 "%.*s <\"$lines\" || exit\n"
	                                 "%.*s <\"$lines\" || exit\n",
	                                 SPAN_ARGS(quoted(a, h->program)), SPAN_ARGS(quoted(a, h->next)));
	if (exists(h->next))
		return failure(a, "%s is there already; look at it and take it away", h->next);
	if (rename(h->hook, h->next) != 0)
		return failed(a, "cannot keep the hook as", h->next);
	const struct failure *f = file_write(a, span_of(h->folder), SPAN("pre-receive"), script);
	if (f == NULL && chmod(h->hook, 0755) != 0)
		f = failed(a, "cannot make executable", h->hook);
	if (f != NULL)
		(void)rename(h->next, h->hook);
	return f;
}

/*
 * A core.hooksPath of the system or of the user who serves would lead git past our hook; the repository's own setting goes before them.
 */
static const struct failure *hold_folder(struct repository *r, struct arena *a, const struct hooks *h)
{
	struct span configured, resolved = SPAN("");
	const struct failure *f = repository_setting(r, a, "core.hookspath", &configured);
	if (f == NULL && configured.len == 0)
		f = file_resolve(a, span_of(h->folder), &resolved);
	return f != NULL || configured.len > 0 ? f : settings_write(r, a, "core.hooksPath", resolved);
}

static const struct failure *release_folder(struct repository *r, struct arena *a)
{
	struct span configured, resolved = SPAN("");
	const struct failure *f = repository_setting(r, a, "core.hookspath", &configured);
	if (f == NULL)
		f = file_resolve(a, span_format(a, "%.*shooks", SPAN_ARGS(repository_folder(r))), &resolved);
	return f != NULL || !span_eq(configured, resolved) ? f : settings_write(r, a, "core.hooksPath", SPAN(""));
}

const struct failure *hook_put(struct repository *r, struct arena *a, struct span *where)
{
	struct hooks h;
	const struct failure *f = find_hooks(r, a, &h);
	if (f == NULL && mkdir(h.folder, 0755) != 0 && errno != EEXIST)
		f = failed(a, "cannot make", h.folder);
	if (f == NULL)
		f = hold_folder(r, a, &h);
	if (f != NULL)
		return f;
	if (h.has_shared) {
		*where = span_of(h.shared);
		return link_to(&h, h.shared);
	}
	*where = span_of(h.hook);
	if (!exists(h.hook))
		return link_to(&h, h.hook);
	if (!is_ours(&h, h.hook)) {
		*where = span_format(a, "%s (then the one that was there, kept as %s)", h.hook, h.next);
		return chain(&h);
	}
	return exists(h.next) ? NULL : link_to(&h, h.hook);
}

const struct failure *hook_remove(struct repository *r, struct arena *a, struct span *where)
{
	struct hooks h;
	const struct failure *f = find_hooks(r, a, &h);
	if (f != NULL)
		return f;
	const char *place = h.has_shared && exists(h.shared) ? h.shared : h.hook;
	*where = span_of(place);
	if (!exists(place) || (place == h.hook && !is_ours(&h, place)))
		return failure_of_usage(a, "Portcullis is not installed in %s", h.folder);
	f = release_folder(r, a);
	if (f != NULL)
		return f;
	if (place == h.hook && exists(h.next))
		return rename(h.next, h.hook) == 0 ? NULL : failed(a, "cannot put back", h.hook);
	return unlink(place) == 0 ? NULL : failed(a, "cannot take away", place);
}

/* A script of the administrator's own that runs the gate: what it does besides is not ours to judge. */
static bool names_gate(const struct hooks *h)
{
	struct span bytes;
	bool found;
	const struct failure *f = file_read(h->arena, span_of(h->folder), SPAN("pre-receive"), TRUST_ANYBODY, 65536, &bytes, &found);
	return f == NULL && found && span_starts(bytes, SPAN("#!")) && span_holds(bytes, SPAN("portcullis-receive"));
}

/* Behind a link or inside our script stands the program that lies beside the running one. */
static bool runs_program(const struct hooks *h, const char *place)
{
	struct span bytes, behind, own;
	bool found;
	if (file_resolve(h->arena, span_of(place), &behind) == NULL && file_resolve(h->arena, span_of(h->program), &own) == NULL && span_eq(behind, own))
		return true;
	const struct failure *f = file_read(h->arena, span_of(h->folder), SPAN("pre-receive"), TRUST_ANYBODY, 65536, &bytes, &found);
	return f == NULL && found && span_holds(bytes, SPAN(MARK)) && span_holds(bytes, quoted(h->arena, h->program));
}

const struct failure *hook_check(struct repository *r, struct arena *a, struct span *where)
{
	static const struct span cure = {"portcullis install puts it there again", 38};
	struct span configured;
	struct hooks h;
	const struct failure *f = find_hooks(r, a, &h);
	if (f == NULL)
		f = repository_setting(r, a, "core.hookspath", &configured);
	if (f != NULL)
		return f;
	const char *place = h.has_shared ? h.shared : h.hook;
	*where = span_of(place);
	if (configured.len == 0)
		return failure_cured(a, failure(a, "core.hooksPath is not set: that of the system or of the user who serves may lead git past %s", place), cure);
	if (!exists(place))
		return failure_cured(a, failure(a, "%s is not there: git accepts every push", place), cure);
	bool own = place == h.hook && !is_ours(&h, place);
	if (own && !names_gate(&h))
		return failure_cured(a, failure(a, "%s is somebody else's, and does not run the gate", place), cure);
	if (access(place, X_OK) != 0)
		return failure_cured(a, failed(a, "git cannot run", place), SPAN("git passes over what it cannot run, and accepts: chmod 755, or portcullis install"));
	if (!own && !runs_program(&h, place))
		return failure_cured(a, failure(a, "%s runs another program than %s, which belongs to this version", place, h.program), cure);
	return NULL;
}
