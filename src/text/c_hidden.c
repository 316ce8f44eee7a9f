/* SPDX-License-Identifier: MIT */
/* c_hidden.c - names that variables have taken, and until where. */
#include "text/c_hidden.h"

#include "text/c_types.h"

void hiding_add(struct hiding *hiding, struct hidden hidden)
{
	if (hiding->count == HIDDEN_MOST)
		return;
	hiding->list[hiding->count++] = hidden;
	hiding->brief += hidden.reach != REACH_BODY;
}

const struct hidden *hiding_of(const struct hiding *hiding, struct span name)
{
	for (size_t i = hiding->count; i-- > 0;)
		if (span_eq(hiding->list[i].name, name))
			return &hiding->list[i];
	return NULL;
}

static void drop(struct hiding *hiding, size_t i)
{
	hiding->brief -= hiding->list[i].reach != REACH_BODY;
	hiding->count--;
	for (; i < hiding->count; i++)
		hiding->list[i] = hiding->list[i + 1];
}

void hiding_end_bodies(struct hiding *hiding, size_t body, size_t branches)
{
	for (size_t i = hiding->count; i-- > 0;)
		if (hiding->list[i].body > body || hiding->list[i].branches > branches)
			drop(hiding, i);
}

void hiding_end_before(struct hiding *hiding, size_t word)
{
	for (size_t i = hiding->count; i-- > 0;)
		if (hiding->list[i].at < word)
			drop(hiding, i);
}

void hiding_end_statement(struct hiding *hiding, size_t body, size_t parens)
{
	for (size_t i = hiding->count; hiding->brief > 0 && i-- > 0;) {
		const struct hidden *hidden = &hiding->list[i];
		/* for (a; b; c): there it goes on. */
		size_t inner = hidden->reach == REACH_PARENTHESIS;
		if (hidden->reach != REACH_BODY && hidden->body == body && hidden->parens >= parens + inner)
			drop(hiding, i);
	}
}

void hiding_close(struct hiding *hiding, size_t body, size_t parens, unsigned key)
{
	for (size_t i = hiding->count; hiding->brief > 0 && i-- > 0;) {
		struct hidden *hidden = &hiding->list[i];
		if (hidden->reach == REACH_BODY || hidden->body != body || hidden->parens <= parens)
			continue;
		if (hidden->reach != REACH_PARENTHESIS) {
			drop(hiding, i);
			continue;
		}
		hidden->reach = key == KEY_LOOP || key == KEY_CONDITION ? REACH_STATEMENT : REACH_HEAD;
		hidden->parens = parens;
	}
}

void hiding_open_body(struct hiding *hiding, size_t body, size_t parens)
{
	for (size_t i = 0; hiding->brief > 0 && i < hiding->count; i++) {
		struct hidden *hidden = &hiding->list[i];
		if (hidden->reach != REACH_HEAD || hidden->body + 1 != body || hidden->parens != parens)
			continue;
		hidden->reach = REACH_BODY;
		hiding->brief--;
		hidden->body = body;
		hidden->parens = 0;
	}
}

/* What may stand between a function's parameters and its body: const, noexcept(...), an attribute, -> T, : member(value), ... */
static bool joins_head(const struct c_view *view, size_t i, bool listed)
{
	unsigned sign = view_sign(view, i), key = view_key(view, i), previous = view_sign(view, i - 1);
	if (view_at(view, i)->kind == C_PUNCTUATOR)
		return sign == '{' || sign == '(' || sign == ')' || sign == ':' || sign == '&' || sign == SIGN_AND || sign == SIGN_ARROW || sign == SIGN_COLONS ||
		       sign == '[' || sign == ']' || sign == '*' || (sign == ',' && listed);
	if ((view_at(view, i)->flags & WORD_EMPTY) != 0 || c_qualifies(key) || key == KEY_ATTRIBUTE || key == KEY_EXPRESSION)
		return true;
	return listed || previous == SIGN_ARROW || previous == SIGN_COLONS || previous == '[';
}

void hiding_pass(struct hiding *hiding, const struct c_view *view, size_t word, size_t body, size_t parens)
{
	for (size_t i = hiding->count; hiding->brief > 0 && i-- > 0;) {
		struct hidden *hidden = &hiding->list[i];
		if (hidden->reach != REACH_HEAD || hidden->body != body || hidden->parens != parens)
			continue;
		if (!joins_head(view, word, hidden->listed))
			drop(hiding, i);
		else if (view_sign(view, word) == ':')
			hidden->listed = true;
	}
}
