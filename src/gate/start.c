/* SPDX-License-Identifier: MIT */
/* start.c - the record of where the protected refs stand when the gate is put in front of them. */
#include "gate/start.h"

#include "base/arena.h"
#include "base/date.h"
#include "base/files.h"
#include "base/login.h"
#include "base/version.h"
#include "gate/server_refs.h"
#include "git/oid.h"
#include "text/json_write.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct failure *put_refs(struct json_writer *w, struct hearing *h)
{
	struct server_refs refs;
	const struct failure *f = server_refs_read(h, &refs);
	for (size_t i = 0; f == NULL && i < refs.count; i++) {
		const struct ref *ref = &refs.list[i];
		struct protection p;
		struct oid tip;
		enum object_kind kind;
		if (oid_is_zero(&ref->id) || !span_eq(ref->name, ref->target) || !server_refs_protect(h, &refs, ref, &p))
			continue;
		f = repository_peel(h->repository, h->visit, &ref->id, &tip, &kind);
		if (f != NULL || kind != OBJECT_COMMIT)
			continue;
		json_begin(w, NULL, '{');
		json_put(w, "ref", ref->name);
		json_put(w, "commit", oid_hex(h->visit, &tip));
		if (!oid_eq(&tip, &ref->id))
			json_put(w, "value", oid_hex(h->visit, &ref->id));
		json_end(w, '}');
	}
	return f;
}

/* Who reads the spool is its owner, also where root installs. */
static const struct failure *give(struct arena *a, struct span spool, struct span name)
{
	struct stat folder;
	const char *file = span_format(a, "%.*s/%.*s", SPAN_ARGS(spool), SPAN_ARGS(name)).at;
	if (geteuid() != 0 || stat(span_string(a, spool), &folder) != 0 || folder.st_uid == 0)
		return NULL;
	return lchown(file, folder.st_uid, folder.st_gid) == 0 ? NULL : failure(a, "%s cannot be given to the spool's owner: %s", file, strerror(errno));
}

const struct failure *start_write(struct gate *g, const struct policy_place *place, const struct policy *policy, struct span spool)
{
	struct hearing h = {.repository = g->repository, .policy = policy, .visit = g->visit, .trusted_ref = place->ref};
	struct json_writer w = {.output = output_new(g->visit, false)};
	struct span id = gate_id(g), name = span_format(g->visit, "%.*s.json", SPAN_ARGS(id));
	json_begin(&w, NULL, '{');
	json_put_number(&w, "portcullis-start", 1);
	json_put(&w, "id", id);
	json_put(&w, "at", moment_print(g->visit, g->now));
	json_put(&w, "engine", SPAN(PORTCULLIS_VERSION));
	json_put(&w, "repository", g->name);
	json_put_some(&w, "repository_id", g->repository_id);
	json_begin(&w, "refs", '[');
	const struct failure *f = put_refs(&w, &h);
	if (f != NULL)
		return f;
	json_end(&w, ']');
	json_put(&w, "by", login_name(g->visit));
	json_end(&w, '}');
	output_text(w.output, "\n");
	f = file_write(g->visit, spool, name, output_taken(w.output));
	return f != NULL ? failure_within(g->visit, f, "the start cannot be recorded") : give(g->visit, spool, name);
}
