/* SPDX-License-Identifier: MIT */
/* c_facts_spelled.c - what a text says about others, in one text. */
#include "base/arena.h"
#include "text/c_facts.h"

#include <string.h>

/* How long the text gets, and then the text: the lists one after another, each behind its count, each word behind its length. */
struct spelling {
	char *at; /* NULL while only the length is asked for */
	size_t len;
};

static void put(struct spelling *s, const void *bytes, size_t len)
{
	if (s->at != NULL && len > 0)
		memcpy(s->at + s->len, bytes, len);
	s->len += len;
}

static void put_word(struct spelling *s, struct span word)
{
	put(s, &word.len, sizeof word.len);
	put(s, word.at, word.len);
}

static void put_words(struct spelling *s, const struct span *words, size_t count)
{
	put(s, &count, sizeof count);
	for (size_t i = 0; i < count; i++)
		put_word(s, words[i]);
}

static void put_links(struct spelling *s, const struct c_link *links, size_t count)
{
	put(s, &count, sizeof count);
	for (size_t i = 0; i < count; i++) {
		put_word(s, links[i].from);
		put_word(s, links[i].to);
	}
}

static void put_all(struct spelling *s, const struct c_facts *f)
{
	put_words(s, f->includes, f->nincludes);
	put_words(s, f->computed, f->ncomputed);
	put_links(s, f->texts, f->ntexts);
	put_words(s, f->pasters, f->npasters);
	put_links(s, f->handings, f->nhandings);
	put_links(s, f->mentions, f->nmentions);
	put_links(s, f->scopes, f->nscopes);
	put_links(s, f->declarers, f->ndeclarers);
	put_words(s, f->openers, f->nopeners);
	put_words(s, f->linkers, f->nlinkers);
}

struct span c_facts_spelled(struct arena *a, const struct c_facts *f)
{
	struct spelling s = {NULL, 0};
	put_all(&s, f);
	char *text = arena_take(a, s.len, 1);
	s = (struct spelling){text, 0};
	put_all(&s, f);
	return (struct span){text, s.len};
}
