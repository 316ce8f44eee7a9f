/* SPDX-License-Identifier: MIT */
/* policy_place.c - where the policy and its registers are read from. */
#include "gate/policy_place.h"

#include "base/arena.h"
#include "base/files.h"
#include "base/path.h"
#include "git/commit.h"
#include "git/oid.h"
#include "git/tree.h"

#include <string.h>
#include <sys/stat.h>

#define LARGEST_POLICY_FILE ((size_t)16 << 20)

/* The context of a source: both kinds of place know where they are. */
struct reading {
	struct repository *repository;
	const struct policy_place *place;
	struct oid tree;
};

const struct failure *policy_place_of_file(struct arena *a, struct span file, struct policy_place *place)
{
	struct span resolved;
	const struct failure *f = file_resolve(a, file, &resolved);
	if (f != NULL)
		return failure_cured(a, failure_of_policy(a, "no policy: %.*s", SPAN_ARGS(f->text)),
		                     SPAN("the administrator puts one in place with: portcullis install --server REPOSITORY --policy FILE"));
	f = file_trust_way(a, file);
	if (f != NULL)
		return failure_cured(a, failure_of_policy(a, "the policy %.*s cannot be read: %.*s", SPAN_ARGS(resolved), SPAN_ARGS(f->text)), f->cure);
	*place = (struct policy_place){.ref = SPAN(""), .folder = path_folder(resolved), .path = path_name(resolved), .name = resolved};
	if (place->folder.len == 0)
		place->folder = SPAN("/");
	return NULL;
}

const struct failure *policy_place_of_server(struct repository *r, struct arena *a, struct span file, struct policy_place *place)
{
	struct policy_place read = {0};
	const struct failure *f = policy_place_of_file(a, file, &read);
	if (f == NULL && path_lies_in(read.name, repository_worktree(r)))
		f = failure_cured(a, failure_of_policy(a, "the policy %.*s lies in the work tree of the repository that is served", SPAN_ARGS(read.name)),
		                  SPAN("the administrator puts it outside of the repository, where no push can write"));
	if (f == NULL)
		*place = read;
	return f;
}

static const struct failure *
resolve_ref(struct repository *r, struct arena *a, struct span name, bool any_revision, struct policy_place *place)
{
	struct ref ref;
	enum object_kind kind;
	if (any_revision && !span_starts(name, SPAN("refs/"))) {
		place->ref = name;
		return repository_revision(r, a, name, &place->commit);
	}
	const struct failure *f = repository_ref(r, a, name, &ref);
	if (f != NULL)
		return f;
	if (oid_is_zero(&ref.id))
		return failure_of_policy(a, "no policy: the trusted ref %.*s does not exist", SPAN_ARGS(name));
	place->ref = ref.target;
	f = repository_peel(r, a, &ref.id, &place->commit, &kind);
	if (f == NULL && kind != OBJECT_COMMIT)
		f = failure_of_policy(a, "the trusted ref %.*s does not point at a commit", SPAN_ARGS(name));
	return f;
}

const struct failure *
policy_place_of_ref(struct repository *r, struct arena *a, struct span text, bool any_revision, struct policy_place *place)
{
	size_t colon = span_find(text, ':');
	struct span name = span_slice(text, 0, colon), path = span_from(text, colon + 1);
	if (name.len == 0 || path.len == 0)
		return failure_of_usage(a, "%.*s is not REF:PATH", SPAN_ARGS(text));
	if (!any_revision && !span_starts(name, SPAN("refs/")))
		return failure_of_policy(a, "the trusted ref %.*s is not given by its full name (refs/heads/...)", SPAN_ARGS(name));
	struct policy_place read = {.folder = span_slice(path, 0, path.len - path_name(path).len), .path = path_name(path), .name = text};
	const struct failure *f = resolve_ref(r, a, name, any_revision, &read);
	if (f == NULL)
		*place = read;
	return f;
}

struct policy_place policy_place_at(const struct policy_place *place, const struct oid *commit)
{
	struct policy_place moved = *place;
	moved.commit = *commit;
	return moved;
}

const struct failure *policy_place_of_settings(struct repository *r, struct arena *a, struct policy_place *place)
{
	struct span file, ref;
	struct span state;
	const struct failure *f = repository_setting(r, a, "portcullis.policy", &file);
	if (f == NULL)
		f = repository_setting(r, a, "portcullis.policyref", &ref);
	if (f == NULL)
		f = repository_setting(r, a, "portcullis.state", &state);
	if (f != NULL)
		return f;
	if (state.len > 0 && state.at[0] != '/')
		return failure_of_policy(a, "portcullis.state is %.*s, which is no absolute path", SPAN_ARGS(state));
	if ((file.len > 0) == (ref.len > 0))
		return failure_cured(a,
		                     failure_of_policy(a, file.len > 0 ? "both portcullis.policy and portcullis.policyRef are set; one of them must go"
		                                                       : "no policy: neither portcullis.policy nor portcullis.policyRef is set"),
		                     SPAN("the administrator puts a policy in place with: portcullis install --server REPOSITORY --policy FILE"));
	f = file.len > 0 ? policy_place_of_server(r, a, file, place) : policy_place_of_ref(r, a, ref, false, place);
	if (f == NULL)
		place->state = state;
	return f;
}

