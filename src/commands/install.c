/* SPDX-License-Identifier: MIT */
/* install.c - puts the gate in front of a repository, beside the hooks that are there. */
#include "base/arena.h"
#include "base/chance.h"
#include "base/digest.h"
#include "base/files.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "gate/gate.h"
#include "gate/hook_place.h"
#include "gate/name.h"
#include "gate/start.h"
#include "git/settings.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct request {
	struct span server, policy, policy_ref, host, spool, owner, name;
	bool help;
};

static const struct failure *check_request(struct gate *g, const struct request *q)
{
	unsigned long owner;
	if (q->server.len == 0)
		return failure_of_usage(g->visit, "install needs --server REPOSITORY");
	if ((q->policy.len > 0) == (q->policy_ref.len > 0))
		return failure_of_usage(g->visit, "install needs --policy FILE or --policy-ref REF:PATH, one of them");
	if (q->host.len > 0 && (host_named(q->host) == NULL || host_named(q->host)->is_here != NULL))
		return failure_of_usage(g->visit, "there is no host %.*s", SPAN_ARGS(q->host));
	if (q->owner.len > 0 && !span_number(q->owner, (unsigned long)(uid_t)-1, &owner))
		return failure_of_usage(g->visit, "--owner %.*s is no user id", SPAN_ARGS(q->owner));
	return NULL;
}

/* The policy must load before the gate is put in front: a gate without one refuses everything. */
static const struct failure *check_policy(struct gate *g, const struct request *q, struct policy_place *place, const struct policy **policy)
{
	const struct failure *f;
	if (q->policy.len > 0)
		f = policy_place_of_server(g->repository, g->house, q->policy, place);
	else
		f = policy_place_of_ref(g->repository, g->house, q->policy_ref, false, place);
	return f != NULL ? f : policy_place_load(g->repository, g->house, place, q->host, g->at, policy);
}

/* Beside the repository unless it is named: never inside, where a push could have to do with it. */
static const struct failure *make_spool(struct gate *g, struct span wanted, struct span *spool)
{
	struct span folder = repository_folder(g->repository), tree = repository_worktree(g->repository), beside = tree.len > 0 ? tree : folder;
	struct stat about;
	if (span_eq(wanted, SPAN("none"))) {
		*spool = wanted;
		return NULL;
	}
	if (wanted.len == 0)
		wanted = span_format(g->visit, "%.*s.portcullis-spool", SPAN_ARGS(span_slice(beside, 0, beside.len - 1)));
	const char *path = span_string(g->visit, wanted);
	if (mkdir(path, 0700) != 0 && errno != EEXIST)
		return failure(g->visit, "the spool folder %s cannot be made: %s", path, strerror(errno));
	if (stat(path, &about) != 0 || !S_ISDIR(about.st_mode))
		return failure(g->visit, "the spool %s is no folder", path);
	/* The repository's owner writes there: it is given to that user where we may. */
	struct stat owner;
	if (geteuid() == 0 && stat(folder.at, &owner) == 0 && about.st_uid == 0 && owner.st_uid != 0 && chown(path, owner.st_uid, owner.st_gid) != 0)
		return failure(g->visit, "the spool folder %s cannot be given to the repository's owner: %s", path, strerror(errno));
	const struct failure *f = file_resolve(g->visit, wanted, spool);
	return f != NULL ? f : spool_check(g->repository, g->visit, *spool);
}

static const struct failure *write_settings(struct gate *g, const struct request *q, struct span policy, struct span spool)
{
	const struct {
		const char *key;
		struct span value;
	} settings[] = {
		{"portcullis.policy", q->policy.len > 0 ? policy : SPAN("")},
		{"portcullis.policyRef", q->policy.len > 0 ? SPAN("") : policy},
		{"portcullis.spool", spool},
		{"portcullis.host", q->host.len > 0 ? q->host : SPAN("plain")},
		{"portcullis.owner", q->owner},
		{"portcullis.repository", g->name},
		{"portcullis.repositoryId", g->repository_id},
	};
	for (size_t i = 0; i < COUNT(settings); i++) {
		const struct failure *f = settings_write(g->repository, g->visit, settings[i].key, settings[i].value);
		if (f != NULL)
			return f;
	}
	return NULL;
}

enum fact { FACT_REPOSITORY, FACT_NAME, FACT_HOOK, FACT_POLICY, FACT_SPOOL, FACT_START, FACTS };

