/* SPDX-License-Identifier: MIT */
/* scan.c - every hit in a snapshot: for audits, for adoption, for measuring accuracy. */
#include "base/arena.h"
#include "base/last_word.h"
#include "commands/command.h"
#include "gate/answer.h"
#include "gate/gate.h"
#include "gate/scanner.h"
#include "gate/snapshot.h"
#include "text/json_write.h"

#include <sys/stat.h>

struct request {
	struct span policy, format, repository;
	bool help, verify_objects;
};

struct listing {
	struct output *output;
	bool json;
};

static void list_hit(void *context, const struct snapshot_hit *hit)
{
	struct listing *l = context;
	struct span kind = hit->rule->check == NULL ? SPAN("text") : use_kind_name(hit->use->kind);
	if (!l->json) {
		output_foreign(l->output, hit->path);
		output_format(l->output, ":%zu:%zu: ", hit->place.line, hit->place.column);
		output_foreign(l->output, hit->rule->id);
		output_text(l->output, " ");
		output_foreign(l->output, hit->rule->check == NULL ? hit->rule->title : hit->name);
		output_format(l->output, " (%.*s)\n", SPAN_ARGS(kind));
		return;
	}
	struct json_writer w = {.output = l->output};
	json_begin(&w, NULL, '{');
	json_put(&w, "path", hit->path);
	json_put_number(&w, "line", hit->place.line);
	json_put_number(&w, "column", hit->place.column);
	json_put(&w, "name", hit->name);
	json_put(&w, "rule", hit->rule->id);
	json_put(&w, "kind", kind);
	json_end(&w, '}');
	output_text(l->output, "\n");
}

static const struct failure *scan(struct gate *g, const struct request *q, struct span what, struct snapshot *s)
{
	struct stat about;
	struct oid commit;
	if (stat(span_string(g->visit, what), &about) == 0 && S_ISDIR(about.st_mode))
		return snapshot_of_folder(s, what);
	g->verify_objects = q->verify_objects;
	const struct failure *f = gate_open_here(g, q->repository);
	if (f == NULL)
		f = repository_revision(g->repository, g->visit, what, &commit);
	return f != NULL ? f : snapshot_of_commit(s, g->repository, &commit);
}

static const struct failure *list(struct gate *g, const void *request, struct span what, struct output *o)
{
	const struct request *q = request;
	const struct policy *policy;
	bool json = span_eq(q->format, SPAN("jsonl"));
	if (what.len == 0)
		return failure_of_usage(g->visit, "scan needs a revision or a folder");
	if (q->format.len > 0 && !json && !span_eq(q->format, SPAN("text")))
		return failure_of_usage(g->visit, "there is no format %.*s: text, jsonl", SPAN_ARGS(q->format));
	const struct failure *f = policy_of_file_or_packs(g->house, q->policy, g->at, &policy);
	if (f != NULL)
		return f;
	struct listing listing = {o, json};
	struct snapshot_reader reader = {list_hit, &listing};
	struct snapshot s = {g->visit, g->step, policy, scanner_new(g->house, policy), &reader};
	f = scan(g, q, what, &s);
	scanner_free(s.scanner);
	return f;
}

static int run(int argc, char **argv)
{
	struct gate g = gate_new(SPAN("portcullis scan"), SPAN("snapshot"));
	struct request q = {SPAN(""), SPAN(""), SPAN(""), false, false};
	const struct option_row rows[] = {
		{"--policy", "FILE", "whose rules count (the shipped packs)", &q.policy, NULL},
		{"--format", "NAME", "text, jsonl", &q.format, NULL},
		{"--repository", "FOLDER", "where the repository is (.)", &q.repository, NULL},
		{"--verify-objects", NULL, "hash each object that is read: for evidence, at up to twice the time", NULL, &q.verify_objects},
		{"--help", NULL, "this text", NULL, &q.help},
		{0},
	};
	const struct question question = {
		"usage: portcullis scan [--policy FILE] REV|FOLDER [--format text|jsonl]\nLists every hit in a snapshot, new or not. Files of a folder are taken by\n"
		"their names alone; what they make of one another counts in a revision.\n", rows, &q.help, list, &q};
	last_word_on_signals();
	return answer_question(&g, &question, argc, argv);
}

const struct command command_scan = {"scan", "scan [--policy FILE] REV|FOLDER", "list every hit in a snapshot, new or not", run};
