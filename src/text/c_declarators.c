/* SPDX-License-Identifier: MIT */
/* c_declarators.c - what would be declared around a name, if a declaration stands there. */
#include "text/c_declarators.h"

#include "text/c_types.h"

enum { PAIRS_MOST = 8, WORDS_MOST = 256, BEGIN_MOST = 32 };

size_t c_past_pair(const struct c_view *view, size_t open, size_t end)
{
	size_t depth = 0, i = open;
	do {
		unsigned sign = view_sign(view, i++);
		depth += sign == '(' || sign == '[';
		depth -= sign == ')' || sign == ']';
	} while (depth > 0 && i < end);
	return i;
}

/* Behind the parameters and bounds that stand there. */
static size_t past_suffixes(const struct c_view *view, size_t i, size_t end)
{
	while (i < end && (view_sign(view, i) == '(' || (view_sign(view, i) == '[' && view_sign(view, i + 1) != '[')))
		i = c_past_pair(view, i, end);
	return i;
}

static bool points(const struct c_view *view, size_t i)
{
	unsigned sign = view_sign(view, i);
	return sign == '*' || sign == '&' || sign == SIGN_AND || sign == '^';
}

struct c_declarator c_declarator_of(const struct c_view *view, size_t name, size_t before)
{
	size_t end = name + WORDS_MOST < view->high ? name + WORDS_MOST : view->high;
	struct c_declarator d = {.before = before, .function = view_sign(view, name + 1) == '(', .completed = true};
	d.behind = past_suffixes(view, name + 1, end);
	for (; d.parens < PAIRS_MOST && d.behind < end && view_sign(view, d.behind) == ')'; d.parens++) {
		size_t i = d.before, behind = past_suffixes(view, d.behind + 1, end);
		bool pointer = d.pointer;
		for (size_t n = 0; n < BEGIN_MOST && (points(view, i) || c_qualifies(view_key(view, i))); n++)
			pointer = points(view, i--) || pointer;
		if (view_sign(view, i) != '(')
			break;
		d.completed = d.completed && behind != d.behind + 1;
		d.before = i - 1;
		d.behind = behind;
		d.pointer = pointer;
	}
	return d;
}

/* Whether a key of a type stands at the statement's begin and what follows is a declarator: no value made of it. */
static bool is_declaration(const struct c_view *view, size_t begin)
{
	size_t i = begin, names = 0;
	bool keyed = false;
	i += view_key(view, i) == KEY_EXTENSION;
	for (size_t n = 0; n < BEGIN_MOST; n++, i++) {
		bool linkage = view_key(view, i - 1) == KEY_EXTERN && view_at(view, i)->kind == C_STRING;
		if (view_sign(view, i) != SIGN_COLONS && !linkage && !c_may_be_type(view, i))
			break;
		names += view_names(view, i) && view_sign(view, i - 1) != SIGN_COLONS;
		keyed = keyed || c_is_type_key(view_key(view, i));
	}
	if (!keyed || view_sign(view, i - 1) == SIGN_COLONS || view_sign(view, i - 2) == SIGN_COLONS)
		return keyed && view_sign(view, i) == '*' && c_may_be_type(view, i + 1);
	if (view_sign(view, i) == '(')
		return names >= 2 || points(view, i + 1);
	return names >= 2 || points(view, i);
}

bool c_declares_next(const struct c_view *view, size_t before, size_t begin)
{
	size_t i = before;
	for (size_t n = 0; n < BEGIN_MOST && (points(view, i) || c_qualifies(view_key(view, i))); n++)
		i--;
	/* Statements are not followed in what is not compiled. */
	bool inactive = (view_at(view, i)->flags & WORD_INACTIVE) != 0;
	return view_sign(view, i) == ',' && !inactive && is_declaration(view, begin);
}
