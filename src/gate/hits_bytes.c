/* SPDX-License-Identifier: MIT */
/* hits_bytes.c - hits as bytes, and back. */
#include "gate/hits_bytes.h"

#include "base/arena.h"

#include <string.h>

void bytes_take(struct byte_source *s, void *to, size_t size)
{
	if (s->rest.len < size) {
		s->garbled = true;
		memset(to, 0, size);
		return;
	}
	memcpy(to, s->rest.at, size);
	s->rest = span_from(s->rest, size);
}

uint32_t bytes_take_number(struct byte_source *s)
{
	uint32_t number;
	bytes_take(s, &number, sizeof number);
	return number;
}

struct span bytes_take_span(struct byte_source *s, size_t len)
{
	struct span span = span_slice(s->rest, 0, len);
	s->garbled = s->garbled || span.len < len;
	s->rest = span_from(s->rest, len);
	return span;
}

void bytes_put(struct byte_sink *b, const void *from, size_t size)
{
	for (size_t i = 0; i < size; i++) {
		b->at = arena_grow(b->arena, b->at, b->len, &b->room, 1);
		b->at[b->len++] = ((const char *)from)[i];
	}
}

void bytes_put_number(struct byte_sink *b, size_t number)
{
	uint32_t small = (uint32_t)number;
	bytes_put(b, &small, sizeof small);
}

static void bytes_put_span(struct byte_sink *b, struct span span)
{
	bytes_put_number(b, span.len);
	bytes_put(b, span.at, span.len);
}

void bytes_put_hits(struct byte_sink *b, const struct hits *hits)
{
	bytes_put_number(b, hits->count);
	for (size_t i = 0; i < hits->count; i++) {
		const struct use *u = &hits->list[i];
		const unsigned char marks[] = {(unsigned char)u->kind, u->inactive, (unsigned char)u->doubt};
		bytes_put_number(b, u->at);
		bytes_put_number(b, u->len);
		bytes_put_number(b, u->id);
		bytes_put(b, marks, sizeof marks);
		bytes_put(b, u->window.bytes, sizeof u->window.bytes);
		bytes_put_span(b, u->name);
		bytes_put_span(b, u->asked);
	}
}

bool bytes_take_hits(struct byte_source *s, struct arena *a, struct hits *hits)
{
	size_t count = bytes_take_number(s);
	struct use *list = s->garbled || count > s->rest.len ? NULL : arena_take(a, count, sizeof *list);
	for (size_t i = 0; list != NULL && !s->garbled && i < count; i++) {
		unsigned char marks[3];
		list[i].at = bytes_take_number(s);
		list[i].len = bytes_take_number(s);
		list[i].id = bytes_take_number(s);
		bytes_take(s, marks, sizeof marks);
		bytes_take(s, list[i].window.bytes, sizeof list[i].window.bytes);
		list[i].kind = (enum use_kind)marks[0];
		list[i].inactive = marks[1] != 0;
		list[i].doubt = (enum use_doubt)marks[2];
		list[i].name = bytes_take_span(s, bytes_take_number(s));
		list[i].asked = bytes_take_span(s, bytes_take_number(s));
	}
	*hits = (struct hits){list, count};
	return list != NULL && !s->garbled && s->rest.len == 0;
}
