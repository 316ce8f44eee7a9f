/* SPDX-License-Identifier: MIT */
/* commit.c - a commit object is refused, or read as pieces of its own bytes; one without an oddity is exactly what its pieces say. */
#include "fuzz.h"

#include "git/commit.h"
#include "git/oid.h"

/* The header that a sound commit with these nouns begins with. */
static struct span header_of(struct arena *a, const struct commit *c)
{
	struct span text = span_format(a, "tree %.*s\n", SPAN_ARGS(oid_hex(a, &c->tree)));
	for (size_t i = 0; i < c->nparents; i++)
		text = span_format(a, "%.*sparent %.*s\n", SPAN_ARGS(text), SPAN_ARGS(oid_hex(a, &c->parents[i])));
	return text;
}

static bool is_plain(struct span s)
{
	return span_find(s, '\0') == s.len;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
	static const struct oid id = {{1}};
	struct arena *a = arena_new("fuzz", FUZZ_MEMORY);
	struct span raw = fuzz_text(a, bytes, len);
	struct commit c;
	const struct failure *f = commit_parse(a, &id, raw, &c);
	if (f != NULL)
		fuzz_failed(f, FAILURE_UNDECIDED);
	if (f == NULL) {
		const struct span inside[] = {c.author.name, c.author.mail, c.author.line, c.committer.name,  c.committer.mail,
		                              c.committer.line, c.encoding, c.message, commit_title(&c)};
		for (size_t i = 0; i < COUNT(inside); i++)
			HOLDS(span_inside(inside[i], raw));
		HOLDS(c.nparents <= COMMIT_MOST_PARENTS && oid_eq(&c.id, &id));
		HOLDS(c.message.len == 0 || c.message.at + c.message.len == raw.at + raw.len);
		HOLDS(c.message.len == 0 || span_strip(span_slice(c.message, 0, span_find(c.message, '\n'))).len > 0);
		struct span header = header_of(a, &c);
		HOLDS(span_starts(raw, span_slice(header, 0, header.len - 1)));
		if (c.oddity.len == 0) {
			struct span who = span_format(a, "%.*sauthor ", SPAN_ARGS(header));
			HOLDS(span_starts(raw, who));
			HOLDS(c.author.line.at == raw.at + who.len);
			HOLDS(is_plain(c.encoding) && c.committer.line.len > 0);
		}
		if (c.author.readable)
			HOLDS(c.author.seconds >= 0);
	}
	arena_free(a);
	return 0;
}
