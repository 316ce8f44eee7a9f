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

static size_t take_number(struct span *rest)
{
	size_t number;
	memcpy(&number, rest->at, sizeof number);
	*rest = span_from(*rest, sizeof number);
	return number;
}

static struct span take_word(struct span *rest)
{
	size_t len = take_number(rest);
	struct span word = span_slice(*rest, 0, len);
	*rest = span_from(*rest, len);
	return word;
}

static const struct span *take_words(struct arena *a, struct span *rest, size_t *count)
{
	*count = take_number(rest);
	struct span *words = arena_take(a, *count, sizeof *words);
	for (size_t i = 0; i < *count; i++)
		words[i] = take_word(rest);
	return words;
}

static const struct c_link *take_links(struct arena *a, struct span *rest, size_t *count)
{
	*count = take_number(rest);
	struct c_link *links = arena_take(a, *count, sizeof *links);
	for (size_t i = 0; i < *count; i++) {
		links[i].from = take_word(rest);
		links[i].to = take_word(rest);
	}
	return links;
}

struct c_facts c_facts_read(struct arena *a, struct span spelled)
{
	struct c_facts f = {0};
	f.includes = take_words(a, &spelled, &f.nincludes);
	f.computed = take_words(a, &spelled, &f.ncomputed);
	f.texts = take_links(a, &spelled, &f.ntexts);
	f.pasters = take_words(a, &spelled, &f.npasters);
	f.handings = take_links(a, &spelled, &f.nhandings);
	f.mentions = take_links(a, &spelled, &f.nmentions);
	f.scopes = take_links(a, &spelled, &f.nscopes);
	f.declarers = take_links(a, &spelled, &f.ndeclarers);
	f.openers = take_words(a, &spelled, &f.nopeners);
	f.linkers = take_words(a, &spelled, &f.nlinkers);
	return f;
}