static const struct failure *read_blob(struct reading *r, struct arena *a, struct span path, struct span *bytes, bool *found)
{
	struct entry entry;
	const struct failure *f = tree_find(r->repository, a, &r->tree, path, &entry);
	*found = f == NULL && entry.kind != ENTRY_NONE;
	if (f != NULL || !*found)
		return f;
	if (entry.kind != ENTRY_FILE)
		return failure_of_policy(a, "%.*s in the trusted ref is no regular file", SPAN_ARGS(path));
	f = repository_read_kind(r->repository, a, &entry.id, OBJECT_BLOB, bytes);
	if (f == NULL && bytes->len > LARGEST_POLICY_FILE)
		f = failure_of_policy(a, "%.*s has %zu bytes; at most %zu are read", SPAN_ARGS(path), bytes->len, LARGEST_POLICY_FILE);
	return f;
}

static const struct failure *read_from_ref(void *context, struct arena *a, struct span path, struct span *bytes, bool *found)
{
	struct reading *r = context;
	return read_blob(r, a, span_format(a, "%.*s%.*s", SPAN_ARGS(r->place->folder), SPAN_ARGS(path)), bytes, found);
}

static const struct failure *read_ref_mailmap(void *context, struct arena *a, struct span *bytes, bool *found)
{
	return read_blob(context, a, SPAN(".mailmap"), bytes, found);
}

static const struct failure *read_from_folder(void *context, struct arena *a, struct span path, struct span *bytes, bool *found)
{
	struct reading *r = context;
	return file_read(a, r->place->folder, path, TRUST_ADMINISTRATOR, LARGEST_POLICY_FILE, bytes, found);
}

/* A file of the server, trusted like a policy. One that is missing is for the rules to say. */
static const struct failure *read_server_state(void *context, struct arena *a, struct span *bytes, bool *found)
{
	struct reading *r = context;
	struct span folder = path_folder(r->place->state), resolved;
	const struct failure *f = file_resolve(a, folder, &resolved);
	return f != NULL ? f : file_read(a, resolved, path_name(r->place->state), TRUST_ADMINISTRATOR, LARGEST_POLICY_FILE, bytes, found);
}

const struct failure *packs_folder(struct arena *a, struct span *folder)
{
	struct span programs;
	struct stat about;
	const struct failure *f = program_folder(a, &programs);
	if (f != NULL)
		return f;
	struct span installed = SPAN("/bin");
	const char *built = memmem(programs.at, programs.len, "/.build/", 8);
	if (built != NULL)
		*folder = span_format(a, "%.*s/policies", SPAN_ARGS(span_slice(programs, 0, (size_t)(built - programs.at))));
	else if (span_ends(programs, installed))
		*folder = span_format(a, "%.*s/share/portcullis/policies", SPAN_ARGS(span_slice(programs, 0, programs.len - installed.len)));
	else
		*folder = span_format(a, "%.*s/policies", SPAN_ARGS(programs));
	if (stat(folder->at, &about) == 0 && S_ISDIR(about.st_mode))
		return NULL;
	return failure(a, "the folder of the shipped packs, %.*s, is missing: Portcullis is not installed completely", SPAN_ARGS(*folder));
}

const struct failure *policy_place_load(struct repository *r, struct arena *house, const struct policy_place *place, struct span host,
                                        int64_t now, const struct policy **policy)
{
	struct reading *reading = arena_take(house, 1, sizeof *reading);
	*reading = (struct reading){.repository = r, .place = place};
	struct policy_source source = {.name = place->name, .context = reading, .read = read_from_folder};
	if (place->state.len > 0) {
		source.state = read_server_state;
		source.state_name = place->state;
	}
	const struct failure *f = packs_folder(house, &source.packs);
	if (f == NULL && place->ref.len > 0) {
		struct commit commit;
		source.read = read_from_ref;
		source.mailmap = read_ref_mailmap;
		f = commit_read(r, house, &place->commit, &commit);
		if (f == NULL)
			reading->tree = commit.tree;
	}
	return f != NULL ? f : policy_read(house, &source, place->path, host, now, policy);
}

static const struct failure *read_nothing_else(void *context, struct arena *a, struct span path, struct span *bytes, bool *found)
{
	(void)context, (void)a;
	*found = span_eq(path, SPAN("shipped"));
	*bytes = SPAN("{\"portcullis\": 1, \"name\": \"shipped packs\", \"include\": [\"c/core\"],"
	              " \"process\": {\"title\": \"none\", \"document\": \"none\"}, \"protect\": [{\"refs\": [\"refs/heads/**\"]}], \"rules\": []}");
	return NULL;
}

const struct failure *policy_of_packs(struct arena *house, int64_t now, const struct policy **policy)
{
	struct policy_source source = {.name = SPAN("shipped packs"), .read = read_nothing_else};
	const struct failure *f = packs_folder(house, &source.packs);
	return f != NULL ? f : policy_read(house, &source, SPAN("shipped"), SPAN(""), now, policy);
}

const struct failure *policy_of_file_or_packs(struct arena *house, struct span file, int64_t now, const struct policy **policy)
{
	struct policy_place *place = arena_take(house, 1, sizeof *place);
	if (file.len == 0)
		return policy_of_packs(house, now, policy);
	const struct failure *f = policy_place_of_file(house, file, place);
	return f != NULL ? f : policy_place_load(NULL, house, place, SPAN(""), now, policy);
}
