/* SPDX-License-Identifier: MIT */
/* json.c - a verdict as a record: what the spool keeps, and what other programs read. Described in formats/README.md. */
#include "base/arena.h"
#include "base/date.h"
#include "base/version.h"
#include "formats/format.h"
#include "model/oid.h"
#include "model/release.h"
#include "text/json_write.h"

static void push(struct json_writer *w, struct arena *a, const struct push *p, const bool *protected)
{
	json_put_some(w, "host", p->host);
	json_put_some(w, "pusher", p->pusher);
	json_begin(w, "updates", '[');
	for (size_t i = 0; i < p->nupdates; i++) {
		json_begin(w, NULL, '{');
		json_put_some(w, "ref", p->updates[i].ref);
		json_put(w, "old", oid_hex(a, &p->updates[i].old));
		json_put(w, "new", oid_hex(a, &p->updates[i].new));
		if (protected != NULL)
			json_put_flag(w, "protected", protected[i]);
		json_end(w, '}');
	}
	json_end(w, ']');
}

/* The commits that owed judgement, as far as the run came. */
static void judged(struct json_writer *w, struct arena *a, const struct verdict *v)
{
	size_t left = v->ncommits;
	if (left == 0)
		return;
	json_begin(w, "judged", '[');
	for (size_t i = 0; i < v->nduties && left > 0; i++) {
		if ((v->duties[i].owes & OWES_MESSAGE) == 0)
			continue;
		json_put(w, NULL, oid_hex(a, &v->duties[i].commit));
		left--;
	}
	json_end(w, ']');
}

static void problems(struct json_writer *w, struct arena *a, const struct verdict *v)
{
	if (v->nmentions == 0)
		return;
	json_begin(w, "problems", '[');
	for (size_t i = 0; i < v->nmentions; i++) {
		json_begin(w, NULL, '{');
		json_put(w, "commit", oid_hex(a, &v->mentions[i].commit));
		json_put(w, "trailer", v->mentions[i].trailer);
		json_put(w, "id", v->mentions[i].id);
		json_end(w, '}');
	}
	json_end(w, ']');
}

static void rule(struct json_writer *w, const struct rule *r)
{
	json_put(w, "rule", r->id);
	json_put(w, "rule_title", r->title);
	json_put_some(w, "clause", r->clause);
	json_begin(w, "cwe", '[');
	for (size_t i = 0; i < r->ncwe; i++)
		json_put_number(w, NULL, r->cwe[i]);
	json_end(w, ']');
	json_put(w, "severity", severity_name(r->severity));
	json_put(w, "action", action_name(r->action));
	json_put_some(w, "why", r->why);
	json_put_some(w, "instead", r->instead);
}

static void finding(struct json_writer *w, struct arena *a, const struct finding *f)
{
	json_begin(w, NULL, '{');
	json_put(w, "id", f->id);
	json_put(w, "fingerprint", digest_hex(a, &f->fingerprint, 64));
	rule(w, f->rule);
	json_put(w, "title", f->title);
	json_put_some(w, "mend", f->mend);
	json_put_some(w, "ref", f->ref);
	if (!oid_is_zero(&f->commit)) {
		json_put(w, "commit", oid_hex(a, &f->commit));
		json_put(w, "commit_title", f->title_line);
	}
	json_put_some(w, "path", f->path);
	if (f->line > 0) {
		json_put_number(w, "line", f->line);
		json_put_number(w, "column", f->column);
		json_put(w, "source", f->source);
	}
	json_put_some(w, "symbol", f->symbol);
	json_put_some(w, "kind", f->kind);
	json_put_some(w, "report", f->link);
	json_put_flag(w, "blocks", finding_blocks(f));
	if (f->deviation != NULL)
		json_put(w, "deviation", f->deviation->id);
	if (f->break_glass != NULL)
		json_put(w, "break_glass", f->break_glass->id);
	json_end(w, '}');
}

static void process(struct json_writer *w, const struct process *p)
{
	json_begin(w, "process", '{');
	json_put_some(w, "title", p->title);
	json_put_some(w, "document", p->document);
	json_put_some(w, "url", p->url);
	json_put_some(w, "intake", p->intake);
	json_put_some(w, "contact", p->contact);
	json_end(w, '}');
}

static void policy(struct json_writer *w, struct arena *a, const struct verdict *v)
{
	if (v->process == NULL)
		return;
	json_begin(w, "policy", '{');
	json_put_some(w, "name", v->policy_name);
	json_put(w, "source", v->policy_source);
	json_put(w, "digest", digest_hex(a, &v->policy_digest, 64));
	json_end(w, '}');
	process(w, v->process);
}

static void write_json(struct output *o, struct arena *a, const struct verdict *v)
{
	struct json_writer w = {.output = o};
	json_begin(&w, NULL, '{');
	json_put_number(&w, "portcullis-verdict", 1);
	json_put(&w, "id", v->id);
	json_put(&w, "at", moment_print(a, v->at));
	json_put(&w, "engine", SPAN(PORTCULLIS_VERSION));
	json_put(&w, "program", v->program);
	json_put(&w, "mode", v->mode);
	json_put_some(&w, "where", v->where);
	json_put_some(&w, "repository", v->repository);
	json_put_some(&w, "repository_id", v->repository_id);
	json_put(&w, "outcome", outcome_name(v->outcome));
	json_put_number(&w, "exit", (size_t)v->outcome);
	policy(&w, a, v);
	push(&w, a, v->push, v->protected);
	judged(&w, a, v);
	problems(&w, a, v);
	if (v->break_glass != NULL) {
		json_put(&w, "break_glass", v->break_glass->id);
		json_put(&w, "due", date_print(a, v->break_glass->due));
	}
	json_put_number(&w, "commits", v->ncommits);
	json_put_number(&w, "blobs", v->nblobs);
	json_put_flag(&w, "objects_verified", v->objects_verified);
	json_put_number(&w, "blocking", v->nblocking);
	json_put_number(&w, "warnings", v->nwarnings);
	json_put_number(&w, "covered", v->ncovered);
	json_begin(&w, "findings", '[');
	for (size_t i = 0; i < v->nfindings; i++)
		finding(&w, a, &v->findings[i]);
	json_end(&w, ']');
	json_begin(&w, "notices", '[');
	for (size_t i = 0; i < v->nnotices; i++)
		json_put(&w, NULL, v->notices[i].text);
	json_end(&w, ']');
	if (v->failure != NULL) {
		json_begin(&w, "failure", '{');
		json_put(&w, "text", v->failure->text);
		json_put_some(&w, "cure", v->failure->cure);
		json_end(&w, '}');
	}
	json_end(&w, '}');
	output_text(o, "\n");
}

const struct format format_json = {"json", "a record for the spool and for other programs", write_json};
