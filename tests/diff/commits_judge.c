/* SPDX-License-Identifier: MIT */
/* commits_judge.c - every commit judged alone, by the gate's own judge: commits_judge POLICY REPOSITORY < commits */
#include "base/arena.h"
#include "gate/around.h"
#include "gate/judge.h"
#include "gate/scanner.h"
#include "git/oid.h"

#include <stdio.h>
#include <stdlib.h>

/*
 * For each finding about content: `commit rule path line column symbol kind`, with tabs. For a commit that could not be judged
 * (`!`) the reason. A commit without either stands alone on its line. Findings about messages are left out.
 */
enum { VISIT_ENOUGH = 1 << 30 };

static void check(const struct failure *f)
{
	if (f == NULL)
		return;
	fprintf(stderr, "commits_judge: %.*s\n", SPAN_ARGS(f->text));
	exit(2);
}

static void print_finding(const char *commit, const struct finding *f)
{
	printf("%s\t%.*s\t%.*s\t%zu\t%zu\t", commit, SPAN_ARGS(f->rule->id), SPAN_ARGS(f->path), f->line, f->column);
	/* A name may be spelled over two lines. */
	for (size_t i = 0; i < f->symbol.len; i++)
		if (f->symbol.at[i] != '\n' && f->symbol.at[i] != '\r' && f->symbol.at[i] != '\t')
			putchar(f->symbol.at[i]);
	printf("\t%.*s\n", SPAN_ARGS(f->kind));
}

static void judge(struct hearing *h, struct arena *house, const struct policy_place *place, const char *commit)
{
	struct duty duty = {.owes = OWES_CONTENT};
	if (!oid_read(span_of(commit), &duty.commit))
		check(failure_of_usage(house, "%s is no id", commit));
	const struct failure *f = judge_scope(h, house, place, &(struct scope){.duties = &duty, .nduties = 1});
	if (f == NULL)
		f = h->failure;
	if (f != NULL)
		printf("%s\t!\t%.*s\n", commit, SPAN_ARGS(f->text));
	for (size_t i = 0; f == NULL && i < h->nfindings; i++)
		print_finding(commit, &h->findings[i]);
	if (f == NULL && h->nfindings == 0)
		puts(commit);
}

int main(int argc, char **argv)
{
	char line[OID_HEX_LENGTH + 2];
	if (argc != 3) {
		fputs("usage: commits_judge POLICY REPOSITORY < commits\n", stderr);
		return 2;
	}
	struct arena *house = arena_new("house", (size_t)1 << 30);
	struct policy_place place;
	struct hearing h = {
		.visit = arena_new("visit", (size_t)1 << 32), .walk = arena_new("step", (size_t)1 << 31), .step = arena_new("step", (size_t)1 << 31)};
	check(repository_open(house, &(struct opening){.path = argv[2], .partial_clone = true, .safe_directory = true}, &h.repository));
	check(policy_place_of_file(house, span_of(argv[1]), &place));
	check(policy_place_load(h.repository, house, &place, SPAN(""), 1700000000, &h.policy));
	h.push = &(struct push){.pusher = SPAN(""), .host = SPAN("")};
	h.trusted_ref = SPAN("");
	h.scanner = scanner_new(house, h.policy);
	h.around = around_new(house);
	while (fgets(line, sizeof line, stdin) != NULL) {
		line[OID_HEX_LENGTH] = '\0';
		judge(&h, house, &place, line);
		h.findings = NULL;
		h.nfindings = h.room = 0;
		h.failure = NULL;
		/* What was read is remembered, up to a limit. */
		if (arena_used(h.visit) > VISIT_ENOUGH) {
			arena_reset(h.visit);
			h.scanner = scanner_new(house, h.policy);
			h.around = around_new(house);
		}
	}
	repository_close(h.repository);
	return fflush(stdout) == 0 ? 0 : 2;
}