static void report(struct output *o, const struct policy *policy, const struct span *facts)
{
	static const char *const words[FACTS] = {
		[FACT_REPOSITORY] = "repository", [FACT_NAME] = "name", [FACT_HOOK] = "hook", [FACT_POLICY] = "policy", [FACT_SPOOL] = "spool",
		[FACT_START] = "start",
	};
	output_text(o, "Portcullis is in front of this repository.\n");
	for (size_t i = 0; i < FACTS; i++) {
		output_format(o, "  %-11s ", words[i]);
		output_foreign(o, facts[i]);
		output_text(o, "\n");
	}
	output_text(o, "  rules from  ");
	output_foreign(o, policy->name.len > 0 ? policy->name : policy->source);
	output_text(o, "\nTake it away again: portcullis uninstall --server REPOSITORY\n"
	               "Recommended on the server: git config receive.fsckObjects true\n");
}

/* What an earlier installation called it stays, unless another name is given. */
static const struct failure *choose_name(struct gate *g, const struct request *q)
{
	g->name = q->name;
	return q->name.len > 0 ? NULL : name_on_server(g->repository, g->visit, &g->name);
}

/* Made once, and never taken away: two repositories may have one name, and one repository may get another. */
static const struct failure *choose_id(struct gate *g)
{
	const struct failure *f = repository_setting(g->repository, g->visit, "portcullis.repositoryId", &g->repository_id);
	unsigned char bytes[16];
	if (f != NULL || g->repository_id.len > 0)
		return f;
	chance_fill(bytes, sizeof bytes);
	struct digest d = digest_of_bytes((struct span){(const char *)bytes, sizeof bytes});
	g->repository_id = span_format(g->visit, "REP-%.*s", SPAN_ARGS(digest_base32(g->visit, &d, 16)));
	return NULL;
}

/* Behind the hook: what a protected ref got before it stood there is what the start stands for. */
static const struct failure *
record_start(struct gate *g, const struct policy_place *place, const struct policy *policy, struct span spool, struct span *fact)
{
	if (span_eq(spool, SPAN("none"))) {
		*fact = SPAN("not recorded: there is no spool; an audit has nothing to begin from");
		return NULL;
	}
	*fact = SPAN("recorded: where the protected refs stand now");
	return start_write(g, place, policy, spool);
}

static const struct failure *install(struct gate *g, const struct request *q, struct output *o)
{
	struct span facts[FACTS] = {{0}};
	struct policy_place *place = arena_take(g->house, 1, sizeof *place);
	const struct policy *policy;
	const struct failure *f = check_request(g, q);
	if (f == NULL)
		f = gate_open_here(g, q->server);
	if (f == NULL)
		f = choose_name(g, q);
	if (f == NULL)
		f = choose_id(g);
	if (f == NULL)
		f = check_policy(g, q, place, &policy);
	if (f == NULL)
		f = make_spool(g, q->spool, &facts[FACT_SPOOL]);
	if (f == NULL)
		f = write_settings(g, q, place->name, facts[FACT_SPOOL]);
	if (f == NULL)
		f = hook_put(g->repository, g->visit, &facts[FACT_HOOK]);
	if (f == NULL)
		f = record_start(g, place, policy, facts[FACT_SPOOL], &facts[FACT_START]);
	if (f != NULL)
		return f;
	facts[FACT_REPOSITORY] = repository_folder(g->repository);
	facts[FACT_NAME] = g->name;
	facts[FACT_POLICY] = place->name;
	report(o, policy, facts);
	return NULL;
}

static int run(int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis install"), SPAN("install"));
	struct request q = {.help = false};
	size_t nwords;
	const struct option_row rows[] = {
		{"--server", "REPOSITORY", "the bare repository on the server", &q.server, NULL},
		{"--policy", "FILE", "the policy, a file of the server", &q.policy, NULL},
		{"--policy-ref", "REF:PATH", "the policy, on a trusted ref of the repository", &q.policy_ref, NULL},
		{"--host", "NAME", "who serves it: plain, http, gitolite, gitlab (plain)", &q.host, NULL},
		{"--spool", "FOLDER", "where verdicts are recorded (beside the repository), or none", &q.spool, NULL},
		{"--owner", "UID", "a repository owner to accept besides root and the hook's user", &q.owner, NULL},
		{"--name", "NAME", "what the repository is called in records (its folder's name)", &q.name, NULL},
		{"--help", NULL, "this text", NULL, &q.help},
		{0},
	};
	struct output *o = output_new(g.visit, false);
	const struct failure *f = options_read(g.visit, argc, argv, rows, NULL, 0, &nwords);
	int status;
	if (q.help) {
		status = answer_help(g.visit, "usage: portcullis install --server REPOSITORY --policy FILE\nPuts the gate in front of a repository.\n", rows);
	} else {
		f = f == NULL ? install(&g, &q, o) : f;
		status = f == NULL ? answer_text(g.visit, o) : answer_failure(g.visit, f);
	}
	gate_free(&g);
	return status;
}

const struct command command_install = {"install", "install --server REPOSITORY --policy FILE", "put the gate in front of a repository", run};
