/* SPDX-License-Identifier: MIT */
/* hearing.c - what was found so far. */
#include "gate/hearing.h"

#include "base/arena.h"
#include "git/commit.h"
#include "git/oid.h"

#include <stdarg.h>
#include <stdio.h>

/* judgement.md 4.5: what a finding is about, without anything that moves when other lines move. */
static struct digest fingerprint_of(struct arena *a, const struct accusation *c)
{
	struct span ordinal = span_format(a, "%zu", c->ordinal);
	if (c->path.len > 0 && c->window != NULL) {
		const struct span window = {(const char *)c->window->bytes, sizeof c->window->bytes};
		const struct span parts[] = {SPAN("code"), c->rule->id, c->path, window, ordinal};
		return digest_of(parts, COUNT(parts));
	}
	if (c->path.len > 0) {
		const struct span parts[] = {SPAN("path"), c->rule->id, c->path, c->title, ordinal};
		return digest_of(parts, COUNT(parts));
	}
	if (c->commit != NULL) {
		const struct span parts[] = {SPAN("commit"), c->rule->id, c->commit->author.line, commit_title(c->commit), ordinal};
		return digest_of(parts, COUNT(parts));
	}
	const struct span parts[] = {SPAN("ref"), c->rule->id, c->ref, c->title, ordinal};
	return digest_of(parts, COUNT(parts));
}

/* Findings about one commit by one rule are told apart by their order. */
static size_t earlier_like(const struct hearing *h, const struct accusation *c)
{
	size_t count = 0;
	if (c->path.len > 0)
		return c->ordinal;
	for (size_t i = h->nfindings; i > 0; i--) {
		const struct finding *f = &h->findings[i - 1];
		if (c->commit == NULL ? f->ref.len == 0 : !oid_eq(&f->commit, &c->commit->id))
			break;
		count += f->rule == c->rule && f->path.len == 0 && (c->commit != NULL || span_eq(f->ref, c->ref));
	}
	return count;
}

void hearing_accuse(struct hearing *h, const struct accusation *accusation)
{
	struct accusation c = *accusation;
	if (c.rule->action == ACTION_OFF || h->failure != NULL)
		return;
	if (h->nfindings == HEARING_MOST_FINDINGS) {
		h->failure = failure_cured(h->visit, failure(h->visit, "there are more than %d findings", HEARING_MOST_FINDINGS),
		                           SPAN("push fewer commits at a time, or keep imported code out of judged paths by the policy"));
		return;
	}
	c.ordinal = earlier_like(h, &c);
	h->findings = arena_grow(h->visit, h->findings, h->nfindings, &h->room, sizeof *h->findings);
	struct finding *f = &h->findings[h->nfindings++];
	*f = (struct finding){
		.rule = c.rule,
		.title = span_copy(h->visit, c.title),
		.mend = span_copy(h->visit, c.mend),
		.ref = span_copy(h->visit, c.ref),
		.path = span_copy(h->visit, c.path),
		.symbol = span_copy(h->visit, c.symbol),
		.kind = c.kind,
		.line = c.line,
		.column = c.column,
		.caret = c.caret,
		.width = c.width,
		.source = span_copy(h->visit, c.source),
		.fingerprint = fingerprint_of(h->visit, &c),
	};
	if (c.commit != NULL) {
		f->commit = c.commit->id;
		f->root = c.commit->nparents == 0;
		f->title_line = span_copy(h->visit, commit_title(c.commit));
	}
	f->id = span_format(h->visit, "OBS-%.*s", SPAN_ARGS(digest_base32(h->visit, &f->fingerprint, 12)));
	f->link = process_link(h->visit, &h->policy->process, f->id);
	f->deviation = h->no_deviations ? NULL : policy_deviation(h->policy, f);
}

static void mention(struct hearing *h, const struct commit *c, struct span trailer, struct span id)
{
	if (h->failure != NULL)
		return;
	if (h->nmentions == HEARING_MOST_MENTIONS) {
		h->failure = failure_cured(h->visit, failure(h->visit, "there are more than %d references to problem reports", HEARING_MOST_MENTIONS),
		                           SPAN("push fewer commits at a time"));
		return;
	}
	h->mentions = arena_grow(h->visit, h->mentions, h->nmentions, &h->mention_room, sizeof *h->mentions);
	h->mentions[h->nmentions++] = (struct mention){c->id, trailer, span_copy(h->visit, id)};
}

void hearing_mentions(struct hearing *h, const struct commit *c, struct trailers trailers)
{
	static const struct span keys[] = {{"Resolves-Problem", 16}, {"Relates-to-Problem", 18}};
	for (size_t i = 0; i < trailers.count; i++) {
		for (size_t k = 0; k < COUNT(keys); k++) {
			struct span rest = trailers.list[i].value, id;
			while (span_eq_fold(trailers.list[i].key, keys[k]) && span_next(&rest, ',', &id))
				if (span_trim(id).len > 0)
					mention(h, c, keys[k], span_trim(id));
		}
	}
}

void hearing_note(struct hearing *h, const char *format, ...)
{
	char text[1024];
	va_list arguments;
	va_start(arguments, format);
	int len = vsnprintf(text, sizeof text, format, arguments);
	va_end(arguments);
	if (len < 0)
		return;
	struct span note = {text, (size_t)len < sizeof text ? (size_t)len : sizeof text - 1};
	h->notices = arena_grow(h->visit, h->notices, h->nnotices, &h->notice_room, sizeof *h->notices);
	h->notices[h->nnotices++].text = span_copy(h->visit, note);
}

void hearing_gave_up(struct hearing *h, const struct rule *rule, struct span why)
{
	if (h->failure == NULL)
		h->failure = failure(h->visit, "rule %.*s gave up: %.*s", SPAN_ARGS(rule->id), SPAN_ARGS(why));
}
